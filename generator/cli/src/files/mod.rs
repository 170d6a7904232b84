//! Writes files: all or none. Must not know what the files contain.

mod disk;
mod line_ends;
mod path;
mod write;

pub(crate) use line_ends::with_line_ends_of;
pub use path::relative;
pub(crate) use path::resolved;
pub(crate) use write::{BACKUP, TEMPORARY};
pub use write::{Changes, interrupt, is_interrupted};
