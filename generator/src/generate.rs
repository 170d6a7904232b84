//! The table of contents: the phases in their order, and what goes in and comes out.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use crate::emit::{ManifestKey, Runtime};
use crate::lower::{Api, Edition, Lock};
use crate::report::Report;
use crate::resolve::Resolved;
use crate::sources::Sources;
use crate::{emit, lower, parse, print, resolve, vendored};

/// What the caller decides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The package's name: `parcels-client`.
    pub crate_name: String,
    /// Repair where one repair is obvious, say so and go on.
    pub lenient: bool,
    /// Whether `src/custom/mod.rs` exists: then lib.rs declares it.
    pub custom: bool,
    /// Only these operations: tags, operationIds, paths with `*` for anything; `webhooks`. None: all.
    pub only: Vec<String>,
    /// Give [`Output::names`] too.
    pub names: bool,
    /// Tests too: a call an operation.
    pub tests: bool,
    /// The source of the runtime.
    pub runtime: Runtime,
}

impl Options {
    /// The facts besides the description that decide what `src/lib.rs` contains.
    pub(crate) fn root(&self) -> emit::Root {
        emit::Root { custom: self.custom, vendored: self.runtime == Runtime::Vendored }
    }
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
    /// A program that calls an operation without a network. Empty if no operation can be called so.
    pub first: String,
    /// The names that must not move.
    pub lock: Lock,
    /// What was repaired, left out, widened or without effect.
    pub report: Report,
    /// Figures for the summary.
    pub summary: Summary,
    /// Which place of the description became which Rust path, where that was asked for.
    pub names: Option<emit::Names>,
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
    /// What a base URL could look like that users have to give, as the description has none for an operation.
    pub example_base_url: Option<String>,
    /// The operations whose responses are pages, each with how one leads to the next (as in `x-pagination`), for the maintainer to confirm.
    pub paged: Vec<(String, &'static str)>,
    /// The operations for which `tests` has no test, as no value of an argument can be sent.
    pub without_test: Vec<String>,
}

/// Generates. Deterministic: the same input gives the same bytes, on every machine.
///
/// # Errors
/// Where the description is wrong, the report of all that is. Nothing is to be written then.
pub fn generate(sources: &Sources, options: &Options, lock: &Lock) -> Result<Output, Report> {
    let mut report = Report::default();
    let document = parse::parse(sources, options.lenient, &mut report);
    let Some(document) = document.filter(|_| !report.has_errors()) else { return Err(report) };
    // What is told from here on has places in the tree; overlays may have changed where that was written.
    let (told, origins) = (report.diagnostics.len(), document.origins.clone());
    match behind_parse(document, options, lock, report) {
        Ok(mut output) => {
            origins.correct(&mut output.report, told);
            Ok(output)
        }
        Err(mut report) => {
            origins.correct(&mut report, told);
            Err(report)
        }
    }
}

/// Returns the title of a description, if the root can be read and has one.
#[must_use]
pub fn title(sources: &Sources) -> Option<String> {
    let document = parse::parse(sources, true, &mut Report::default())?;
    let info = document.root.as_mapping()?.get("info")?;
    info.as_mapping()?.get("title")?.as_str().map(str::to_owned)
}

/// The names and choices that [`generate`] would make by the rules of an edition without an earlier lock: what differs from
/// them is kept by the lock. `None` where the description is wrong.
#[must_use]
pub fn fresh_lock(sources: &Sources, options: &Options, edition: Edition) -> Option<Lock> {
    let mut report = Report::default();
    let document = parse::parse(sources, options.lenient, &mut report)?;
    let resolved = resolve::resolve(&document, options.lenient, &mut report);
    Some(lower::lower(&resolved, &options.crate_name, &options.only, &Lock::of_edition(edition), &mut report).1)
}

/// All phases but the first. What a phase has read is let go of before the next takes memory: the tree of a large
/// description is a fifth of all that there is.
fn behind_parse(
    document: parse::Document<'_>,
    options: &Options,
    lock: &Lock,
    mut report: Report,
) -> Result<Output, Report> {
    let resolved = resolve::resolve(&document, options.lenient, &mut report);
    drop(document);
    lower::settle(&resolved, &options.only, &mut report);
    if report.has_errors() {
        return Err(report);
    }
    let (api, lock) = lower::lower(&resolved, &options.crate_name, &options.only, lock, &mut report);
    let mut summary = summary(&resolved, &api);
    drop(resolved);
    if report.has_errors() {
        return Err(report);
    }
    let mut files = printed(&api, options.root(), &mut report);
    if report.has_errors() {
        return Err(report);
    }
    if options.runtime == Runtime::Vendored {
        files.extend(vendored::files());
    }
    if options.tests {
        let (tests, without) = emit::call_tests(&api);
        summary.without_test = without;
        files.extend(tests.into_iter().map(|file| (file.path.clone(), print::print(file, &mut report))));
        if report.has_errors() {
            return Err(report);
        }
    }
    Ok(Output {
        files,
        manifest: emit::manifest(&api, &options.runtime, options.tests),
        example: emit::example(&api),
        first: String::new(),
        names: options.names.then(|| emit::names(&api)),
        lock,
        summary,
        report,
    })
}

/// Counts what is emitted. The tests are emitted later.
fn summary(resolved: &Resolved, api: &Api) -> Summary {
    Summary {
        title: format!("{} {}", api.title, api.version),
        operations: resolved.operations.len(),
        generated: api.resources.iter().map(|resource| resource.operations.len()).sum(),
        resources: api.resources.len(),
        types: api.types.len(),
        example_base_url: api.first_example_base_url(),
        paged: api.paged_operations(),
        without_test: Vec::new(),
        fields: api.types.iter().map(|def| def.fields().len()).sum(),
    }
}

/// So many threads at most: a description's files are few, and whoever calls may have other work.
const THREADS: usize = 4;

/// Emits and prints all files, several at once: tokens are most of the work and most of the memory.
fn printed(api: &Api, root: emit::Root, report: &mut Report) -> BTreeMap<String, String> {
    let units = emit::units(api);
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut done, mut told) = (Vec::new(), Report::default());
        while let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(file) = emit::emit(api, *unit, root) {
                done.push((file.path.clone(), file.part, print::print(file, &mut told)));
            }
        }
        (done, told)
    };
    let count = std::thread::available_parallelism().map_or(1, |count| count.get().min(THREADS));
    let mut parts = Vec::new();
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..count).map(|_| scope.spawn(work)).collect();
        let mine = work();
        // A panic goes on where it would have without threads: nothing is left out in silence.
        let joined = others.into_iter().map(|other| other.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
        for (done, told) in joined.chain([mine]) {
            parts.extend(done);
            report.diagnostics.extend(told.diagnostics);
        }
    });
    // Whoever was first: the output is the same.
    parts.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (path, _, text) in parts {
        files.entry(path).or_default().push_str(&text);
    }
    files
}
