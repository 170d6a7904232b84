//! [`OwnType`]: what a type needs so that it can replace the one of a schema, and the place for such a value while it is
//! read. Must not know where in a value it is.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;

use super::codec::Codec;
use super::own_value::{OwnSlot, OwnValue};

/// A type that can replace the one of a schema, if it has a [`Codec`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a schema: it does not implement all of `Clone`, `Debug`, `PartialEq`, `Send` and `Sync`",
    label = "chosen for a schema by the configuration"
)]
pub trait OwnType: Clone + fmt::Debug + PartialEq + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + fmt::Debug + PartialEq + Send + Sync + 'static> OwnType for T {}

/// The place for an [`OwnType`].
#[derive(Debug)]
pub(super) struct Owned<C, T> {
    pub(super) value: Option<T>,
    codec: PhantomData<fn() -> C>,
}

impl<C: Codec<T>, T: OwnType> Owned<C, T> {
    /// Creates an empty place.
    pub(super) fn new() -> Owned<C, T> {
        Owned { value: None, codec: PhantomData }
    }

    fn put(&mut self, read: Result<T, String>) -> Result<(), String> {
        match read {
            Ok(value) => {
                self.value = Some(value);
                Ok(())
            }
            Err(error) => Err(format!("{error} (reading `{}`)", std::any::type_name::<T>())),
        }
    }
}

impl<C: Codec<T>, T: OwnType> OwnSlot for Owned<C, T> {
    fn read_text(&mut self, text: &str) -> Result<(), String> {
        self.put(C::from_text(text))
    }
    fn read_json(&mut self, json: Value) -> Result<(), String> {
        self.put(C::from_json(json))
    }
    fn read_plain(&mut self, text: &str) -> Result<(), String> {
        let as_string = self.read_json(Value::from(text));
        as_string.or_else(|error| self.read_text(text).map_err(|_| error))
    }
    fn clone_from(&mut self, value: &dyn OwnValue) {
        self.value = value.as_any().downcast_ref::<T>().cloned();
    }
    fn clear(&mut self) {
        self.value = None;
    }
}
