//! The judge: compares what a client sent and returned with the chosen values, by the rules of the
//! OpenAPI specification alone. Must not know how clients work.

mod address;
mod body;
mod check;
mod cookies;
mod credentials;
mod equal;
mod form;
mod headers;
mod mismatch;
mod multipart;
mod outcome;
mod pages;
mod part_types;
mod parts;
mod query;
mod read_value;
mod response;
mod sent;
mod serialized;
mod styled_parts;

pub use check::judge;
pub use equal::{equal, nearly_equal};
pub use mismatch::Mismatch;
pub use outcome::{CallOutcome, RecordedRequest};
pub(crate) use response::accepts;
