//! `cargo xtask prove SPEC…|DIR`: proves that the clients of descriptions send and read what the
//! descriptions say. Must not write, run or judge drivers: `clientwright_cli::prove` does.

mod crates;

use std::path::PathBuf;

use clientwright_cli::prove::{Proof, json, text, totals};

use crate::cli::Prove;
use crate::corpus::{Document, bar, documents};
use crate::stop::Stop;

/// Runs the command.
pub(crate) fn prove(options: &Prove) -> Result<(), Stop> {
    let documents = listed(options)?;
    let scratch = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let scratch = scratch.join("target/prove");
    let bar = bar(documents.len());
    let mut proofs: Vec<Proof> = Vec::new();
    for document in &documents {
        bar.set_message(document.name.clone());
        proofs.push(crates::prove_document(document, &scratch, options));
        bar.inc(1);
    }
    bar.finish_and_clear();
    if options.json {
        println!("{}", json(&proofs));
    } else {
        print!("{}", text(&proofs, options.faults));
    }
    check(&proofs, options)
}

fn listed(options: &Prove) -> Result<Vec<Document>, Stop> {
    let mut all = Vec::new();
    for path in &options.specs {
        if path.is_dir() {
            all.extend(documents::list(path, &options.filter)?);
        } else {
            all.push(documents::file(path, options.root.clone()));
        }
    }
    if all.is_empty() {
        let paths: Vec<String> = options.specs.iter().map(|path: &PathBuf| path.display().to_string()).collect();
        return Err(Stop::Usage(format!("no description found in {}", paths.join(", "))));
    }
    Ok(all)
}

/// Fails if a proof did not complete, or if fewer operations are proven than `--min` requires.
fn check(proofs: &[Proof], options: &Prove) -> Result<(), Stop> {
    let failures: Vec<String> =
        proofs.iter().filter_map(|proof| Some(format!("{}: {}", proof.name, proof.failure.as_ref()?))).collect();
    if !failures.is_empty() {
        return Err(Stop::Refused(failures.join("\n")));
    }
    let (proven, operations) = totals(proofs);
    let share = 100.0 * proven as f64 / operations.max(1) as f64;
    match options.min {
        Some(least) if share < least => {
            Err(Stop::Refused(format!("{share:.2} % of the operations are proven, {least} % are required")))
        }
        Some(_) | None => Ok(()),
    }
}
