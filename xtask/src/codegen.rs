//! `cargo xtask codegen`: reads, generates, compares, and writes or shows the difference.

use std::collections::HashSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clientwright::report::{Code, Diagnostic, Level, Part, Renderer, look_ahead};
use clientwright::{Kept, Lock, Options, Output, Report, Sources, decoded, fresh_lock, generate};

use crate::cli::{Chosen, Codegen};
use crate::compare;
use crate::crate_dir::{CrateDir, LOCK};
use crate::disk::RealDisk;
use crate::lost;
use crate::manifest;
use crate::stop::Stop;
use crate::summary;
use crate::write::{self, Changes};

/// Does it.
pub(crate) fn codegen(options: &Codegen) -> Result<(), Stop> {
    let started = Instant::now();
    let chosen = options.target.chosen()?;
    // The process ends behind this function: what is large goes back with it, and not piece by piece before.
    let sources = ManuallyDrop::new(read(&chosen.spec, chosen.root.as_deref(), &chosen.overlay)?);
    let found = ManuallyDrop::new(CrateDir::read(&chosen.out)?);
    let lock = ManuallyDrop::new(lock(&found, &chosen.out, options.new_names)?);
    // A second look through a large text, for places, takes as long as reading it: it is done beside that.
    let (output, ahead) = std::thread::scope(|scope| {
        let looking = scope.spawn(|| look_ahead(&sources));
        let output = generated(&sources, &chosen, &found, &lock, options.tests || found.has_tests());
        (output, looking.join().unwrap_or_else(|why| std::panic::resume_unwind(why)))
    });
    let output = ManuallyDrop::new(output?);
    let changes = compare::changes(&chosen.out, &found, &output, &chosen.name)?;
    if let Some(path) = &options.report {
        lost::write(path, &output, &sources)?;
    }
    if options.check {
        told_of_lock(&sources, &chosen, &output);
        check(&found, &chosen.out, &changes)?;
        return strict(&output.report, options.strict);
    }
    if let Err(minded) = strict(&output.report, options.strict) {
        summary::tell(&output.report, &sources);
        return Err(minded);
    }
    for leftover in &found.leftovers {
        std::fs::remove_file(leftover).map_err(|error| Stop::io("remove", leftover, &error))?;
    }
    // The disk and the places of what is to be told have nothing to do with each other, and both take their time.
    let (written, told) = std::thread::scope(|scope| {
        let renderer = Renderer::new(&sources, &output.report.diagnostics).with(ahead);
        let telling = scope.spawn(|| summary::told(&output.report, renderer));
        let written = write::apply(&changes, &mut RealDisk);
        (written, telling.join().unwrap_or_else(|why| std::panic::resume_unwind(why)))
    });
    written.map_err(|failed| {
        Stop::Usage(format!("cannot write {}: {}; nothing was changed", failed.path.display(), failed.error))
    })?;
    eprint!("{told}");
    let bytes = sources.text(sources.root()).len();
    let all = output.files.len() + 2;
    summary::print(&output, &chosen.spec.display().to_string(), bytes, &changes, all, started.elapsed());
    Ok(())
}

/// What is told of and yet goes well, as an error where it is `minded`: an operation that is not there, and a keyword that was probably meant to say
/// something.
fn strict(report: &Report, minded: bool) -> Result<(), Stop> {
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let misspelt = report.diagnostics.iter().filter(|diagnostic| diagnostic.is_misspelling()).count();
    let left_out = counted(report.skipped_operations.len(), "operation was left out", "operations were left out");
    let misspelt = counted(misspelt, "keyword is probably misspelt", "keywords are probably misspelt");
    let found: Vec<String> = left_out.into_iter().chain(misspelt).collect();
    if found.is_empty() || !minded {
        return Ok(());
    }
    Err(Stop::Refused(format!("{}, which --strict does not allow: nothing was written", found.join(" and "))))
}

/// Reads the description: the root with its overlays, and all files below `root` (else the root file's folder) that it
/// refers to.
pub(crate) fn read(spec: &Path, root: Option<&Path>, overlays: &[PathBuf]) -> Result<Sources, Stop> {
    let mut sources = Sources::new(&spec.display().to_string(), text(spec)?);
    for overlay in overlays {
        sources.overlay(&overlay.display().to_string(), text(overlay)?);
    }
    let folder = root.or(spec.parent()).unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let within = folder.canonicalize().map_err(|error| Stop::io("read", folder, &error))?;
    let (mut asked, mut bytes) = (HashSet::new(), 0);
    loop {
        let wanted: Vec<String> = sources.wanted().into_iter().filter(|name| asked.insert(name.clone())).collect();
        if wanted.is_empty() {
            return Ok(sources);
        }
        for name in wanted {
            let path = Path::new(&name);
            // What is not there, or lies elsewhere, is told of where it is referred to.
            let inside = path.canonicalize().is_ok_and(|path| path.starts_with(&within) && path.is_file());
            if inside {
                match text(path) {
                    Ok(text) => {
                        bytes += text.len();
                        sources.insert(&name, text);
                    }
                    // Nothing that is generated may need it.
                    Err(stop) => sources.insert_unreadable(&name, stop.to_string()),
                }
                bounded(spec, sources.files().count(), bytes)?;
            }
        }
    }
}

/// So many files may belong to a description: where folders are links, one file has names without end.
const FILES: usize = 5_000;
/// And so many bytes may be in those that it refers to.
const BYTES: usize = 256 * 1024 * 1024;

