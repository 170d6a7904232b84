//! The output of a run: diagnostics on stderr, the summary on stdout. Must not decide what is
//! generated.

use std::time::Duration;

use clientwright::report::{Level, Renderer};
use clientwright::{Output, Report, Sources};

use clientwright_cli::files::Changes;
use clientwright_cli::generate::visible;

/// The maximum number of diagnostics of a run.
const MAX_SHOWN: usize = 200;
/// The maximum number of diagnostics about ignored parts: a large description may have hundreds.
const MAX_IGNORED: usize = 20;

/// Prints the diagnostics of a report.
pub(crate) fn print_report(report: &Report, sources: &Sources) {
    eprint!("{}", render(report, Renderer::new(sources, &report.diagnostics)));
}

/// Returns the text that [`print_report`] prints. Rendering takes a while for large descriptions.
pub(crate) fn render(report: &Report, mut renderer: Renderer<'_>) -> String {
    let mut text = String::new();
    let (mut shown, mut ignored) = (0, 0);
    for diagnostic in visible(report) {
        let (count, most) = match diagnostic.level {
            Level::Ignored => (&mut ignored, MAX_IGNORED),
            Level::Error | Level::Repaired | Level::Skipped | Level::Widened => (&mut shown, MAX_SHOWN),
        };
        *count += 1;
        if *count <= most {
            text += &renderer.render(diagnostic);
            text.push('\n');
        }
    }
    if shown > MAX_SHOWN {
        text += &format!("and {} more\n\n", shown - MAX_SHOWN);
    }
    if ignored > MAX_IGNORED {
        text += &format!("{} more mistakes were ignored; `--report FILE` lists them\n\n", ignored - MAX_IGNORED);
    }
    text
}

/// Removes control characters, which terminals obey, from a text of the description, and limits its
/// length.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Prints how to get an explanation of the first diagnostic.
pub(crate) fn print_explain_hint(report: &Report) {
    if let Some(first) = visible(report).next() {
        eprintln!("`cargo xtask explain {}` explains a code\n", first.code);
    }
}

/// Prints the summary of a successful run.
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
        println!("base URL   the description has no server: set one with `.base_url({url:?})`");
    }
    for left in &output.report.skipped_operations {
        let reason =
            output.report.diagnostics.get(left.diagnostic).map_or("", |diagnostic| diagnostic.message.as_str());
        println!("skipped    {}: {}", one_line(&left.operation), one_line(reason));
    }
    for operation in &summary.without_test {
        println!("no test    {}: its arguments have no valid value", one_line(operation));
    }
    let counts = [
        ("repaired", output.report.count(Level::Repaired)),
        ("widened", output.report.count(Level::Widened)),
        ("ignored", output.report.count(Level::Ignored)),
    ];
    for (word, count) in counts.iter().filter(|(_, count)| *count > 0) {
        println!("{word:<10} {count} {}", if *count == 1 { "place" } else { "places" });
    }
    let (written, removed) = (changes.write.len(), changes.remove.len());
    println!("files      {written} written, {} unchanged, {removed} removed", all.saturating_sub(written));
    println!("took       {} ms", took.as_millis());
}
