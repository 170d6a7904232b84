//! The pipeline: runs all phases in order. Must not know their implementation.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::emit::ManifestKey;
use crate::lower::{Api, Edition, Lock};
use crate::options::{Form, Options, Runtime};
use crate::report::Report;
use crate::resolve::Resolved;
use crate::sources::Sources;
use crate::{emit, lower, parse, print, resolve, vendored};

/// The result of a run: the files to write.
#[derive(Debug, Clone)]
pub struct Output {
    /// The files by path below the folder of the crate or module, with `/` between folders. All begin with [`print::HEADER`].
    pub files: BTreeMap<String, String>,
    /// The features that the client can be generated with.
    pub features: Vec<String>,
    /// The keys of Cargo.toml that belong to the generator, in order. For a module, the dependency that it needs.
    pub manifest: Vec<ManifestKey>,
    /// The first example, for a new README.md.
    pub example: String,
    /// A program that calls an operation without a network. Empty if no operation can be called in
    /// this way.
    pub first: String,
    /// The names that have to stay the same in later runs.
    pub lock: Lock,
    /// The diagnostics: everything that was repaired, skipped, widened or ignored.
    pub report: Report,
    /// Figures for the summary.
    pub summary: Summary,
    /// The Rust paths of the parts of the description, if [`Options::names`] asks for them.
    pub names: Option<emit::Names>,
}

/// Figures for the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The title and version of the description.
    pub title: String,
    /// The number of operations in the description.
    pub operations: usize,
    /// The number of operations in the output.
    pub generated: usize,
    /// The number of resources in the output.
    pub resources: usize,
    /// The number of types in the output.
    pub types: usize,
    /// The number of fields of these types.
    pub fields: usize,
    /// An example of the base URL that users have to set, if the description has none for an operation.
    pub example_base_url: Option<String>,
    /// The operations with pages, each with the way from one page to the next (a keyword of
    /// `x-pagination`), for the maintainer to confirm.
    pub paged: Vec<(String, &'static str)>,
    /// The operations without a test under [`Options::tests`], because no value of an argument can
    /// be sent.
    pub without_test: Vec<String>,
}

/// Generates a client. The same input gives the same bytes on every machine.
///
/// # Errors
///
/// Returns all diagnostics if the description has errors. Then nothing may be written.
pub fn generate(sources: &Sources, options: &Options, lock: &Lock) -> Result<Output, Report> {
    let mut report = Report::default();
    let document = parse::parse(sources, options.lenient, &mut report);
    let Some(document) = document.filter(|_| !report.has_errors()) else { return Err(report) };
    // Later diagnostics have locations in the parsed tree. Overlays may have added or moved those parts.
    let (parsed, origins) = (report.diagnostics.len(), document.origins.clone());
    match from_document(document, options, lock, report) {
        Ok(mut output) => {
            origins.correct(&mut output.report, parsed);
            Ok(output)
        }
        Err(mut report) => {
            origins.correct(&mut report, parsed);
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

/// Returns the names and decisions that [`generate`] would make by an edition of the rules without an earlier lock. A lock only has
/// to keep what differs from them. Returns `None` if the description cannot be parsed.
#[must_use]
pub fn fresh_lock(sources: &Sources, options: &Options, edition: Edition) -> Option<Lock> {
    let mut report = Report::default();
    let document = parse::parse(sources, options.lenient, &mut report)?;
    let resolved = resolve::resolve(&document, options.lenient, &mut report);
    Some(lower::lower(&resolved, options, &Lock::of_edition(edition), &mut report).1)
}

/// Runs all phases after the first. The input of each phase is dropped before the next one allocates: the tree of a large
/// description is a fifth of all memory.
fn from_document(
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
    let (api, lock) = lower::lower(&resolved, options, lock, &mut report);
    let api = emit::formed(api, &options.form);
    let mut summary = summary(&resolved, &api);
    drop(resolved);
    if report.has_errors() {
        return Err(report);
    }
    let mut files = print_all(&api, options.into(), &mut report);
    if options.runtime == Runtime::Vendored && options.form == Form::Package {
        files.extend(vendored::files(&emit::own_features(&api)));
    }
    if options.tests && options.form == Form::Package && !report.has_errors() {
        let (tests, without) = emit::call_tests(&api);
        summary.without_test = without;
        files.extend(tests.into_iter().map(|file| (file.path.clone(), print::print(file, &mut report))));
    }
    if report.has_errors() {
        return Err(report);
    }
    Ok(Output {
        files,
        features: emit::features(&api),
        manifest: emit::manifest(&api, &options.runtime, options.tests, &options.types.dependencies),
        example: emit::example(&api),
        first: emit::program(&api),
        names: options.names.then(|| emit::names(&api)),
        lock,
        summary,
        report,
    })
}

/// Counts the emitted parts. Tests are emitted later.
fn summary(resolved: &Resolved, api: &Api) -> Summary {
    Summary {
        title: format!("{} {}", api.title, api.version),
        operations: resolved.operations.len(),
        generated: api.possible_resources().map(|resource| resource.operations.len()).sum(),
        resources: api.possible_resources().count(),
        types: api.types.len(),
        example_base_url: api.first_example_base_url(),
        paged: api.paged_operations(),
        without_test: Vec::new(),
        fields: api.types.iter().map(|def| def.fields().len()).sum(),
    }
}

/// The maximum number of threads. A description has few large files, and the caller may have other work.
const MOST_THREADS: usize = 4;

/// Emits and prints all files on several threads: tokens take most of the time and memory.
fn print_all(api: &Api, root: emit::Root, report: &mut Report) -> BTreeMap<String, String> {
    let units = emit::units(api);
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut done, mut report) = (Vec::new(), Report::default());
        while let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(file) = emit::emit(api, *unit, root) {
                done.push((file.path.clone(), file.part, print::print(file, &mut report)));
            }
        }
        (done, report)
    };
    let count = std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST_THREADS));
    let mut parts = Vec::new();
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..count).map(|_| scope.spawn(work)).collect();
        let mine = work();
        // A panic continues as it would without threads, so that nothing is missing silently.
        let join = |other: std::thread::ScopedJoinHandle<'_, _>| {
            other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        for (done, found) in others.into_iter().map(join).chain([mine]) {
            parts.extend(done);
            report.diagnostics.extend(found.diagnostics);
        }
    });
    // The order in which threads finish must not matter.
    parts.sort_by(|left, right| (&left.0, left.1).cmp(&(&right.0, right.1)));
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (path, _, text) in parts {
        files.entry(path).or_default().push_str(&text);
    }
    files
}
