//! The enums of declared error bodies, one an operation.

use http::StatusCode;

use crate::runtime::call::Operation;
use crate::runtime::value::DecodeError;

/// An emitted enum of the error bodies that an operation declares.
pub trait DeclaredError: Sized {
    /// The operation.
    fn operation() -> &'static Operation;

    /// Reads the body of answer number `answer`; `None` for one that the enum has no variant for.
    ///
    /// # Errors
    /// Where the body is not what was declared.
    fn read(answer: usize, status: StatusCode, body: &[u8]) -> Result<Option<Self>, DecodeError>;
}
