//! The table of a corpus run, with totals in its last lines; and the same as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::one::Outcome;

/// As text.
pub(super) fn text(outcomes: &[Outcome], checked: bool) -> String {
    let mut out = format!(
        "{:<44} {:>11} {:>6} {:>7} {:>8} {:>7} {:>7}{}\n",
        "document",
        "operations",
        "types",
        "fields",
        "lines/op",
        "s",
        "MB",
        if checked { "   check" } else { "" }
    );
    for of in outcomes {
        out.push_str(&row(of, checked));
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

fn row(of: &Outcome, checked: bool) -> String {
    let operations = format!("{}/{}", of.generated, of.operations);
    let lines = of.lines / of.generated.max(1);
    let check = match (checked, of.errors + of.warnings) {
        (false, _) => String::new(),
        (true, 0) => format!(" {:>6.1}s", of.check_seconds),
        (true, _) => format!(" {} errors, {} warnings", of.errors, of.warnings),
    };
    format!(
        "{:<44} {operations:>11} {:>6} {:>7} {lines:>8} {:>7.2} {:>7.0}{check}\n",
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
         repaired   {}\ngenerated  in {seconds:.1} s, at most {peak:.0} MB\nchecked    {} errors, {} warnings",
        outcomes.len(),
        operations - generated,
        sum(|of| of.types),
        sum(|of| of.fields),
        sum(|of| of.repaired),
        sum(|of| of.errors),
        sum(|of| of.warnings),
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
            })
        })
        .collect();
    let sum = |get: fn(&Outcome) -> u64| outcomes.iter().map(get).sum::<u64>();
    json!({
        "operations": sum(|of| of.operations), "generated": sum(|of| of.generated), "errors": sum(|of| of.errors),
        "warnings": sum(|of| of.warnings), "documents": documents,
    })
}
