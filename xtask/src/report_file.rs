//! `codegen --report FILE`: all diagnostics with their locations, as JSON. Must not decide which
//! ones users see.

use std::collections::BTreeMap;
use std::path::Path;

use clientwright::report::Renderer;
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
        let (level, effect) = (diagnostic.level.severity(), diagnostic.level.effect());
        *counts.entry(effect.unwrap_or(level)).or_default().entry(diagnostic.code.as_str()).or_default() += 1;
        all.push(json!({
            "level": level, "effect": effect, "code": diagnostic.code.as_str(), "name": diagnostic.code.name(),
            "message": diagnostic.message, "help": diagnostic.help,
            "location": renderer.position(&diagnostic.span), "pointer": diagnostic.span.pointer.as_str(),
        }));
    }
    let code = |index: usize| report.diagnostics.get(index).map_or("", |diagnostic| diagnostic.code.as_str());
    let skipped = report
        .skipped_operations
        .iter()
        .map(|skipped| json!({ "operation": skipped.operation, "code": code(skipped.diagnostic) }));
    let paged = output.summary.paged.iter().map(|(operation, by)| json!({ "operation": operation, "by": by }));
    let whole = json!({
        "operations": output.summary.operations, "generated": output.summary.generated,
        "types": output.summary.types, "fields": output.summary.fields,
        "counts": counts, "skipped": skipped.collect::<Vec<Value>>(), "diagnostics": all,
        "pages": paged.collect::<Vec<Value>>(), "without_test": output.summary.without_test,
    });
    std::fs::write(path, format!("{whole:#}\n")).map_err(|error| Stop::io("write", path, &error))
}
