//! Schemas to types: what is known of all schemas before any of them is lowered, and the type that each of them gets.
//! Must not know operations, nor what becomes of the types once all are there.

pub(super) mod classify;
pub(super) mod constants;
mod directions;
mod discriminators;
pub(super) mod docs;
mod enums;
pub(super) mod files;
pub(super) mod media;
mod outside_forms;
mod properties;
pub(super) mod records;
mod required;
pub(super) mod samples;
mod scalars;
mod simplify;
pub(super) mod types;
pub(super) mod unions;
mod widen;
