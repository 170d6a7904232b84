//! Rust names: how a name is spelled in Rust, how long it may be, which names are reserved, which names methods get, and the
//! one place where names are claimed. Must not know types, nor what becomes of the items that it names.

mod candidates;
pub(super) mod claims;
pub(super) mod error_sets;
pub(super) mod first_edition;
pub(super) mod fit;
pub(super) mod forms;
mod ids;
pub(super) mod lock;
pub(super) mod methods;
mod paths;
pub(super) mod reserved;
mod responses;
mod routes;
pub(super) mod whole;
pub(super) mod words;
