//! Shows a corpus run as a table with totals, or as JSON. Must not judge it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::result::CorpusResult;
use crate::cli::Corpus;

/// Returns the table.
pub(super) fn text(results: &[CorpusResult], options: &Corpus) -> String {
    let columns = [(options.check, "   check"), (options.docs, "    docs"), (options.examples, "         examples")];
    let columns: String = columns.iter().filter(|(shown, _)| *shown).map(|(_, column)| *column).collect();
    let mut out = format!(
        "{:<44} {:>11} {:>6} {:>7} {:>8} {:>7} {:>7}{}\n",
        "document", "operations", "types", "fields", "lines/op", "s", "MB", columns
    );
    for result in results {
        out.push_str(&row(result, options));
    }
    for result in results.iter().filter(|result| result.refused.is_some()) {
        out.push_str(&format!("refused    {}: {}\n", result.name, result.refused.as_deref().unwrap_or_default()));
    }
    let reasons = grouped(results);
    for (reason, operations) in &reasons {
        let some: Vec<&str> = operations.iter().take(3).map(String::as_str).collect();
        out.push_str(&format!("skipped    {:>5} {reason}: {}\n", operations.len(), some.join("; ")));
    }
    for (code, count) in lost(results) {
        out.push_str(&format!("lost       {count:>5} {code}\n"));
    }
    out.push_str(&totals(results));
    out
}

fn row(result: &CorpusResult, options: &Corpus) -> String {
    let operations = format!("{}/{}", result.generated, result.operations);
    let lines = result.lines / result.generated.max(1);
    let mut checks = String::new();
    if options.check {
        checks.push_str(&match result.errors + result.warnings {
            0 => format!(" {:>6.1}s", result.check_seconds),
            _ => format!(" {} errors, {} warnings", result.errors, result.warnings),
        });
    }
    if options.docs {
        checks.push_str(&match result.doc_warnings {
            0 => format!(" {:>6.1}s", result.doc_seconds),
            wrong => format!(" {wrong} of rustdoc"),
        });
    }
    if options.examples {
        checks.push_str(&match result.example_errors {
            0 => format!(" {:>8} {:>6.1}s", result.examples, result.example_seconds),
            wrong => format!(" {wrong} wrong in {} examples", result.examples),
        });
    }
    format!(
        "{:<44} {operations:>11} {:>6} {:>7} {lines:>8} {:>7.2} {:>7.0}{checks}\n",
        result.name, result.types, result.fields, result.seconds, result.megabytes
    )
}

fn grouped(results: &[CorpusResult]) -> Vec<(String, Vec<String>)> {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for result in results {
        for (operation, code) in &result.skipped {
            groups.entry(code).or_default().push(format!("{} {operation}", result.name));
        }
    }
    let mut groups: Vec<(String, Vec<String>)> = groups.into_iter().map(|(code, all)| (code.to_owned(), all)).collect();
    groups.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    groups
}

fn lost(results: &[CorpusResult]) -> Vec<(&str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (code, count) in results.iter().flat_map(|result| &result.lost) {
        *counts.entry(code).or_default() += count;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn totals(results: &[CorpusResult]) -> String {
    let sum = |get: fn(&CorpusResult) -> u64| results.iter().map(get).sum::<u64>();
    let (operations, generated) = (sum(|result| result.operations), sum(|result| result.generated));
    let refused = results.iter().filter(|result| result.refused.is_some()).count();
    let seconds: f64 = results.iter().map(|result| result.seconds).sum();
    let peak = results.iter().map(|result| result.megabytes).fold(0.0, f64::max);
    format!(
        "documents  {} ({refused} refused)\noperations {generated} of {operations}, {} skipped\ntypes      {}, fields {}\n\
         repaired   {}\ngenerated  in {seconds:.1} s, up to {peak:.0} MB\nchecked    {} errors, {} warnings\n\
         documented {} warnings; {} examples, {} wrong",
        results.len(),
        operations - generated,
        sum(|result| result.types),
        sum(|result| result.fields),
        sum(|result| result.repaired),
        sum(|result| result.errors),
        sum(|result| result.warnings),
        sum(|result| result.doc_warnings),
        sum(|result| result.examples),
        sum(|result| result.example_errors),
    )
}

/// Returns one JSON object.
pub(super) fn json(results: &[CorpusResult]) -> Value {
    let documents: Vec<Value> = results
        .iter()
        .map(|result| {
            json!({
                "name": result.name, "refused": result.refused, "operations": result.operations, "generated": result.generated,
                "types": result.types, "fields": result.fields, "lines": result.lines, "repaired": result.repaired,
                "seconds": result.seconds, "megabytes": result.megabytes, "skipped": result.skipped, "lost": result.lost,
                "errors": result.errors, "warnings": result.warnings, "check_seconds": result.check_seconds,
                "doc_warnings": result.doc_warnings, "doc_seconds": result.doc_seconds, "examples": result.examples,
                "example_errors": result.example_errors, "example_seconds": result.example_seconds,
            })
        })
        .collect();
    let sum = |get: fn(&CorpusResult) -> u64| results.iter().map(get).sum::<u64>();
    json!({
        "operations": sum(|result| result.operations), "generated": sum(|result| result.generated), "errors": sum(|result| result.errors),
        "warnings": sum(|result| result.warnings), "doc_warnings": sum(|result| result.doc_warnings),
        "examples": sum(|result| result.examples), "example_errors": sum(|result| result.example_errors), "documents": documents,
    })
}
