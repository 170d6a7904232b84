//! `codegen --report FILE`: all diagnostics with their locations, as JSON. Must not decide which ones users see.

use std::collections::BTreeMap;
use std::path::Path;

use clientwright::report::{Level, Renderer};
use clientwright::{Output, Sources};
use serde_json::{Value, json};

use crate::stop::Stop;

/// Writes the file.
pub(crate) fn write(path: &Path, output: &Output, sources: &Sources) -> Result<(), Stop> {
    let report = &output.report;
    let mut renderer = Renderer::new(sources, &report.diagnostics);
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut all = Vec::new();
    for diagnostic in &report.diagnostics {
        let level = level_name(diagnostic.level);
        *counts.entry(level).or_default().entry(diagnostic.code.as_str()).or_default() += 1;
        all.push(json!({
            "level": level, "code": diagnostic.code.as_str(), "name": diagnostic.code.name(), "at": renderer.position(&diagnostic.span),
            "pointer": diagnostic.span.pointer.as_str(), "what": diagnostic.message, "help": diagnostic.help,
        }));
    }
    let code = |index: usize| report.diagnostics.get(index).map_or("", |diagnostic| diagnostic.code.as_str());
    let left = report
        .skipped_operations
        .iter()
        .map(|left| json!({ "operation": left.operation, "code": code(left.diagnostic) }));
    let paged = output.summary.paged.iter().map(|(operation, by)| json!({ "operation": operation, "by": by }));
    let whole = json!({
        "operations": output.summary.operations, "generated": output.summary.generated,
        "types": output.summary.types, "fields": output.summary.fields,
        "counts": counts, "left_out": left.collect::<Vec<Value>>(), "problems": all,
        "pages": paged.collect::<Vec<Value>>(), "without_test": output.summary.without_test,
    });
    std::fs::write(path, format!("{whole:#}\n")).map_err(|error| Stop::io("write", path, &error))
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "wrong",
        Level::Repaired => "repaired",
        Level::Skipped => "not supported",
        Level::Widened => "widened",
        Level::Ignored => "no effect",
    }
}
