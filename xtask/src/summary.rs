//! What a run tells: the messages on stderr, the summary on stdout.

use std::time::Duration;

use clientwright::report::{Level, Problem, Renderer};
use clientwright::{Output, Report, Sources};

use crate::write::Changes;

/// So many problems are said of one run: nobody reads on, and who mends these sees the next.
const SAID: usize = 200;

/// Says what is wrong, repaired, left out or widened. What merely had no effect is counted in the summary, and would bury
/// a mistake, but for an overlay's action: whoever wrote it wants one.
pub(crate) fn tell(report: &Report, sources: &Sources) {
    let mut renderer = Renderer::new(sources);
    let said = |problem: &&Problem| problem.level != Level::NoEffect || problem.code == "overlay";
    let mut more = 0;
    for (number, problem) in report.problems.iter().filter(said).enumerate() {
        if number < SAID {
            eprintln!("{}", renderer.render(problem));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        eprintln!("and {more} more\n");
    }
}

/// What a description says itself, as the part of a line: terminals obey control characters.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// The summary of a run that was successful.
pub(crate) fn print(output: &Output, spec: &str, bytes: usize, changes: &Changes, all: usize, took: Duration) {
    let summary = &output.summary;
    println!("read       {spec}: {} ({bytes} bytes)", one_line(&summary.title));
    println!(
        "generated  {} of {} operations in {} resources, {} types",
        summary.generated, summary.operations, summary.resources, summary.types
    );
    if let [(first, by), ..] = summary.paged.as_slice() {
        let count = summary.paged.len();
        println!(
            "pages      found for {count} operations, like {} (by {by}); `--report` lists them, `x-pagination` corrects them",
            one_line(first)
        );
    }
    if let Some(url) = &summary.base_to_give {
        println!("base URL   the description names no server: users give one, like `.base_url({url:?})`");
    }
    for left in &output.report.left_out {
        let why = output.report.problems.get(left.problem).map_or("", |problem| problem.what.as_str());
        println!("left out   {}: {}", one_line(&left.operation), one_line(why));
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
