//! [`Target`]: the request that goes over the wire. Must not know operations: requests for tokens
//! are targets too.

use http::{Method, Uri};

use super::headers::Headers;
use crate::call::Payload;

/// A request as it goes over the wire.
#[derive(Debug, Clone)]
pub struct Target {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub uri: Uri,
    /// The headers, including credentials that are not renewed.
    pub headers: Headers,
    /// The body.
    pub body: Payload,
}
