//! Implements [`Field`] for `Option`, `Vec` and `BTreeMap`. Must not know the types of their items.

use std::collections::BTreeMap;

use super::field::{Array, Field, Map, Optional, View, ViewMut};
use super::primitive_array::{PrimitiveArray, PrimitiveArrayMut};
use super::write::Writer;
use super::write_object::write_map;

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
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Optional(self)
    }
    #[inline]
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        match self {
            Some(value) => value.write(to, key, required),
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
    fn fill(&mut self) -> ViewMut<'_> {
        self.insert(T::blank()).view_mut()
    }
}

impl<T: Field> Field for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }
    fn view(&self) -> View<'_> {
        View::Array(self)
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Array(self)
    }
    fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.open(key, b'[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                to.comma();
            }
            item.write(to, "", true);
        }
        to.close(b']');
    }
}

impl<T: Field> Array for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
    fn item(&self, index: usize) -> Option<&dyn Field> {
        self.get(index).map(|item| item as &dyn Field)
    }
    fn push(&mut self) -> ViewMut<'_> {
        self.push(T::blank());
        let last = self.len() - 1;
        self[last].view_mut()
    }
    fn clear(&mut self) {
        self.clear();
    }
    fn primitive_array_mut(&mut self) -> PrimitiveArrayMut<'_> {
        T::primitive_array_mut(self)
    }
    fn primitive_array(&self) -> PrimitiveArray<'_> {
        T::primitive_array(self)
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn blank() -> Self {
        BTreeMap::new()
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Map(self)
    }
    fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
        write_map(to, key, self);
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
    fn insert(&mut self, key: String) -> ViewMut<'_> {
        let value = self.entry(key).or_insert_with(T::blank);
        *value = T::blank();
        value.view_mut()
    }
    fn clear(&mut self) {
        self.clear();
    }
}
