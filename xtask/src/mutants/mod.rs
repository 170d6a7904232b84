//! `cargo xtask mutants`: plants one mistake at a time in the runtime and the generator, in a copy of the sources, and looks whether the
//! proof on the wire sees it, or, where it cannot, the test that is named. Must not know what is right on the wire.

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
use trial::{Verdict, Whole};

/// The folder of the lists, and of the description that they are tried with.
const LISTS: &str = "xtask/mutants";
/// That description: all kinds of things that go over the wire.
const EVERYTHING: &str = "xtask/mutants/everything.yaml";

/// Does it.
pub(crate) fn mutants(options: &Mutants) -> Result<(), Stop> {
    let started = Instant::now();
    let root = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    let all = list::read(&root, Path::new(LISTS))?;
    let chosen: Vec<&Mutant> = all.iter().filter(|mutant| mutant.is_asked_for(&options.filter)).collect();
    if chosen.is_empty() {
        return Err(Stop::Usage(format!("no mutant's name or list holds {}", options.filter.join(" or "))));
    }
    if options.list {
        print!("{}", report::listed(&chosen, options.json));
        return Ok(());
    }
    let rows = tried(&root, &chosen)?;
    let seconds = started.elapsed().as_secs_f64();
    match options.json {
        true => println!("{}", report::json(&rows, seconds)),
        false => print!("{}", report::text(&rows, seconds)),
    }
    verdict(&rows)
}

fn tried<'m>(root: &Path, chosen: &[&'m Mutant]) -> Result<Vec<Row<'m>>, Stop> {
    eprintln!("copies the sources and builds them as they are");
    let scratch = Scratch::new(root)?;
    let whole = Whole::shown(&scratch, chosen)?;
    eprintln!("without a mistake all {} operations are proven", whole.proven);
    let bar = bar(chosen.len());
    let mut rows = Vec::new();
    for mutant in chosen {
        bar.set_message(mutant.id.clone());
        let began = Instant::now();
        scratch.plant(mutant)?;
        let verdict = trial::of(&scratch, mutant, &whole);
        scratch.restore(mutant)?;
        let row = Row { mutant, verdict: verdict?, seconds: began.elapsed().as_secs_f64() };
        // A bar is not shown where stderr is a file; this is then what tells how far it is.
        bar.suspend(|| eprintln!("{}", report::line(&row)));
        rows.push(row);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(rows)
}

/// Exit 1 where one survived, or is none.
fn verdict(rows: &[Row<'_>]) -> Result<(), Stop> {
    let named = |wanted: fn(&Verdict) -> bool| {
        let ids: Vec<&str> = rows.iter().filter(|row| wanted(&row.verdict)).map(|row| row.mutant.id.as_str()).collect();
        ids.join(", ")
    };
    let survived = named(|of| matches!(of, Verdict::Survived));
    let broken = named(|of| matches!(of, Verdict::NoMutant(_)));
    match (survived.is_empty(), broken.is_empty()) {
        (true, true) => Ok(()),
        (false, _) => Err(Stop::Refused(format!("neither the proof nor a test saw these mistakes: {survived}"))),
        (true, false) => {
            Err(Stop::Refused(format!("these do not compile, and so are no mutants; plant them otherwise: {broken}")))
        }
    }
}
