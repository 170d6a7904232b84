//! Names of types: those of JSON Schema, and those of other languages that descriptions use by
//! mistake. Must not know schemas.

use crate::resolve::resolved::JsonType;

/// Returns the type and format for a type of another language, in lower case, or nothing if it is
/// ambiguous.
pub(crate) fn meant(name: &str) -> (Option<JsonType>, Option<&'static str>) {
    match name {
        "int" | "long" | "short" => (Some(JsonType::Integer), None),
        "int32" => (Some(JsonType::Integer), Some("int32")),
        "int64" => (Some(JsonType::Integer), Some("int64")),
        "float" | "double" => (Some(JsonType::Number), Some("double")),
        "bool" => (Some(JsonType::Boolean), None),
        "str" | "text" => (Some(JsonType::String), None),
        "date" => (Some(JsonType::String), Some("date")),
        "datetime" | "date-time" => (Some(JsonType::String), Some("date-time")),
        "uuid" => (Some(JsonType::String), Some("uuid")),
        "binary" | "file" => (Some(JsonType::String), Some("binary")),
        "list" => (Some(JsonType::Array), None),
        "dict" | "map" => (Some(JsonType::Object), None),
        name => (json_type(name), None),
    }
}

/// Returns the type of JSON Schema with this name.
pub(crate) fn json_type(name: &str) -> Option<JsonType> {
    match name {
        "string" => Some(JsonType::String),
        "integer" => Some(JsonType::Integer),
        "number" => Some(JsonType::Number),
        "boolean" => Some(JsonType::Boolean),
        "array" => Some(JsonType::Array),
        "object" => Some(JsonType::Object),
        _ => None,
    }
}
