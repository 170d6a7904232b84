//! One description: generated in a process of its own, so that its time and memory can be told and a panic costs no more
//! than its row; and its crate checked.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use clientwright::report::{Code, Diagnostic, Level};
use clientwright::{Lock, Options, generate};
use serde_json::{Value, json};

use super::documents::Document;
use crate::cli::CorpusOne;
use crate::crate_dir::CrateDir;
use crate::disk::RealDisk;
use crate::stop::Stop;
use crate::{codegen, compare, summary, write};

/// What became of a description.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub(super) name: String,
    /// Why there is nothing, in the program's words.
    pub(super) refused: Option<String>,
    pub(super) operations: u64,
    pub(super) generated: u64,
    pub(super) types: u64,
    pub(super) fields: u64,
    pub(super) lines: u64,
    pub(super) repaired: u64,
    pub(super) seconds: f64,
    pub(super) megabytes: f64,
    /// Operation and the code of its reason.
    pub(super) left_out: Vec<(String, String)>,
    /// How often each keyword had no effect or each type was widened, by code.
    pub(super) lost: BTreeMap<String, u64>,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) check_seconds: f64,
    /// Warnings and errors of rustdoc.
    pub(super) doc_warnings: u64,
    pub(super) doc_seconds: f64,
    /// The examples of the documentation, and what is wrong with them.
    pub(super) examples: u64,
    pub(super) example_errors: u64,
    pub(super) example_seconds: f64,
}

impl Outcome {
    pub(super) fn is_bad(&self) -> bool {
        self.refused.is_some() || self.errors + self.warnings + self.doc_warnings + self.example_errors > 0
    }
}

/// Generates in a child process.
pub(super) fn run(document: &Document, scratch: &Path) -> Outcome {
    let mut outcome = Outcome { name: document.name.clone(), ..Outcome::default() };
    // A README is written where there is none, and that of an older run is not what is generated now.
    let _ = std::fs::remove_file(super::crate_of(scratch, &document.name).join("README.md"));
    let own = std::env::current_exe().unwrap_or_else(|_| "xtask".into());
    let mut command = Command::new(&own);
    command.arg("measured").arg(&own).args(["corpus-one", "--name", &document.name, "--spec"]).arg(&document.path);
    command.arg("--out").arg(super::crate_of(scratch, &document.name));
    if let Some(root) = &document.root {
        command.arg("--root").arg(root);
    }
    match command.output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let mut lines = text.lines();
            match (output.status.success(), lines.next().and_then(|line| serde_json::from_str(line).ok())) {
                (true, Some(told)) => take(&mut outcome, &told, lines.next().unwrap_or_default()),
                (_, _) => outcome.refused = Some(first_words(&String::from_utf8_lossy(&output.stderr))),
            }
        }
        Err(error) => outcome.refused = Some(error.to_string()),
    }
    outcome
}

fn first_words(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("no message");
    line.chars().take(160).collect()
}

fn take(outcome: &mut Outcome, told: &Value, usage: &str) {
    let number = |key: &str| told.get(key).and_then(Value::as_u64).unwrap_or_default();
    outcome.operations = number("operations");
    outcome.generated = number("generated");
    outcome.types = number("types");
    outcome.fields = number("fields");
    outcome.lines = number("lines");
    outcome.repaired = number("repaired");
    let pairs = told.get("left_out").and_then(Value::as_array).into_iter().flatten();
    let text = |value: &Value, index: usize| value.get(index).and_then(Value::as_str).unwrap_or_default().to_owned();
    outcome.left_out = pairs.map(|pair| (text(pair, 0), text(pair, 1))).collect();
    let lost = told.get("lost").and_then(Value::as_object).into_iter().flatten();
    outcome.lost = lost.map(|(code, count)| (code.clone(), count.as_u64().unwrap_or_default())).collect();
    let figures: Vec<f64> = usage.split(' ').filter_map(|word| word.parse().ok()).collect();
    if let [micros, kilobytes] = figures.as_slice() {
        outcome.seconds = micros / 1e6;
        outcome.megabytes = kilobytes / 1024.0;
    }
}

