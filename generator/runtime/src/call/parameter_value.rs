//! Values that parameters can represent: a string, an array of strings, or names with strings. Must not know styles.

use std::borrow::Cow;

use crate::value::{DiscriminatedObject, Field, NOT_JSON, View, property_name, tuple_items, visit_extra};

/// A value without nesting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParameterValue<'a> {
    /// No value: nothing is sent.
    Absent,
    /// A primitive.
    Primitive(Cow<'a, str>),
    /// An array of primitives.
    Array(Vec<String>),
    /// An object of primitives, in its order.
    Object(Vec<(String, String)>),
}

impl ParameterValue<'_> {
    /// Converts into a value that borrows nothing.
    fn into_owned(self) -> ParameterValue<'static> {
        match self {
            ParameterValue::Absent => ParameterValue::Absent,
            ParameterValue::Primitive(text) => ParameterValue::Primitive(Cow::Owned(text.into_owned())),
            ParameterValue::Array(items) => ParameterValue::Array(items),
            ParameterValue::Object(properties) => ParameterValue::Object(properties),
        }
    }

    /// Returns `true` if the value is an empty array or object.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            ParameterValue::Absent | ParameterValue::Primitive(_) => false,
            ParameterValue::Array(items) => items.is_empty(),
            ParameterValue::Object(properties) => properties.is_empty(),
        }
    }
}

/// Converts a value.
///
/// # Errors
/// Fails for values that a parameter cannot spell: arrays of arrays, objects of objects, files.
#[inline]
pub(super) fn parameter_value(value: &dyn Field) -> Result<ParameterValue<'_>, &'static str> {
    match value.view() {
        View::Absent | View::Null => Ok(ParameterValue::Absent),
        View::Some(inner) => parameter_value(inner),
        View::Union(shape, union) => match DiscriminatedObject::from_union(shape, union) {
            Some(object) => from_properties(&mut |push| object.each(&mut |key, value, _| push(key, value))),
            None => parameter_value(union.variant().1),
        },
        View::Array(array) => from_items(&mut (0..array.count()).filter_map(|index| array.item(index))),
        View::Tuple(shape, record) => from_items(&mut tuple_items(shape, record).into_iter()),
        View::Map(map) => from_properties(&mut |push| map.each(push)),
        View::Record(shape, record) => from_properties(&mut |push| {
            for (index, key) in shape.keys.iter().enumerate() {
                push(&property_name(key), record.at(index));
            }
            visit_extra(shape, record, push);
        }),
        View::Json(serde_json::Value::Null) => Ok(ParameterValue::Absent),
        View::Json(serde_json::Value::Array(items)) => from_items(&mut items.iter().map(|item| item as &dyn Field)),
        View::Json(serde_json::Value::Object(members)) => {
            from_properties(&mut |push| members.iter().for_each(|(key, value)| push(key, value)))
        }
        View::Bytes(_) | View::File(_) => Err("it is a file, which only a form can hold"),
        View::Bool(_) | View::Integer(_) | View::Unsigned(_) | View::F32(_) | View::F64(_) | View::Number(_) => {
            primitive(value).map(ParameterValue::Primitive)
        }
        View::String(_) | View::Enum(_) | View::Json(_) | View::Extra(_) => {
            primitive(value).map(ParameterValue::Primitive)
        }
        View::Own(own) => parameter_value(&own.to_json().ok_or(NOT_JSON)?).map(ParameterValue::into_owned),
    }
}

/// Converts the items of an array. Those that are null are undefined and omitted (RFC 6570, sections 2.3 and 3.2.1).
fn from_items(items: &mut dyn Iterator<Item = &dyn Field>) -> Result<ParameterValue<'static>, &'static str> {
    let items = items.filter(|item| !is_null(*item)).map(|item| primitive(item).map(Cow::into_owned));
    items.collect::<Result<Vec<_>, _>>().map(ParameterValue::Array)
}

/// Calls a function with each property of an object.
type Visit<'v> = &'v mut dyn FnMut(&mut dyn FnMut(&str, &dyn Field));

/// Converts the properties of an object. Those that are null are omitted.
fn from_properties(visit: Visit<'_>) -> Result<ParameterValue<'static>, &'static str> {
    let mut properties = Ok(Vec::new());
    visit(&mut |key, value| push(&mut properties, key, value));
    properties.map(ParameterValue::Object)
}

fn push(properties: &mut Result<Vec<(String, String)>, &'static str>, key: &str, value: &dyn Field) {
    let Ok(all) = properties else { return };
    match parameter_value(value) {
        Ok(ParameterValue::Absent) => {}
        Ok(ParameterValue::Primitive(text)) => all.push((key.to_owned(), text.into_owned())),
        Ok(ParameterValue::Array(_) | ParameterValue::Object(_)) => *properties = Err(NESTED),
        Err(error) => *properties = Err(error),
    }
}

/// Returns `true` if there is nothing to send.
pub(super) fn is_null(value: &dyn Field) -> bool {
    match value.view() {
        View::Absent | View::Null | View::Json(serde_json::Value::Null) => true,
        View::Some(inner) => is_null(inner),
        View::Union(_, union) => is_null(union.variant().1),
        View::Own(own) => own.to_json().is_some_and(|json| json.is_null()),
        _ => false,
    }
}

const NESTED: &str = "it contains nested arrays or objects, for which OpenAPI defines no serialization; use `client.call(…)` to send your own";

#[inline]
fn primitive(value: &dyn Field) -> Result<Cow<'_, str>, &'static str> {
    match value.view() {
        View::String(text) => Ok(text.into()),
        View::Enum(value) => Ok(value.as_str().into()),
        View::Bool(value) => Ok(value.to_string().into()),
        View::Integer(value) => Ok(value.to_string().into()),
        View::Unsigned(value) => Ok(value.to_string().into()),
        View::F32(value) => Ok(value.to_string().into()),
        View::F64(value) => Ok(value.to_string().into()),
        View::Number(value) => Ok(value.to_string().into()),
        View::Some(inner) => primitive(inner),
        View::Union(_, union) => primitive(union.variant().1),
        View::Null => Ok("null".into()),
        View::Json(serde_json::Value::String(text)) => Ok(text.into()),
        View::Json(serde_json::Value::Null) => Ok("null".into()),
        View::Json(serde_json::Value::Bool(value)) => Ok(value.to_string().into()),
        View::Json(serde_json::Value::Number(value)) => Ok(value.to_string().into()),
        View::Own(own) => primitive(&own.to_json().ok_or(NOT_JSON)?).map(|text| Cow::Owned(text.into_owned())),
        View::Json(_) | View::Absent | View::Array(_) | View::Map(_) | View::Record(..) | View::Extra(_) => Err(NESTED),
        View::Bytes(_) | View::File(_) | View::Tuple(..) => Err(NESTED),
    }
}
