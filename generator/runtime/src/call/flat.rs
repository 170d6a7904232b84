//! Values as parameters have them: one text, a list of texts, or names with texts.

use std::borrow::Cow;

use crate::value::{Field, Tagged, View, name_of, places, visit_extra};

/// A value without depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flat<'a> {
    /// Nothing to send.
    Absent,
    /// A primitive.
    One(Cow<'a, str>),
    /// An array of primitives.
    List(Vec<String>),
    /// An object of primitives, in its order.
    Members(Vec<(String, String)>),
}

impl Flat<'_> {
    /// Returns `true` if it is an empty array or object.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Flat::Absent | Flat::One(_) => false,
            Flat::List(items) => items.is_empty(),
            Flat::Members(members) => members.is_empty(),
        }
    }
}

/// Flattens a value.
///
/// # Errors
/// Where it holds something that a parameter cannot spell: arrays of arrays, objects of objects.
#[inline]
pub(super) fn flat(value: &dyn Field) -> Result<Flat<'_>, &'static str> {
    match value.view() {
        View::Absent | View::Null => Ok(Flat::Absent),
        View::Some(inner) => flat(inner),
        View::Union(shape, union) => match Tagged::of(shape, union) {
            Some(tagged) => {
                let mut members = Ok(Vec::new());
                tagged.each(&mut |key, value, _| push(&mut members, key, value));
                members.map(Flat::Members)
            }
            None => flat(union.inner().1),
        },
        View::List(list) => listed(&mut (0..list.count()).filter_map(|index| list.item(index))),
        View::Places(shape, record) => listed(&mut places(shape, record).into_iter()),
        View::Map(map) => {
            let mut members = Ok(Vec::new());
            map.each(&mut |key, value| push(&mut members, key, value));
            members.map(Flat::Members)
        }
        View::Record(shape, record) => {
            let mut members = Ok(Vec::new());
            for (index, key) in shape.keys.iter().enumerate() {
                push(&mut members, &name_of(key), record.at(index));
            }
            visit_extra(shape, record, &mut |key, value| push(&mut members, key, value));
            members.map(Flat::Members)
        }
        View::Bool(_) | View::Integer(_) | View::Unsigned(_) | View::Single(_) | View::Double(_) => {
            primitive(value).map(Flat::One)
        }
        View::Any(serde_json::Value::Null) => Ok(Flat::Absent),
        View::Any(serde_json::Value::Array(items)) => listed(&mut items.iter().map(|item| item as &dyn Field)),
        View::Any(serde_json::Value::Object(members)) => {
            let mut flat = Ok(Vec::new());
            members.iter().for_each(|(key, value)| push(&mut flat, key, value));
            flat.map(Flat::Members)
        }
        View::Raw(_) | View::File(_) => Err("it is a file, which only a form can hold"),
        View::Number(_) | View::Text(_) | View::Open(_) | View::Any(_) | View::Extra(_) => {
            primitive(value).map(Flat::One)
        }
    }
}

/// The items of an array; those that are null are undefined, and left out (RFC 6570, sections 2.3 and 3.2.1).
fn listed(items: &mut dyn Iterator<Item = &dyn Field>) -> Result<Flat<'static>, &'static str> {
    items.filter(|item| !is_null(*item)).map(owned).collect::<Result<Vec<_>, _>>().map(Flat::List)
}

/// Returns `true` if there is nothing to send.
pub(super) fn is_null(value: &dyn Field) -> bool {
    match value.view() {
        View::Absent | View::Null | View::Any(serde_json::Value::Null) => true,
        View::Some(inner) => is_null(inner),
        View::Union(_, union) => is_null(union.inner().1),
        _ => false,
    }
}

fn push(members: &mut Result<Vec<(String, String)>, &'static str>, key: &str, value: &dyn Field) {
    let Ok(list) = members else { return };
    match flat(value) {
        Ok(Flat::Absent) => {}
        Ok(Flat::One(text)) => list.push((key.to_owned(), text.into_owned())),
        Ok(Flat::List(_) | Flat::Members(_)) => *members = Err(DEEP),
        Err(error) => *members = Err(error),
    }
}

const DEEP: &str = "it holds arrays or objects inside of it, for which OpenAPI has no spelling; `client.call(…)` sends what you spell yourself";

fn owned(value: &dyn Field) -> Result<String, &'static str> {
    primitive(value).map(Cow::into_owned)
}

#[inline]
fn primitive(value: &dyn Field) -> Result<Cow<'_, str>, &'static str> {
    match value.view() {
        View::Text(text) => Ok(text.into()),
        View::Open(open) => Ok(open.text().into()),
        View::Bool(value) => Ok(value.to_string().into()),
        View::Integer(value) => Ok(value.to_string().into()),
        View::Unsigned(value) => Ok(value.to_string().into()),
        View::Single(value) => Ok(value.to_string().into()),
        View::Double(value) => Ok(value.to_string().into()),
        View::Number(value) => Ok(value.to_string().into()),
        View::Some(inner) => primitive(inner),
        View::Union(_, union) => primitive(union.inner().1),
        View::Null => Ok("null".into()),
        View::Any(serde_json::Value::String(text)) => Ok(text.into()),
        View::Any(serde_json::Value::Null) => Ok("null".into()),
        View::Any(serde_json::Value::Bool(value)) => Ok(value.to_string().into()),
        View::Any(serde_json::Value::Number(value)) => Ok(value.to_string().into()),
        View::Any(_) | View::Absent | View::List(_) | View::Map(_) | View::Record(..) | View::Extra(_) => Err(DEEP),
        View::Raw(_) | View::File(_) | View::Places(..) => Err(DEEP),
    }
}
