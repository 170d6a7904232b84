//! Writing files: all or nothing. Must not know what the files contain.

mod disk;
mod write;

pub(crate) use disk::RealDisk;
pub use write::interrupt;
pub(crate) use write::{BACKUP, Changes, TEMPORARY, apply};
