//! What a run tells: the messages on stderr, the summary on stdout.

use std::time::Duration;

use clientwright::report::{Code, Diagnostic, Level, Renderer};
use clientwright::{Output, Report, Sources};

use crate::write::Changes;

/// So many problems are said of one run: nobody reads on, and who mends these sees the next.
const SAID: usize = 200;
/// So many mistakes without effect are said; a large description may have hundreds.
const SHOWN: usize = 20;

/// Says what is to be said.
pub(crate) fn tell(report: &Report, sources: &Sources) {
    eprint!("{}", told(report, Renderer::new(sources, &report.diagnostics)));
}

/// What [`tell`] says: found out apart from saying it, as that takes a while with large descriptions.
pub(crate) fn told(report: &Report, mut renderer: Renderer<'_>) -> String {
    let mut text = String::new();
    let (mut said, mut quiet) = (0, 0);
    for diagnostic in to_be_said(report) {
        let (count, most) = match diagnostic.level {
            Level::Ignored => (&mut quiet, SHOWN),
            Level::Error | Level::Repaired | Level::Skipped | Level::Widened => (&mut said, SAID),
        };
        *count += 1;
        if *count <= most {
            text += &renderer.render(diagnostic);
            text.push('\n');
        }
    }
    if said > SAID {
        text += &format!("and {} more\n\n", said - SAID);
    }
    if quiet > SHOWN {
        text += &format!("{} more mistakes had no effect; `--report FILE` lists them\n\n", quiet - SHOWN);
    }
    text
}

/// What is wrong, repaired, left out or widened. What had no effect is counted in the summary where it is as it should be (a limit that
/// the server checks); where somebody made a mistake, or wanted an effect, it is said too. Beside what is wrong, which it would bury, only
/// that is said of which the rest may come.
fn to_be_said(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let wrong = report.has_errors();
    report.diagnostics.iter().filter(move |diagnostic| match diagnostic.level {
        Level::Ignored if wrong => diagnostic.code == Code::SelectsNothing || diagnostic.is_misspelling(),
        Level::Ignored => diagnostic.code.is_mistake() || diagnostic.code == Code::Unpaged,
        Level::Error | Level::Repaired | Level::Skipped | Level::Widened => true,
    })
}

/// What a description says itself, as the part of a line: terminals obey control characters.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Where there is more to read on what was said.
pub(crate) fn tell_of_explain(report: &Report) {
    if let Some(first) = to_be_said(report).next() {
        eprintln!("`cargo xtask explain {}` says what is behind a code\n", first.code);
    }
}

/// The summary of a run that was successful.
pub(crate) fn print(output: &Output, spec: &str, bytes: usize, changes: &Changes<'_>, all: usize, took: Duration) {
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
    if let Some(url) = &summary.example_base_url {
        println!("base URL   the description names no server: users give one, like `.base_url({url:?})`");
    }
    for left in &output.report.skipped_operations {
        let why = output.report.diagnostics.get(left.diagnostic).map_or("", |diagnostic| diagnostic.message.as_str());
        println!("left out   {}: {}", one_line(&left.operation), one_line(why));
    }
    for operation in &summary.without_test {
        println!("no test    {}: no value of its arguments can be sent", one_line(operation));
    }
    let counts = [
        ("repaired", output.report.count(Level::Repaired)),
        ("widened", output.report.count(Level::Widened)),
        ("no effect", output.report.count(Level::Ignored)),
    ];
    for (word, count) in counts.iter().filter(|(_, count)| *count > 0) {
        println!("{word:<10} {count} {}", if *count == 1 { "place" } else { "places" });
    }
    let (written, removed) = (changes.write.len(), changes.remove.len());
    println!("files      {written} written, {} unchanged, {removed} removed", all.saturating_sub(written));
    println!("took       {} ms", took.as_millis());
}
