//! Documentation: the description's Markdown and HTML in a form that is safe for rustdoc, and
//! sentences about types, responses, locations and credentials.
//!
//! Must not know Rust's tokens, nor where a text is used.

pub(super) mod credentials;
mod html;
mod links;
pub(super) mod locations;
pub(super) mod markdown;
pub(super) mod responses;
pub(super) mod scan;
pub(super) mod words;
