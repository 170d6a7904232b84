//! Shows proofs: a row for each description, the faults by cause with the smallest case for each,
//! and totals. Must not judge them.

use std::collections::BTreeMap;
use std::fmt::Write;

use clientwright_prover::fault::Cause;
use clientwright_prover::proof::Verdict;
use serde_json::{Value, json};

use super::proof::{Failure, Proof};

/// The maximum number of impossible operations in 1,000 that do not count.
const MAX_IMPOSSIBLE: usize = 5;
/// The maximum length of the lines below a heading.
const MAX_LINE: usize = 400;

/// Returns the number of proven operations and of all that count. Operations that cannot be called validly
/// do not, up to a limit.
#[must_use]
pub fn totals(proofs: &[Proof]) -> (usize, usize) {
    let all = sum(proofs, |proof| proof.verdicts.len());
    (sum(proofs, Proof::proven), all - impossible(proofs).len().min(all * MAX_IMPOSSIBLE / 1000))
}

fn sum(proofs: &[Proof], count: impl Fn(&Proof) -> usize) -> usize {
    proofs.iter().map(count).sum()
}

/// Returns the operations that cannot be called validly, with the reasons.
fn impossible(proofs: &[Proof]) -> Vec<String> {
    let lines = |proof: &Proof| -> Vec<String> {
        let line = |verdict: &Verdict| {
            Some(format!("{}: {}: {}", proof.name, verdict.operation, verdict.impossible.as_ref()?))
        };
        proof.verdicts.iter().filter_map(line).collect()
    };
    proofs.iter().flat_map(lines).collect()
}

fn samples(proof: &Proof) -> usize {
    proof.verdicts.iter().map(|verdict| verdict.samples).sum()
}

/// Returns the proofs as one JSON object.
#[must_use]
pub fn json(proofs: &[Proof]) -> Value {
    let (proven, operations) = totals(proofs);
    let documents: Vec<Value> = proofs.iter().map(document).collect();
    json!({"proven": proven, "operations": operations, "impossible": impossible(proofs), "documents": documents})
}

fn document(proof: &Proof) -> Value {
    let examples = &proof.examples;
    json!({
        "document": proof.path, "proven": proof.proven(), "operations": proof.verdicts.len(),
        "samples": samples(proof),
        "examples": {
            "valid": examples.valid, "proven": examples.proven, "untried": examples.untried.len(),
            "invalid": examples.invalid.len(),
        },
        "contradicted": proof.contradicted.len(), "patterns": proof.patterns.len(), "unreadable": proof.unreadable,
        "seconds": proof.seconds, "failure": proof.failure.as_ref().map(failure),
        "faults": causes(&proof.verdicts), "first": first(&proof.verdicts),
    })
}

fn failure(failure: &Failure) -> Value {
    json!({"kind": failure.kind(), "message": failure.to_string()})
}

/// Returns the first fault in a line.
fn first(verdicts: &[Verdict]) -> Option<String> {
    let fault = |verdict: &Verdict| Some((verdict.operation.clone(), verdict.faults.first()?.0.clone()));
    let (operation, fault) = verdicts.iter().find_map(fault)?;
    Some(format!("{operation}: {}: {}", fault.cause, fault.detail))
}

/// Returns the number of operations with each cause.
fn causes(verdicts: &[Verdict]) -> BTreeMap<&'static str, usize> {
    let mut all = BTreeMap::new();
    for (fault, _) in verdicts.iter().flat_map(|verdict| &verdict.faults) {
        *all.entry(fault.cause.as_str()).or_default() += 1;
    }
    all
}

/// Returns the table, the causes with up to `shown` operations each, and the totals.
#[must_use]
pub fn text(proofs: &[Proof], shown: usize) -> String {
    table(proofs) + &faults_by_cause(proofs, shown) + &remarks(proofs, shown) + &summary(proofs)
}

