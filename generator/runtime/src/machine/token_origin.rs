//! [`TokenOrigin`]: where the tokens of a security scheme come from. Must not know when a token is
//! renewed (`token_cache`).

use std::sync::Arc;

use http::Uri;

use super::response::RawResponse;
use super::secret::Secret;
use super::target::Target;
use super::token::{SharedTokenSource, Token};
use crate::Error;
use crate::call::{Api, Operation};

/// The token endpoint, described like an operation.
pub(super) static TOKEN: Operation = Operation {
    name: "the token endpoint",
    method: "POST",
    path: "",
    servers: &[],
    parameters: &[],
    body: None,
    responses: &[],
    errors: None,
    idempotency_key: None,
    security: &[],
};

/// Returns `true` if the operation is a request for a token, made on behalf of a call.
#[cfg(feature = "testing")]
pub(crate) fn is_token_request(operation: &'static Operation) -> bool {
    std::ptr::eq(operation, &TOKEN)
}

/// The origin of a scheme's tokens.
#[derive(Clone)]
pub(crate) enum TokenOrigin {
    /// A token endpoint.
    Endpoint(Arc<dyn Grant>),
    /// A source that the user wrote.
    Source(SharedTokenSource),
}

/// A request to a token endpoint.
pub(crate) struct TokenRequest {
    /// The request.
    pub(super) target: Target,
    /// `true` if the request may be repeated. Some servers accept a refresh token only once.
    pub(super) is_repeatable: bool,
}

/// The way to request a token from an endpoint. OAuth 2 is the only one; the trait exists so that
/// its code is linked only into programs that use it.
pub(crate) trait Grant: Send + Sync {
    /// Returns the host of the token endpoint.
    fn host(&self) -> String;

    /// Creates the request for a token. A relative URL of the endpoint is resolved against `base`;
    /// `latest` is the refresh token received last.
    ///
    /// # Errors
    ///
    /// Fails with a message if the endpoint has no valid URL.
    fn request(&self, api: &'static Api, base: &Uri, latest: Option<Secret>) -> Result<TokenRequest, String>;

    /// Returns the token from the outcome of the request, and the refresh token to use from then
    /// on.
    ///
    /// # Errors
    ///
    /// Fails with the reason, in one line.
    fn read(&self, outcome: &Result<RawResponse, Error>) -> Result<(Token, Option<Secret>), String>;
}
