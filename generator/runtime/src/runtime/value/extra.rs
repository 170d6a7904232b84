//! The members of an object that the description does not know: kept, shown, sent back.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::field::{Field, Slot, View};
use super::write::Writer;

/// The members of an object that the description does not know. One pointer wide, empty for free.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Extra(Option<Box<Map<String, Value>>>);

static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Extra {
    /// The members, mostly none.
    #[must_use]
    pub fn members(&self) -> &Map<String, Value> {
        self.0.as_deref().unwrap_or(&NONE)
    }

    /// The members, to be changed.
    pub fn members_mut(&mut self) -> &mut Map<String, Value> {
        self.0.get_or_insert_default()
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
