//! Implements [`Field`] for `Option`, `Vec` and `BTreeMap`. Must not know the types of their items.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::deferred::{Deferred, Read, Receiver};
use super::field::{Array, Blank, Field, Map, Optional, View, ViewMut};
use super::primitive_array::{PrimitiveArray, PrimitiveArrayMut};
use super::write::Writer;
use super::write_object::write_map;

impl<T: Field> Blank for Option<T> {
    #[inline]
    fn blank() -> Self {
        None
    }
}

impl<T: Field> Field for Option<T> {
    #[inline]
    fn try_blank() -> Option<Self> {
        Some(None)
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
        match T::try_blank() {
            Some(value) => self.insert(value).view_mut(),
            None => ViewMut::Deferred(Deferred::new(self)),
        }
    }
}

impl<T: Field> Receiver for Option<T> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        *self = T::make(read);
        self.is_some()
    }
}

impl<T: Field> Blank for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Field> Field for Vec<T> {
    #[inline]
    fn try_blank() -> Option<Self> {
        Some(Vec::new())
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
        let Some(item) = T::try_blank() else { return ViewMut::Deferred(Deferred::new(self)) };
        self.push(item);
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

impl<T: Field> Blank for BTreeMap<String, T> {
    #[inline]
    fn blank() -> Self {
        BTreeMap::new()
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    #[inline]
    fn try_blank() -> Option<Self> {
        Some(BTreeMap::new())
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
    fn insert<'a>(&'a mut self, key: &'a str) -> ViewMut<'a> {
        match T::try_blank() {
            Some(value) => match self.entry(key.to_owned()) {
                Entry::Occupied(entry) => {
                    let known = entry.into_mut();
                    *known = value;
                    known.view_mut()
                }
                Entry::Vacant(entry) => entry.insert(value).view_mut(),
            },
            None => ViewMut::Deferred(Deferred::entry(self, key)),
        }
    }
    fn clear(&mut self) {
        self.clear();
    }
}

impl<T: Field> Receiver for BTreeMap<String, T> {
    fn receive(&mut self, key: &str, read: Read<'_>) -> bool {
        let made = T::make(read);
        let is_made = made.is_some();
        self.extend(made.map(|value| (key.to_owned(), value)));
        is_made
    }
}

impl<T: Field> Receiver for Vec<T> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        let made = T::make(read);
        let is_made = made.is_some();
        self.extend(made);
        is_made
    }
}
