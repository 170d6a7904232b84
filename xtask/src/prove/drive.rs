//! Proves one description: writes the crates, compiles and runs the driver, and judges its output. Must not
//! know how results are shown.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clientwright_prover::proof::{ProofPlan, plan};

use super::crates::write_crates;
use super::result::{Examples, Failure, Proof};
use crate::cli::Prove;
use crate::corpus::Document;

/// Proves a description.
pub(super) fn prove_document(document: &Document, scratch: &Path, options: &Prove) -> Proof {
    let started = Instant::now();
    let mut proof = Proof { name: document.name.clone(), path: document.path.clone(), ..Proof::default() };
    proof.failure = run(document, scratch, options, &mut proof).err();
    proof.seconds = started.elapsed().as_secs_f64();
    proof
}

fn run(document: &Document, scratch: &Path, options: &Prove, proof: &mut Proof) -> Result<(), Failure> {
    let (description, names) = write_crates(document, scratch, options).map_err(Failure::Generation)?;
    compile(&document.name, scratch)?;
    let started = Instant::now();
    let plan = plan(&description, &names, options.operation.as_deref());
    let output = run_driver(&plan, &document.name, scratch)?;
    proof.verdicts = plan.verdicts(&output.cases.lines().collect::<Vec<_>>());
    proof.examples = judge_examples(&plan, &output);
    proof.contradicted.clone_from(&plan.contradicted);
    proof.patterns = description.unreadable_patterns();
    proof.unreadable.clone_from(&description.unreadable);
    proof.running_seconds = started.elapsed().as_secs_f64();
    Ok(())
}

fn compile(name: &str, scratch: &Path) -> Result<(), Failure> {
    let output = Command::new("cargo")
        .args(["build", "--quiet", "-p", &format!("{name}-driver")])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", "target")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .map_err(|error| Failure::Io("cargo".into(), error))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<&str> = text.split("\n\n").filter(|part| part.trim_start().starts_with("error")).take(3).collect();
    Err(Failure::Compilation(if errors.is_empty() { text.into_owned() } else { errors.join("\n\n") }))
}

/// The output of the driver.
struct DriverOutput {
    cases: String,
    /// The positions of the examples that were run, and the lines for them.
    examples: Vec<(usize, String)>,
}

/// Runs the driver for the cases and for the valid examples.
fn run_driver(plan: &ProofPlan<'_>, name: &str, scratch: &Path) -> Result<DriverOutput, Failure> {
    let cases: String = plan.cases.iter().map(|(operation, case)| plan.line(*operation, case) + "\n").collect();
    let valid = plan.examples.iter().enumerate().filter(|(_, (_, example))| example.invalid.is_none());
    let lines = valid.filter_map(|(index, (number, example))| Some((index, plan.example_line(*number, example)?)));
    let (positions, lines): (Vec<usize>, Vec<String>) = lines.unzip();
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let output = run_lines(name, scratch, "examples", &input)?;
    let mut lines = output.lines().map(str::to_owned);
    let examples = positions.into_iter().map(|index| (index, lines.next().unwrap_or_default())).collect();
    Ok(DriverOutput { cases: run_lines(name, scratch, "cases", &cases)?, examples })
}

/// Runs the driver with lines of input. Input and output are files, so that they can be inspected.
fn run_lines(name: &str, scratch: &Path, kind: &str, lines: &str) -> Result<String, Failure> {
    let folder = scratch.join(format!("{name}-driver"));
    let input = folder.join(format!("{kind}.jsonl"));
    let output = folder.join(format!("{kind}-outcomes.jsonl"));
    let fail = |path: &PathBuf| {
        let path = path.clone();
        move |error| Failure::Io(path, error)
    };
    fs::write(&input, lines).map_err(fail(&input))?;
    let stdin = File::open(&input).map_err(fail(&input))?;
    let stdout = File::create(&output).map_err(fail(&output))?;
    let binary = scratch.join("target/debug").join(format!("{name}-driver"));
    // The exit code is not needed: the cases after an early end have a fault.
    Command::new(&binary).stdin(stdin).stdout(stdout).status().map_err(fail(&binary))?;
    fs::read_to_string(&output).map_err(fail(&output))
}

fn judge_examples(plan: &ProofPlan<'_>, output: &DriverOutput) -> Examples {
    let mut all = Examples::default();
    let lines: BTreeMap<usize, &str> = output.examples.iter().map(|(index, line)| (*index, line.as_str())).collect();
    for (index, (_, example)) in plan.examples.iter().enumerate() {
        if let Some(reason) = &example.invalid {
            all.invalid.push(format!("{}: {reason}", example.address));
            continue;
        }
        match lines.get(&index).map(|line| plan.example_verdict(example, line)) {
            None => all.untried.push(example.address.clone()),
            // The client does not accept the media type, so the example does not count.
            Some(Ok(false)) => continue,
            Some(Ok(true)) => all.proven += 1,
            Some(Err(error)) => all.faults.push(format!("{}: {error}", example.address)),
        }
        all.valid += 1;
    }
    all
}
