//! Shows mutants: a row for each, and totals. Must not judge them.

use std::fmt::Write;

use serde_json::{Value, json};

use super::list::Mutant;
use super::trial::Verdict;

/// A mutant and its result.
pub(super) struct MutantResult<'m> {
    pub(super) mutant: &'m Mutant,
    pub(super) verdict: Verdict,
    pub(super) seconds: f64,
}

impl MutantResult<'_> {
    /// Returns the verdict and its details in a line.
    fn texts(&self) -> (&'static str, String) {
        let (word, detail) = match &self.verdict {
            Verdict::Proof(1, first) => ("proof", format!("1 operation: {first}")),
            Verdict::Proof(count, first) => ("proof", format!("{count} operations: {first}")),
            Verdict::Test(test) => ("test", test.clone()),
            Verdict::Survived => ("survived", self.mutant.says.clone()),
            Verdict::Invalid(errors) => ("does not compile", errors.clone()),
        };
        (word, detail.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Returns the mutants without results.
pub(super) fn list(all: &[&Mutant], as_json: bool) -> String {
    if as_json {
        let all: Vec<Value> = all.iter().map(|mutant| summary(mutant)).collect();
        return format!("{}\n", json!({ "mutants": all }));
    }
    let mut out = String::new();
    for of in all {
        let _ = writeln!(out, "{:<36} {:<10} {}", of.id, of.list, of.says);
    }
    let _ = writeln!(out, "\n{} mutants", all.len());
    out
}

fn summary(mutant: &Mutant) -> Value {
    json!({"id": mutant.id, "list": mutant.list, "file": mutant.file, "says": mutant.says, "test": mutant.test})
}

/// Returns a row.
pub(super) fn line(result: &MutantResult<'_>) -> String {
    const MAX_LENGTH: usize = 150;
    let (verdict, detail) = result.texts();
    let detail: String = detail.chars().take(MAX_LENGTH).collect();
    format!("{:<36} {verdict:<16} {:>6.1}  {detail}", result.mutant.id, result.seconds)
}

/// Returns the number of mutants found by the proof, by tests, and by nothing.
fn totals(results: &[MutantResult<'_>]) -> (usize, usize, usize) {
    let count = |wanted: fn(&Verdict) -> bool| results.iter().filter(|result| wanted(&result.verdict)).count();
    let by_proof = count(|verdict| matches!(verdict, Verdict::Proof(..)));
    (
        by_proof,
        count(|verdict| matches!(verdict, Verdict::Test(_))),
        count(|verdict| matches!(verdict, Verdict::Survived)),
    )
}

/// Returns the table and the totals.
pub(super) fn text(results: &[MutantResult<'_>], seconds: f64) -> String {
    let mut out = format!("{:<36} {:<16} {:>6}  detail\n", "mutant", "found by", "s");
    for result in results {
        let _ = writeln!(out, "{}", line(result));
    }
    let (proof, test, survived) = totals(results);
    let minutes = seconds / 60.0;
    let _ = writeln!(
        out,
        "\n{} mutants in {minutes:.1} minutes: {proof} found by the proof, {test} by tests, {survived} by nothing",
        results.len()
    );
    out
}

/// Returns one JSON object.
pub(super) fn json(results: &[MutantResult<'_>], seconds: f64) -> Value {
    let result = |result: &MutantResult<'_>| {
        let (verdict, detail) = result.texts();
        let mut all = summary(result.mutant);
        all["verdict"] = json!(verdict);
        all["detail"] = json!(detail);
        all["seconds"] = json!(result.seconds);
        all
    };
    let (proof, test, survived) = totals(results);
    let all: Vec<Value> = results.iter().map(result).collect();
    json!({"mutants": all, "proof": proof, "test": test, "survived": survived, "seconds": seconds})
}
