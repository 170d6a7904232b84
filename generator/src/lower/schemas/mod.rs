//! Schemas to types: first the facts about all schemas, then the type of each schema. Must not know
//! operations, nor the passes that follow.

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
pub(super) mod own_types;
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
