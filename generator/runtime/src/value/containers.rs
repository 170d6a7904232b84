//! Arrays, maps and options as [`Field`]s.

use std::collections::BTreeMap;

use super::field::{Field, Slot, View};
use super::leaves::{LeafItems, Leaves};
use super::write::Writer;

/// An array.
pub trait List {
    /// The number of items.
    fn count(&self) -> usize;
    /// Item `index`, if there are so many.
    fn item(&self, index: usize) -> Option<&dyn Field>;
    /// The slot of a new blank item at the end.
    fn push(&mut self) -> Slot<'_>;
    /// Leaves no item.
    fn clear(&mut self);
    /// The whole array, where its items are plain.
    fn leaves(&mut self) -> Leaves<'_>;
    /// As [`List::leaves`], borrowed.
    fn leaf_items(&self) -> LeafItems<'_>;
}

/// An object used as a map.
pub trait Map {
    /// Calls `visit` with every entry, in the order of the keys.
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Field));
    /// The number of entries.
    fn count(&self) -> usize;
    /// The value of `key`, if it is there.
    fn get(&self, key: &str) -> Option<&dyn Field>;
    /// The slot of a blank value for `key`, which takes the place of one that is there.
    fn insert(&mut self, key: String) -> Slot<'_>;
    /// Leaves no entry.
    fn clear(&mut self);
}

/// A value that may be missing.
pub trait Optional {
    /// It is not there.
    fn set_absent(&mut self);
    /// It is null.
    fn set_null(&mut self);
    /// It is there: the slot of the blank value.
    fn fill(&mut self) -> Slot<'_>;
}

impl<T: Field> Field for Option<T> {
    fn blank() -> Self {
        None
    }
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => View::Some(value),
            None => View::Absent,
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }
    #[inline]
    fn put(&self, to: &mut Writer, key: &'static str, required: bool) {
        match self {
            Some(value) => value.put(to, key, required),
            None if required => to.null(key),
            None => {}
        }
    }
}

impl<T: Field> Optional for Option<T> {
    fn set_absent(&mut self) {
        *self = None;
    }
    fn set_null(&mut self) {
        *self = T::null();
    }
    fn fill(&mut self) -> Slot<'_> {
        self.insert(T::blank()).slot()
    }
}

impl<T: Field> Field for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }
    fn view(&self) -> View<'_> {
        View::List(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.open(key, b'[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                to.comma();
            }
            item.put(to, "", true);
        }
        to.close(b']');
    }
}

impl<T: Field> List for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
    fn item(&self, index: usize) -> Option<&dyn Field> {
        self.get(index).map(|item| item as &dyn Field)
    }
    fn push(&mut self) -> Slot<'_> {
        self.push(T::blank());
        let last = self.len() - 1;
        self[last].slot()
    }
    fn clear(&mut self) {
        self.clear();
    }
    fn leaves(&mut self) -> Leaves<'_> {
        T::leaves(self)
    }
    fn leaf_items(&self) -> LeafItems<'_> {
        T::leaf_items(self)
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn blank() -> Self {
        BTreeMap::new()
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.map(key, self);
    }
}

impl<T: Field> Map for BTreeMap<String, T> {
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Field)) {
        for (key, value) in self {
            visit(key, value);
        }
    }
    fn count(&self) -> usize {
        self.len()
    }
    fn get(&self, key: &str) -> Option<&dyn Field> {
        self.get(key).map(|value| value as &dyn Field)
    }
    fn insert(&mut self, key: String) -> Slot<'_> {
        let value = self.entry(key).or_insert_with(T::blank);
        *value = T::blank();
        value.slot()
    }
    fn clear(&mut self) {
        self.clear();
    }
}
