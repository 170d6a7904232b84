//! Payloads of webhooks. Must not verify their sender: that is up to the caller.

use super::Error;
use crate::value::{Field, OutputType, json};

/// Reads the payload of a webhook.
///
/// # Errors
///
/// Fails with an error of kind [`ErrorKind::Decode`](super::ErrorKind::Decode), with a path, if the
/// body does not match the description.
pub fn payload<T: Field>(body: &[u8]) -> Result<T, Error> {
    payload_as::<T>(body)
}

/// Reads the payload of a webhook as a type that is decoded as a whole.
///
/// # Errors
///
/// Fails like [`payload`].
pub fn payload_as<T: OutputType>(body: &[u8]) -> Result<T::Value, Error> {
    json::from_slice_as::<T>(body).map_err(Error::decode)
}
