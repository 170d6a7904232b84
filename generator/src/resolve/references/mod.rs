//! Resolves `$ref`: to a file (`targets`), to a node in its tree (`pointers`), or by `$id`
//! (`identifiers`). Must not know what targets mean.

mod identifiers;
mod pointers;
mod targets;

pub(crate) use pointers::find;
