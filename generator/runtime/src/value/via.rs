//! [`Via`]: values of types that a user chose, seen as a [`Field`]. A generated crate cannot implement a trait of this
//! crate for a type of another one, and neither can it be implemented here for all types, because emitted types have
//! implementations of their own. [`FieldVia`] has a parameter that says where in the value the chosen type is, so that
//! its implementations do not overlap. Must not know the types.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use ref_cast::RefCast;
use serde_json::Value;

use super::codec::Codec;
use super::deferred::{Deferred, Read, Receiver};
use super::field::{Field, View, ViewMut};
use super::output_type::OutputType;
use super::own_type::{OwnType, Owned};
use super::own_value::{NOT_JSON, OwnValue};
use super::write::Writer;

/// The value itself has a type that the user chose, with its [`Codec`] `C`.
#[derive(Debug)]
pub struct Own<C>(PhantomData<fn() -> C>);

/// A value that is a [`Field`] by a marker: [`Own`], or one of the collections that contain it.
#[derive(RefCast)]
#[repr(transparent)]
pub struct Via<M, T> {
    pub(super) value: T,
    #[trivial]
    marker: PhantomData<fn() -> M>,
}

/// A type that is a [`Field`] by a marker. See the methods of that trait.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be the type of a schema")]
pub trait FieldVia<M>: Sized + Send + Sync + 'static {
    /// See [`Field::try_blank`].
    fn try_blank() -> Option<Self>;
    /// See [`Field::make`].
    fn make(read: Read<'_>) -> Option<Self> {
        let mut value = Self::try_blank()?;
        read(value.view_mut()).then_some(value)
    }
    /// See [`Field::view`].
    fn view(&self) -> View<'_>;
    /// See [`Field::view_mut`].
    fn view_mut(&mut self) -> ViewMut<'_>;
    /// See [`Field::write`].
    fn write(&self, to: &mut Writer, key: &'static str, required: bool);
}

/// Returns a value as a [`Field`].
#[inline]
pub fn via<M: 'static, T: FieldVia<M>>(value: &T) -> &dyn Field {
    Via::<M, T>::ref_cast(value)
}

/// Returns a value to be filled as a [`Field`].
#[inline]
pub fn via_mut<M: 'static, T: FieldVia<M>>(value: &mut T) -> &mut dyn Field {
    Via::<M, T>::ref_cast_mut(value)
}

impl<M, T> Via<M, T> {
    pub(super) fn new(value: T) -> Self {
        Via { value, marker: PhantomData }
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<M: 'static, T: FieldVia<M>> Field for Via<M, T> {
    fn try_blank() -> Option<Self> {
        T::try_blank().map(Via::new)
    }
    fn make(read: Read<'_>) -> Option<Self> {
        T::make(read).map(Via::new)
    }
    fn view(&self) -> View<'_> {
        self.value.view()
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        self.value.view_mut()
    }
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        self.value.write(to, key, required);
    }
}

#[diagnostic::do_not_recommend]
impl<C: Codec<T>, T: OwnType> FieldVia<Own<C>> for T {
    fn try_blank() -> Option<Self> {
        None
    }
    fn make(read: Read<'_>) -> Option<Self> {
        let mut owned = Owned::<C, T>::new();
        if read(ViewMut::Own(&mut owned)) { owned.value } else { None }
    }
    fn view(&self) -> View<'_> {
        View::Own(Via::<Own<C>, T>::ref_cast(self))
    }
    /// Returns a place that ignores its input: a value of a chosen type is made, and never filled in place.
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Ignored
    }
    fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        match C::to_text(self) {
            Some(text) => to.raw(&text),
            None => to.fail(NOT_JSON),
        }
    }
}

impl<C: Codec<T>, T: OwnType> OwnValue for Via<Own<C>, T> {
    fn to_json(&self) -> Option<Value> {
        C::to_json(&self.value)
    }
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
    fn equals(&self, right: &dyn OwnValue) -> bool {
        right.as_any().downcast_ref::<T>().is_some_and(|right| self.value == *right)
    }
    fn as_any(&self) -> &dyn Any {
        &self.value
    }
}

/// A type that a request, stream or header returns, and that is a [`Field`] by a marker.
#[derive(Debug)]
pub struct As<M, T>(PhantomData<fn() -> (M, T)>);

impl<M: 'static, T: FieldVia<M>> OutputType for As<M, T> {
    type Value = T;
    fn make(read: Read<'_>) -> Option<T> {
        T::make(read)
    }
    fn as_field(value: &T) -> &dyn Field {
        via::<M, T>(value)
    }
}

/// A variant of a union whose value does not exist before it was read.
#[derive(RefCast)]
#[repr(transparent)]
struct VariantSlot<U, const INDEX: usize>(U);

/// A union with a variant whose value does not exist before it was read.
pub trait MadeVariant<const INDEX: usize>: Send + Sync + 'static {
    /// The type of the variant.
    type Value: Field;
    /// Creates the variant.
    fn from_made(value: Self::Value) -> Self;
}

/// Returns the place for the value of a variant.
#[inline]
pub fn variant_slot<const INDEX: usize, U: MadeVariant<INDEX>>(union: &mut U) -> &mut dyn Field {
    VariantSlot::<U, INDEX>::ref_cast_mut(union)
}

impl<U: MadeVariant<INDEX>, const INDEX: usize> Receiver for VariantSlot<U, INDEX> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        match Field::make(read) {
            Some(value) => self.0 = U::from_made(value),
            None => return false,
        }
        true
    }
}

impl<U: MadeVariant<INDEX>, const INDEX: usize> Field for VariantSlot<U, INDEX> {
    fn try_blank() -> Option<Self> {
        None
    }
    fn view(&self) -> View<'_> {
        View::Absent
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Deferred(Deferred::new(self))
    }
    fn write(&self, _: &mut Writer, _: &'static str, _: bool) {}
}
