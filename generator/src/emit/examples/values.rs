//! Writes values of types as code, for the documentation and for the tests of `--tests`. Must not
//! know operations.

use std::cell::{Cell, RefCell};

use crate::emit::examples::decisions::Decisions;
use crate::emit::examples::samples::{json, literal, of_format};
use crate::lower::model::{Api, Codec, Field, OwnId, Presence, Record, Sample, Shape, Type, TypeDef, TypeId, Union};

/// The depth to which documentation fills arrays that may be empty.
const DEEP: usize = 3;
/// The maximum number of objects and unions that one example writes out.
const MOST: usize = 300;

/// A map without entries.
const EMPTY: &str = "std::collections::BTreeMap::new()";

/// Writes values as code.
pub(crate) struct Values<'a> {
    pub(crate) api: &'a Api,
    /// The module of functions that return nested values. Without it, nested values are written
    /// out.
    functions_of: Option<(&'a Decisions, &'static str)>,
    /// The types that are being written out. None of them is written within itself.
    open: RefCell<Vec<TypeId>>,
    /// The number of objects and unions that may still be written out.
    left: Cell<usize>,
}

/// The context of a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'t> {
    /// The nesting depth.
    depth: usize,
    /// `true` if the receiver converts the value.
    into: bool,
    /// The record whose field it is.
    owner: Option<TypeId>,
    /// The discriminator of the union whose variant it is, and its value.
    tag: Option<(&'t str, &'t str)>,
    /// The minimum number of properties of an object.
    least: usize,
}

impl At<'_> {
    /// The argument of a method.
    pub(crate) const ARGUMENT: At<'static> = At { depth: 0, into: true, owner: None, tag: None, least: 0 };
    /// A parameter that is serialized as its properties: without any it would be absent.
    pub(crate) const PARAMETER: At<'static> = At { least: 1, ..At::ARGUMENT };
    /// Written out, for a receiver that does not convert.
    pub(crate) const OUT: At<'static> = At { into: false, ..At::ARGUMENT };
    /// Written as a call of the function that returns it, if there is one.
    pub(crate) const NAMED: At<'static> = At { depth: 1, ..At::OUT };

    fn further(self, into: bool) -> Self {
        At { depth: self.depth + 1, into, tag: None, least: 0, ..self }
    }
}