fn table(proofs: &[Proof]) -> String {
    let mut out =
        format!("{:<40} {:>7} {:>10} {:>8} {:>8}\n", "description", "proven", "operations", "samples", "seconds");
    for proof in proofs {
        let (proven, all, samples) = (proof.proven(), proof.verdicts.len(), samples(proof));
        let failed = if proof.failure.is_some() { "  failed" } else { "" };
        let _ = writeln!(out, "{:<40} {proven:>7} {all:>10} {samples:>8} {:>8.1}{failed}", proof.name, proof.seconds);
    }
    out
}

fn faults_by_cause(proofs: &[Proof], shown: usize) -> String {
    let mut by_cause: BTreeMap<Cause, Vec<(&Proof, &Verdict, usize)>> = BTreeMap::new();
    for proof in proofs {
        for verdict in &proof.verdicts {
            for (index, (fault, _)) in verdict.faults.iter().enumerate() {
                by_cause.entry(fault.cause).or_default().push((proof, verdict, index));
            }
        }
    }
    let mut out = String::new();
    for (cause, operations) in &by_cause {
        let _ = writeln!(out, "\n{cause}: {} operations", operations.len());
        for (proof, verdict, index) in operations.iter().take(shown) {
            out.push_str(&fault(proof, verdict, *index));
        }
    }
    out
}

fn summary(proofs: &[Proof]) -> String {
    let seconds: f64 = proofs.iter().map(|proof| proof.seconds).sum();
    let running: f64 = proofs.iter().map(|proof| proof.running_seconds).sum();
    let (proven, operations) = totals(proofs);
    format!(
        "\n{} samples in {seconds:.1} s, running: {running:.1} s\n\
         {proven} of {operations} operations proven\n",
        sum(proofs, samples)
    )
}

/// Returns the results of the examples, and the parts of the descriptions that cannot be proven.
fn remarks(proofs: &[Proof], shown: usize) -> String {
    let lines = |list: &dyn Fn(&Proof) -> &Vec<String>| -> Vec<String> {
        proofs.iter().flat_map(|proof| list(proof).clone()).collect()
    };
    let invalid = lines(&|proof| &proof.examples.invalid);
    let mut out = String::new();
    for (title, list) in [
        ("files that the prover cannot read", &lines(&|proof| &proof.unreadable)),
        ("operations without a valid call, which do not count (up to 0.5 % of all)", &impossible(proofs)),
        ("examples that the client reads or writes differently", &lines(&|proof| &proof.examples.faults)),
        ("examples that no part of the client reads", &lines(&|proof| &proof.examples.untried)),
        (
            "responses without a valid value, because their schemas contradict themselves",
            &lines(&|proof| &proof.contradicted),
        ),
        ("patterns that are not regular expressions, which are ignored", &lines(&|proof| &proof.patterns)),
        ("examples that are invalid by their own schemas", &invalid),
    ] {
        if !list.is_empty() {
            let _ = writeln!(out, "\n{title}: {}", list.len());
            for line in list.iter().take(shown) {
                let _ = writeln!(out, "  {}", start(line, MAX_LINE));
            }
        }
    }
    let (valid, proven) = (sum(proofs, |proof| proof.examples.valid), sum(proofs, |proof| proof.examples.proven));
    let invalid = invalid.len();
    let _ = writeln!(out, "\n{proven} of {valid} valid examples are read and written unchanged; {invalid} are invalid");
    out
}

/// Returns a fault, its case, and the command that repeats it.
fn fault(proof: &Proof, verdict: &Verdict, index: usize) -> String {
    let Some((fault, case)) = verdict.faults.get(index) else { return String::new() };
    let mut out = format!("  {}: {}\n", verdict.operation, start(&fault.detail, MAX_LINE));
    if let Some(case) = case {
        let parameters: Vec<String> =
            case.parameters.iter().map(|of| format!("{} {} = {}", of.location, of.name, of.value)).collect();
        let body = case.body.as_ref().map(|body| format!("; body {body}")).unwrap_or_default();
        let _ = writeln!(out, "    case: {}", start(&format!("{}{body}", parameters.join(", ")), MAX_LINE));
    }
    let _ = writeln!(out, "    repeat with: {} --operation {:?}", proof.command, verdict.operation);
    out
}

fn start(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}
