//! Payloads that the API sends by itself.

use super::Error;
use crate::value::{Field, json};

/// Reads the payload of a webhook.
///
/// # Errors
/// Where the body is not what the description says: a decode error, with the place.
pub fn payload<T: Field>(body: &[u8]) -> Result<T, Error> {
    json::from_slice(body).map_err(Error::decode)
}
