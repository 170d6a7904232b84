//! Values of types, as code: for the examples of the documentation, and for the tests of `--tests`. Must not know operations.

use super::call_tests::Choices;
use crate::lower::Api;
use crate::lower::model::{Field, Format, Presence, Record, Shape, Type, TypeDef, TypeId, Union};

/// So deep a value is written out in documentation; a required value further in is left to the reader.
const DEEP: usize = 3;

/// How values are written.
pub(super) struct Values<'a> {
    pub(super) api: &'a Api,
    /// Where the functions are that give the values further in; without them they are left to the reader.
    given: Option<(&'a Choices, &'static str)>,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    /// How far in.
    depth: usize,
    /// The place takes whatever becomes it.
    into: bool,
    /// The record whose field it is.
    owner: Option<TypeId>,
}

impl At {
    /// The argument of a method.
    pub(super) const ARGUMENT: At = At { depth: 0, into: true, owner: None };
    /// Written out where only the type itself is taken.
    pub(super) const OUT: At = At { depth: 0, into: false, owner: None };
    /// By the function that gives it, where there is one.
    pub(super) const NAMED: At = At { depth: 1, into: false, owner: None };

    fn further(self, into: bool) -> At {
        At { depth: self.depth + 1, into, ..self }
    }
}

impl<'a> Values<'a> {
    /// As documentation shows them.
    pub(super) fn documented(api: &'a Api) -> Values<'a> {
        Values { api, given: None }
    }

    /// As they are run: what is further in is given by functions, behind `path`.
    pub(super) fn run(api: &'a Api, choices: &'a Choices, path: &'static str) -> Values<'a> {
        Values { api, given: Some((choices, path)) }
    }

    /// A value of a type.
    pub(super) fn code(&self, ty: &Type, name: &str, at: At) -> String {
        let into = at.into;
        match ty {
            Type::Nothing => "()".to_owned(),
            Type::Text if into => format!("\"{name}\""),
            Type::Text => format!("\"{name}\".to_owned()"),
            Type::Boolean => "true".to_owned(),
            Type::I32 | Type::I64 | Type::U32 | Type::U64 => "1".to_owned(),
            Type::F32 | Type::F64 => "1.0".to_owned(),
            Type::Number if into => "1".to_owned(),
            Type::Number => "1.into()".to_owned(),
            Type::Any => "serde_json::json!({})".to_owned(),
            Type::Formatted(format) if into => format!("{:?}", sample(*format)),
            Type::Formatted(format) => format!("{:?}.into()", sample(*format)),
            Type::Bytes if into => "\"bytes\"".to_owned(),
            Type::Bytes => "\"bytes\".into()".to_owned(),
            Type::File if into => "\"bytes\".as_bytes()".to_owned(),
            Type::File => "\"bytes\".as_bytes().into()".to_owned(),
            Type::Optional(_) => "None".to_owned(),
            Type::List(inner) if self.is_filled(inner, at) => {
                format!("vec![{}]", self.code(inner, name, at.further(false)))
            }
            Type::List(_) => "Vec::new()".to_owned(),
            Type::Map(_) => "Default::default()".to_owned(),
            Type::Named(id) => self.named(*id, name, at),
        }
    }

    /// Whether a list has an item.
    fn is_filled(&self, item: &Type, at: At) -> bool {
        match self.given {
            None => at.depth < DEEP,
            Some((choices, _)) => choices.is_filled(self.api, at.owner, item),
        }
    }

    fn named(&self, id: TypeId, name: &str, at: At) -> String {
        let def = self.api.type_def(id);
        let path = format!("types::{}", def.name);
        let behind = self.api.type_def(self.api.behind_aliases(id));
        match &behind.shape {
            Shape::Alias(ty) => self.code(ty, name, at),
            Shape::Enum(values) => match values.first() {
                Some(value) => format!("{path}::{}", value.name),
                None => format!("{path}::from(\"\")"),
            },
            Shape::Numbers(of) => match of.values.first() {
                Some(value) => format!("{path}::{}", value.name),
                // An alias is no constructor.
                None => format!("types::{}(0)", behind.name),
            },
            Shape::Union(_) | Shape::Record(_) => match (self.given, at.depth) {
                (Some((choices, functions)), 1..) => {
                    format!("{functions}{}()", choices.function(self.api.behind_aliases(id)))
                }
                // Of whatever becomes it there is no type to be told from.
                (None, DEEP..) if matches!(behind.shape, Shape::Union(_)) => format!("todo!() as {path}"),
                (None, DEEP..) => "todo!()".to_owned(),
                (Some(_) | None, _) => self.written(id, def, name, at),
            },
        }
    }

    /// A record or a union, written out.
    fn written(&self, id: TypeId, def: &TypeDef, name: &str, at: At) -> String {
        let path = format!("types::{}", def.name);
        let behind = self.api.behind_aliases(id);
        let target = self.api.type_def(behind);
        match &target.shape {
            Shape::Union(union) => self.union(behind, union, &path, name, at),
            Shape::Record(of) => {
                let at = At { owner: Some(behind), ..at };
                // The alias of an inline type has a name of its own for it, that of a component has none.
                let made = self.record(of, &path, def.required_name.as_ref().or(target.required_name.as_ref()), at);
                let tag = self.tag_of(at).and_then(|(wire, tag)| {
                    let optional = |field: &&Field| {
                        field.wire == wire && field.presence == Presence::Optional && field.tag.is_none()
                    };
                    let field = of.fields.iter().find(optional)?;
                    Some(format!(".{}({})", field.name, self.tagged(&field.ty, tag, true)?))
                });
                format!("{made}{}", tag.unwrap_or_default())
            }
            Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) => String::new(),
        }
    }

    fn union(&self, id: TypeId, union: &Union, path: &str, name: &str, at: At) -> String {
        let (chosen, name) = self.given.map_or((0, name), |(choices, _)| (choices.variant(id), choices.name(id)));
        match union.variants.get(chosen) {
            Some(variant) => {
                let value = self.code(&variant.ty, name, At { owner: Some(id), ..at.further(false) });
                let value = if variant.boxed { format!("Box::new({value})") } else { value };
                format!("{path}::{}({value})", variant.name)
            }
            None => "todo!()".to_owned(),
        }
    }

    /// A call of a record's constructor, which takes a struct of its required fields where `required` names one.
    fn record(&self, record: &Record, path: &str, required: Option<&String>, at: At) -> String {
        let fields = record.fields.iter().filter(|field| field.is_argument());
        let tag = self.tag_of(at);
        let value = |field: &Field, into| match field.presence {
            Presence::Required => {
                let tag = tag.filter(|(wire, _)| *wire == field.wire);
                let tagged = tag.and_then(|(_, tag)| self.tagged(&field.ty, tag, into));
                tagged.unwrap_or_else(|| self.code(&field.ty, &field.name, at.further(into)))
            }
            Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => "None".to_owned(),
        };
        match required {
            Some(of) => {
                let fields: Vec<String> =
                    fields.map(|field| format!("{}: {}", field.name, value(field, false))).collect();
                format!("{path}::new(types::{of} {{ {} }})", fields.join(", "))
            }
            None => format!("{path}::new({})", fields.map(|field| value(field, true)).collect::<Vec<_>>().join(", ")),
        }
    }

    /// The member that tells what the record is among the variants of a union, and its value.
    fn tag_of(&self, at: At) -> Option<(&'a str, &'a str)> {
        let (choices, _) = self.given?;
        choices.tag(at.owner?)
    }

    /// A tag as a value of its member's type.
    fn tagged(&self, ty: &Type, tag: &str, into: bool) -> Option<String> {
        match ty {
            Type::Text if into => Some(format!("{tag:?}")),
            Type::Text => Some(format!("{tag:?}.to_owned()")),
            Type::Named(id) => match &self.api.type_def(self.api.behind_aliases(*id)).shape {
                Shape::Alias(ty) => self.tagged(ty, tag, into),
                Shape::Enum(values) => {
                    let name = &self.api.type_def(*id).name;
                    Some(match values.iter().find(|value| value.wire == tag) {
                        Some(value) => format!("types::{name}::{}", value.name),
                        None => format!("types::{name}::from({tag:?})"),
                    })
                }
                Shape::Record(_) | Shape::Numbers(_) | Shape::Union(_) => None,
            },
            Type::Nothing | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 => None,
            Type::F64 | Type::Number | Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => None,
            Type::Optional(_) | Type::List(_) | Type::Map(_) => None,
        }
    }
}

/// A text of a format.
pub(super) fn sample(format: Format) -> &'static str {
    match format {
        Format::DateTime => "2026-01-31T12:00:00Z",
        Format::Date => "2026-01-31",
        Format::Time => "12:00:00Z",
        Format::Duration => "PT1H",
        Format::Uuid => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        Format::Uri => "https://example.com/",
        Format::Decimal => "1.50",
        Format::Base64 => "Ynl0ZXM=",
    }
}
