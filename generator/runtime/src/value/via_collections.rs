//! Implements [`FieldVia`] for `Option`, `Maybe`, `Box`, `Vec` and `BTreeMap` of types that a user chose. Must not know
//! these types.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use ref_cast::RefCast;

use super::deferred::{Deferred, Read, Receiver};
use super::field::{Array, Field, Map, Optional, View, ViewMut};
use super::maybe::Maybe;
use super::primitive_array::{PrimitiveArray, PrimitiveArrayMut};
use super::via::{FieldVia, Via};
use super::write::Writer;
use super::write_object::write_map;

macro_rules! markers {
    ($($(#[$docs:meta])* $name:ident;)+) => {$(
        $(#[$docs])*
        #[derive(Debug)]
        pub struct $name<M>(PhantomData<fn() -> M>);
    )+};
}

markers! {
    /// An `Option` of a value with the marker `M`.
    InOption;
    /// A [`Maybe`] of a value with the marker `M`.
    InMaybe;
    /// A `Box` of a value with the marker `M`.
    InBox;
    /// A `Vec` of values with the marker `M`.
    InVec;
    /// A map of values with the marker `M`.
    InMap;
}

impl<M: 'static, T: FieldVia<M>> FieldVia<InOption<M>> for Option<T> {
    fn try_blank() -> Option<Self> {
        Some(None)
    }
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, |value| View::Some(Via::<M, T>::ref_cast(value)))
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Optional(Via::<InOption<M>, Self>::ref_cast_mut(self))
    }
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        match self {
            Some(value) => value.write(to, key, required),
            None if required => to.null(key),
            None => {}
        }
    }
}

impl<M: 'static, T: FieldVia<M>> Optional for Via<InOption<M>, Option<T>> {
    fn set_absent(&mut self) {
        self.value = None;
    }
    fn set_null(&mut self) {
        self.value = None;
    }
    fn fill(&mut self) -> ViewMut<'_> {
        ViewMut::Deferred(Deferred::new(self))
    }
}

impl<M: 'static, T: FieldVia<M>> Receiver for Via<InOption<M>, Option<T>> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        self.value = T::make(read);
        self.value.is_some()
    }
}

impl<M: 'static, T: FieldVia<M>> FieldVia<InMaybe<M>> for Maybe<T> {
    fn try_blank() -> Option<Self> {
        Some(Maybe::Absent)
    }
    fn view(&self) -> View<'_> {
        match self {
            Maybe::Absent => View::Absent,
            Maybe::Null => View::Null,
            Maybe::Value(value) => View::Some(Via::<M, T>::ref_cast(value)),
        }
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Optional(Via::<InMaybe<M>, Self>::ref_cast_mut(self))
    }
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        match self {
            Maybe::Absent => {}
            Maybe::Null => to.null(key),
            Maybe::Value(value) => value.write(to, key, required),
        }
    }
}

impl<M: 'static, T: FieldVia<M>> Optional for Via<InMaybe<M>, Maybe<T>> {
    fn set_absent(&mut self) {
        self.value = Maybe::Absent;
    }
    fn set_null(&mut self) {
        self.value = Maybe::Null;
    }
    fn fill(&mut self) -> ViewMut<'_> {
        ViewMut::Deferred(Deferred::new(self))
    }
}

impl<M: 'static, T: FieldVia<M>> Receiver for Via<InMaybe<M>, Maybe<T>> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        self.value = T::make(read).map_or(Maybe::Absent, Maybe::Value);
        self.value.is_value()
    }
}

impl<M: 'static, T: FieldVia<M>> FieldVia<InBox<M>> for Box<T> {
    fn try_blank() -> Option<Self> {
        T::try_blank().map(Box::new)
    }
    fn make(read: Read<'_>) -> Option<Self> {
        T::make(read).map(Box::new)
    }
    fn view(&self) -> View<'_> {
        (**self).view()
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        (**self).view_mut()
    }
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        (**self).write(to, key, required);
    }
}

impl<M: 'static, T: FieldVia<M>> FieldVia<InVec<M>> for Vec<T> {
    fn try_blank() -> Option<Self> {
        Some(Vec::new())
    }
    fn view(&self) -> View<'_> {
        View::Array(Via::<InVec<M>, Self>::ref_cast(self))
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Array(Via::<InVec<M>, Self>::ref_cast_mut(self))
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

impl<M: 'static, T: FieldVia<M>> Array for Via<InVec<M>, Vec<T>> {
    fn count(&self) -> usize {
        self.value.len()
    }
    fn item(&self, index: usize) -> Option<&dyn Field> {
        self.value.get(index).map(|item| Via::<M, T>::ref_cast(item) as &dyn Field)
    }
    fn push(&mut self) -> ViewMut<'_> {
        ViewMut::Deferred(Deferred::new(self))
    }
    fn clear(&mut self) {
        self.value.clear();
    }
    fn primitive_array_mut(&mut self) -> PrimitiveArrayMut<'_> {
        PrimitiveArrayMut::Other
    }
    fn primitive_array(&self) -> PrimitiveArray<'_> {
        PrimitiveArray::Other
    }
}

impl<M: 'static, T: FieldVia<M>> Receiver for Via<InVec<M>, Vec<T>> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        let made = T::make(read);
        let is_made = made.is_some();
        self.value.extend(made);
        is_made
    }
}

impl<M: 'static, T: FieldVia<M>> FieldVia<InMap<M>> for BTreeMap<String, T> {
    fn try_blank() -> Option<Self> {
        Some(BTreeMap::new())
    }
    fn view(&self) -> View<'_> {
        View::Map(Via::<InMap<M>, Self>::ref_cast(self))
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Map(Via::<InMap<M>, Self>::ref_cast_mut(self))
    }
    fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
        write_map(to, key, Via::<InMap<M>, Self>::ref_cast(self));
    }
}

impl<M: 'static, T: FieldVia<M>> Map for Via<InMap<M>, BTreeMap<String, T>> {
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Field)) {
        self.value.iter().for_each(|(key, value)| visit(key, Via::<M, T>::ref_cast(value)));
    }
    fn count(&self) -> usize {
        self.value.len()
    }
    fn get(&self, key: &str) -> Option<&dyn Field> {
        self.value.get(key).map(|value| Via::<M, T>::ref_cast(value) as &dyn Field)
    }
    fn insert<'a>(&'a mut self, key: &'a str) -> ViewMut<'a> {
        ViewMut::Deferred(Deferred::entry(self, key))
    }
    fn clear(&mut self) {
        self.value.clear();
    }
}

impl<M: 'static, T: FieldVia<M>> Receiver for Via<InMap<M>, BTreeMap<String, T>> {
    fn receive(&mut self, key: &str, read: Read<'_>) -> bool {
        let made = T::make(read);
        let is_made = made.is_some();
        self.value.extend(made.map(|value| (key.to_owned(), value)));
        is_made
    }
}
