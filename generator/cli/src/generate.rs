//! Generates clients: reads the description and the files that exist, and writes the files that
//! differ. Must not print: the result has the diagnostics.

use std::path::PathBuf;
use std::sync::Arc;

use clientwright::report::{Code, Diagnostic, Level};
use clientwright::{Lock, Options, Output, Report, Sources};

use crate::client::{self, ClientDir};
use crate::config::{self, type_options};
use crate::description;
use crate::error::Error;
use crate::files::Changes;
use crate::project::Client;

/// The effects that a generation may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Writes the files that differ.
    #[default]
    Write,
    /// Writes nothing, and fails if files differ.
    Check,
    /// Writes nothing.
    DryRun,
}

/// The options of one run, besides the configurations.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// The effects that are allowed.
    pub mode: Mode,
    /// Ignores the lock, so that names may change.
    pub new_names: bool,
}

/// The result of a generation.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The texts of the description.
    pub sources: Arc<Sources>,
    /// The generated files and the report.
    pub output: Output,
    /// The files that were written, or that would be.
    pub written: Vec<PathBuf>,
    /// The files that were removed, or that would be.
    pub removed: Vec<PathBuf>,
    /// The number of files that were up to date.
    pub unchanged: usize,
    /// The unified diff. Empty if files were written.
    pub diff: String,
}

/// The reason why a generation failed.
#[derive(Debug)]
pub enum Failure {
    /// The description has errors.
    Description(Arc<Sources>, Report),
    /// Anything else.
    Other(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Other(error)
    }
}

/// Reads the description of a client, with its overlays.
///
/// # Errors
///
/// Fails if a file cannot be read.
pub fn read(client: &Client) -> Result<Sources, Error> {
    let overlays: Vec<PathBuf> = client.config.overlays.iter().map(|path| client.dir.join(path)).collect();
    let root = client.config.root.as_ref().map(|root| client.dir.join(root));
    description::read(&client.description()?, root.as_deref(), &overlays)
}

/// Generates a client from `sources`.
///
/// # Errors
///
/// Fails if the description has errors, if a file is in the way, if the lock is missing or cannot
/// be read, or if writing fails. Nothing is changed then.
pub fn generate(client: &Client, sources: &Arc<Sources>, run: &RunOptions) -> Result<Outcome, Failure> {
    let found = found(client)?;
    let output = output(client, &found, sources, run.new_names)?;
    let changes = changes(client, &found, &output)?;
    let written: Vec<PathBuf> = changes.write.iter().map(|(path, _)| path.clone()).collect();
    let removed: Vec<PathBuf> = changes.remove.iter().chain(&found.leftovers).cloned().collect();
    // The lock and Cargo.toml are not among the files of the output.
    let unchanged = (output.files.len() + 2).saturating_sub(written.len());
    let diff = match run.mode {
        Mode::Write => String::new(),
        Mode::Check | Mode::DryRun => client::diff(&changes),
    };
    if run.mode == Mode::Write {
        for leftover in &found.leftovers {
            std::fs::remove_file(leftover).map_err(|error| Error::io("remove", leftover, &error))?;
        }
        changes.apply()?;
    }
    Ok(Outcome { sources: sources.clone(), written, removed, unchanged, diff, output })
}

/// Returns the files of a client, as they are generated from `sources`.
pub(crate) fn output(
    client: &Client,
    found: &ClientDir,
    sources: &Arc<Sources>,
    new_names: bool,
) -> Result<Output, Failure> {
    let lock = found.read_lock(&folder(client), new_names)?;
    let output = clientwright::generate(sources, &options(client, found), &lock);
    let output = output.map_err(|report| Failure::Description(sources.clone(), report))?;
    strict(client, &output.report)?;
    known_features(client, &output)?;
    Ok(output)
}

