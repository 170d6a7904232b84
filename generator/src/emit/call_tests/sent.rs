//! The values of `emit/values.rs` as they go over the wire. Written a second time on purpose, from the model alone: what the
//! runtime makes of a value is compared with this. Must not know where a value goes.

use super::choices::Choices;
use crate::emit::values::sample;
use crate::lower::Api;
use crate::lower::model::{Field, Presence, Record, Shape, Tag, Type, TypeId};

/// So long JSON stands on one line.
const WIDE: usize = 90;
/// How far to the right JSON of several lines stands in a test.
const INDENT: usize = 8;

/// A value on the wire.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sent {
    Null,
    /// A number or a boolean.
    Plain(String),
    Text(String),
    List(Vec<Sent>),
    Members(Vec<(String, Sent)>),
}

impl Sent {
    /// As JSON, without white space.
    pub(super) fn json(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Sent::Null => "null".to_owned(),
            Sent::Plain(text) => text.clone(),
            Sent::Text(text) => quoted(text),
            Sent::List(items) => format!("[{}]", items.iter().map(Sent::json).collect::<Vec<_>>().join(",")),
            Sent::Members(members) => {
                let members = members.iter().map(|(key, value)| format!("{}:{}", quoted(key), value.json()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        }
    }

    /// With a discriminator value, where an object does not have one of `tags`.
    fn tagged(self, property: &str, tag: &str, tags: &[String]) -> Sent {
        let Sent::Members(mut members) = self else { return self };
        let known = |value: &Sent| matches!(value, Sent::Text(text) if tags.contains(text));
        match members.iter_mut().find(|(key, _)| key == property) {
            Some((_, value)) if known(value) => {}
            Some((_, value)) => *value = Sent::Text(tag.to_owned()),
            None => members.insert(0, (property.to_owned(), Sent::Text(tag.to_owned()))),
        }
        Sent::Members(members)
    }

    /// As JSON for people: on one line, else a line a member.
    pub(super) fn shown(&self) -> String {
        let line = self.spaced(None);
        if line.len() <= WIDE { line } else { self.spaced(Some(INDENT)) }
    }

    /// With a blank behind what ends in one, and so far to the right; `None`: on one line.
    fn spaced(&self, indent: Option<usize>) -> String {
        let inner = indent.map(|indent| indent + 4);
        let (open, between, close) = match (indent, inner) {
            (Some(indent), Some(inner)) => {
                let line = |by: usize| format!("\n{}", " ".repeat(by));
                (line(inner), format!(",{}", line(inner)), line(indent))
            }
            (_, _) => (String::new(), ", ".to_owned(), String::new()),
        };
        let put = |brackets: [&str; 2], all: Vec<String>| match all.is_empty() {
            true => brackets.concat(),
            false => [brackets[0], &open, &all.join(&between), &close, brackets[1]].concat(),
        };
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Sent::Null | Sent::Plain(..) | Sent::Text(_) => self.json(),
            Sent::List(items) => put(["[", "]"], items.iter().map(|item| item.spaced(inner)).collect()),
            Sent::Members(members) => {
                let member = |(key, value): &(String, Sent)| format!("{}: {}", quoted(key), value.spaced(inner));
                put(["{", "}"], members.iter().map(member).collect())
            }
        }
    }
}

/// Values as they go over the wire.
pub(super) struct OnTheWire<'a> {
    pub(super) api: &'a Api,
    pub(super) choices: &'a Choices,
}

impl OnTheWire<'_> {
    /// The value of a type.
    pub(super) fn value(&self, ty: &Type, name: &str, owner: Option<TypeId>) -> Sent {
        match ty {
            Type::Nothing | Type::Optional(_) => Sent::Null,
            Type::Text => Sent::Text(name.to_owned()),
            Type::Boolean => Sent::Plain("true".to_owned()),
            Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::Number => Sent::Plain("1".to_owned()),
            // A float without a fraction is written as an integer.
            Type::F32 | Type::F64 => Sent::Plain("1".to_owned()),
            Type::Formatted(format) => Sent::Text(sample(*format).to_owned()),
            Type::Bytes | Type::File => Sent::Text("bytes".to_owned()),
            Type::List(inner) if self.choices.is_filled(self.api, owner, inner) => {
                Sent::List(vec![self.value(inner, name, owner)])
            }
            Type::List(_) => Sent::List(Vec::new()),
            Type::Any | Type::Map(_) => Sent::Members(Vec::new()),
            Type::Named(id) => self.named(self.api.behind_aliases(*id), name, owner),
        }
    }

    fn named(&self, id: TypeId, name: &str, owner: Option<TypeId>) -> Sent {
        match &self.api.type_def(id).shape {
            Shape::Alias(ty) => self.value(ty, name, owner),
            Shape::Enum(values) => Sent::Text(values.first().map(|value| value.wire.clone()).unwrap_or_default()),
            Shape::Numbers(of) => {
                Sent::Plain(of.values.first().map_or_else(|| "0".to_owned(), |value| value.wire.clone()))
            }
            Shape::Union(union) => match union.variants.get(self.choices.variant(id)) {
                Some(variant) => {
                    let value = self.value(&variant.ty, self.choices.name(id), Some(id));
                    match (&union.tag, &variant.sent) {
                        (Some(property), Some(tag)) => value.tagged(property, tag, &variant.tags),
                        (_, _) => value,
                    }
                }
                None => Sent::Null,
            },
            Shape::Record(record) => self.record(id, record),
        }
    }

    fn record(&self, id: TypeId, record: &Record) -> Sent {
        let tag = self.choices.tag(id);
        let members = record.fields.iter().filter_map(|field| {
            let tagged = tag.filter(|(wire, _)| *wire == field.wire).filter(|_| self.is_text(&field.ty));
            let value = match (field.presence, tagged) {
                _ if field.tag.is_some() => self.field(field, Some(id)),
                (Presence::Required, Some((_, tag))) if !field.constant => Sent::Text(tag.to_owned()),
                (Presence::Optional, Some((_, tag))) => Sent::Text(tag.to_owned()),
                (Presence::Required | Presence::RequiredNullable, _) => self.field(field, Some(id)),
                (Presence::Optional | Presence::OptionalNullable, _) => return None,
            };
            Some((field.wire.clone(), value))
        });
        match record.array {
            true => Sent::List(members.map(|(_, value)| value).collect()),
            false => Sent::Members(members.collect()),
        }
    }

    /// A field that is required, or that constructors set.
    pub(super) fn field(&self, field: &Field, owner: Option<TypeId>) -> Sent {
        match &field.tag {
            Some(Tag::Text(text)) => return Sent::Text(text.clone()),
            Some(Tag::Integer(digits)) => return Sent::Plain(digits.clone()),
            None => {}
        }
        match field.presence {
            Presence::RequiredNullable => Sent::Null,
            Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                self.value(&field.ty, &field.name, owner)
            }
        }
    }

    fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::Text => true,
            Type::Named(id) => match &self.api.type_def(self.api.behind_aliases(*id)).shape {
                Shape::Alias(ty) => self.is_text(ty),
                Shape::Enum(_) => true,
                Shape::Record(_) | Shape::Numbers(_) | Shape::Union(_) => false,
            },
            Type::Nothing | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 => false,
            Type::F64 | Type::Number | Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => false,
            Type::Optional(_) | Type::List(_) | Type::Map(_) => false,
        }
    }
}
