//! Writes the runtime as a package of the user's workspace, which the clients of the workspace
//! share. Must not know the files of the runtime: `clientwright` lists them.

use std::path::Path;

use clientwright::{MANIFEST_HEADER, runtime_manifest, runtime_sources};

use crate::client::{self, ClientDir};
use crate::error::Error;
use crate::files::Changes;

/// Writes the runtime to a folder. Returns the number of files that were written and removed.
///
/// # Errors
///
/// Fails if the folder has files that were written by hand, or if writing fails. Nothing is changed then.
pub fn vendor_runtime(dir: &Path) -> Result<(usize, usize), Error> {
    let found = ClientDir::read(dir)?;
    let manifest = dir.join("Cargo.toml");
    if found.manifest.as_ref().is_some_and(|text| !text.starts_with(MANIFEST_HEADER)) {
        return Err(Error::refused(format!("`{}` was not written by `vendor-runtime`", manifest.display()))
            .with_help("name a folder of its own"));
    }
    let sources = runtime_sources();
    let mut changes = Changes::default();
    changes.want(manifest, found.manifest.as_ref(), runtime_manifest().into());
    client::sources(&mut changes, dir, &found, &sources)?;
    changes.apply()?;
    Ok((changes.write.len(), changes.remove.len()))
}
