//! [`OutputType`]: a type that is decoded as a whole: the body of a response, an item of a stream, a header. Must not know
//! where it is decoded from.

use super::deferred::Read;
use super::field::Field;

/// A type that a request, stream or header returns: any [`Field`], or the marker of a type that the user chose.
pub trait OutputType: 'static {
    /// The type of the value.
    type Value: Send + Sync + 'static;
    /// Creates a value by reading into it, see [`Field::make`].
    fn make(read: Read<'_>) -> Option<Self::Value>;
    /// Returns a value as a [`Field`].
    fn as_field(value: &Self::Value) -> &dyn Field;
}

impl<T: Field> OutputType for T {
    type Value = T;
    #[inline]
    fn make(read: Read<'_>) -> Option<T> {
        T::make(read)
    }
    #[inline]
    fn as_field(value: &T) -> &dyn Field {
        value
    }
}
