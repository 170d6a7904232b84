//! Makes cases: for each operation, parameters, bodies and responses that follow from the
//! description alone. Must not know how a client is called or judged.

mod array;
mod cases;
mod charset;
mod coverage;
mod discriminators;
mod integer;
mod mode;
mod number;
mod object;
mod pages;
mod pattern_text;
mod property_names;
mod requests;
mod responses;
mod sampler;
mod segment;
mod statuses;
mod string;
mod unions;

pub use cases::{Cases, cases};
