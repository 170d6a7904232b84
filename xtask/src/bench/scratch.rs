//! A scratch workspace, whose packages are written, touched and measured. Must not know what they
//! contain.

use std::fs;
use std::path::{Path, PathBuf};

use super::measure::{self, Usage};
use crate::stop::Stop;

/// A scratch workspace.
pub(super) struct Scratch {
    dir: PathBuf,
}

/// The cost of a built program.
pub(super) struct Built {
    pub(super) usage: Usage,
    /// The size of the stripped program in bytes.
    pub(super) size: u64,
}

impl Built {
    /// Returns user time, peak memory and size, for example `12.3 s, 450 MB; 5.9 MB`.
    pub(super) fn show(&self) -> String {
        format!("{}; {:.1} MB", self.usage.show(), self.size as f64 / 1e6)
    }
}

impl Scratch {
    /// Creates the workspace. Compiled dependencies of an earlier run are reused.
    pub(super) fn new<T: AsRef<str>>(dir: &Path, members: &[T]) -> Result<Scratch, Stop> {
        let scratch = Scratch { dir: dir.to_path_buf() };
        let members = members.iter().map(|member| format!("{:?}", member.as_ref())).collect::<Vec<_>>().join(", ");
        let strip = "[profile.release]\nstrip = true\n[profile.dev]\nstrip = true\ndebug = false\n";
        scratch.write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n{strip}"))?;
        Ok(scratch)
    }

    /// Writes a file of the workspace.
    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), Stop> {
        let path = self.dir.join(path);
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| Stop::io("write", &path, &error))
    }

    /// Compiles all dependencies, so that no figure contains them.
    pub(super) fn prepare(&self) -> Result<(), Stop> {
        measure::run(&self.dir, &["cargo", "check", "--workspace"])?;
        Ok(())
    }

    /// Marks the library of a package as changed.
    pub(super) fn touch(&self, package: &str) -> Result<(), Stop> {
        self.touch_file(&format!("{package}/src/lib.rs"))
    }

    /// Marks a file as changed.
    pub(super) fn touch_file(&self, path: &str) -> Result<(), Stop> {
        let path = self.dir.join(path);
        let now = fs::File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(std::time::SystemTime::now()));
        now.map_err(|error| Stop::io("touch", &path, &error))
    }
}

/// Returns the usage with the median time.
pub(super) fn median(mut usages: Vec<Usage>) -> Usage {
    usages.sort_by_key(|usage| usage.user);
    usages.get(usages.len() / 2).copied().unwrap_or_default()
}

/// Returns the Cargo.toml of a package.
pub(super) fn manifest(name: &str, dependencies: &str) -> String {
    format!("[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{dependencies}")
}
