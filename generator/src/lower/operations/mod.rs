//! Operations and webhooks: parameters, bodies, responses, security, and the resources that
//! operations belong to. Must not know how a schema is lowered to a type, nor the passes that
//! follow.

mod api_keys;
mod body;
mod encodings;
pub(super) mod events;
pub(super) mod headers;
pub(super) mod operation;
pub(super) mod parameters;
pub(super) mod resources;
pub(super) mod responses;
pub(super) mod security;
pub(super) mod webhooks;
