//! The members of an object that the description does not know: kept, shown, sent back.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::field::{Field, Slot, View};
use super::write::Writer;

/// The members of an object that the description does not know: a map from names to any JSON. What came is sent back, and
/// what is put in by hand is sent as well. One pointer wide, empty for free.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Map<String, Value>>>);

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
        if let Some(members) = &self.0 {
            to.extra(members);
        }
    }
}
