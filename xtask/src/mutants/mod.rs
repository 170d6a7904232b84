//! `cargo xtask mutants`: plants one mutant (a small mistake) at a time in a copy of runtime and
//! generator, and checks that the proof finds it, or a test where the proof cannot. Must not know
//! what is right on the wire.

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
use report::MutantResult;
use scratch::Scratch;
use trial::{Baseline, Verdict};

/// Runs the command.
pub(crate) fn mutants(options: &Mutants) -> Result<(), Stop> {
    let started = Instant::now();
    let root = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let all = list::read(&root)?;
    let chosen: Vec<&Mutant> = all.iter().filter(|mutant| mutant.is_selected(&options.filter)).collect();
    if chosen.is_empty() {
        return Err(Stop::Usage(format!("no mutant or list matches {}", options.filter.join(" or "))));
    }
    if options.list {
        print!("{}", report::list(&chosen, options.json));
        return Ok(());
    }
    let results = run_trials(&root, &chosen)?;
    let seconds = started.elapsed().as_secs_f64();
    match options.json {
        true => println!("{}", report::json(&results, seconds)),
        false => print!("{}", report::text(&results, seconds)),
    }
    check(&results)
}

fn run_trials<'m>(root: &Path, chosen: &[&'m Mutant]) -> Result<Vec<MutantResult<'m>>, Stop> {
    eprintln!("copying and building the sources");
    let scratch = Scratch::new(root)?;
    let baseline = Baseline::check(&scratch, chosen)?;
    eprintln!("all {} operations are proven without a mutant", baseline.proven);
    let bar = bar(chosen.len());
    let mut results = Vec::new();
    for mutant in chosen {
        bar.set_message(mutant.id.clone());
        let started = Instant::now();
        scratch.plant(mutant)?;
        let verdict = trial::run_trial(&scratch, mutant, &baseline);
        scratch.restore(mutant)?;
        let result = MutantResult { mutant, verdict: verdict?, seconds: started.elapsed().as_secs_f64() };
        // The bar is hidden if stderr is a file. These lines show the progress then.
        bar.suspend(|| eprintln!("{}", report::line(&result)));
        results.push(result);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(results)
}

/// Fails if a mutant survived or does not compile.
fn check(results: &[MutantResult<'_>]) -> Result<(), Stop> {
    let ids = |wanted: fn(&Verdict) -> bool| {
        let all: Vec<&str> =
            results.iter().filter(|result| wanted(&result.verdict)).map(|result| result.mutant.id.as_str()).collect();
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
