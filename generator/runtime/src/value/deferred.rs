//! [`Deferred`]: a place for a value that does not exist before it was read. Must not know which
//! types are read in this way, nor how.

use super::field::{Field, ViewMut};

/// Reads into a value. Returns `true` if the value is complete.
pub type Read<'r> = &'r mut dyn FnMut(ViewMut<'_>) -> bool;

/// A collection, an option or a variant that receives a value after it was read.
pub trait Receiver {
    /// Makes a value by `read` and puts it under the key, if it is a map. Returns `false` if there is no value.
    fn receive(&mut self, key: &str, read: Read<'_>) -> bool;
}

/// A place for a value that does not exist before it was read: a type that a user chose has no blank value that could be
/// read into.
pub struct Deferred<'a> {
    receiver: &'a mut dyn Receiver,
    key: &'a str,
}

impl<'a> Deferred<'a> {
    /// Creates the place for the value of a receiver without keys.
    pub fn new(receiver: &'a mut dyn Receiver) -> Deferred<'a> {
        Deferred { receiver, key: "" }
    }

    /// Creates the place for the value of a key of a map.
    pub fn entry(receiver: &'a mut dyn Receiver, key: &'a str) -> Deferred<'a> {
        Deferred { receiver, key }
    }

    /// Makes the value by `read`. Returns `false` if there is no value.
    pub fn fill(self, read: Read<'_>) -> bool {
        self.receiver.receive(self.key, read)
    }

    /// Borrows the place again, to fill it once more.
    pub(super) fn reborrow(&mut self) -> Deferred<'_> {
        Deferred { receiver: &mut *self.receiver, key: self.key }
    }
}

/// A field of a record that is being read, whose type has no blank value. It is required, and thus not an `Option`.
#[derive(Debug)]
pub struct Pending<T>(Option<T>);

impl<T> Pending<T> {
    /// Creates a field that was not read yet.
    #[must_use]
    pub fn new() -> Pending<T> {
        Pending(None)
    }

    /// Returns a reference to the value if it was read.
    pub(super) fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }

    /// Returns the value if it was read.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        self.0
    }
}

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Pending::new()
    }
}

impl<T: Field> Receiver for Pending<T> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        self.0 = T::make(read);
        self.0.is_some()
    }
}
