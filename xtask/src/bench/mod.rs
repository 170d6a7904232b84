//! `cargo xtask bench types`: what the form of the output costs those who build it, measured beside the same types
//! with serde's derives, in one run. Scratch crates lie in `target/bench`; figures go to stdout as Markdown.

mod call;
mod cost;
mod documents;
mod forms;
mod measure;
mod scratch;
mod speed;
mod synthetic;
mod wide;

pub(crate) use call::call;
pub(crate) use cost::cost;
pub(crate) use documents::documents;
pub(crate) use measure::measured;

use std::path::Path;

use crate::cli::{BenchTypes, Figure};
use crate::stop::Stop;
use forms::Form;
use measure::Usage;
use scratch::Scratch;

/// Does it.
pub(crate) fn types(options: &BenchTypes) -> Result<(), Stop> {
    let kind = if options.wide { "enums, unions, maps, null beside absent and recursion among them" } else { "plain" };
    println!("types of {} fields, {kind}; user seconds, peak memory of one process", synthetic::FIELDS);
    let wanted = |figure| options.only.is_none_or(|only| only == figure);
    let scratch = Scratch::for_types(Path::new("target/bench"))?;
    if wanted(Figure::Check) {
        scratch.fill(&forms::document(options, options.types)?)?;
        check(&scratch, options)?;
    }
    let few = forms::document(options, options.built)?;
    scratch.fill(&few)?;
    if wanted(Figure::Build) {
        build(&scratch, options)?;
    }
    if wanted(Figure::Speed) {
        println!("\n{}", scratch.speed(&few)?);
    }
    Ok(())
}

fn check(scratch: &Scratch, options: &BenchTypes) -> Result<(), Stop> {
    scratch.prepare()?;
    let usages = scratch.check(options.rounds)?;
    println!("\n{} types, an operation each\n\n| form | check |\n|---|---|", options.types);
    for (form, usage) in Form::ALL.iter().zip(&usages) {
        println!("| {} | {} |", form.title(), against(usage, usages.first()));
    }
    Ok(())
}

fn build(scratch: &Scratch, options: &BenchTypes) -> Result<(), Stop> {
    println!("\n{} types\n\n| form | debug, all used | release, all used | release, one used |", options.built);
    println!("|---|---|---|---|");
    for form in Form::ALL {
        let built = scratch.build(form)?;
        println!("| {} | {} |", form.title(), built.iter().map(scratch::Built::show).collect::<Vec<_>>().join(" | "));
    }
    Ok(())
}

fn against(usage: &Usage, first: Option<&Usage>) -> String {
    let ratio = first.map_or(1.0, |first| usage.user.as_secs_f64() / first.user.as_secs_f64().max(0.001));
    format!("{} ({ratio:.2})", usage.show())
}
