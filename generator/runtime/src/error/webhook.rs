//! Payloads of webhooks. Must not verify their sender: that is up to the caller.

use super::Error;
use crate::value::{Field, json};

/// Reads the payload of a webhook.
///
/// # Errors
///
/// Fails with an error of kind [`ErrorKind::Decode`](super::ErrorKind::Decode), with a path, if the
/// body does not match the description.
pub fn payload<T: Field>(body: &[u8]) -> Result<T, Error> {
    json::from_slice(body).map_err(Error::decode)
}
