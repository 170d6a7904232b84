//! Operations: a file of methods and requests for each resource, the static data of its operations,
//! and the declared errors, headers and payloads.
//!
//! Must not know how requests are sent: the runtime does that.

mod constants;
pub(super) mod errors;
pub(super) mod facts;
pub(super) mod headers;
mod pages;
pub(super) mod payloads;
mod request;
pub(super) mod resource;
pub(super) mod statics;
pub(super) mod wire;
