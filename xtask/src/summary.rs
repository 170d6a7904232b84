//! What a run tells: the messages on stderr, the summary on stdout.

use std::time::Duration;

use clientwright::report::{Level, Renderer};
use clientwright::{Output, Report, Sources};

use crate::write::Changes;

/// Says every problem of a description that is wrong.
pub(crate) fn tell_all(report: &Report, sources: &Sources) {
    let mut renderer = Renderer::new(sources);
    for problem in &report.problems {
        eprintln!("{}", renderer.render(problem));
    }
}

/// So many mistakes without effect are said; a large description may have hundreds.
const SHOWN: usize = 20;

/// Says what was repaired, left out or widened. What had no effect is counted in the summary where it is as it should be
/// (a limit that the server checks); where somebody made a mistake, or wanted an effect, it is said too.
pub(crate) fn tell_some(report: &Report, sources: &Sources) {
    let mut renderer = Renderer::new(sources);
    let mut mistakes = 0;
    for problem in &report.problems {
        let quiet = problem.level == Level::NoEffect;
        mistakes += usize::from(quiet && problem.code.is_mistake());
        if !quiet || problem.code.is_mistake() && mistakes <= SHOWN {
            eprintln!("{}", renderer.render(problem));
        }
    }
    if mistakes > SHOWN {
        eprintln!("{} more mistakes had no effect; `--report FILE` lists them\n", mistakes - SHOWN);
    }
}

/// Where there is more to read on what was said.
pub(crate) fn tell_of_explain(report: &Report) {
    if let Some(first) = report.problems.first() {
        eprintln!("`cargo xtask explain {}` says what is behind a code\n", first.code);
    }
}

/// The summary of a run that was successful.
pub(crate) fn print(output: &Output, spec: &str, bytes: usize, changes: &Changes, all: usize, took: Duration) {
    let summary = &output.summary;
    println!("read       {spec}: {} ({bytes} bytes)", summary.title);
    println!(
        "generated  {} of {} operations in {} resources, {} types",
        summary.generated, summary.operations, summary.resources, summary.types
    );
    if let [(first, by), ..] = summary.paged.as_slice() {
        let count = summary.paged.len();
        println!(
            "pages      found for {count} operations, like {first} (by {by}); `--report` lists them, `x-pagination` corrects them"
        );
    }
    for left in &output.report.left_out {
        let why = output.report.problems.get(left.problem).map_or("", |problem| problem.what.as_str());
        println!("left out   {}: {why}", left.operation);
    }
    let counts = [
        ("repaired", output.report.count(Level::Repaired)),
        ("widened", output.report.count(Level::Widened)),
        ("no effect", output.report.count(Level::NoEffect)),
    ];
    for (word, count) in counts.iter().filter(|(_, count)| *count > 0) {
        println!("{word:<10} {count} {}", if *count == 1 { "place" } else { "places" });
    }
    let (written, removed) = (changes.write.len(), changes.remove.len());
    println!("files      {written} written, {} unchanged, {removed} removed", all.saturating_sub(written));
    println!("took       {} ms", took.as_millis());
}
