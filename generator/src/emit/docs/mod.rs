//! Documentation as text: the description's Markdown and HTML made safe for rustdoc, and sentences about types, responses, locations and
//! credentials.
//!
//! Must not know Rust's tokens, nor where a text is put.

pub(super) mod credentials;
mod html;
mod links;
pub(super) mod locations;
pub(super) mod markdown;
pub(super) mod responses;
pub(super) mod scan;
pub(super) mod words;
