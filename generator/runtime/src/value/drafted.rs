//! Records that require a value of a type that a user chose. Such a record has no blank value, so a draft of it is read,
//! in which the required fields are [`Pending`]. Must not know the types of a description.

use super::deferred::{Deferred, Pending, Read};
use super::field::{Blank, Field, Record, View, ViewMut};
use super::mirror::{Form, HasShape, Mirror};
use super::shape::Shape;
use super::tuple::write_tuple;
use super::write::Writer;
use super::write_object::write_record;

/// A record that is made from a draft.
pub trait Drafted: Record + Sized {
    /// The draft: the same fields, those without a blank value as [`Pending`].
    type Draft: Blank;
    /// Creates the record. Returns `None` if a pending field was not read.
    fn from_draft(draft: Self::Draft) -> Option<Self>;
}

fn from_draft<T: Drafted>(read: Read<'_>) -> Option<T> {
    let mut draft = T::Draft::blank();
    if read(draft.view_mut()) { T::from_draft(draft) } else { None }
}

/// The form of objects that are made from a draft.
#[derive(Debug)]
pub enum DraftedObjectForm {}

impl HasShape for DraftedObjectForm {
    type Shape = Shape;
}

impl<T: Mirror<Form = DraftedObjectForm> + Drafted> Form<T> for DraftedObjectForm {
    fn try_blank() -> Option<T> {
        None
    }
    fn make(read: Read<'_>) -> Option<T> {
        from_draft(read)
    }
    fn view(value: &T) -> View<'_> {
        View::Record(T::SHAPE, value)
    }
    /// Returns a place that ignores its input: such a record is made, and never filled in place.
    fn view_mut(_: &mut T) -> ViewMut<'_> {
        ViewMut::Ignored
    }
    fn write(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        write_record(to, key, T::SHAPE, value);
    }
}

/// The form of tuples that are made from a draft.
#[derive(Debug)]
pub enum DraftedTupleForm {}

impl HasShape for DraftedTupleForm {
    type Shape = Shape;
}

impl<T: Mirror<Form = DraftedTupleForm> + Drafted> Form<T> for DraftedTupleForm {
    fn try_blank() -> Option<T> {
        None
    }
    fn make(read: Read<'_>) -> Option<T> {
        from_draft(read)
    }
    fn view(value: &T) -> View<'_> {
        View::Tuple(T::SHAPE, value)
    }
    /// Returns a place that ignores its input: such a tuple is made, and never filled in place.
    fn view_mut(_: &mut T) -> ViewMut<'_> {
        ViewMut::Ignored
    }
    fn write(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        write_tuple(to, key, T::SHAPE, value);
    }
}

impl<T: Field> Blank for Pending<T> {
    fn blank() -> Self {
        Pending::new()
    }
}

impl<T: Field> Field for Pending<T> {
    fn try_blank() -> Option<Self> {
        Some(Pending::new())
    }
    fn view(&self) -> View<'_> {
        self.get().map_or(View::Absent, Field::view)
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Deferred(Deferred::new(self))
    }
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        if let Some(value) = self.get() {
            value.write(to, key, required);
        }
    }
}

/// Returns a field without content, for a record that is never filled in place.
#[must_use]
pub fn no_field() -> &'static mut dyn Field {
    // A value without a size is not allocated.
    Box::leak(Box::new(()))
}
