//! Values of types that the user chose, as the algorithms see them: through JSON. Must not know how such types are
//! found in a record.

use std::any::Any;
use std::fmt;

use serde_json::Value;

#[cfg(feature = "client")]
use super::field::{Field, View};

/// A value of a type that the user chose.
pub trait OwnValue {
    /// Returns the value as JSON, or `None` if its serializer fails.
    fn to_json(&self) -> Option<Value>;
    /// Formats the value for `Debug`.
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// Returns `true` if `right` has the same type and is equal.
    fn equals(&self, right: &dyn OwnValue) -> bool;
    /// Returns the value, to be cloned.
    fn as_any(&self) -> &dyn Any;
}

/// Returns the JSON of a value whose type the user chose, or `None` for any other value.
#[cfg(feature = "client")]
pub(crate) fn own_json(value: &dyn Field) -> Option<Value> {
    match value.view() {
        View::Own(own) => own.to_json(),
        View::Some(inner) => own_json(inner),
        View::Union(_, union) => own_json(union.variant().1),
        _ => None,
    }
}

/// A place for a value of a type that the user chose.
pub trait OwnSlot {
    /// Reads the value from JSON text. The error is the message of the type's deserializer.
    fn read_text(&mut self, text: &str) -> Result<(), String>;
    /// Reads the value from JSON.
    fn read_json(&mut self, value: Value) -> Result<(), String>;
    /// Reads the value from the text of a parameter or header: as a JSON string, otherwise as the JSON it spells.
    fn read_plain(&mut self, text: &str) -> Result<(), String>;
    /// Becomes a clone of the value, if it has the same type.
    fn clone_from(&mut self, value: &dyn OwnValue);
    /// Becomes empty.
    fn clear(&mut self);
}

/// The message for a value that its serializer refuses.
pub(crate) const NOT_JSON: &str = "a value of a type that was chosen for a schema cannot be serialized as JSON";
