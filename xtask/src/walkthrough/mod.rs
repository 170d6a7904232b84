//! `cargo xtask walkthrough`: follows README and the guide's Start page as a reader does. It runs
//! each command that they show in a fresh folder, writes the programs that they show, and compares
//! the output. Must not know what the pages say.
//!
//! `cargo install` is not run: the command is built before, and `cargo xtask package` installs it.

mod page;
mod shell;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use page::{Kind, Step};
use shell::Shell;

use crate::sources;
use crate::stop::Stop;

/// The pages, each with the heading that ends the part to follow.
const PAGES: [(&str, Option<&str>); 2] =
    [("README.md", Some("## What a client looks like")), ("generator/guide/start.md", None)];

/// The build output, which later runs use again.
const TARGET: &str = "target/walkthrough";

/// Runs the command.
pub(crate) fn walkthrough() -> Result<(), Stop> {
    let root = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let programs = build_command(&root)?;
    for (path, end) in PAGES {
        let text = fs::read_to_string(path).map_err(|error| Stop::io("read", Path::new(path), &error))?;
        let steps = page::steps(&text, end).map_err(|(line, message)| failed(path, line, &message))?;
        let commands = follow(path, &steps, &root, &programs)?;
        println!("{path}: {commands} commands run as shown");
    }
    Ok(())
}

/// Builds the command, and returns the folder that contains it.
fn build_command(root: &Path) -> Result<PathBuf, Stop> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "-p", "clientwright-cli"]).env("CARGO_TARGET_DIR", root.join(TARGET));
    let status = command.status().map_err(|error| Stop::Usage(format!("cannot run cargo: {error}")))?;
    if !status.success() {
        return Err(Stop::Refused("the command does not compile".to_owned()));
    }
    Ok(root.join(TARGET).join("debug"))
}

/// Performs the steps of a page in a copy of the sources, and returns the number of commands.
fn follow(path: &str, steps: &[Step], root: &Path, programs: &Path) -> Result<usize, Stop> {
    let dir = tempfile::tempdir().map_err(|error| Stop::Usage(format!("no temporary folder: {error}")))?;
    let clone = dir.path().join("clone");
    sources::copy(root, &clone)?;
    let mut shell = Shell::new(&clone, programs, &root.join(TARGET));
    let mut commands = 0;
    for step in steps {
        let done = match &step.kind {
            Kind::Command(command) if command.starts_with("cargo install ") => Ok(()),
            Kind::Command(command) => shell.run(command),
            Kind::Background(command) => shell.start(&clone, command),
            Kind::File(file, text) => shell.write(file, text),
            Kind::Output(expected) => shell.compare(expected),
        };
        commands += usize::from(matches!(step.kind, Kind::Command(_) | Kind::Background(_)));
        done.map_err(|message| failed(path, step.line, &message))?;
    }
    if commands == 0 {
        return Err(Stop::Refused(format!("{path} shows no command")));
    }
    Ok(commands)
}

fn failed(path: &str, line: usize, message: &str) -> Stop {
    Stop::Refused(format!("{path}:{line}: {message}"))
}
