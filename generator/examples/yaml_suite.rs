//! Runs the cases of yaml-test-suite against the reader of descriptions: `cargo run --example
//! yaml_suite -- CASES.jsonl`.
//!
//! Each line of the file is a JSON object with `id`, `yaml`, `fail` (it must be refused) and `json`
//! (its value as a string). Lists each case that is read differently, and fails if there is one.

use std::process::ExitCode;

use clientwright::parse::tree;
use clientwright::report::FileId;
use serde_json::Value;

/// Returns the difference of a case. Streams of several documents are not compared, because a
/// description is one document.
fn differs(case: &Value) -> Option<String> {
    let text = |key: &str| case.get(key).and_then(Value::as_str);
    let yaml = text("yaml").unwrap_or_default();
    let read = tree(FileId::default(), "case.yaml", yaml);
    let (id, tags) = (text("id").unwrap_or_default(), text("tags").unwrap_or_default());
    if case.get("fail") == Some(&Value::Bool(true)) {
        return read.is_ok().then(|| format!("{id} ({tags}): must be refused"));
    }
    let values = serde_json::Deserializer::from_str(text("json")?).into_iter::<Value>();
    let values: Vec<Value> = values.collect::<Result<_, _>>().ok()?;
    let [expected] = values.as_slice() else { return None };
    match read {
        Ok(node) if node.to_json() == *expected => None,
        Ok(node) => Some(format!("{id} ({tags}): expected {expected}, read {}", node.to_json())),
        Err(diagnostic) => {
            Some(format!("{id} ({tags}): refused at {:?}: {}", diagnostic.span.part, diagnostic.message))
        }
    }
}

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: yaml_suite CASES.jsonl");
        return ExitCode::FAILURE;
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let cases: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let found: Vec<String> = cases.iter().filter_map(differs).collect();
    found.iter().for_each(|line| println!("{line}"));
    let count = |fail: bool| cases.iter().filter(|case| case.get("fail") == Some(&Value::Bool(fail))).count();
    println!("{} valid and {} invalid cases, {} read differently", count(false), count(true), found.len());
    if found.is_empty() && !cases.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
