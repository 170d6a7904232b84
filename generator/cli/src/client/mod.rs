//! The files of a client on disk: what is there, and what should be there. Must not know commands.

mod changes;
mod dir;
mod manifest;

pub(crate) use changes::{changes, diff, sources};
pub(crate) use dir::{ClientDir, LOCK, read_existing};
pub(crate) use manifest::package_name;
