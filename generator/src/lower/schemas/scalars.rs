//! The types of strings and numbers, by their formats and limits.

use super::types::Types;
use crate::lower::model::{Format, Type};
use crate::resolve::{SchemaId, Width};

impl Types<'_> {
    /// A text, as its format says. Formats that are no more than a text to a program (`email`, `password`) are one.
    pub(crate) fn text(&self, id: SchemaId) -> Type {
        let schema = self.resolved.schema(id);
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

    /// An integer that holds every value that the schema allows.
    pub(crate) fn integer(&self, id: SchemaId) -> Type {
        match self.resolved.schema(id).width {
            Width::Signed32 => Type::I32,
            Width::Unsigned32 => Type::U32,
            Width::Signed64 => Type::I64,
            Width::Unsigned64 => Type::U64,
            Width::Unbounded => Type::Number,
        }
    }

    /// A number, as its format says.
    pub(crate) fn number(&self, id: SchemaId) -> Type {
        let schema = self.resolved.schema(id);
        match schema.format.as_deref() {
            Some("float") if schema.is_single() => Type::F32,
            Some("float" | "double") => Type::F64,
            Some("int32" | "int64") => self.integer(id),
            Some(_) | None => Type::Number,
        }
    }
}
