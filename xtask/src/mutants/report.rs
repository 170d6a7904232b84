//! What is told of mutants: a row each, and totals. Must not decide.

use std::fmt::Write;

use serde_json::{Value, json};

use super::list::Mutant;
use super::trial::Verdict;

/// A mutant and what became of it.
pub(super) struct Row<'m> {
    pub(super) mutant: &'m Mutant,
    pub(super) verdict: Verdict,
    pub(super) seconds: f64,
}

impl Row<'_> {
    /// Verdict and what was told, in a line.
    fn words(&self) -> (&'static str, String) {
        let (word, told) = match &self.verdict {
            Verdict::Proof(1, first) => ("proof", format!("1 operation: {first}")),
            Verdict::Proof(count, first) => ("proof", format!("{count} operations: {first}")),
            Verdict::Test(test) => ("test", test.clone()),
            Verdict::Survived => ("survived", self.mutant.says.clone()),
            Verdict::NoMutant(why) => ("does not compile", why.clone()),
        };
        (word, told.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The mutants of a list, without what becomes of them.
pub(super) fn listed(all: &[&Mutant], as_json: bool) -> String {
    if as_json {
        let all: Vec<Value> = all.iter().map(|of| about(of)).collect();
        return format!("{}\n", json!({ "mutants": all }));
    }
    let mut out = String::new();
    for of in all {
        let _ = writeln!(out, "{:<36} {:<10} {}", of.id, of.list, of.says);
    }
    let _ = writeln!(out, "\n{} mutants", all.len());
    out
}

fn about(of: &Mutant) -> Value {
    json!({"id": of.id, "list": of.list, "file": of.file, "says": of.says, "test": of.test})
}

/// One row.
pub(super) fn line(row: &Row<'_>) -> String {
    const SHOWN: usize = 150;
    let (verdict, told) = row.words();
    let told: String = told.chars().take(SHOWN).collect();
    format!("{:<36} {verdict:<16} {:>6.1}  {told}", row.mutant.id, row.seconds)
}

/// How many were seen by the proof, by tests, by nothing.
fn totals(rows: &[Row<'_>]) -> (usize, usize, usize) {
    let count = |wanted: fn(&Verdict) -> bool| rows.iter().filter(|row| wanted(&row.verdict)).count();
    let by_proof = count(|of| matches!(of, Verdict::Proof(..)));
    (by_proof, count(|of| matches!(of, Verdict::Test(_))), count(|of| matches!(of, Verdict::Survived)))
}

/// The table and the totals.
pub(super) fn text(rows: &[Row<'_>], seconds: f64) -> String {
    let mut out = format!("{:<36} {:<16} {:>6}  told\n", "mutant", "seen by", "s");
    for row in rows {
        let _ = writeln!(out, "{}", line(row));
    }
    let (proof, test, survived) = totals(rows);
    let minutes = seconds / 60.0;
    let _ = writeln!(
        out,
        "\n{} mutants in {minutes:.1} minutes: {proof} seen by the proof, {test} by tests, {survived} by nothing",
        rows.len()
    );
    out
}

/// One JSON object.
pub(super) fn json(rows: &[Row<'_>], seconds: f64) -> Value {
    let row = |row: &Row<'_>| {
        let (verdict, told) = row.words();
        let mut all = about(row.mutant);
        all["verdict"] = json!(verdict);
        all["told"] = json!(told);
        all["seconds"] = json!(row.seconds);
        all
    };
    let (proof, test, survived) = totals(rows);
    let all: Vec<Value> = rows.iter().map(row).collect();
    json!({"mutants": all, "proof": proof, "test": test, "survived": survived, "seconds": seconds})
}
