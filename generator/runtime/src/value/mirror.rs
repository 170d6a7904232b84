//! Makes emitted types a [`Field`]: a type names its [`Form`], and the form implements the trait once for all its types.
//!
//! Emitted types therefore have no functions that only forward calls. Everyone who compiles a client pays for each function
//! of its types (generator/guide/decisions/mirrors.md has the figures). This module must not know the types of a description.

use super::deferred::Read;
use super::discriminated::write_union;
use super::field::{Blank, BlankRecord, Field, StringEnum, Union, View, ViewMut};
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
    /// Creates a blank value, see [`Field::try_blank`].
    fn try_blank() -> Option<T>;
    /// Creates a value by reading into it, see [`Field::make`].
    #[inline]
    fn make(read: Read<'_>) -> Option<T> {
        let mut value = Self::try_blank()?;
        read(Self::view_mut(&mut value)).then_some(value)
    }
    /// Returns the content of a value, see [`Field::view`].
    fn view(value: &T) -> View<'_>;
    /// Returns the content of a value to be filled, see [`Field::view_mut`].
    fn view_mut(value: &mut T) -> ViewMut<'_>;
    /// Writes a value, see [`Field::write`].
    fn write(value: &T, to: &mut Writer, key: &'static str, required: bool);
}

/// A form whose types are [`Blank`].
pub trait BlankForm<T>: Form<T> {
    /// Creates a blank value, see [`Blank::blank`].
    fn blank() -> T;
}

impl<T: Mirror> Blank for T
where
    T::Form: BlankForm<T>,
{
    #[inline]
    fn blank() -> Self {
        T::Form::blank()
    }
}

impl<T: Mirror> Field for T {
    #[inline]
    fn try_blank() -> Option<Self> {
        T::Form::try_blank()
    }
    #[inline]
    fn make(read: Read<'_>) -> Option<Self> {
        T::Form::make(read)
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

impl<T: Mirror<Form = ObjectForm> + BlankRecord> BlankForm<T> for ObjectForm {
    #[inline]
    fn blank() -> T {
        BlankRecord::blank()
    }
}

impl<T: Mirror<Form = ObjectForm> + BlankRecord> Form<T> for ObjectForm {
    #[inline]
    fn try_blank() -> Option<T> {
        Some(BlankRecord::blank())
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

impl<T: Mirror<Form = TupleForm> + BlankRecord> BlankForm<T> for TupleForm {
    #[inline]
    fn blank() -> T {
        BlankRecord::blank()
    }
}

impl<T: Mirror<Form = TupleForm> + BlankRecord> Form<T> for TupleForm {
    #[inline]
    fn try_blank() -> Option<T> {
        Some(BlankRecord::blank())
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

impl<T: Mirror<Form = EnumForm> + AsStr + for<'a> From<&'a str>> BlankForm<T> for EnumForm {
    #[inline]
    fn blank() -> T {
        T::from("")
    }
}

impl<T: Mirror<Form = EnumForm> + AsStr + for<'a> From<&'a str>> Form<T> for EnumForm {
    #[inline]
    fn try_blank() -> Option<T> {
        Some(T::from(""))
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

impl<T: Mirror<Form = UnionForm> + Union> BlankForm<T> for UnionForm {
    #[inline]
    fn blank() -> T {
        T::from_unknown(UnknownJson::default())
    }
}

impl<T: Mirror<Form = UnionForm> + Union> Form<T> for UnionForm {
    #[inline]
    fn try_blank() -> Option<T> {
        Some(T::from_unknown(UnknownJson::default()))
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

impl<T: Blank> BlankForm<Box<T>> for BoxForm {
    #[inline]
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }
}

impl<T: Field> Form<Box<T>> for BoxForm {
    #[inline]
    fn try_blank() -> Option<Box<T>> {
        T::try_blank().map(Box::new)
    }
    fn make(read: Read<'_>) -> Option<Box<T>> {
        T::make(read).map(Box::new)
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
