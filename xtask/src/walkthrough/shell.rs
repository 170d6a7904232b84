//! A terminal of the reader: a folder, the output of the last command, and programs that run in
//! other terminals. Must not know pages.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A terminal.
pub(super) struct Shell {
    dir: PathBuf,
    path: OsString,
    target: PathBuf,
    /// The output of the last command that has not been compared.
    output: Option<String>,
    running: Vec<Child>,
}

/// The message of a step that failed.
type Failed = String;

impl Shell {
    /// Opens a terminal in a folder. `programs` is the first folder in the search path, and
    /// `target` the folder for the build output of cargo.
    pub(super) fn new(dir: &Path, programs: &Path, target: &Path) -> Shell {
        let mut path = OsString::from(programs);
        if let Some(others) = std::env::var_os("PATH") {
            path.push(":");
            path.push(others);
        }
        Shell { dir: dir.to_owned(), path, target: target.to_owned(), output: None, running: Vec::new() }
    }

    /// Runs a command, which has to succeed. The folder that it changes to is that of later commands.
    pub(super) fn run(&mut self, command: &str) -> Result<(), Failed> {
        let folder = tempfile::NamedTempFile::new().map_err(|error| format!("no temporary file: {error}"))?;
        // The progress of cargo is not part of the output. That of other commands is.
        let merged = if is_cargo(command) { "" } else { "exec 2>&1\n" };
        let script = format!("{merged}{command} || exit\npwd > \"$FOLDER\"");
        let mut shell = self.shell(&self.dir, &script);
        let output = shell.env("FOLDER", folder.path()).output().map_err(|error| format!("cannot run sh: {error}"))?;
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return Err(format!("`{command}` failed:\n{stdout}{}", String::from_utf8_lossy(&output.stderr)));
        }
        let entered = fs::read_to_string(folder.path()).map_err(|error| format!("no current folder: {error}"))?;
        self.dir = PathBuf::from(entered.trim_end());
        self.output = Some(stdout);
        Ok(())
    }

    /// Starts a command in `dir` and waits for its first line of output.
    pub(super) fn start(&mut self, dir: &Path, command: &str) -> Result<(), Failed> {
        let mut shell = self.shell(dir, &format!("exec {command}"));
        let child = shell.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
        let mut child = child.map_err(|error| format!("cannot run sh: {error}"))?;
        let mut line = String::new();
        let read = child.stdout.take().map(|output| BufReader::new(output).read_line(&mut line));
        self.running.push(child);
        match read {
            Some(Ok(count)) if count > 0 => Ok(()),
            Some(_) | None => Err(format!("`{command}` ended without output")),
        }
    }

    /// Writes a file in the current folder.
    pub(super) fn write(&self, file: &str, text: &str) -> Result<(), Failed> {
        let path = self.dir.join(file);
        let folder = path.parent().unwrap_or(&self.dir);
        if !folder.is_dir() {
            return Err(format!("there is no folder for `{file}` at this point"));
        }
        fs::write(&path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    }

    /// Compares the output of the last command with what a page shows.
    pub(super) fn compare(&mut self, expected: &str) -> Result<(), Failed> {
        let Some(output) = self.output.take() else { return Err("no command has run before this output".to_owned()) };
        match output.trim_end() == expected.trim_end() {
            true => Ok(()),
            false => Err(format!("the page shows\n{expected}and the command prints\n{output}")),
        }
    }

    fn shell(&self, dir: &Path, script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(dir).stdin(Stdio::null()).env("PATH", &self.path);
        // Versions are those that were compiled before, whatever is released meanwhile.
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_NET_OFFLINE", "true");
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
        command
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        for child in &mut self.running {
            // It may have ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn is_cargo(command: &str) -> bool {
    command.split_whitespace().any(|word| word == "cargo")
}