impl<'a> Values<'a> {
    /// Creates a writer for documentation.
    pub(crate) fn documented(api: &'a Api) -> Values<'a> {
        Values { api, functions_of: None, open: RefCell::default(), left: Cell::new(MOST) }
    }

    /// Creates a writer for tests that are run: nested values are calls of functions in the module `path`.
    pub(crate) fn run(api: &'a Api, decisions: &'a Decisions, path: &'static str) -> Values<'a> {
        Values { functions_of: Some((decisions, path)), ..Values::documented(api) }
    }

    /// Returns a value of a type, or `None` if it has no finite value.
    pub(crate) fn code(&self, ty: &Type, sample: &Sample, name: &str, context: At<'_>) -> Option<String> {
        let into = context.into;
        if let Some(literal) = literal(ty, sample, into) {
            return Some(literal);
        }
        Some(match ty {
            Type::Nothing => "()".to_owned(),
            Type::Text if into => format!("{name:?}"),
            Type::Text => format!("{name:?}.to_owned()"),
            Type::Boolean => "true".to_owned(),
            Type::I32 | Type::I64 | Type::U32 | Type::U64 => "1".to_owned(),
            Type::F32 | Type::F64 => "1.0".to_owned(),
            Type::Number if into => "1".to_owned(),
            Type::Number => "1.into()".to_owned(),
            Type::Any => "serde_json::json!({})".to_owned(),
            Type::Formatted(format) if into => format!("{:?}", of_format(*format)),
            Type::Formatted(format) => format!("{:?}.into()", of_format(*format)),
            Type::Bytes if into => "\"bytes\"".to_owned(),
            Type::Bytes => "\"bytes\".into()".to_owned(),
            Type::File if into => "\"bytes\".as_bytes()".to_owned(),
            Type::File => "\"bytes\".as_bytes().into()".to_owned(),
            Type::Optional(inner) => match literal(inner, sample, false) {
                Some(literal) => format!("Some({literal})"),
                None => "None".to_owned(),
            },
            Type::Array(inner) => self.list(inner, sample, name, context),
            Type::Map(inner) => self.map(inner, sample, name, context),
            Type::Named(id) => return self.named(*id, sample, name, context),
            Type::Own(id) => return self.own(*id, sample),
        })
    }

    /// Returns a value of a type that the user chose. Code that is run has none, because the type may refuse the sample.
    fn own(&self, id: OwnId, sample: &Sample) -> Option<String> {
        if self.functions_of.is_some() {
            return None;
        }
        let own = self.api.own_type(id);
        Some(match (own.codec, own.path.as_str()) {
            (Codec::Serde, _) => format!("serde_json::from_value(serde_json::json!({})).unwrap()", json(sample)),
            (Codec::Format(_), "time::OffsetDateTime") => "time::OffsetDateTime::UNIX_EPOCH".to_owned(),
            (Codec::Format(_), "time::Date") => "time::Date::MIN".to_owned(),
            (Codec::Format(format), _) => {
                let text = if let Sample::Text(text) = sample { text } else { of_format(format) };
                format!("{text:?}.parse().unwrap()")
            }
        })
    }

    fn list(&self, inner: &Type, sample: &Sample, name: &str, context: At<'_>) -> String {
        let usual = [Sample::Usual];
        let items = match sample {
            Sample::Items(items) => items.as_slice(),
            Sample::Usual if self.functions_of.is_some() || context.depth < DEEP => &usual,
            Sample::Usual | Sample::Null | Sample::Boolean(_) | Sample::Number(_) => &[],
            Sample::Text(_) | Sample::Properties(_) => &[],
        };
        let items = if self.is_filled(inner, context) { items } else { &[] };
        let items: Option<Vec<String>> =
            items.iter().map(|item| self.code(inner, item, name, context.further(false))).collect();
        match items.filter(|items| !items.is_empty()) {
            Some(items) => format!("vec![{}]", items.join(", ")),
            None => "Vec::new()".to_owned(),
        }
    }

    fn map(&self, inner: &Type, sample: &Sample, name: &str, context: At<'_>) -> String {
        let Sample::Properties(members) = sample else { return EMPTY.to_owned() };
        let members = if self.is_filled(inner, context) { members.as_slice() } else { &[] };
        let entry = |(key, sample): &(String, Sample)| {
            Some(format!("({key:?}.to_owned(), {})", self.code(inner, sample, name, context.further(false))?))
        };
        match members.iter().map(entry).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty()) {
            Some(all) => format!("std::collections::BTreeMap::from([{}])", all.join(", ")),
            None => EMPTY.to_owned(),
        }
    }

    /// Returns `true` if an array or map may have items.
    fn is_filled(&self, item: &Type, context: At<'_>) -> bool {
        self.functions_of.is_none_or(|(decisions, _)| decisions.is_filled(self.api, context.owner, item))
    }

    fn named(&self, id: TypeId, sample: &Sample, name: &str, context: At<'_>) -> Option<String> {
        let def = self.api.type_def(id);
        let path = format!("types::{}", def.name);
        let target_id = self.api.type_def(self.api.without_aliases(id));
        Some(match &target_id.shape {
            Shape::Alias(ty) => return self.code(ty, sample, name, context),
            Shape::Enum(values) => {
                let wire = if let Sample::Text(text) = sample { Some(text) } else { None };
                let known = values.iter().find(|value| wire.is_none_or(|wire| value.wire == *wire));
                match known {
                    Some(value) => format!("{path}::{}", value.name),
                    None => format!("{path}::from({:?})", wire.map_or("", String::as_str)),
                }
            }
            Shape::Numbers(numbers) => {
                let wire = if let Sample::Number(text) = sample { Some(text) } else { None };
                let known = numbers.values.iter().find(|value| wire.is_none_or(|wire| value.wire == *wire));
                match known.or(numbers.values.first()) {
                    Some(value) => format!("{path}::{}", value.name),
                    // A type alias cannot be used as a constructor.
                    None => format!("types::{}(0)", target_id.name),
                }
            }
            Shape::Union(_) | Shape::Record(_) => match (self.functions_of, context.depth) {
                (Some((decisions, functions)), 1..) => {
                    format!("{functions}{}()", decisions.function(self.api.without_aliases(id)))
                }
                (Some(_), _) => return self.written(id, def, sample, name, context),
                (None, _) => return self.written_out(id, def, sample, name, context),
            },
        })
    }

    /// Writes a record or a union in documentation, unless it is nested in itself or too many are
    /// written out.
    fn written_out(&self, id: TypeId, def: &TypeDef, sample: &Sample, name: &str, context: At<'_>) -> Option<String> {
        let target_id = self.api.without_aliases(id);
        self.left.set(self.left.get().checked_sub(1)?);
        if self.open.borrow().contains(&target_id) {
            return None;
        }
        self.open.borrow_mut().push(target_id);
        let code = self.written(id, def, sample, name, context);
        self.open.borrow_mut().pop();
        code
    }

    /// Writes out a record or a union.
    fn written(&self, id: TypeId, def: &TypeDef, sample: &Sample, name: &str, context: At<'_>) -> Option<String> {
        let path = format!("types::{}", def.name);
        let target_id = self.api.without_aliases(id);
        let target = self.api.type_def(target_id);
        match &target.shape {
            Shape::Union(union) => self.union(target_id, union, &path, name, context),
            Shape::Record(record) => {
                let chosen = self.functions_of.and_then(|(decisions, _)| decisions.tag(target_id));
                let context = At { owner: Some(target_id), tag: chosen.or(context.tag), ..context };
                // The alias of an inline type also has an alias for the required fields; that of a
                // component does not.
                let required = def.required_name.as_ref().or(target.required_name.as_ref());
                let made = self.record(record, sample, &path, required, context)?;
                let tag = context.tag.and_then(|(wire, tag)| {
                    let field = record.fields.iter().find(|field| is_tagged_later(field, wire))?;
                    Some(format!(".{}({})", field.name, self.tagged(&field.ty, tag, true)?))
                });
                let least = record.least.max(context.least);
                let more: Vec<String> = beyond(self.api, record, least, context.tag.map(|(wire, _)| wire))
                    .into_iter()
                    .filter_map(|field| Some(format!(".{}({})", field.name, self.set(field, sample, context)?)))
                    .collect();
                Some(format!("{made}{}{}", tag.unwrap_or_default(), more.concat()))
            }
            Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) => None,
        }
    }

