//! `cargo xtask prove SPEC…|DIR`: shows that the client of a description sends and reads what it says. Generates, compiles a
//! driver against the client, runs it over all cases and reports. What is right is decided in the crate `clientwright_prover`.

mod one;
mod report;

use std::path::PathBuf;

use crate::cli::Prove;
use crate::corpus::{Document, bar, documents};
use crate::stop::Stop;
use one::Outcome;

/// Does it.
pub(crate) fn prove(options: &Prove) -> Result<(), Stop> {
    let documents = listed(options)?;
    let scratch = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let scratch = scratch.join("target/prove");
    let bar = bar(documents.len());
    let mut outcomes: Vec<Outcome> = Vec::new();
    for document in &documents {
        bar.set_message(document.name.clone());
        outcomes.push(one::prove(document, &scratch, options));
        bar.inc(1);
    }
    bar.finish_and_clear();
    if options.json {
        println!("{}", report::json(&outcomes));
    } else {
        print!("{}", report::text(&outcomes, options.faults));
    }
    verdict(&outcomes, options)
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
        let given: Vec<String> = options.specs.iter().map(|path: &PathBuf| path.display().to_string()).collect();
        return Err(Stop::Usage(format!("{}: no description that was asked for", given.join(", "))));
    }
    Ok(all)
}

/// Exit 1 where something did not run to its end, or less is proven than asked for.
fn verdict(outcomes: &[Outcome], options: &Prove) -> Result<(), Stop> {
    let broken: Vec<String> =
        outcomes.iter().filter_map(|of| Some(format!("{}: {}", of.name, of.broken.as_ref()?))).collect();
    if !broken.is_empty() {
        return Err(Stop::Refused(broken.join("\n")));
    }
    let (proven, operations) = report::totals(outcomes);
    let share = 100.0 * proven as f64 / operations.max(1) as f64;
    match options.min {
        Some(least) if share < least => {
            Err(Stop::Refused(format!("{share:.2} % of the operations are proven, {least} % are asked for")))
        }
        Some(_) | None => Ok(()),
    }
}