/// The child's side: generates, writes, and prints one line of JSON.
pub(crate) fn one(options: &CorpusOne) -> Result<(), Stop> {
    let sources = codegen::read(&options.spec, options.root.as_deref(), &[])?;
    let settings = Options {
        crate_name: options.name.clone(),
        lenient: true,
        runtime: crate::manifest::runtime_here(),
        ..Options::default()
    };
    let output = generate(&sources, &settings, &Lock::default()).map_err(|report| {
        summary::tell(&report, &sources);
        Stop::Reported
    })?;
    let found = CrateDir::read(&options.out)?;
    let changes = compare::changes(&options.out, &found, &output, &options.name)?;
    write::apply(&changes, &mut RealDisk).map_err(|failed| Stop::io("write", &failed.path, &failed.error))?;
    let report = &output.report;
    let code = |index: usize| report.diagnostics.get(index).map_or("", |diagnostic| diagnostic.code.as_str());
    let left: Vec<Value> =
        report.skipped_operations.iter().map(|left| json!([left.operation, code(left.diagnostic)])).collect();
    let mut lost: BTreeMap<String, u64> = BTreeMap::new();
    for diagnostic in
        report.diagnostics.iter().filter(|diagnostic| matches!(diagnostic.level, Level::Widened | Level::Ignored))
    {
        *lost.entry(lost_as(diagnostic)).or_default() += 1;
    }
    let own = output.files.iter().filter(|(path, _)| !path.starts_with("src/runtime/"));
    println!(
        "{}",
        json!({
            "operations": output.summary.operations, "generated": output.summary.generated,
            "types": output.summary.types, "fields": output.summary.fields,
            "lines": own.map(|(_, text)| text.lines().count()).sum::<usize>(),
            "repaired": report.count(Level::Repaired), "left_out": left, "lost": lost,
        })
    );
    Ok(())
}

/// The code, and of one that stands for many keywords the keyword.
fn lost_as(diagnostic: &Diagnostic) -> String {
    let keyword = diagnostic.span.pointer.segments().last().unwrap_or_default();
    match matches!(diagnostic.code, Code::Limit | Code::Unsaid | Code::Direction) {
        true => format!("{} {keyword}", diagnostic.code),
        false => format!("{} {}", diagnostic.code, diagnostic.code.name()),
    }
}

/// `cargo check` of a crate, with the lints that an ordinary crate has; also without any resource, and with each alone.
pub(super) fn check(outcome: &mut Outcome, scratch: &Path) {
    if outcome.refused.is_some() {
        return;
    }
    let started = std::time::Instant::now();
    checked(outcome, scratch, &[]);
    outcome.check_seconds = started.elapsed().as_secs_f64();
    let resources = resources(&scratch.join(&outcome.name));
    if !resources.is_empty() {
        checked(outcome, scratch, &["--no-default-features"]);
    }
    for resource in resources {
        checked(outcome, scratch, &["--no-default-features", "--features", &format!("async,{resource}")]);
    }
}

/// The features of a crate's resources.
pub(crate) fn resources(dir: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(dir.join("Cargo.toml")).unwrap_or_default();
    let manifest: toml_edit::DocumentMut = text.parse().unwrap_or_default();
    let all = manifest.get("features").and_then(|features| features.get("all")).and_then(toml_edit::Item::as_array);
    all.into_iter().flatten().filter_map(|feature| feature.as_str().map(str::to_owned)).collect()
}

fn checked(outcome: &mut Outcome, scratch: &Path, flags: &[&str]) {
    let found = counted(outcome, scratch, &[&["check"], flags].concat());
    outcome.errors += found.errors;
    outcome.warnings += found.warnings;
}

/// What cargo found wrong.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) errors: u64,
    pub(super) warnings: u64,
}

impl Found {
    /// Counts in the lines of cargo's short messages, and prints the first with what was run.
    pub(super) fn count<'t>(name: &str, run: &str, lines: impl Iterator<Item = &'t str>) -> Found {
        let mut found = Found::default();
        for line in lines {
            let (error, warning) = (line.contains(": error"), line.contains(": warning"));
            if (error || warning) && found.errors + found.warnings == 0 {
                eprintln!("{name} {run}: {line}");
            }
            found.errors += u64::from(error);
            found.warnings += u64::from(warning);
        }
        found
    }
}

/// Runs cargo in the workspace of the crates.
pub(super) fn cargo<'a>(
    scratch: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
) -> std::io::Result<std::process::Output> {
    Command::new("cargo")
        .args(arguments)
        .args(["--message-format", "short"])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", "target")
        .env("CARGO_INCREMENTAL", "0")
        .output()
}

/// Runs cargo on a crate, counts its errors and warnings, and tells the first.
pub(super) fn counted(outcome: &mut Outcome, scratch: &Path, arguments: &[&str]) -> Found {
    match cargo(scratch, arguments.iter().copied().chain(["-p", outcome.name.as_str()])) {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stderr);
            let found = Found::count(&outcome.name, &arguments.join(" "), text.lines());
            if !output.status.success() && found.errors == 0 {
                eprintln!("{} {}: {}", outcome.name, arguments.join(" "), text.trim());
                return Found { errors: 1, ..found };
            }
            found
        }
        Err(error) => {
            outcome.refused = Some(error.to_string());
            Found::default()
        }
    }
}
