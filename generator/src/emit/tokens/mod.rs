//! Small pieces of code that all emitters need: literals, types, arguments, attributes and features.
//!
//! Must not know which items are emitted.

pub(super) mod arguments;
pub(super) mod attributes;
pub(super) mod features;
pub(super) mod literals;
pub(super) mod types;
pub(super) mod views;
