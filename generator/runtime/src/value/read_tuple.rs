//! Reads tuples, see [`tuple`](super::tuple). Must not know how tuples are written.

use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};

use super::field::{Record, ViewMut};
use super::read::{MISSING, ReadInto, ReadItem};
use super::read_state::ReadState;
use super::shape::Shape;

/// Fills the items of a tuple from an array.
pub(super) struct TupleVisitor<'v, 's>(pub &'static Shape, pub &'v mut dyn Record, pub &'s mut ReadState);

impl<'de> Visitor<'de> for TupleVisitor<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array ({})", self.0.name)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let TupleVisitor(shape, record, state) = self;
        let count = shape.keys.len();
        for index in 0..count {
            let item = record.at_mut(index).view_mut();
            match items.next_element_seed(ReadInto::new(item, &mut *state)) {
                Ok(Some(())) => {}
                Ok(None) => return check_missing(shape, record, index, state),
                Err(error) => {
                    state.failed_in_item(index);
                    return Err(error);
                }
            }
        }
        let ViewMut::Array(more) = record.at_mut(count).view_mut() else { return Ok(()) };
        for index in count.. {
            match items.next_element_seed(ReadItem(&mut *more, &mut *state)) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    state.failed_in_item(index);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// Checks that no item is required from index `from` on, where the array ended.
fn check_missing<E: Error>(
    shape: &'static Shape,
    record: &mut dyn Record,
    from: usize,
    state: &mut ReadState,
) -> Result<(), E> {
    for index in (from..shape.keys.len()).filter(|index| shape.is_required(*index)) {
        // A missing item that is required and nullable is read as null.
        if !matches!(record.at_mut(index).view_mut(), ViewMut::Optional(_)) {
            state.failed_in_item(index);
            return Err(E::custom(MISSING));
        }
    }
    Ok(())
}