    /// Returns the argument for the setter of an optional field.
    fn set(&self, field: &Field, sample: &Sample, context: At<'_>) -> Option<String> {
        let sample = sample.property(&field.wire).unwrap_or(&field.sample);
        self.code(&field.ty, sample, &field.name, context.further(field.presence == Presence::Optional))
    }

    fn union(&self, id: TypeId, union: &Union, path: &str, name: &str, context: At<'_>) -> Option<String> {
        let name = self.functions_of.map_or(name, |(decisions, _)| decisions.name(id));
        let written = |variant: &crate::lower::model::Variant| {
            let tag = union.discriminator.as_deref().zip(variant.values.first().map(String::as_str));
            let context = At { owner: Some(id), tag, ..context.further(false) };
            let value = self.code(&variant.ty, &variant.sample, name, context)?;
            let value = if variant.boxed { format!("Box::new({value})") } else { value };
            Some(format!("{path}::{}({value})", variant.name))
        };
        match self.functions_of {
            Some((decisions, _)) => union.variants.get(decisions.variant(id)).and_then(written),
            // The first variant with a finite value.
            None => union.variants.iter().find_map(written),
        }
    }

    /// Returns a call of a record's constructor, which takes a struct of its required fields if
    /// `required` names one.
    fn record(
        &self,
        record: &Record,
        sample: &Sample,
        path: &str,
        required: Option<&String>,
        context: At<'_>,
    ) -> Option<String> {
        let fields = record.fields.iter().filter(|field| field.is_argument());
        let value = |field: &Field, into| match field.presence {
            Presence::Required => {
                let tag = context.tag.filter(|(wire, _)| *wire == field.wire);
                let tagged = tag.and_then(|(_, tag)| self.tagged(&field.ty, tag, into));
                let sample = sample.property(&field.wire).unwrap_or(&field.sample);
                tagged.or_else(|| self.code(&field.ty, sample, &field.name, context.further(into)))
            }
            Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => Some("None".to_owned()),
        };
        match required {
            Some(name) => {
                let fields: Option<Vec<String>> =
                    fields.map(|field| Some(format!("{}: {}", field.name, value(field, false)?))).collect();
                Some(format!("{path}::new(types::{name} {{ {} }})", fields?.join(", ")))
            }
            None => {
                let fields: Option<Vec<String>> = fields.map(|field| value(field, true)).collect();
                Some(format!("{path}::new({})", fields?.join(", ")))
            }
        }
    }

    /// Returns a discriminator value as a value of its property's type.
    fn tagged(&self, ty: &Type, tag: &str, into: bool) -> Option<String> {
        match ty {
            Type::Text if into => Some(format!("{tag:?}")),
            Type::Text => Some(format!("{tag:?}.to_owned()")),
            Type::Named(id) => match &self.api.type_def(self.api.without_aliases(*id)).shape {
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
            Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Own(_) => None,
        }
    }
}

/// Returns `true` if a field is optional and has the discriminator's value, which no constructor sets.
fn is_tagged_later(field: &Field, wire: &str) -> bool {
    field.wire == wire && field.presence == Presence::Optional && field.preset.is_none()
}

/// Returns the optional fields to set so that an object has `least` properties. `tag` is set
/// already.
pub(crate) fn beyond<'r>(api: &Api, record: &'r Record, least: usize, tag: Option<&str>) -> Vec<&'r Field> {
    let is_there = |field: &&Field| {
        field.is_required() || field.preset.is_some() || tag.is_some_and(|wire| is_tagged_later(field, wire))
    };
    let missing = least.saturating_sub(record.fields.iter().filter(is_there).count());
    let mut optional: Vec<&Field> =
        record.fields.iter().filter(|field| !is_there(field) && is_scalar(api, &field.ty)).collect();
    optional.sort_by_key(|field| (field.presence != Presence::Optional, field.deprecated));
    optional.truncate(missing);
    optional
}

fn is_scalar(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 => true,
        Type::Number | Type::Formatted(_) => true,
        Type::Named(id) => match &api.type_def(api.without_aliases(*id)).shape {
            Shape::Alias(ty) => is_scalar(api, ty),
            Shape::Enum(_) | Shape::Numbers(_) => true,
            Shape::Record(_) | Shape::Union(_) => false,
        },
        Type::Nothing | Type::Any | Type::Bytes | Type::File => false,
        Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Own(_) => false,
    }
}
