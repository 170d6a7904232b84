//! The values of `emit/examples/values.rs` as they are sent. This repeats the runtime's rules on
//! purpose: the tests compare the runtime's values with these. Must not know where a value is sent.

use crate::emit::call_tests::address::preset;
use crate::emit::examples::decisions::Decisions;
use crate::emit::examples::samples::{literal, number, of_format};
use crate::emit::examples::values::beyond;
use crate::lower::model::{Api, Field, Format, Presence, Record, Sample, Shape, Type, TypeId};

/// The longest JSON that is written on one line.
const WIDE: usize = 90;
/// The indentation of JSON of several lines in a test.
const INDENT: usize = 8;

/// A value on the wire.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sent {
    Null,
    /// A number or a boolean.
    Plain(String),
    Text(String),
    /// The bytes of a file.
    File(String),
    List(Vec<Sent>),
    Members(Vec<(String, Sent)>),
}

impl Sent {
    /// Formats the value as JSON without white space.
    pub(crate) fn json(&self) -> String {
        match self {
            Sent::Null => "null".to_owned(),
            Sent::Plain(text) => text.clone(),
            Sent::Text(text) => quoted(text),
            // Text formats contain bytes as base64.
            Sent::File(_) => quoted(of_format(Format::Base64)),
            Sent::List(items) => format!("[{}]", items.iter().map(Sent::json).collect::<Vec<_>>().join(",")),
            Sent::Members(members) => {
                let members = members.iter().map(|(key, value)| format!("{}:{}", quoted(key), value.json()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        }
    }

    /// Adds a discriminator value, if an object does not have one of `tags`.
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

    /// Formats the value as readable JSON: on one line, or with a line for each property.
    pub(crate) fn shown(&self) -> String {
        let line = self.spaced(None);
        if line.len() <= WIDE { line } else { self.spaced(Some(INDENT)) }
    }

    /// Formats the value with this indentation, or on one line for `None`.
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
        match self {
            Sent::Null | Sent::Plain(..) | Sent::Text(_) | Sent::File(_) => self.json(),
            Sent::List(items) => put(["[", "]"], items.iter().map(|item| item.spaced(inner)).collect()),
            Sent::Members(members) => {
                let member = |(key, value): &(String, Sent)| format!("{}: {}", quoted(key), value.spaced(inner));
                put(["{", "}"], members.iter().map(member).collect())
            }
        }
    }
}

/// Serializes values as they are sent.
pub(crate) struct OnTheWire<'a> {
    pub(crate) api: &'a Api,
    pub(crate) decisions: &'a Decisions,
}

impl OnTheWire<'_> {
    /// Returns the complete value of a type. An object has the properties of its sample, and at
    /// least `least` properties.
    pub(crate) fn top(&self, ty: &Type, sample: &Sample, name: &str, least: usize) -> Sent {
        if let Type::Named(id) = ty {
            let id = self.api.without_aliases(*id);
            match &self.api.type_def(id).shape {
                Shape::Record(record) => return self.record(id, record, sample, least),
                Shape::Alias(ty) => return self.top(ty, sample, name, least),
                Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => {}
            }
        }
        self.value(ty, sample, name, None)
    }

    /// Returns the value of a type.
    pub(crate) fn value(&self, ty: &Type, sample: &Sample, name: &str, owner: Option<TypeId>) -> Sent {
        let text = |usual: &str| Sent::Text(sample_text(sample).unwrap_or(usual).to_owned());
        match ty {
            // Operations with types that the user chose have no test.
            Type::Nothing | Type::Own(_) => Sent::Null,
            Type::Optional(inner) => match literal(inner, sample, false) {
                Some(_) => self.value(inner, sample, name, owner),
                None => Sent::Null,
            },
            Type::Text => text(name),
            Type::Boolean => Sent::Plain((*sample != Sample::Boolean(false)).to_string()),
            Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::Number | Type::F32 | Type::F64 => {
                // A float without a fraction is written as an integer.
                let digits = if let Sample::Number(text) = sample { number(ty, text) } else { None };
                Sent::Plain(digits.unwrap_or_else(|| "1".to_owned()))
            }
            Type::Formatted(format) => text(of_format(*format)),
            Type::Bytes | Type::File => Sent::File("bytes".to_owned()),
            Type::Array(inner) => Sent::List(match (sample, self.decisions.is_filled(self.api, owner, inner)) {
                (_, false) => Vec::new(),
                (Sample::Items(items), true) => items.iter().map(|item| self.value(inner, item, name, owner)).collect(),
                (_, true) => vec![self.value(inner, &Sample::Usual, name, owner)],
            }),
            Type::Map(inner) => Sent::Members(match (sample, self.decisions.is_filled(self.api, owner, inner)) {
                (Sample::Properties(members), true) => {
                    let mut sorted: Vec<&(String, Sample)> = members.iter().collect();
                    sorted.sort_by(|one, other| one.0.cmp(&other.0));
                    let entry =
                        |(key, sample): &(String, Sample)| (key.clone(), self.value(inner, sample, name, owner));
                    sorted.into_iter().map(entry).collect()
                }
                (_, _) => Vec::new(),
            }),
            Type::Any => any(sample),
            Type::Named(id) => self.named(self.api.without_aliases(*id), sample, name, owner),
        }
    }