/// Returns the changes that turn the files of a client into those of an output.
pub(crate) fn changes<'a>(client: &Client, found: &ClientDir, output: &'a Output) -> Result<Changes<'a>, Error> {
    match client.module {
        None => client::changes(&client.dir, found, output, &client.name),
        Some(_) => client::module_changes(client, found, output),
    }
}

/// Returns the options and the lock of a client.
///
/// # Errors
///
/// Fails if files of the client cannot be read.
pub fn inputs(client: &Client) -> Result<(Options, Lock), Error> {
    let found = found(client)?;
    let lock = found.read_lock(&folder(client), false)?;
    Ok((options(client, &found), lock))
}

/// The largest number of diagnostics that are shown of one run.
const MOST: usize = 200;

/// Returns the diagnostics to show, and the number of the others: those of [`visible`], at most
/// 200, or `all`.
#[must_use]
pub fn shown(report: &Report, all: bool) -> (Vec<&Diagnostic>, usize) {
    let shown: Vec<&Diagnostic> = match all {
        true => report.diagnostics.iter().collect(),
        false => visible(report).take(MOST).collect(),
    };
    let hidden = report.diagnostics.len() - shown.len();
    (shown, hidden)
}

/// Returns the diagnostics that people should see. Ignored parts are only shown if they are
/// probably mistakes: others, such as limits that the server checks, are only counted. Next to
/// errors, only those are shown that may be the cause of the errors.
pub fn visible(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let has_errors = report.has_errors();
    report.diagnostics.iter().filter(move |diagnostic| match diagnostic.level {
        Level::Ignored if has_errors => diagnostic.code == Code::SelectsNothing || diagnostic.is_misspelling(),
        Level::Ignored => diagnostic.code.is_mistake() || diagnostic.code == Code::Unpaged,
        Level::Error | Level::Repaired | Level::Skipped | Level::Widened => true,
    })
}

/// Returns the options of a client.
pub(crate) fn options(client: &Client, found: &ClientDir) -> Options {
    Options {
        crate_name: client.module.as_ref().unwrap_or(&client.name).clone(),
        lenient: client.config.lenient,
        custom: found.custom,
        only: client.config.only.clone(),
        names: false,
        tests: client.config.tests,
        runtime: client.config.runtime.clone(),
        types: type_options(&client.config),
        form: client.form(),
    }
}

/// Returns the folder of the lock: that of the crate or module.
fn folder(client: &Client) -> PathBuf {
    client.module_folder().map_or_else(|| client.dir.clone(), |folder| client.dir.join(folder))
}

/// Reads the files of a client.
pub(crate) fn found(client: &Client) -> Result<ClientDir, Error> {
    match client.module {
        None => ClientDir::read(&client.dir),
        Some(_) => ClientDir::read_module(&client.dir, &folder(client)),
    }
}

/// Returns the features of a module that the client does not have.
pub(crate) fn unknown_features<'a>(client: &'a Client, output: &'a Output) -> impl Iterator<Item = &'a String> {
    let features = client.config.features.as_ref().filter(|_| client.module.is_some());
    features.into_iter().flatten().filter(|name| !output.features.contains(name))
}

fn known_features(client: &Client, output: &Output) -> Result<(), Error> {
    let (Some(module), Some(unknown)) = (&client.module, unknown_features(client, output).next()) else {
        return Ok(());
    };
    let text = client::read_existing(&client.file)?.unwrap_or_default();
    Err(config::unknown_feature(&client.file, &text, module, unknown, &output.features))
}

fn strict(client: &Client, report: &Report) -> Result<(), Error> {
    let skipped = report.skipped_operations.len();
    let misspelled = report.diagnostics.iter().filter(|diagnostic| diagnostic.is_misspelling()).count();
    if !client.config.strict || skipped + misspelled == 0 {
        return Ok(());
    }
    let message = format!(
        "`{}` is strict: {skipped} operations are skipped, {misspelled} keywords are probably misspelled",
        client.name
    );
    Err(Error::refused(message).with_help("nothing was written; `clientwright lint` lists the diagnostics"))
}
