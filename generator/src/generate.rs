//! The table of contents: the phases in their order, and what goes in and comes out.

use std::collections::BTreeMap;

use crate::lower::Lock;
use crate::report::Report;
use crate::sources::Sources;
use crate::{emit, lower, parse, print, resolve, runtime_files};

/// What the caller decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The package's name: `parcels-client`.
    pub crate_name: String,
    /// Repair where one repair is obvious, say so and go on.
    pub lenient: bool,
    /// Whether `src/custom/mod.rs` exists: then lib.rs declares it.
    pub custom: bool,
}

/// What there is to write.
#[derive(Debug, Clone)]
pub struct Output {
    /// Text by path below the crate's folder, `/` between folders: all of them carry [`print::HEADER`].
    pub files: BTreeMap<String, String>,
    /// The keys of Cargo.toml that are the generator's, in order.
    pub manifest: Vec<ManifestKey>,
    /// The first example, for a README.md where there is none.
    pub example: String,
    /// The names that must not move.
    pub lock: Lock,
    /// What was repaired, left out, widened or without effect.
    pub report: Report,
    /// Figures for the summary.
    pub summary: Summary,
}

/// A key of Cargo.toml that is the generator's: its path and its value as TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestKey {
    /// `["dependencies", "http"]`.
    pub path: Vec<String>,
    /// `"1.3"`, `{ version = "1", optional = true }`.
    pub value: String,
}

/// Figures for the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The title and version of the description.
    pub title: String,
    /// Operations in the description.
    pub operations: usize,
    /// Operations in the output.
    pub generated: usize,
    /// Resources in the output.
    pub resources: usize,
    /// Types in the output.
    pub types: usize,
    /// The fields of these types.
    pub fields: usize,
}

/// Generates. Deterministic: the same input gives the same bytes, on every machine.
///
/// # Errors
/// Where the description is wrong, the report of all that is. Nothing is to be written then.
pub fn generate(sources: &Sources, options: &Options, lock: &Lock) -> Result<Output, Report> {
    let mut report = Report::default();
    let document = parse::parse(sources, options.lenient, &mut report);
    let Some(document) = document.filter(|_| !report.is_wrong()) else { return Err(report) };
    let resolved = resolve::resolve(&document, options.lenient, &mut report);
    if report.is_wrong() {
        return Err(report);
    }
    let (api, lock) = lower::lower(&resolved, &options.crate_name, lock, &mut report);
    if report.is_wrong() {
        return Err(report);
    }
    let tokens = emit::emit(&api, options.custom);
    let mut files = print::print(tokens, &mut report);
    if report.is_wrong() {
        return Err(report);
    }
    files.extend(runtime_files::all());
    Ok(Output {
        files,
        manifest: emit::manifest(),
        example: emit::example(&api),
        lock,
        summary: lower::summary(&resolved, &api),
        report,
    })
}