fn bounded(spec: &Path, files: usize, bytes: usize) -> Result<(), Stop> {
    if files <= FILES && bytes <= BYTES {
        return Ok(());
    }
    let spec = spec.display();
    Err(Stop::Refused(format!("{spec} refers to more than {FILES} files, or to files of more than {BYTES} bytes")))
}

fn text(spec: &Path) -> Result<String, Stop> {
    let bytes = std::fs::read(spec).map_err(|error| Stop::io("read", spec, &error))?;
    decoded(bytes)
        .map_err(|line| Stop::Usage(format!("{} is not UTF-8, UTF-16 or UTF-32: line {line}", spec.display())))
}

/// The lock of the folder. Files of ours without one would get new names: that is not done in silence.
pub(crate) fn lock(found: &CrateDir, out: &Path, new_names: bool) -> Result<Lock, Stop> {
    let path = out.join(LOCK);
    match &found.lock {
        _ if new_names => Ok(Lock::default()),
        Some(text) => Lock::parse(text).map_err(|error| {
            Stop::Refused(format!(
                "{}: {error}; restore it from version control, or start over with --new-names",
                path.display()
            ))
        }),
        None if found.has_ours() => Err(Stop::Refused(format!(
            "{} is missing beside generated files, and names could change without it: restore it from version control \
             (`git checkout -- {}`), or start over with --new-names",
            path.display(),
            path.display()
        ))),
        None => Ok(Lock::default()),
    }
}

fn generated(sources: &Sources, chosen: &Chosen, found: &CrateDir, lock: &Lock, tests: bool) -> Result<Output, Stop> {
    let runtime = manifest::runtime(found.manifest.as_deref());
    let runtime =
        runtime.map_err(|why| Stop::Refused(format!("{}: {why}", chosen.out.join("Cargo.toml").display())))?;
    let options = Options {
        crate_name: chosen.name.clone(),
        lenient: chosen.lenient,
        custom: found.custom,
        only: chosen.only.clone(),
        names: false,
        tests,
        runtime,
    };
    generate(sources, &options, lock).map_err(|report| {
        summary::tell(&report, sources);
        summary::tell_of_explain(&report);
        eprintln!("{}", way_out(sources, &options, lock, &report));
        Stop::Reported
    })
}

/// What reading leniently would make of it: found out by doing so, in memory.
fn way_out(sources: &Sources, options: &Options, lock: &Lock, report: &Report) -> String {
    let wrong = report.count(Level::Error);
    let said = format!("{wrong} {} wrong; nothing was written", if wrong == 1 { "thing is" } else { "things are" });
    // No repair makes an operation that is asked for.
    if report.diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error || diagnostic.code == Code::Only) {
        return said;
    }
    // A root of which no tree could be made, or none that may be read on, is not read again.
    let root = |of: &Diagnostic| of.span.file == sources.root() || sources.overlays().contains(&of.span.file);
    let unread =
        |of: &Diagnostic| root(of) && (of.code == Code::TooLarge || matches!(of.span.part, Part::Position { .. }));
    if !options.lenient && report.diagnostics.iter().any(unread) {
        return format!("{said}; --lenient cannot read it either");
    }
    if options.lenient {
        return format!("{said}; these cannot be repaired");
    }
    match generate(sources, &Options { lenient: true, ..options.clone() }, lock) {
        Ok(output) => format!(
            "{said}; with --lenient: {} of {} operations, {}",
            output.summary.generated,
            output.summary.operations,
            match output.report.count(Level::Repaired) {
                1 => "1 repair".to_owned(),
                count => format!("{count} repairs"),
            }
        ),
        Err(_) => format!("{said}; --lenient cannot read it either"),
    }
}

/// Names that are listed, of those that come from the lock.
const LISTED: usize = 20;

/// Says which names are what they are because the lock has them: nothing else tells why a name outlives the `x-rust-name`
/// that an overlay gave.
fn told_of_lock(sources: &Sources, chosen: &Chosen, output: &Output) {
    let options = Options { lenient: chosen.lenient, only: chosen.only.clone(), ..Options::default() };
    let options = Options { crate_name: chosen.name.clone(), ..options };
    let Some(fresh) = fresh_lock(sources, &options, output.lock.edition()) else { return };
    let kept = output.lock.kept(&fresh);
    if kept.is_empty() {
        return;
    }
    println!("{} of the names come from {LOCK}, and would be others without it:", kept.len());
    for Kept { kind, item, name, otherwise } in kept.iter().take(LISTED) {
        println!("  {kind} {item}: `{name}`, without the lock {otherwise}");
    }
    if kept.len() > LISTED {
        println!("  and {} more", kept.len() - LISTED);
    }
    println!(
        "to rename one, remove its line (`{0}<TAB>{1}<TAB>…`) from {LOCK} and run codegen; to rename all, give --new-names",
        kept[0].kind, kept[0].item
    );
}

fn check(found: &CrateDir, out: &Path, changes: &Changes<'_>) -> Result<(), Stop> {
    if changes.is_empty() && found.leftovers.is_empty() {
        println!("{} is what codegen writes", out.display());
        return Ok(());
    }
    println!("{}", compare::diff(found, out, changes));
    for leftover in &found.leftovers {
        println!("left over from a run that was killed: {}", leftover.display());
    }
    Err(Stop::Refused(format!("{} is stale: run `cargo xtask {}`", out.display(), without_check())))
}

/// The command line without `--check`, to be pasted.
fn without_check() -> String {
    let plain = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./=:,+@%".contains(&b));
    let word = |word: String| if plain(&word) { word } else { format!("'{}'", word.replace('\'', "'\\''")) };
    let words = std::env::args().skip(1).filter(|of| of != "--check").map(word);
    words.collect::<Vec<_>>().join(" ")
}
