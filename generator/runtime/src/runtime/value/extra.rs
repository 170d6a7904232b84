//! The members of an object beyond the named ones: kept, shown, sent back. Of any JSON they are an [`Extra`]; of a type of
//! their own (`additionalProperties` beside `properties`) a map of that type in its place.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::field::{Field, Record, Shape, Slot, View};
use super::write::Writer;

/// The members of an object that the description does not know: a map from names to any JSON. What came is sent back, and
/// what is put in by hand is sent as well. One pointer wide, empty for free.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    /// Writes the members, behind others.
    #[inline]
    pub(super) fn write(&self, to: &mut Writer) {
        if let Some(members) = &self.0 {
            to.extra(members);
        }
    }
}

/// Calls `visit` with every member beyond the named ones.
pub fn each_extra(shape: &'static Shape, record: &dyn Record, visit: &mut dyn FnMut(&str, &dyn Field)) {
    match record.at(shape.keys.len()).view() {
        View::Extra(extra) => extra.iter().for_each(|(key, value)| visit(key, value)),
        View::Map(map) => map.each(visit),
        _ => {}
    }
}

static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Deref for Extra {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Extra) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl Field for Extra {
    fn blank() -> Self {
        Extra(None)
    }
    fn view(&self) -> View<'_> {
        View::Extra(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Extra(self)
    }
    fn put(&self, to: &mut Writer, _: &'static str, _: bool) {
        self.write(to);
    }
}
