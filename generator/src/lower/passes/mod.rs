//! Passes: over the whole description before it is lowered (which operations are selected, which mistakes matter) and over
//! the whole model afterwards (order, boxes, shared types, features, pages). Must not know how a single schema or operation is lowered.

pub(super) mod cycles;
pub(super) mod deduplicate;
pub(super) mod depth;
pub(super) mod drafts;
pub(super) mod error_sets;
pub(super) mod features;
pub(super) mod file_errors;
pub(super) mod ignored;
pub(super) mod items;
pub(super) mod order;
pub(super) mod pages;
pub(super) mod selection;
pub(super) mod unsupported;
