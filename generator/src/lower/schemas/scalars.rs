//! The types of strings and numbers, by their formats and limits. Must not know where they are used.

use crate::lower::model::{Format, Type};
use crate::options::IntegerTypes;
use crate::parse::Node;
use crate::resolve::{Schema, Width};

/// Returns the type of a string. Formats that make no difference to a program (`email`, `password`)
/// have no type of their own.
pub(crate) fn string(schema: &Schema) -> Type {
    let format = match schema.format.as_deref() {
        Some("date-time" | "datetime") => Format::DateTime,
        Some("date") => Format::Date,
        Some("time") => Format::Time,
        Some("duration") => Format::Duration,
        Some("uuid") => Format::Uuid,
        Some("uri" | "url" | "uri-reference" | "iri" | "iri-reference") => Format::Uri,
        Some("decimal") => Format::Decimal,
        Some("byte" | "base64" | "base64url") => Format::Base64,
        Some(_) | None => return Type::Text,
    };
    Type::Formatted(format)
}

/// Returns the type that holds every integer that the schema allows, unless the user chose `i64` for all of them.
pub(crate) fn integer(schema: &Schema, chosen: IntegerTypes) -> Type {
    match (chosen, schema.is_unsigned, schema.width) {
        (IntegerTypes::I64, ..) => return Type::I64,
        (IntegerTypes::Unsigned, true, Width::Signed32) => return Type::U32,
        (IntegerTypes::Unsigned, true, Width::Signed64) => return Type::U64,
        (IntegerTypes::Unsigned | IntegerTypes::ByFormat, ..) => {}
    }
    match schema.width {
        Width::Signed32 => Type::I32,
        Width::Unsigned32 => Type::U32,
        Width::Signed64 => Type::I64,
        Width::Unsigned64 => Type::U64,
        Width::Unbounded => Type::Number,
    }
}

/// Returns the type of a number.
pub(crate) fn number(schema: &Schema, chosen: IntegerTypes) -> Type {
    match schema.format.as_deref() {
        Some("float") if schema.is_single() => Type::F32,
        Some("float" | "double") => Type::F64,
        Some("int32" | "int64") => integer(schema, chosen),
        Some(_) | None => Type::Number,
    }
}

/// Returns `true` if an integer is an enum with a type of its own: it has several values, and all
/// of them are named and fit into the integer's type. A type without names would be no better than
/// the number.
pub(crate) fn is_named_integer(schema: &Schema, chosen: IntegerTypes) -> bool {
    let Some(digits) = listed_numbers(schema) else { return false };
    let ty = integer(schema, chosen);
    let fits = |digits: &String| match ty {
        Type::I32 => digits.parse::<i32>().is_ok(),
        Type::I64 => digits.parse::<i64>().is_ok(),
        Type::U32 => digits.parse::<u32>().is_ok(),
        Type::U64 => digits.parse::<u64>().is_ok(),
        Type::Nothing | Type::Text | Type::Boolean | Type::F32 | Type::F64 | Type::Number => false,
        Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => false,
        Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Named(_) | Type::Own(_) => false,
    };
    let is_named = |digits: &String| schema.value_names.iter().any(|(value, _)| value == digits);
    digits.len() > 1 && digits.iter().all(|digits| fits(digits) && is_named(digits))
}

/// Returns the numbers that an enum lists, each once and as it is written, or `None` if one of its values is not a number.
pub(crate) fn listed_numbers(schema: &Schema) -> Option<Vec<String>> {
    let mut numbers = Vec::new();
    for value in schema.enumeration.as_deref()? {
        match value {
            Node::Null => {}
            Node::Number(digits) if numbers.iter().any(|known| known == &**digits) => {}
            Node::Number(digits) => numbers.push(digits.to_string()),
            Node::Bool(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_) => return None,
        }
    }
    Some(numbers)
}
