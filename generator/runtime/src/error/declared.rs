//! [`DeclaredError`]: the enums of declared error bodies. Operations that declare the same bodies
//! share one. Must not know which status has which body.

use http::StatusCode;

use crate::call::ErrorShape;
use crate::value::DecodeError;

/// An enum of the error bodies that an operation declares. Generated code implements it.
pub trait DeclaredError: Sized {
    /// Returns the description of the enum. It is the one that its operations refer to.
    fn shape() -> &'static ErrorShape;

    /// Reads the body of variant number `variant`; `None` if the enum does not have it.
    ///
    /// # Errors
    ///
    /// Fails if the body does not match its declared type.
    fn read(variant: usize, status: StatusCode, body: &[u8]) -> Result<Option<Self>, DecodeError>;
}
