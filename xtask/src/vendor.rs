//! `cargo xtask vendor-runtime DIR`: writes the runtime as a package that the clients of a workspace share. Must not
//! know the runtime.

use std::path::Path;

use clientwright::{MANIFEST_HEADER, runtime_manifest, runtime_sources};

use crate::compare;
use crate::crate_dir::CrateDir;
use crate::disk::RealDisk;
use crate::stop::Stop;
use crate::write::{self, Changes};

/// Runs the command.
pub(crate) fn vendor(dir: &Path) -> Result<(), Stop> {
    let found = CrateDir::read(dir)?;
    let manifest = dir.join("Cargo.toml");
    if found.manifest.as_ref().is_some_and(|text| !text.starts_with(MANIFEST_HEADER)) {
        let manifest = manifest.display();
        return Err(Stop::Refused(format!("{manifest} was not written by vendor-runtime; choose another folder")));
    }
    let sources = runtime_sources();
    let mut changes = Changes::default();
    changes.want(manifest, found.manifest.as_ref(), runtime_manifest().into());
    compare::sources(&mut changes, dir, &found, &sources)?;
    write::apply(&changes, &mut RealDisk).map_err(|failed| Stop::io("write", &failed.path, &failed.error))?;
    println!("{}: {} files written, {} removed", dir.display(), changes.write.len(), changes.remove.len());
    println!(
        "clients use it if their Cargo.toml has `runtime = {{ path = \"…\" }}` in [package.metadata.clientwright]"
    );
    Ok(())
}
