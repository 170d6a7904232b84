//! The existing files of a client, and the files that it should have. Must not know commands.

mod changes;
mod dependency;
mod dir;
mod manifest;
mod module;

use std::path::Path;

use clientwright::Output;

pub use changes::{changes, diff, sources};
pub(crate) use dependency::{RUNTIME, check_dependency};
pub(crate) use dir::read_existing;
pub use dir::{ClientDir, LOCK};
pub use manifest::{ManifestError, edited as edited_manifest, package_name, runtime};
pub(crate) use module::module_changes;

use crate::error::Error;

/// Writes the crate of an output to a folder.
///
/// # Errors
///
/// Fails if a file is in the way, or if writing fails. Nothing is changed then.
pub fn write_crate(dir: &Path, name: &str, output: &Output) -> Result<(), Error> {
    changes(dir, &ClientDir::read(dir)?, output, name)?.apply()
}