    fn named(&self, id: TypeId, sample: &Sample, name: &str, owner: Option<TypeId>) -> Sent {
        match &self.api.type_def(id).shape {
            Shape::Alias(ty) => self.value(ty, sample, name, owner),
            Shape::Enum(values) => {
                let first = || values.first().map(|value| value.wire.as_str()).unwrap_or_default();
                Sent::Text(sample_text(sample).unwrap_or_else(first).to_owned())
            }
            Shape::Numbers(numbers) => {
                let wire = if let Sample::Number(text) = sample { Some(text) } else { None };
                let known = numbers.values.iter().find(|value| wire.is_none_or(|wire| value.wire == *wire));
                Sent::Plain(known.or(numbers.values.first()).map_or_else(|| "0".to_owned(), |value| value.wire.clone()))
            }
            Shape::Union(union) => match union.variants.get(self.decisions.variant(id)) {
                Some(variant) => {
                    let value = self.value(&variant.ty, &variant.sample, self.decisions.name(id), Some(id));
                    match (&union.discriminator, &variant.sent) {
                        (Some(property), Some(tag)) => value.tagged(property, tag, &variant.values),
                        (_, _) => value,
                    }
                }
                None => Sent::Null,
            },
            Shape::Record(record) => self.record(id, record, &Sample::Usual, 0),
        }
    }

    fn record(&self, id: TypeId, record: &Record, sample: &Sample, least: usize) -> Sent {
        let tag = self.decisions.tag(id);
        let more = beyond(self.api, record, record.least.max(least), tag.map(|(wire, _)| wire));
        let members = record.fields.iter().filter_map(|field| {
            let tagged = tag.filter(|(wire, _)| *wire == field.wire).filter(|_| self.is_text(&field.ty));
            let value_sample = || sample.property(&field.wire).unwrap_or(&field.sample);
            let value = match (field.presence, tagged) {
                _ if field.preset.is_some() => self.field(field, value_sample(), Some(id)),
                (Presence::Required, Some((_, tag))) if !field.constant => Sent::Text(tag.to_owned()),
                (Presence::Optional, Some((_, tag))) => Sent::Text(tag.to_owned()),
                (Presence::Required | Presence::RequiredNullable, _) => self.field(field, value_sample(), Some(id)),
                (Presence::Optional | Presence::OptionalNullable, _) => {
                    more.iter().find(|other| other.wire == field.wire)?;
                    self.field(field, value_sample(), Some(id))
                }
            };
            Some((field.wire.clone(), value))
        });
        match record.array {
            true => Sent::List(members.map(|(_, value)| value).collect()),
            false => Sent::Members(members.collect()),
        }
    }

    /// Returns a field that has a value in the sample or that constructors set.
    pub(crate) fn field(&self, field: &Field, sample: &Sample, owner: Option<TypeId>) -> Sent {
        if let Some(tag) = &field.preset {
            return preset(tag);
        }
        match field.presence {
            Presence::RequiredNullable => Sent::Null,
            Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                self.value(&field.ty, sample, &field.name, owner)
            }
        }
    }

    fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::Text => true,
            Type::Named(id) => match &self.api.type_def(self.api.without_aliases(*id)).shape {
                Shape::Alias(ty) => self.is_text(ty),
                Shape::Enum(_) => true,
                Shape::Record(_) | Shape::Numbers(_) | Shape::Union(_) => false,
            },
            Type::Nothing | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 => false,
            Type::F64 | Type::Number | Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => false,
            Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Own(_) => false,
        }
    }
}

fn sample_text(sample: &Sample) -> Option<&str> {
    if let Sample::Text(text) = sample { Some(text) } else { None }
}

/// Converts a sample of any JSON.
fn any(sample: &Sample) -> Sent {
    match sample {
        Sample::Usual => Sent::Members(Vec::new()),
        Sample::Null => Sent::Null,
        Sample::Boolean(value) => Sent::Plain(value.to_string()),
        Sample::Number(text) => Sent::Plain(number(&Type::Number, text).unwrap_or_else(|| "1".to_owned())),
        Sample::Text(text) => Sent::Text(text.clone()),
        Sample::Items(items) => Sent::List(items.iter().map(any).collect()),
        Sample::Properties(members) => Sent::Members(members.iter().map(|(key, of)| (key.clone(), any(of))).collect()),
    }
}

/// Escapes a JSON string. Characters that rustc rejects in a literal, because they change the
/// direction of text, and invisible characters are escaped too.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let hidden = |c: char| !c.is_ascii() && c.escape_debug().len() > 1;
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match hidden(c) {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
            false => out.push(c),
        }
    }
    out
}
