//! Runs cargo for generated crates and counts errors and warnings. Must not know how crates are
//! generated.

use std::io;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

use serde_json::Value;

use super::result::CorpusResult;
use super::workspace::resources;

/// A message of the compiler or of rustdoc.
pub(super) struct Message {
    /// The path of the package's Cargo.toml.
    manifest: String,
    is_error: bool,
    text: String,
}

/// The number of errors and warnings.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) errors: u64,
    pub(super) warnings: u64,
}

/// Runs cargo in the workspace of the crates.
pub(super) fn cargo<'a>(scratch: &Path, arguments: impl IntoIterator<Item = &'a str>) -> io::Result<Output> {
    Command::new("cargo")
        .args(arguments)
        .args(["--message-format", "json"])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", "target")
        .env("CARGO_INCREMENTAL", "0")
        .output()
}

/// Parses the messages of cargo. Summaries such as "2 warnings emitted" have no spans and are
/// ignored.
pub(super) fn messages(output: &Output) -> Vec<Message> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().filter_map(|line| message(&serde_json::from_str(line).ok()?)).collect()
}

fn message(line: &Value) -> Option<Message> {
    let message = line.get("message")?;
    let spans = message.get("spans")?.as_array()?;
    let is_error = match message.get("level")?.as_str()? {
        "error" => true,
        "warning" => false,
        _ => return None,
    };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let found = Message { manifest: text(line.get("manifest_path")), is_error, text: text(message.get("rendered")) };
    (!spans.is_empty()).then_some(found)
}

/// Returns the first line of cargo's own error.
pub(super) fn cargo_error(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let first = text.lines().find(|line| line.starts_with("error"));
    first.or_else(|| text.lines().last()).unwrap_or("no message").to_owned()
}

impl Count {
    /// Counts the messages of a crate, and prints the first.
    pub(super) fn of_crate(scratch: &Path, name: &str, command: &str, messages: &[Message]) -> Count {
        let manifest = scratch.join(name).join("Cargo.toml").display().to_string();
        let mut count = Count::default();
        for message in messages.iter().filter(|message| message.manifest == manifest) {
            if count.errors + count.warnings == 0 {
                eprintln!("{name} {command}: {}", message.text.trim_end());
            }
            count.errors += u64::from(message.is_error);
            count.warnings += u64::from(!message.is_error);
        }
        count
    }
}

/// Runs cargo for a crate, counts its errors and warnings, and prints the first.
pub(super) fn run(result: &mut CorpusResult, scratch: &Path, arguments: &[&str]) -> Count {
    let command = arguments.join(" ");
    match cargo(scratch, arguments.iter().copied().chain(["-p", result.name.as_str()])) {
        Ok(output) => {
            let count = Count::of_crate(scratch, &result.name, &command, &messages(&output));
            if !output.status.success() && count.errors == 0 {
                eprintln!("{} {command}: {}", result.name, cargo_error(&output));
                return Count { errors: 1, ..count };
            }
            count
        }
        Err(error) => {
            result.refused = Some(error.to_string());
            Count::default()
        }
    }
}

/// Runs `cargo check` for a crate: with its default features, without resources, and with each
/// resource alone.
pub(super) fn check(result: &mut CorpusResult, scratch: &Path) {
    if result.refused.is_some() {
        return;
    }
    let started = Instant::now();
    check_features(result, scratch, &[]);
    result.check_seconds = started.elapsed().as_secs_f64();
    let resources = resources(&scratch.join(&result.name));
    if !resources.is_empty() {
        check_features(result, scratch, &["--no-default-features"]);
    }
    for resource in resources {
        check_features(result, scratch, &["--no-default-features", "--features", &format!("async,{resource}")]);
    }
}

fn check_features(result: &mut CorpusResult, scratch: &Path, flags: &[&str]) {
    let count = run(result, scratch, &[&["check"], flags].concat());
    result.errors += count.errors;
    result.warnings += count.warnings;
}
