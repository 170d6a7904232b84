//! `cargo xtask mutants`: plants one mutant (a small mistake) at a time in a copy of runtime and generator, and
//! checks that the proof finds it, or a test where the proof cannot. Must not know what is right on the wire.

mod list;
mod report;
mod scratch;
mod trial;

use std::path::Path;
use std::time::Instant;

use crate::cli::Mutants;
use crate::corpus::bar;
use crate::stop::Stop;
use list::Mutant;
use report::Row;
use scratch::Scratch;
use trial::{Baseline, Verdict};

/// The folder of the lists and of the description.
const LISTS: &str = "xtask/mutants";
/// The description that is proven: it has everything that the wire can have.
const EVERYTHING: &str = "xtask/mutants/everything.yaml";

/// Runs the command.
pub(crate) fn mutants(options: &Mutants) -> Result<(), Stop> {
    let started = Instant::now();
    let root = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let all = list::read(&root, Path::new(LISTS))?;
    let chosen: Vec<&Mutant> = all.iter().filter(|mutant| mutant.is_selected(&options.filter)).collect();
    if chosen.is_empty() {
        return Err(Stop::Usage(format!("no mutant or list matches {}", options.filter.join(" or "))));
    }
    if options.list {
        print!("{}", report::list(&chosen, options.json));
        return Ok(());
    }
    let rows = run_trials(&root, &chosen)?;
    let seconds = started.elapsed().as_secs_f64();
    match options.json {
        true => println!("{}", report::json(&rows, seconds)),
        false => print!("{}", report::text(&rows, seconds)),
    }
    check(&rows)
}

fn run_trials<'m>(root: &Path, chosen: &[&'m Mutant]) -> Result<Vec<Row<'m>>, Stop> {
    eprintln!("copying and building the sources");
    let scratch = Scratch::new(root)?;
    let baseline = Baseline::check(&scratch, chosen)?;
    eprintln!("all {} operations are proven without a mutant", baseline.proven);
    let bar = bar(chosen.len());
    let mut rows = Vec::new();
    for mutant in chosen {
        bar.set_message(mutant.id.clone());
        let started = Instant::now();
        scratch.plant(mutant)?;
        let verdict = trial::run_trial(&scratch, mutant, &baseline);
        scratch.restore(mutant)?;
        let row = Row { mutant, verdict: verdict?, seconds: started.elapsed().as_secs_f64() };
        // If stderr is a file, there is no bar, and these lines show the progress.
        bar.suspend(|| eprintln!("{}", report::line(&row)));
        rows.push(row);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(rows)
}

/// Fails if a mutant survived or does not compile.
fn check(rows: &[Row<'_>]) -> Result<(), Stop> {
    let ids = |wanted: fn(&Verdict) -> bool| {
        let all: Vec<&str> = rows.iter().filter(|row| wanted(&row.verdict)).map(|row| row.mutant.id.as_str()).collect();
        all.join(", ")
    };
    let survived = ids(|verdict| matches!(verdict, Verdict::Survived));
    let invalid = ids(|verdict| matches!(verdict, Verdict::Invalid(_)));
    match (survived.is_empty(), invalid.is_empty()) {
        (true, true) => Ok(()),
        (false, _) => Err(Stop::Refused(format!("neither the proof nor a test found these mutants: {survived}"))),
        (true, false) => Err(Stop::Refused(format!("these mutants do not compile: {invalid}"))),
    }
}
