//! `cargo xtask codegen`: reads a description, generates, compares, and writes or shows the difference. Must not know
//! how code is generated.

use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::Instant;

use clientwright::report::{Level, Renderer, look_ahead};
use clientwright::{Kept, Lock, Options, Output, Report, Sources, fresh_lock, generate};
use clientwright_cli::client::{self, ClientDir, LOCK};
use clientwright_cli::files::Changes;
use clientwright_cli::{Outlook, description};

use crate::cli::{Chosen, Codegen};
use crate::report_file;
use crate::stop::Stop;
use crate::summary;

/// Runs the command.
pub(crate) fn codegen(options: &Codegen) -> Result<(), Stop> {
    let started = Instant::now();
    let chosen = options.target.chosen()?;
    // The process ends after this function, so large values need not be freed.
    let sources = ManuallyDrop::new(description::read(&chosen.spec, chosen.root.as_deref(), &chosen.overlay)?);
    let found = ManuallyDrop::new(ClientDir::read(&chosen.out)?);
    let lock = ManuallyDrop::new(found.read_lock(&chosen.out, options.new_names)?);
    // Searching a large text for source locations takes as long as reading it, so both run in parallel.
    let (output, ahead) = std::thread::scope(|scope| {
        let search = scope.spawn(|| look_ahead(&sources));
        let output = generated(&sources, &chosen, &found, &lock, options.tests || found.has_tests());
        (output, search.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let output = ManuallyDrop::new(output?);
    same_package(&chosen.out, &found, &chosen.name)?;
    let changes = client::changes(&chosen.out, &found, &output, &chosen.name)?;
    if let Some(path) = &options.report {
        report_file::write(path, &output, &sources)?;
    }
    if options.check {
        print_locked_names(&sources, &chosen, &output);
        check(&found, &chosen.out, &changes)?;
        return strict(&output.report, options.strict);
    }
    if let Err(stop) = strict(&output.report, options.strict) {
        summary::print_report(&output.report, &sources);
        return Err(stop);
    }
    for leftover in &found.leftovers {
        std::fs::remove_file(leftover).map_err(|error| Stop::io("remove", leftover, &error))?;
    }
    // Writing and rendering are independent and both take time, so they run in parallel.
    let (written, diagnostics) = std::thread::scope(|scope| {
        let renderer = Renderer::new(&sources, &output.report.diagnostics).with(ahead);
        let rendering = scope.spawn(|| summary::render(&output.report, renderer));
        let written = changes.apply();
        (written, rendering.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    written?;
    eprint!("{diagnostics}");
    let bytes = sources.text(sources.root()).len();
    let all = output.files.len() + 2;
    summary::print(&output, &chosen.spec.display().to_string(), bytes, &changes, all, started.elapsed());
    Ok(())
}

/// Fails, with `--strict`, for skipped operations and for keywords that are probably misspelled.
fn strict(report: &Report, is_strict: bool) -> Result<(), Stop> {
    let counted = |count: usize, singular: &str, plural: &str| match count {
        0 => None,
        1 => Some(format!("1 {singular}")),
        count => Some(format!("{count} {plural}")),
    };
    let misspelled = report.diagnostics.iter().filter(|diagnostic| diagnostic.is_misspelling()).count();
    let skipped = counted(report.skipped_operations.len(), "operation was skipped", "operations were skipped");
    let misspelled = counted(misspelled, "keyword is probably misspelled", "keywords are probably misspelled");
    let found: Vec<String> = skipped.into_iter().chain(misspelled).collect();
    if found.is_empty() || !is_strict {
        return Ok(());
    }
    Err(Stop::Refused(format!("{}, which --strict does not allow; nothing was written", found.join(" and "))))
}

fn generated(sources: &Sources, chosen: &Chosen, found: &ClientDir, lock: &Lock, tests: bool) -> Result<Output, Stop> {
    let runtime = client::runtime(&chosen.out.join("Cargo.toml"), found.manifest.as_deref())?;
    let options = Options {
        crate_name: chosen.name.clone(),
        lenient: chosen.lenient,
        custom: found.custom,
        only: chosen.only.clone(),
        tests,
        runtime,
        ..Options::default()
    };
    generate(sources, &options, lock).map_err(|report| {
        summary::print_report(&report, sources);
        summary::print_explain_hint(&report);
        eprintln!("{}", outlook(sources, &options, lock, &report));
        Stop::Reported
    })
}

/// Returns the number of errors, and what `--lenient` would generate.
fn outlook(sources: &Sources, options: &Options, lock: &Lock, report: &Report) -> String {
    let errors = report.count(Level::Error);
    let count = format!("{errors} {}; nothing was written", if errors == 1 { "error" } else { "errors" });
    match clientwright_cli::outlook(sources, options, lock, report) {
        Outlook::Irrelevant if options.lenient => format!("{count}; they cannot be repaired"),
        Outlook::Irrelevant => count,
        Outlook::Unrepairable => format!("{count}; --lenient cannot read it either"),
        Outlook::Repairable { generated, operations, repairs } => {
            let repairs = if repairs == 1 { "1 repair".to_owned() } else { format!("{repairs} repairs") };
            format!("{count}; with --lenient: {generated} of {operations} operations, {repairs}")
        }
    }
}

/// The maximum number of locked names that are shown.
const MAX_LOCKED: usize = 20;

/// Prints the names that only the lock keeps. Nothing else explains why a name remains after the `x-rust-name` of an
/// overlay was removed.
fn print_locked_names(sources: &Sources, chosen: &Chosen, output: &Output) {
    let options = Options { lenient: chosen.lenient, only: chosen.only.clone(), ..Options::default() };
    let options = Options { crate_name: chosen.name.clone(), ..options };
    let Some(fresh) = fresh_lock(sources, &options, output.lock.edition()) else { return };
    let kept = output.lock.kept(&fresh);
    if kept.is_empty() {
        return;
    }
    println!("{} names come from {LOCK} and would be different without it:", kept.len());
    for Kept { kind, item, name, otherwise } in kept.iter().take(MAX_LOCKED) {
        println!("  {kind} {item}: `{name}`, without the lock {otherwise}");
    }
    if kept.len() > MAX_LOCKED {
        println!("  and {} more", kept.len() - MAX_LOCKED);
    }
    println!(
        "to rename one, remove its line (`{0}<TAB>{1}<TAB>…`) from {LOCK} and run codegen; to rename all, use --new-names",
        kept[0].kind, kept[0].item
    );
}

/// Fails if the folder has another package: the examples of the documentation contain its name.
fn same_package(dir: &Path, found: &ClientDir, name: &str) -> Result<(), Stop> {
    match found.manifest.as_deref().and_then(client::package_name) {
        Some(other) if other != name => Err(Stop::Refused(format!(
            "{} has the package name `{other}`, but --name is `{name}`; use `--name {other}` or another folder, or rename it there first",
            dir.join("Cargo.toml").display()
        ))),
        Some(_) | None => Ok(()),
    }
}

fn check(found: &ClientDir, out: &Path, changes: &Changes<'_>) -> Result<(), Stop> {
    if changes.is_empty() && found.leftovers.is_empty() {
        println!("{} is up to date", out.display());
        return Ok(());
    }
    println!("{}", client::diff(changes));
    for leftover in &found.leftovers {
        println!("leftover of a run that was killed: {}", leftover.display());
    }
    Err(Stop::Refused(format!("{} is stale; run `cargo xtask {}`", out.display(), without_check())))
}

/// Returns the command line without `--check`, quoted for a shell.
fn without_check() -> String {
    let plain = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./=:,+@%".contains(&b));
    let word = |word: String| if plain(&word) { word } else { format!("'{}'", word.replace('\'', "'\\''")) };
    let words = std::env::args().skip(1).filter(|word| word != "--check").map(word);
    words.collect::<Vec<_>>().join(" ")
}
