//! Writes files: all or none. Must not know what the files contain.

mod disk;
mod write;

pub(crate) use write::{BACKUP, TEMPORARY};
pub use write::{Changes, interrupt};
