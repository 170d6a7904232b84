//! Samples: for each place a value that its schema allows. What the description gives itself (`const`, `example`, `examples`, `default`)
//! comes first, where it is valid; else a value is made from the keywords that limit it. Must not know how values are written.
//!
//! Objects and unions have no sample of their own here: each of their fields and variants has one.

mod formats;
mod limits;
mod numbers;
mod patterns;
mod sampler;
mod texts;
mod valid;

pub(crate) use patterns::Patterns;
pub(crate) use sampler::{is_valid, least_members, sample};
