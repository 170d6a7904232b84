//! Rust names: spelling, maximum length, reserved names, names of methods, and the only place where
//! names are claimed. Must not know types, nor the use of the named items.

mod candidates;
pub(super) mod claims;
pub(super) mod error_sets;
pub(super) mod first_edition;
pub(super) mod forms;
pub(super) mod full_name;
mod ids;
pub(super) mod lock;
pub(super) mod methods;
mod paths;
pub(super) mod reserved;
mod responses;
mod routes;
pub(super) mod shorten;
pub(super) mod words;
