//! What is told of a proof: a row a description, the faults by their causes with the smallest case of each, totals. Must not decide.

use std::collections::BTreeMap;
use std::fmt::Write;

use clientwright_prover::proof::Verdict;
use serde_json::{Value, json};

use super::one::Outcome;

/// Of 1,000 operations of a run at most so many are counted apart, as their descriptions contradict themselves.
const APART: usize = 5;

/// Operations proven, and all that count: those that nobody can call validly are left out, up to a limit.
pub(super) fn totals(outcomes: &[Outcome]) -> (usize, usize) {
    let sum = |of: &dyn Fn(&Outcome) -> usize| -> usize { outcomes.iter().map(of).sum() };
    let all = sum(&|of| of.verdicts.len());
    (sum(&proven), all - apart(outcomes).len().min(all * APART / 1000))
}

/// The operations that cannot be called validly, with the reason.
fn apart(outcomes: &[Outcome]) -> Vec<String> {
    let of = |of: &Outcome| -> Vec<String> {
        let why = |verdict: &Verdict| Some(format!("{}: {}: {}", of.name, verdict.operation, verdict.apart.as_ref()?));
        of.verdicts.iter().filter_map(why).collect()
    };
    outcomes.iter().flat_map(of).collect()
}

fn proven(of: &Outcome) -> usize {
    of.verdicts.iter().filter(|verdict| verdict.faults.is_empty() && verdict.apart.is_none()).count()
}

fn samples(of: &Outcome) -> usize {
    of.verdicts.iter().map(|verdict| verdict.samples).sum()
}

/// One JSON object.
pub(super) fn json(outcomes: &[Outcome]) -> Value {
    let (proven_all, operations) = totals(outcomes);
    let documents: Vec<Value> = outcomes
        .iter()
        .map(|of| {
            json!({
                "document": of.path, "proven": proven(of), "operations": of.verdicts.len(), "samples": samples(of),
                "examples": {
                    "valid": of.examples.valid, "proven": of.examples.proven, "untried": of.examples.untried.len(),
                    "invalid": of.examples.invalid.len(),
                },
                "contradicted": of.contradicted.len(), "patterns": of.patterns.len(), "unreadable": of.unreadable, "seconds": of.seconds, "broken": of.broken, "faults": causes(&of.verdicts), "first": first(&of.verdicts),
            })
        })
        .collect();
    json!({"proven": proven_all, "operations": operations, "apart": apart(outcomes), "documents": documents})
}

/// The first thing that is wrong, in a line.
fn first(verdicts: &[Verdict]) -> Option<String> {
    let one = |verdict: &Verdict| Some((verdict.operation.clone(), verdict.faults.first()?.0.clone()));
    let (operation, fault) = verdicts.iter().find_map(one)?;
    Some(format!("{operation}: {}: {}", fault.cause, fault.what))
}

/// How many operations have each cause.
fn causes(verdicts: &[Verdict]) -> BTreeMap<&'static str, usize> {
    let mut all = BTreeMap::new();
    for verdict in verdicts {
        for (fault, _) in &verdict.faults {
            *all.entry(fault.cause).or_default() += 1;
        }
    }
    all
}

/// The table, the causes with up to `shown` operations each, and the totals.
pub(super) fn text(outcomes: &[Outcome], shown: usize) -> String {
    let mut out =
        format!("{:<40} {:>7} {:>10} {:>8} {:>8}\n", "description", "proven", "operations", "samples", "seconds");
    for of in outcomes {
        let (proven, all, samples) = (proven(of), of.verdicts.len(), samples(of));
        let broken = if of.broken.is_some() { "  broken" } else { "" };
        let _ = writeln!(out, "{:<40} {proven:>7} {all:>10} {samples:>8} {:>8.1}{broken}", of.name, of.seconds);
    }
    let mut by_cause: BTreeMap<&str, Vec<(&Outcome, &Verdict, usize)>> = BTreeMap::new();
    for of in outcomes {
        for verdict in &of.verdicts {
            for (index, (fault, _)) in verdict.faults.iter().enumerate() {
                by_cause.entry(fault.cause).or_default().push((of, verdict, index));
            }
        }
    }
    for (cause, list) in &by_cause {
        let _ = writeln!(out, "\n{cause}: {} operations", list.len());
        for (of, verdict, index) in list.iter().take(shown) {
            out.push_str(&fault(of, verdict, *index));
        }
    }
    out.push_str(&examples(outcomes, shown));
    let (proven, operations) = totals(outcomes);
    let (samples, seconds): (usize, f64) =
        (outcomes.iter().map(samples).sum(), outcomes.iter().map(|of| of.seconds).sum());
    let ran: f64 = outcomes.iter().map(|of| of.ran).sum();
    let _ = writeln!(out, "\n{samples} samples in {seconds:.1} s, of which running {ran:.1} s");
    let _ = writeln!(out, "{proven} of {operations} operations proven");
    out
}

/// What became of the examples, and what the descriptions contradict themselves in.
fn examples(outcomes: &[Outcome], shown: usize) -> String {
    let mut out = String::new();
    let lists = |of: &dyn Fn(&Outcome) -> &Vec<String>| -> Vec<String> {
        outcomes.iter().flat_map(|outcome| of(outcome).clone()).collect()
    };
    let sum = |of: &dyn Fn(&Outcome) -> usize| -> usize { outcomes.iter().map(of).sum() };
    let (faults, invalid) = (lists(&|of| &of.examples.faults), lists(&|of| &of.examples.invalid));
    let untried = lists(&|of| &of.examples.untried);
    let patterns = lists(&|of| &of.patterns);
    let unreadable = lists(&|of| &of.unreadable);
    let apart = apart(outcomes);
    let contradicted = lists(&|of| &of.contradicted);
    for (title, list) in [
        ("files that the proof cannot read", &unreadable),
        ("operations that cannot be called validly, and are counted apart (0.5 % of all at most)", &apart),
        ("examples that do not come back as they are", &faults),
        ("examples that no part of the client reads", &untried),
        (
            "answers for which nothing is valid, as parts of their schemas contradict each other (the description's fault)",
            &contradicted,
        ),
        ("patterns that are no regular expressions, and are left out", &patterns),
        ("examples that are not valid by their own schemas (the description's fault)", &invalid),
    ] {
        if !list.is_empty() {
            let _ = writeln!(out, "\n{title}: {}", list.len());
            for line in list.iter().take(shown) {
                let line: String = line.chars().take(400).collect();
                let _ = writeln!(out, "  {line}");
            }
        }
    }
    let (valid, proven) = (sum(&|of| of.examples.valid), sum(&|of| of.examples.proven));
    let _ =
        writeln!(out, "\n{proven} of {valid} valid examples come back as they are; {} are not valid", invalid.len());
    out
}

/// A fault, its case, and the command to see it again.
fn fault(of: &Outcome, verdict: &Verdict, index: usize) -> String {
    let Some((fault, case)) = verdict.faults.get(index) else { return String::new() };
    let what: String = fault.what.chars().take(600).collect();
    let mut out = format!("  {}: {what}\n", verdict.operation);
    if let Some(case) = case {
        let given: Vec<String> =
            case.given.iter().map(|of| format!("{} {} = {}", of.place, of.name, of.value)).collect();
        let body = case.body.as_ref().map(|body| format!("; body {body}")).unwrap_or_default();
        let line: String = format!("{}{body}", given.join(", ")).chars().take(300).collect();
        let _ = writeln!(out, "    given: {line}");
    }
    let _ = writeln!(out, "    again: cargo xtask prove {} --operation {:?}", of.path.display(), verdict.operation);
    out
}
