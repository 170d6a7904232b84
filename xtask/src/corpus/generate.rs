//! Generates the crate of one description in a process of its own, so that its time and memory can
//! be measured and a panic only costs its row. Must not know how crates are checked.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use clientwright::report::{Code, Diagnostic, Level};
use clientwright::{Lock, Options, Output, generate};
use serde_json::{Value, json};

use super::documents::Document;
use super::result::CorpusResult;
use crate::cli::CorpusOne;
use crate::stop::Stop;
use crate::{local_runtime, summary};

/// Generates a crate in a child process.
pub(super) fn run(document: &Document, scratch: &Path) -> CorpusResult {
    let mut result = CorpusResult { name: document.name.clone(), ..CorpusResult::default() };
    let out = scratch.join(&document.name);
    // An existing README would not be replaced.
    let _ = std::fs::remove_file(out.join("README.md"));
    let own = std::env::current_exe().unwrap_or_else(|_| "xtask".into());
    let mut command = Command::new(&own);
    command.arg("measured").arg(&own).args(["corpus-one", "--name", &document.name, "--spec"]).arg(&document.path);
    command.arg("--out").arg(&out);
    if let Some(root) = &document.root {
        command.arg("--root").arg(root);
    }
    match command.output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let mut lines = text.lines();
            match (output.status.success(), lines.next().and_then(|line| serde_json::from_str(line).ok())) {
                (true, Some(line)) => read_line(&mut result, &line, lines.next().unwrap_or_default()),
                (_, _) => result.refused = Some(first_line(&String::from_utf8_lossy(&output.stderr))),
            }
        }
        Err(error) => result.refused = Some(error.to_string()),
    }
    result
}

fn first_line(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("no message");
    line.chars().take(160).collect()
}

/// Reads the child's line of JSON, and the figures of its time and memory.
fn read_line(result: &mut CorpusResult, json: &Value, usage: &str) {
    let number = |key: &str| json.get(key).and_then(Value::as_u64).unwrap_or_default();
    result.operations = number("operations");
    result.generated = number("generated");
    result.types = number("types");
    result.fields = number("fields");
    result.lines = number("lines");
    result.repaired = number("repaired");
    let pairs = json.get("skipped").and_then(Value::as_array).into_iter().flatten();
    let text = |value: &Value, index: usize| value.get(index).and_then(Value::as_str).unwrap_or_default().to_owned();
    result.skipped = pairs.map(|pair| (text(pair, 0), text(pair, 1))).collect();
    let lost = json.get("lost").and_then(Value::as_object).into_iter().flatten();
    result.lost = lost.map(|(code, count)| (code.clone(), count.as_u64().unwrap_or_default())).collect();
    let figures: Vec<f64> = usage.split(' ').filter_map(|word| word.parse().ok()).collect();
    if let [micros, kilobytes] = figures.as_slice() {
        result.seconds = micros / 1e6;
        result.megabytes = kilobytes / 1024.0;
    }
}

/// Generates and writes a crate, and prints a line of JSON. This is the child process.
pub(crate) fn generate_one(options: &CorpusOne) -> Result<(), Stop> {
    let sources = clientwright_cli::description::read(&options.spec, options.root.as_deref(), &[])?;
    let settings = Options {
        crate_name: options.name.clone(),
        lenient: true,
        runtime: local_runtime::runtime_here(),
        ..Options::default()
    };
    let output = generate(&sources, &settings, &Lock::default()).map_err(|report| {
        summary::print_report(&report, &sources);
        Stop::Reported
    })?;
    clientwright_cli::client::write_crate(&options.out, &options.name, &output)?;
    println!("{}", line(&output));
    Ok(())
}

fn line(output: &Output) -> Value {
    let report = &output.report;
    let code = |index: usize| report.diagnostics.get(index).map_or("", |diagnostic| diagnostic.code.as_str());
    let skipped = report.skipped_operations.iter();
    let skipped: Vec<Value> = skipped.map(|skipped| json!([skipped.operation, code(skipped.diagnostic)])).collect();
    let mut lost: BTreeMap<String, u64> = BTreeMap::new();
    let is_lost = |diagnostic: &&Diagnostic| matches!(diagnostic.level, Level::Widened | Level::Ignored);
    for diagnostic in report.diagnostics.iter().filter(is_lost) {
        *lost.entry(lost_key(diagnostic)).or_default() += 1;
    }
    let own = output.files.iter().filter(|(path, _)| !path.starts_with("src/runtime/"));
    json!({
        "operations": output.summary.operations, "generated": output.summary.generated,
        "types": output.summary.types, "fields": output.summary.fields,
        "lines": own.map(|(_, text)| text.lines().count()).sum::<usize>(),
        "repaired": report.count(Level::Repaired), "skipped": skipped, "lost": lost,
    })
}

/// Returns the code, and the keyword if the code stands for many keywords.
fn lost_key(diagnostic: &Diagnostic) -> String {
    let keyword = diagnostic.span.pointer.segments().last().unwrap_or_default();
    match matches!(diagnostic.code, Code::Limit | Code::Unsaid | Code::Direction) {
        true => format!("{} {keyword}", diagnostic.code),
        false => format!("{} {}", diagnostic.code, diagnostic.code.name()),
    }
}
