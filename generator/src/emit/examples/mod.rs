//! Examples: values of types, and calls with them, as code that compiles. They are used in the
//! documentation, the README and the tests of `--tests`.
//!
//! Must not know where an example is used.

pub(super) mod calls;
pub(super) mod decisions;
pub(super) mod samples;
pub(super) mod values;
