//! `codegen --report FILE`: all that was repaired, left out, widened or without effect, with places, as JSON to be counted.

use std::collections::BTreeMap;
use std::path::Path;

use clientwright::report::{Level, Renderer};
use clientwright::{Output, Sources};
use serde_json::{Value, json};

use crate::stop::Stop;

/// Writes it.
pub(crate) fn write(path: &Path, output: &Output, sources: &Sources) -> Result<(), Stop> {
    let report = &output.report;
    let mut renderer = Renderer::new(sources, &report.problems);
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut all = Vec::new();
    for problem in &report.problems {
        let level = word(problem.level);
        *counts.entry(level).or_default().entry(problem.code.as_str()).or_default() += 1;
        all.push(json!({
            "level": level, "code": problem.code.as_str(), "name": problem.code.name(), "at": renderer.position(&problem.span),
            "pointer": problem.span.pointer.as_str(), "what": problem.what, "help": problem.help,
        }));
    }
    let code = |index: usize| report.problems.get(index).map_or("", |problem| problem.code.as_str());
    let left = report.left_out.iter().map(|left| json!({ "operation": left.operation, "code": code(left.problem) }));
    let paged = output.summary.paged.iter().map(|(operation, by)| json!({ "operation": operation, "by": by }));
    let whole = json!({
        "operations": output.summary.operations, "generated": output.summary.generated,
        "types": output.summary.types, "fields": output.summary.fields,
        "counts": counts, "left_out": left.collect::<Vec<Value>>(), "problems": all,
        "pages": paged.collect::<Vec<Value>>(), "without_test": output.summary.without_test,
    });
    std::fs::write(path, format!("{whole:#}\n")).map_err(|error| Stop::io("write", path, &error))
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Wrong => "wrong",
        Level::Repaired => "repaired",
        Level::NotSupported => "not supported",
        Level::Widened => "widened",
        Level::NoEffect => "no effect",
    }
}
