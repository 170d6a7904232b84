//! The scratch workspaces of generated crates. Must not know how crates are generated.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use crate::stop::Stop;

/// Waits until no other run uses the folder, because its workspace would be replaced. The lock ends
/// when the returned file is dropped.
pub(super) fn lock(scratch: &Path) -> Result<File, Stop> {
    let path = scratch.join("run.lock");
    let fail = |error: io::Error| Stop::io("lock", &path, &error);
    fs::create_dir_all(scratch).map_err(fail)?;
    let file = File::create(&path).map_err(fail)?;
    if file.try_lock().is_err() {
        eprintln!("waiting for another run that uses {}", scratch.display());
        file.lock().map_err(fail)?;
    }
    Ok(file)
}

/// Writes a workspace for crates, so that they share compiled dependencies in the versions of this
/// repository.
pub(crate) fn workspace(scratch: &Path, members: &[&str]) -> Result<(), Stop> {
    // Nobody debugs these crates.
    let text = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n[profile.dev]\ndebug = false\n");
    let path = scratch.join("Cargo.toml");
    fs::create_dir_all(scratch)
        .and_then(|()| fs::write(&path, text))
        .map_err(|error| Stop::io("write", &path, &error))?;
    // Elsewhere the lock is missing, and cargo chooses the newest versions.
    let _ = fs::copy("Cargo.lock", scratch.join("Cargo.lock"));
    Ok(())
}

/// Returns the features of a crate's resources.
pub(crate) fn resources(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(dir.join("Cargo.toml")).unwrap_or_default();
    let manifest: toml_edit::DocumentMut = text.parse().unwrap_or_default();
    let all = manifest.get("features").and_then(|features| features.get("all")).and_then(toml_edit::Item::as_array);
    all.into_iter().flatten().filter_map(|feature| feature.as_str().map(str::to_owned)).collect()
}

/// Returns a progress bar on stderr.
pub(crate) fn bar(count: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(count as u64).with_style(style)
}
