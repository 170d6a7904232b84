//! Schemas to types: what is known of all schemas before any of them is lowered, and the type that each of them gets.
//! Must not know operations, nor what becomes of the types once all are there.

pub(super) mod analysis;
pub(super) mod builder;
pub(super) mod classified;
pub(super) mod classify;
pub(super) mod components;
pub(super) mod constants;
mod directions;
mod discriminators;
pub(super) mod docs;
mod enums;
mod files;
pub(super) mod form_values;
pub(super) mod media;
pub(super) mod media_types;
mod outside_forms;
mod properties;
mod records;
mod required;
pub(super) mod samples;
pub(super) mod scalars;
pub(super) mod shapes;
mod simplify;
mod unions;
mod variant_names;
pub(super) mod variants;
mod widen;
