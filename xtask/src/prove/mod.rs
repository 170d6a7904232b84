//! `cargo xtask prove SPEC…|DIR`: shows that the client of a description sends and reads what it says. Generates, compiles a
//! driver against the client, runs it over all cases and reports. What is right is decided in the crate `prover`.

mod one;
mod report;

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::Prove;
use crate::corpus::{Document, documents, workspace};
use crate::stop::Stop;
use one::Outcome;

/// Does it.
pub(crate) fn prove(options: &Prove) -> Result<(), Stop> {
    let documents = listed(options)?;
    let scratch = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let scratch = scratch.join("target/prove");
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(documents.len() as u64).with_style(style);
    // All are written first: a workspace whose members are not there cannot be compiled.
    let made: Vec<_> = documents.iter().map(|document| one::generate(document, &scratch, options)).collect();
    let written = made.iter().filter(|made| made.is_written());
    let members: Vec<String> = written.flat_map(|of| [of.name().to_owned(), format!("{}-driver", of.name())]).collect();
    workspace(&scratch, &members.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut outcomes: Vec<Outcome> = Vec::new();
    for made in made {
        bar.set_message(made.name().to_owned());
        outcomes.push(one::prove(made, &scratch, options));
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
