//! `cargo xtask vendor-runtime DIR`: writes the runtime as a package that the clients of a
//! workspace share. Must not know the runtime.

use std::path::Path;

use crate::stop::Stop;

/// Runs the command.
pub(crate) fn vendor(dir: &Path) -> Result<(), Stop> {
    let (written, removed) = clientwright_cli::vendor_runtime(dir)?;
    println!("{}: {written} files written, {removed} removed", dir.display());
    println!(
        "clients use it if their Cargo.toml has `runtime = {{ path = \"…\" }}` in [package.metadata.clientwright]"
    );
    Ok(())
}
