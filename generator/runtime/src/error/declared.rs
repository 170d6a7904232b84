//! The enums of declared error bodies: one an operation, or one for several that declare the same.

use http::StatusCode;

use crate::call::ErrorShape;
use crate::value::DecodeError;

/// An emitted enum of error bodies.
pub trait DeclaredError: Sized {
    /// What is known of it beside its variants; operations that declare it refer to the same.
    fn shape() -> &'static ErrorShape;

    /// Reads the body of variant number `variant`; `None` for one that the enum does not have.
    ///
    /// # Errors
    /// Where the body is not what was declared.
    fn read(variant: usize, status: StatusCode, body: &[u8]) -> Result<Option<Self>, DecodeError>;
}
