//! Examples: values of types, and calls with them, as code that compiles. Documentation, README and the tests of `--tests` show them.
//!
//! Must not know where an example is shown.

pub(super) mod calls;
pub(super) mod decisions;
pub(super) mod samples;
pub(super) mod values;
