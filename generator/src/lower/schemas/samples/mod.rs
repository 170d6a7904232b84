//! Samples: a valid value for each use of a schema. Values of the description (`const`, `example`,
//! `examples`, `default`) come first if they are valid. Otherwise, a value is made from the
//! keywords that limit it. Must not know how values are written.
//!
//! Objects and unions have no samples of their own: their fields and variants have samples.

mod formats;
mod limits;
mod numbers;
mod patterns;
mod sampler;
mod texts;
mod valid;

pub(crate) use patterns::Patterns;
pub(crate) use sampler::{is_valid, least_members, sample};
