//! The driver of a proof: a program next to a client that calls each operation. Writes, compiles and runs it. Must not judge
//! its output.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clientwright::report::Diagnostic;
use clientwright::{Output, Sources};
use clientwright_prover::driver;
use clientwright_prover::names::Names;
use clientwright_prover::proof::{ProofPlan, plan};
use clientwright_prover::setup::setup;
use clientwright_prover::source::Description;

use super::client::Generated;
use super::proof::{Examples, Failure, Proof};
use crate::error::Error;
use crate::files::resolved;

/// A driver in a scratch folder.
#[derive(Debug)]
pub struct Driver {
    scratch: PathBuf,
    /// The name of its package.
    package: String,
    description: Description,
    names: Names,
}

/// The output of a driver.
pub(super) struct Outcomes {
    cases: String,
    /// The positions of the examples that were run, and the lines for them.
    pub(super) examples: Vec<(usize, String)>,
}

impl Driver {
    /// Writes the driver of a client to `scratch/NAME-driver`, in a workspace in the scratch folder. `lock` is the Cargo.lock
    /// whose versions it uses, if that exists.
    ///
    /// # Errors
    ///
    /// Fails if the prover cannot read the description, or if files cannot be written.
    pub fn write(client: &Generated, scratch: &Path, lock: &Path) -> Result<Driver, Failure> {
        let names = read_names(&client.output).map_err(Failure::Generation)?;
        let description = read_description(&client.sources, &client.output).map_err(Failure::Generation)?;
        let driver =
            Driver { scratch: scratch.to_owned(), package: format!("{}-driver", client.name), description, names };
        driver.write_workspace(client, lock).and_then(|()| driver.write_package(client)).map_err(Failure::Io)?;
        Ok(driver)
    }

    fn write_workspace(&self, client: &Generated, lock: &Path) -> Result<(), Error> {
        // A client that is in the scratch folder is in no other workspace.
        let is_member = client.dir.starts_with(&self.scratch);
        let members: Vec<&str> =
            [&client.name].into_iter().filter(|_| is_member).chain([&self.package]).map(String::as_str).collect();
        // Nobody debugs these crates.
        let text = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n[profile.dev]\ndebug = false\n");
        write_if_changed(&self.scratch.join("Cargo.toml"), &text)?;
        // Without a lock, cargo chooses the newest versions.
        let _ = fs::copy(lock, self.scratch.join("Cargo.lock"));
        Ok(())
    }

    fn write_package(&self, client: &Generated) -> Result<(), Error> {
        let dir = std::path::absolute(&client.dir).map_err(|error| Error::io("find", &client.dir, &error))?;
        let dependencies = dependencies(&client.output, &dir)?;
        let manifest = driver::manifest(&client.name, &dir.to_string_lossy(), &features(&client.output), &dependencies);
        let folder = self.scratch.join(&self.package);
        write_if_changed(&folder.join("Cargo.toml"), &manifest)?;
        let sources = driver::sources(&self.names, &setup(&self.description, &self.names).text());
        sources.iter().try_for_each(|(path, text)| write_if_changed(&folder.join(path), text))
    }

