//! The changes that turn a folder into a module that is generated. Must not write files.

use std::path::Path;

use clientwright::Output;

use super::changes::sources;
use super::dependency::with_dependency;
use super::dir::{ClientDir, LOCK};
use crate::error::Error;
use crate::files::Changes;
use crate::project::Client;

/// Returns the changes of a module: its files and lock, and the dependency in the Cargo.toml of its
/// crate.
pub(crate) fn module_changes<'a>(client: &Client, found: &ClientDir, output: &'a Output) -> Result<Changes<'a>, Error> {
    let folder = client.dir.join(client.module_folder().unwrap_or_default());
    let manifest = client.dir.join("Cargo.toml");
    let Some(text) = &found.manifest else {
        return Err(Error::usage(format!("`{}` does not exist", manifest.display())));
    };
    let mut changes = files(&folder, found, output)?;
    let edited = with_dependency(&manifest, text, &output.manifest, &client.config.runtime)?;
    changes.want(manifest, Some(text), edited.into());
    Ok(changes)
}

/// Returns the changes in the folder of a module. The lock is first, as [`Changes`] requires.
fn files<'a>(folder: &Path, found: &ClientDir, output: &'a Output) -> Result<Changes<'a>, Error> {
    let mut changes = Changes::default();
    changes.want(folder.join(LOCK), found.lock.as_ref(), output.lock.to_text().into());
    sources(&mut changes, folder, found, &output.files)
        .map_err(|error| error.with_help("move it: the folder of a module is for generated files"))?;
    Ok(changes)
}
