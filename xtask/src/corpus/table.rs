//! The table of a corpus run, with totals in its last lines; and the same as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::one::Outcome;
use crate::cli::Corpus;

/// As text.
pub(super) fn text(outcomes: &[Outcome], options: &Corpus) -> String {
    let columns = [(options.check, "   check"), (options.docs, "    docs"), (options.examples, "         examples")];
    let columns: String = columns.iter().filter(|(is, _)| *is).map(|(_, column)| *column).collect();
    let mut out = format!(
        "{:<44} {:>11} {:>6} {:>7} {:>8} {:>7} {:>7}{}\n",
        "document", "operations", "types", "fields", "lines/op", "s", "MB", columns
    );
    for of in outcomes {
        out.push_str(&row(of, options));
    }
    for of in outcomes.iter().filter(|of| of.refused.is_some()) {
        out.push_str(&format!("refused    {}: {}\n", of.name, of.refused.as_deref().unwrap_or_default()));
    }
    let reasons = grouped(outcomes);
    for (reason, operations) in &reasons {
        let some: Vec<&str> = operations.iter().take(3).map(String::as_str).collect();
        out.push_str(&format!("left out   {:>5} {reason}: {}\n", operations.len(), some.join("; ")));
    }
    for (code, count) in lost(outcomes) {
        out.push_str(&format!("lost       {count:>5} {code}\n"));
    }
    out.push_str(&totals(outcomes));
    out
}

fn row(of: &Outcome, options: &Corpus) -> String {
    let operations = format!("{}/{}", of.generated, of.operations);
    let lines = of.lines / of.generated.max(1);
    let mut proven = String::new();
    if options.check {
        proven.push_str(&match of.errors + of.warnings {
            0 => format!(" {:>6.1}s", of.check_seconds),
            _ => format!(" {} errors, {} warnings", of.errors, of.warnings),
        });
    }
    if options.docs {
        proven.push_str(&match of.doc_warnings {
            0 => format!(" {:>6.1}s", of.doc_seconds),
            wrong => format!(" {wrong} of rustdoc"),
        });
    }
    if options.examples {
        proven.push_str(&match of.example_errors {
            0 => format!(" {:>8} {:>6.1}s", of.examples, of.example_seconds),
            wrong => format!(" {wrong} wrong in {} examples", of.examples),
        });
    }
    format!(
        "{:<44} {operations:>11} {:>6} {:>7} {lines:>8} {:>7.2} {:>7.0}{proven}\n",
        of.name, of.types, of.fields, of.seconds, of.megabytes
    )
}

fn grouped(outcomes: &[Outcome]) -> Vec<(String, Vec<String>)> {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for of in outcomes {
        for (operation, code) in &of.left_out {
            groups.entry(code).or_default().push(format!("{} {operation}", of.name));
        }
    }
    let mut groups: Vec<(String, Vec<String>)> = groups.into_iter().map(|(code, all)| (code.to_owned(), all)).collect();
    groups.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    groups
}

fn lost(outcomes: &[Outcome]) -> Vec<(&str, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (code, count) in outcomes.iter().flat_map(|of| &of.lost) {
        *counts.entry(code).or_default() += count;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn totals(outcomes: &[Outcome]) -> String {
    let sum = |get: fn(&Outcome) -> u64| outcomes.iter().map(get).sum::<u64>();
    let (operations, generated) = (sum(|of| of.operations), sum(|of| of.generated));
    let refused = outcomes.iter().filter(|of| of.refused.is_some()).count();
    let seconds: f64 = outcomes.iter().map(|of| of.seconds).sum();
    let peak = outcomes.iter().map(|of| of.megabytes).fold(0.0, f64::max);
    format!(
        "documents  {} ({refused} refused)\noperations {generated} of {operations}, {} left out\ntypes      {}, fields {}\n\
         repaired   {}\ngenerated  in {seconds:.1} s, at most {peak:.0} MB\nchecked    {} errors, {} warnings\n\
         documented {} warnings; {} examples, {} wrong",
        outcomes.len(),
        operations - generated,
        sum(|of| of.types),
        sum(|of| of.fields),
        sum(|of| of.repaired),
        sum(|of| of.errors),
        sum(|of| of.warnings),
        sum(|of| of.doc_warnings),
        sum(|of| of.examples),
        sum(|of| of.example_errors),
    )
}

/// As one JSON object.
pub(super) fn json(outcomes: &[Outcome]) -> Value {
    let documents: Vec<Value> = outcomes
        .iter()
        .map(|of| {
            json!({
                "name": of.name, "refused": of.refused, "operations": of.operations, "generated": of.generated,
                "types": of.types, "fields": of.fields, "lines": of.lines, "repaired": of.repaired,
                "seconds": of.seconds, "megabytes": of.megabytes, "left_out": of.left_out, "lost": of.lost,
                "errors": of.errors, "warnings": of.warnings, "check_seconds": of.check_seconds,
                "doc_warnings": of.doc_warnings, "doc_seconds": of.doc_seconds, "examples": of.examples,
                "example_errors": of.example_errors, "example_seconds": of.example_seconds,
            })
        })
        .collect();
    let sum = |get: fn(&Outcome) -> u64| outcomes.iter().map(get).sum::<u64>();
    json!({
        "operations": sum(|of| of.operations), "generated": sum(|of| of.generated), "errors": sum(|of| of.errors),
        "warnings": sum(|of| of.warnings), "doc_warnings": sum(|of| of.doc_warnings),
        "examples": sum(|of| of.examples), "example_errors": sum(|of| of.example_errors), "documents": documents,
    })
}