    /// Compiles the driver and the client.
    ///
    /// # Errors
    ///
    /// Fails if one of them does not compile, or if cargo cannot be run.
    pub fn compile(&self) -> Result<(), Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(&cargo)
            .args(["build", "--quiet", "-p", &self.package])
            .current_dir(&self.scratch)
            .env("CARGO_TARGET_DIR", "target")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .map_err(|error| Failure::Io(Error::io("run", Path::new(&cargo), &error)))?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let errors: Vec<&str> =
            text.split("\n\n").filter(|part| part.trim_start().starts_with("error")).take(3).collect();
        Err(Failure::Compilation(if errors.is_empty() { text.into_owned() } else { errors.join("\n\n") }))
    }

    /// Calls all operations, or those whose `METHOD /path` contains a text, and adds the results to the proof.
    ///
    /// # Errors
    ///
    /// Fails if the driver cannot be run.
    pub fn run(&self, operation: Option<&str>, proof: &mut Proof) -> Result<(), Failure> {
        let started = Instant::now();
        let plan = plan(&self.description, &self.names, operation);
        let outcomes = self.outcomes(&plan).map_err(Failure::Io)?;
        proof.verdicts = plan.verdicts(&outcomes.cases.lines().collect::<Vec<_>>());
        proof.examples = Examples::judge(&plan, &outcomes);
        proof.contradicted.clone_from(&plan.contradicted);
        proof.patterns = self.description.unreadable_patterns();
        proof.unreadable.clone_from(&self.description.unreadable);
        proof.running_seconds = started.elapsed().as_secs_f64();
        Ok(())
    }

    /// Runs the driver for the cases and for the valid examples.
    fn outcomes(&self, plan: &ProofPlan<'_>) -> Result<Outcomes, Error> {
        let cases: String = plan.cases.iter().map(|(operation, case)| plan.line(*operation, case) + "\n").collect();
        let valid = plan.examples.iter().enumerate().filter(|(_, (_, example))| example.invalid.is_none());
        let lines = valid.filter_map(|(index, (number, example))| Some((index, plan.example_line(*number, example)?)));
        let (positions, lines): (Vec<usize>, Vec<String>) = lines.unzip();
        let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let output = self.run_lines("examples", &input)?;
        let mut lines = output.lines().map(str::to_owned);
        let examples = positions.into_iter().map(|index| (index, lines.next().unwrap_or_default())).collect();
        Ok(Outcomes { cases: self.run_lines("cases", &cases)?, examples })
    }

    /// Runs the driver with lines of input. Input and output are files, so that they can be inspected.
    fn run_lines(&self, kind: &str, lines: &str) -> Result<String, Error> {
        let folder = self.scratch.join(&self.package);
        let input = folder.join(format!("{kind}.jsonl"));
        let output = folder.join(format!("{kind}-outcomes.jsonl"));
        fs::write(&input, lines).map_err(|error| Error::io("write", &input, &error))?;
        let stdin = File::open(&input).map_err(|error| Error::io("read", &input, &error))?;
        let stdout = File::create(&output).map_err(|error| Error::io("write", &output, &error))?;
        let name = format!("{}{}", self.package, std::env::consts::EXE_SUFFIX);
        let binary = self.scratch.join("target/debug").join(name);
        // The exit code is not needed: the cases after an early end have a fault.
        let status = Command::new(&binary).stdin(stdin).stdout(stdout).status();
        status.map_err(|error| Error::io("run", &binary, &error))?;
        fs::read_to_string(&output).map_err(|error| Error::io("read", &output, &error))
    }
}

/// Converts the generator's names to the prover's, which shares no types with it.
fn read_names(output: &Output) -> Result<Names, Error> {
    let names = serde_json::to_value(&output.names).and_then(serde_json::from_value);
    names.map_err(|error| Error::refused(format!("the prover cannot read the names: {error}")))
}

fn read_description(sources: &Sources, output: &Output) -> Result<Description, Error> {
    let texts: BTreeMap<String, String> =
        sources.files().map(|(_, name, text)| (name.to_owned(), text.to_owned())).collect();
    let description = Description::read(sources.name(sources.root()), &texts);
    let mut description = description.map_err(|error| Error::refused(error.to_string()))?;
    let address = |of: &Diagnostic| format!("{}#{}", sources.name(of.span.file), of.span.pointer.as_str());
    description.reported = output.report.diagnostics.iter().map(address).collect();
    Ok(description)
}

/// Returns the features of the client that a driver needs in addition to those for calls: its
/// resources and webhooks.
fn features(output: &Output) -> Vec<String> {
    let value = |name: &str| output.manifest.iter().find(|key| key.path == ["features", name]).map(|key| &key.value);
    let all = value("all").and_then(|value| value.parse::<toml_edit::Value>().ok());
    let resources = all.as_ref().and_then(toml_edit::Value::as_array).into_iter().flatten();
    let mut features: Vec<String> = resources.filter_map(toml_edit::Value::as_str).map(str::to_owned).collect();
    features.extend(value("webhooks").map(|_| "webhooks".to_owned()));
    features
}

/// Returns the crates that the client needs apart from the runtime and those of every driver: the types that the user chose
/// are from them. Paths become absolute.
fn dependencies(output: &Output, dir: &Path) -> Result<Vec<(String, String)>, Error> {
    let is_known = |name: &str| ["bytes", "clientwright-runtime", "http", "serde", "serde_json"].contains(&name);
    let mut found = Vec::new();
    for key in &output.manifest {
        let [table, name] = key.path.as_slice() else { continue };
        if table != "dependencies" || is_known(name) || key.value.contains("optional = true") {
            continue;
        }
        let mut value: toml_edit::Value = match key.value.parse() {
            Ok(value) => value,
            Err(_) => continue,
        };
        if let Some(path) = value.as_inline_table_mut().and_then(|table| table.get_mut("path")) {
            let absolute = resolved(&dir.join(path.as_str().unwrap_or_default()))?;
            *path = absolute.display().to_string().into();
        }
        found.push((name.clone(), value.to_string()));
    }
    Ok(found)
}

/// Writes a file if its text changed, because cargo compares modification times.
fn write_if_changed(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| Error::io("write", path, &error))
}
