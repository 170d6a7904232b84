//! What a run tells: the messages on stderr, the summary on stdout.

use std::time::Duration;

use clientwright::report::{Level, Problem, Renderer};
use clientwright::{Output, Report, Sources};

use crate::write::Changes;

/// Says what is wrong, repaired, left out or widened. What merely had no effect is counted in the summary, and would bury a mistake, but for an
/// overlay's action: whoever wrote it wants one.
pub(crate) fn tell(report: &Report, sources: &Sources) {
    let mut renderer = Renderer::new(sources);
    let said = |problem: &&Problem| problem.level != Level::NoEffect || problem.code == "overlay";
    for problem in report.problems.iter().filter(said) {
        eprintln!("{}", renderer.render(problem));
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
    if let Some(url) = &summary.base_to_give {
        println!("base URL   the description names no server: users give one, like `.base_url({url:?})`");
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
