//! How an emitted type becomes a [`Field`]: it names its [`Form`], and the form does the rest, once for all types.
//!
//! So an emitted type has no function that only passes on what another type does as well: each function of the
//! description's types is paid by whoever compiles the client (generator/guide/decisions/mirrors.md has the figures).

use super::field::{Field, Record, Shape, Slot, View};
use super::open::{Open, OpenShape, Text};
use super::tagged::Tagged;
use super::union::{Union, UnionShape, Whole};
use super::write::{Writer, put_record};

/// An emitted type.
pub trait Model: Send + Sync + Sized + 'static {
    /// What kind of type it is.
    type Form: Form<Self>;
    /// What is known of it beside its fields, variants or values.
    const SHAPE: &'static <Self::Form as Kind>::Shape;
}

/// What the types of a form have in common beside their functions.
pub trait Kind {
    /// What is known of such a type.
    type Shape: 'static;
}

/// What [`Field`] asks of a type, carried out for every type of a form.
pub trait Form<T>: Kind {
    /// See [`Field::blank`].
    fn blank() -> T;
    /// See [`Field::view`].
    fn view(value: &T) -> View<'_>;
    /// See [`Field::slot`].
    fn slot(value: &mut T) -> Slot<'_>;
    /// See [`Field::put`].
    fn put(value: &T, to: &mut Writer, key: &'static str, required: bool);
}

impl<T: Model> Field for T {
    #[inline]
    fn blank() -> Self {
        T::Form::blank()
    }
    #[inline]
    fn view(&self) -> View<'_> {
        T::Form::view(self)
    }
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        T::Form::slot(self)
    }
    #[inline]
    fn put(&self, to: &mut Writer, key: &'static str, required: bool) {
        T::Form::put(self, to, key, required);
    }
}

/// The form of objects with known members.
#[derive(Debug)]
pub enum Members {}

impl Kind for Members {
    type Shape = Shape;
}

impl<T: Model<Form = Members> + Record> Form<T> for Members {
    #[inline]
    fn blank() -> T {
        <T as Record>::blank()
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Record(T::SHAPE, value)
    }
    #[inline]
    fn slot(value: &mut T) -> Slot<'_> {
        Slot::Record(T::SHAPE, value)
    }
    #[inline]
    fn put(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        put_record(to, key, T::SHAPE, value);
    }
}

/// The form of enums of texts.
#[derive(Debug)]
pub enum Values {}

impl Kind for Values {
    type Shape = OpenShape;
}

impl<T: Model<Form = Values> + Text + for<'a> From<&'a str>> Form<T> for Values {
    #[inline]
    fn blank() -> T {
        T::from("")
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Open(value)
    }
    #[inline]
    fn slot(value: &mut T) -> Slot<'_> {
        Slot::Open(value)
    }
    #[inline]
    fn put(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        to.text(value.text());
    }
}

impl<T: Model<Form = Values> + Text + for<'a> From<&'a str>> Open for T {
    #[inline]
    fn text(&self) -> &str {
        Text::text(self)
    }
    #[inline]
    fn set_text(&mut self, text: &str) {
        *self = T::from(text);
    }
    #[inline]
    fn shape(&self) -> &'static OpenShape {
        T::SHAPE
    }
}

/// The form of unions.
#[derive(Debug)]
pub enum Variants {}

impl Kind for Variants {
    type Shape = UnionShape;
}

impl<T: Model<Form = Variants> + Union> Form<T> for Variants {
    #[inline]
    fn blank() -> T {
        T::whole(Whole::default())
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Union(T::SHAPE, value)
    }
    #[inline]
    fn slot(value: &mut T) -> Slot<'_> {
        Slot::Union(T::SHAPE, value)
    }
    #[inline]
    fn put(value: &T, to: &mut Writer, key: &'static str, required: bool) {
        put_union(to, key, required, T::SHAPE, value);
    }
}

/// Implements [`Field::put`] for emitted unions.
#[inline]
fn put_union(to: &mut Writer, key: &'static str, required: bool, shape: &'static UnionShape, union: &dyn Union) {
    // Most unions have nothing to add, nor have those within them.
    let tagged = if shape.sent.is_empty() { None } else { Tagged::of(shape, union) };
    match tagged {
        Some(tagged) => tagged.put(to, key),
        None => union.inner().1.put(to, key, required),
    }
}

/// The form of boxes. They take this way as well because a `Box` of somebody else's type may, to the compiler, be a [`Model`].
#[derive(Debug)]
pub enum Boxed {}

impl Kind for Boxed {
    type Shape = ();
}

impl<T: Field> Model for Box<T> {
    type Form = Boxed;
    const SHAPE: &'static () = &();
}

impl<T: Field> Form<Box<T>> for Boxed {
    #[inline]
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }
    #[inline]
    fn view(value: &Box<T>) -> View<'_> {
        (**value).view()
    }
    #[inline]
    fn slot(value: &mut Box<T>) -> Slot<'_> {
        (**value).slot()
    }
    #[inline]
    fn put(value: &Box<T>, to: &mut Writer, key: &'static str, required: bool) {
        (**value).put(to, key, required);
    }
}
