//! Makes emitted types a [`Field`]: a type names its [`Form`], and the form implements the trait once for all its types.
//!
//! Emitted types therefore have no functions that only forward calls. Everyone who compiles a client pays for each function
//! of its types (generator/guide/decisions/mirrors.md has the figures). This module must not know the types of a description.

use super::discriminated::write_union;
use super::field::{Field, Record, StringEnum, Union, View, ViewMut};
use super::read_union::READER;
use super::shape::{EnumShape, Shape, UnionShape};
use super::tuple::write_tuple;
use super::unknown::UnknownJson;
use super::write::Writer;
use super::write_object::write_record;

/// An emitted type.
pub trait Mirror: Send + Sync + Sized + 'static {
    /// The form of the type.
    type Form: Form<Self>;
    /// The static data of the type.
    const SHAPE: &'static <Self::Form as HasShape>::Shape;
}

/// The kind of static data that the types of a form have.
pub trait HasShape {
    /// The static data.
    type Shape: 'static;
}

/// Implements [`Field`] for the types of a form.
pub trait Form<T>: HasShape {
    /// Creates a blank value, see [`Field::blank`].
    fn blank() -> T;
    /// Returns the content of a value, see [`Field::view`].
    fn view(value: &T) -> View<'_>;
    /// Returns the content of a value to be filled, see [`Field::view_mut`].
    fn view_mut(value: &mut T) -> ViewMut<'_>;
    /// Writes a value, see [`Field::write`].
    fn write(value: &T, to: &mut Writer, key: &'static str, required: bool);
}

impl<T: Mirror> Field for T {
    #[inline]
    fn blank() -> Self {
        T::Form::blank()
    }
    #[inline]
    fn view(&self) -> View<'_> {
        T::Form::view(self)
    }
    #[inline]
    fn view_mut(&mut self) -> ViewMut<'_> {
        T::Form::view_mut(self)
    }
    #[inline]
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        T::Form::write(self, to, key, required);
    }
}

/// The form of objects with named properties.
#[derive(Debug)]
pub enum ObjectForm {}

impl HasShape for ObjectForm {
    type Shape = Shape;
}

impl<T: Mirror<Form = ObjectForm> + Record> Form<T> for ObjectForm {
    #[inline]
    fn blank() -> T {
        <T as Record>::blank()
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Record(T::SHAPE, value)
    }
    #[inline]
    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Record(T::SHAPE, value)
    }
    #[inline]
    fn write(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        write_record(to, key, T::SHAPE, value);
    }
}

/// The form of tuples.
#[derive(Debug)]
pub enum TupleForm {}

impl HasShape for TupleForm {
    type Shape = Shape;
}

impl<T: Mirror<Form = TupleForm> + Record> Form<T> for TupleForm {
    #[inline]
    fn blank() -> T {
        <T as Record>::blank()
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Tuple(T::SHAPE, value)
    }
    #[inline]
    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Tuple(T::SHAPE, value)
    }
    #[inline]
    fn write(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        write_tuple(to, key, T::SHAPE, value);
    }
}

/// The form of enums of strings.
#[derive(Debug)]
pub enum EnumForm {}

impl HasShape for EnumForm {
    type Shape = EnumShape;
}

/// A string that an emitted enum can be compared with: a `str`, a `String`, or another enum.
pub trait AsStr {
    /// Returns the string.
    fn as_str(&self) -> &str;
}

impl AsStr for str {
    fn as_str(&self) -> &str {
        self
    }
}

impl AsStr for String {
    fn as_str(&self) -> &str {
        self
    }
}

impl<T: AsStr + ?Sized> AsStr for &T {
    fn as_str(&self) -> &str {
        T::as_str(self)
    }
}

impl<T: Mirror<Form = EnumForm> + AsStr + for<'a> From<&'a str>> Form<T> for EnumForm {
    #[inline]
    fn blank() -> T {
        T::from("")
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Enum(value)
    }
    #[inline]
    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Enum(value)
    }
    #[inline]
    fn write(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        to.string(AsStr::as_str(value));
    }
}

impl<T: Mirror<Form = EnumForm> + AsStr + for<'a> From<&'a str>> StringEnum for T {
    #[inline]
    fn as_str(&self) -> &str {
        AsStr::as_str(self)
    }
    #[inline]
    fn set(&mut self, value: &str) {
        *self = T::from(value);
    }
    #[inline]
    fn shape(&self) -> &'static EnumShape {
        T::SHAPE
    }
}

/// The form of unions.
#[derive(Debug)]
pub enum UnionForm {}

impl HasShape for UnionForm {
    type Shape = UnionShape;
}

impl<T: Mirror<Form = UnionForm> + Union> Form<T> for UnionForm {
    #[inline]
    fn blank() -> T {
        T::from_unknown(UnknownJson::default())
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Union(T::SHAPE, value)
    }
    #[inline]
    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Union(T::SHAPE, value, &READER)
    }
    #[inline]
    fn write(value: &T, to: &mut Writer, key: &'static str, required: bool) {
        write_union(to, key, required, T::SHAPE, value);
    }
}

/// The form of boxes. They need one because, to the compiler, a `Box` of a type of another crate may be a [`Mirror`].
#[derive(Debug)]
pub enum BoxForm {}

impl HasShape for BoxForm {
    type Shape = ();
}

impl<T: Field> Mirror for Box<T> {
    type Form = BoxForm;
    const SHAPE: &'static () = &();
}

impl<T: Field> Form<Box<T>> for BoxForm {
    #[inline]
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }
    #[inline]
    fn view(value: &Box<T>) -> View<'_> {
        (**value).view()
    }
    #[inline]
    fn view_mut(value: &mut Box<T>) -> ViewMut<'_> {
        (**value).view_mut()
    }
    #[inline]
    fn write(value: &Box<T>, to: &mut Writer, key: &'static str, required: bool) {
        (**value).write(to, key, required);
    }
}
