//! `cargo xtask corpus DIR`: generates every description of a folder, each in a process of its own, compiles the crates
//! and documents them when asked, and prints a table and totals. Read leniently; what is left out is grouped by its reason.

mod batch;
mod docs;
pub(crate) mod documents;
mod one;
mod programs;
mod table;

pub(crate) use documents::Document;
pub(crate) use one::{one, resources};
pub(crate) use programs::programs;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::Corpus;
use crate::stop::Stop;
use one::Outcome;

/// Does it.
pub(crate) fn corpus(options: &Corpus) -> Result<(), Stop> {
    let documents = documents::list(&options.dir, &options.filter)?;
    if documents.is_empty() {
        return Err(Stop::Usage(format!("{} holds no description that was asked for", options.dir.display())));
    }
    let scratch = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let scratch = scratch.join("target/corpus");
    let members: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    let _alone = alone(&scratch)?;
    workspace(&scratch, &members)?;
    let mut outcomes = all(&documents, &scratch, options);
    outcomes.sort_by(|one, other| one.name.cmp(&other.name));
    if options.json {
        println!("{}", table::json(&outcomes));
    } else {
        println!("{}", table::text(&outcomes, options));
    }
    verdict(&outcomes, options)
}

/// Waits until no other run uses the folder: each would take the other's workspace away. What is given back keeps others waiting.
fn alone(scratch: &Path) -> Result<std::fs::File, Stop> {
    let path = scratch.join("run.lock");
    let failed = |error: std::io::Error| Stop::io("lock", &path, &error);
    std::fs::create_dir_all(scratch).map_err(failed)?;
    let file = std::fs::File::create(&path).map_err(failed)?;
    if file.try_lock().is_err() {
        eprintln!("another run uses {}; waiting for its end", scratch.display());
        file.lock().map_err(failed)?;
    }
    Ok(file)
}

/// A workspace for the crates, so that they share what they depend on, in the versions of the project.
pub(crate) fn workspace(scratch: &Path, members: &[&str]) -> Result<(), Stop> {
    // What is compiled here is not looked into by a debugger.
    let text = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n[profile.dev]\ndebug = false\n");
    let path = scratch.join("Cargo.toml");
    std::fs::create_dir_all(scratch)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|e| Stop::io("write", &path, &e))?;
    // Elsewhere than in the project there is none, and cargo takes the newest.
    let _ = std::fs::copy("Cargo.lock", scratch.join("Cargo.lock"));
    Ok(())
}

/// A progress bar, on stderr.
pub(crate) fn bar(count: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(count as u64).with_style(style)
}

fn all(documents: &[Document], scratch: &Path, options: &Corpus) -> Vec<Outcome> {
    let bar = bar(documents.len());
    let queue: Mutex<VecDeque<&Document>> = Mutex::new(documents.iter().collect());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.max(1) {
            scope.spawn(|| {
                while let Some(document) = next(&queue) {
                    bar.set_message(document.name.clone());
                    let outcome = one::run(document, scratch);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(outcome);
                    bar.inc(1);
                }
            });
        }
    });
    let mut outcomes = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if options.check || options.docs || options.examples {
        bar.reset();
        // With its resources one by one, each crate is checked alone.
        if options.check && !options.features {
            bar.set_message("cargo check");
            batch::check(&mut outcomes, scratch, &|count| bar.inc(count));
            bar.reset();
        }
        for outcome in outcomes.iter_mut().filter(|_| options.features || options.docs || options.examples) {
            bar.set_message(format!("cargo {}", outcome.name));
            prove(outcome, scratch, options);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    outcomes
}

/// Whatever is asked for of a crate.
fn prove(outcome: &mut Outcome, scratch: &Path, options: &Corpus) {
    if options.check && options.features {
        one::check(outcome, scratch);
    }
    if options.docs {
        docs::document(outcome, scratch);
    }
    if options.examples {
        docs::examples(outcome, scratch);
    }
}

fn next<'a>(queue: &Mutex<VecDeque<&'a Document>>) -> Option<&'a Document> {
    queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop_front()
}

fn verdict(outcomes: &[Outcome], options: &Corpus) -> Result<(), Stop> {
    let bad: Vec<&str> = outcomes.iter().filter(|of| of.is_bad()).map(|of| of.name.as_str()).collect();
    if !bad.is_empty() {
        return Err(Stop::Refused(format!("refused, or with errors or warnings: {}", bad.join(", "))));
    }
    let left: usize = outcomes.iter().map(|of| of.left_out.len()).sum();
    match options.max_left_out {
        Some(most) if left > most => Err(Stop::Refused(format!("{left} operations were left out, {most} are allowed"))),
        Some(_) | None => Ok(()),
    }
}

/// The path of a scratch crate.
fn crate_of(scratch: &Path, name: &str) -> PathBuf {
    scratch.join(name)
}
