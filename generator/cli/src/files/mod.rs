//! Writing files: all or nothing. Must not know what the files contain.

mod disk;
mod write;

pub(crate) use disk::RealDisk;
pub(crate) use write::{BACKUP, Changes, TEMPORARY, apply};
