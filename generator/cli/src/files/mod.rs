//! Writes files: all or none. Must not know what the files contain.

mod disk;
mod path;
mod write;

pub use path::relative;
pub(crate) use path::resolved;
pub(crate) use write::{BACKUP, TEMPORARY};
pub use write::{Changes, interrupt, is_interrupted};
