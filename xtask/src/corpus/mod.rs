//! `cargo xtask corpus DIR`: generates all descriptions of a folder with `--lenient`, each in a
//! process of its own, compiles and documents the crates on demand, and prints a table. Must not
//! know what is generated.

mod batch;
mod cargo;
mod docs;
pub(crate) mod documents;
mod generate;
mod programs;
mod result;
mod table;
mod workspace;

pub(crate) use documents::Document;
pub(crate) use generate::generate_one;
pub(crate) use programs::programs;
pub(crate) use workspace::{bar, resources, workspace};

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex;

use crate::cli::Corpus;
use crate::stop::Stop;
use result::CorpusResult;

/// Runs the command.
pub(crate) fn corpus(options: &Corpus) -> Result<(), Stop> {
    let documents = documents::list(&options.dir, &options.filter)?;
    if documents.is_empty() {
        return Err(Stop::Usage(format!("no description found in {}", options.dir.display())));
    }
    let scratch = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let scratch = scratch.join("target/corpus");
    let members: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    let _lock = workspace::lock(&scratch)?;
    workspace::workspace(&scratch, &members)?;
    let mut results = run_all(&documents, &scratch, options);
    results.sort_by(|a, b| a.name.cmp(&b.name));
    if options.json {
        println!("{}", table::json(&results));
    } else {
        println!("{}", table::text(&results, options));
    }
    check(&results, options)
}

fn run_all(documents: &[Document], scratch: &Path, options: &Corpus) -> Vec<CorpusResult> {
    let bar = bar(documents.len());
    let queue: Mutex<VecDeque<&Document>> = Mutex::new(documents.iter().collect());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.max(1) {
            scope.spawn(|| {
                while let Some(document) = next(&queue) {
                    bar.set_message(document.name.clone());
                    let result = generate::run(document, scratch);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(result);
                    bar.inc(1);
                }
            });
        }
    });
    let mut results = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if options.check || options.docs || options.examples {
        bar.reset();
        // With `--features`, each crate is checked on its own below.
        if options.check && !options.features {
            bar.set_message("cargo check");
            batch::check(&mut results, scratch, &|count| bar.inc(count));
            bar.reset();
        }
        for result in results.iter_mut().filter(|_| options.features || options.docs || options.examples) {
            bar.set_message(format!("cargo {}", result.name));
            check_crate(result, scratch, options);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    results
}

/// Checks a crate as the options require.
fn check_crate(result: &mut CorpusResult, scratch: &Path, options: &Corpus) {
    if options.check && options.features {
        cargo::check(result, scratch);
    }
    if options.docs {
        docs::document(result, scratch);
    }
    if options.examples {
        docs::examples(result, scratch);
    }
}

fn next<'a>(queue: &Mutex<VecDeque<&'a Document>>) -> Option<&'a Document> {
    queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop_front()
}

fn check(results: &[CorpusResult], options: &Corpus) -> Result<(), Stop> {
    let bad: Vec<&str> = results.iter().filter(|result| result.is_bad()).map(|result| result.name.as_str()).collect();
    if !bad.is_empty() {
        return Err(Stop::Refused(format!("refused, or with errors or warnings: {}", bad.join(", "))));
    }
    let skipped: usize = results.iter().map(|result| result.skipped.len()).sum();
    match options.max_skipped {
        Some(most) if skipped > most => {
            Err(Stop::Refused(format!("{skipped} operations were skipped, {most} are allowed")))
        }
        Some(_) | None => Ok(()),
    }
}
