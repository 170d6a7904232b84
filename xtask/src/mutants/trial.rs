//! Builds, proves and tests the copy of the sources with a mutant. The copy without mutants has to
//! pass first, so that a failure is always caused by the mutant. Must not know how mutants are
//! planted.

use std::process::{Command, Stdio};

use clientwright_cli::prove::Failure;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use serde_json::Value;

use super::list::{EVERYTHING, Mutant, Test};
use super::scratch::Scratch;
use crate::stop::Stop;

/// The result of a mutant.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The proof finds it. Contains the number of operations that are no longer proven, and the
    /// first fault.
    Proof(usize, String),
    /// Its test finds it.
    Test(String),
    /// Nothing finds it.
    Survived,
    /// It does not compile, so it is not a mutant.
    Invalid(String),
}

/// The copy without mutants.
pub(super) struct Baseline {
    /// The number of operations, which are all proven.
    pub(super) proven: usize,
}

/// The maximum CPU time of a program in seconds: a mutant may cause an endless loop.
const MAX_SECONDS: u64 = 600;

/// Limits the CPU time of all programs that are started from now on.
fn limit() -> Result<(), Stop> {
    let cpu = Resource::RLIMIT_CPU;
    let set = getrlimit(cpu).and_then(|(_, hard)| setrlimit(cpu, MAX_SECONDS.min(hard), hard));
    set.map_err(|error| Stop::Usage(format!("cannot limit CPU time: {error}")))
}

/// The result of a program.
struct Run {
    is_success: bool,
    stdout: String,
    stderr: String,
}

impl Baseline {
    /// Checks that all operations are proven, and that the test of each mutant exists and passes.
    pub(super) fn check(scratch: &Scratch, chosen: &[&Mutant]) -> Result<Baseline, Stop> {
        limit()?;
        if let Err(errors) = build(scratch)? {
            return Err(Stop::Refused(format!("the sources do not compile:\n{errors}")));
        }
        let proof = prove(scratch)?;
        if proof.proven < proof.operations || proof.operations == 0 || proof.failure.is_some() {
            let reason = proof.failure.map_or(proof.first, |failure| failure.message);
            return Err(Stop::Refused(format!(
                "only {} of {} operations of {} are proven without a mutant: {reason}",
                proof.proven, proof.operations, EVERYTHING
            )));
        }
        let mut tests: Vec<Test<'_>> = chosen.iter().filter_map(|mutant| mutant.test()).collect();
        tests.sort_unstable();
        tests.dedup();
        for test in tests {
            let (package, target, filter) = test;
            if let Err(reason) = run_test(scratch, test)? {
                return Err(Stop::Refused(format!(
                    "`{package} {target} {filter}` does not pass without a mutant: {reason}"
                )));
            }
        }
        Ok(Baseline { proven: proof.proven })
    }
}

/// Builds, proves and tests the copy with a mutant.
pub(super) fn run_trial(scratch: &Scratch, mutant: &Mutant, baseline: &Baseline) -> Result<Verdict, Stop> {
    if let Err(errors) = build(scratch)? {
        return Ok(Verdict::Invalid(errors));
    }
    let proof = prove(scratch)?;
    match proof.failure {
        Some(failure) if failure.kind == Failure::COMPILATION => return Ok(Verdict::Invalid(failure.message)),
        Some(failure) => return Ok(Verdict::Proof(baseline.proven, failure.message)),
        None if proof.proven < baseline.proven => {
            return Ok(Verdict::Proof(baseline.proven - proof.proven, proof.first));
        }
        None => {}
    }
    let Some(test) = mutant.test() else { return Ok(Verdict::Survived) };
    if let Err(errors) = compile_test(scratch, test)? {
        return Ok(Verdict::Invalid(errors));
    }
    Ok(run_test(scratch, test)?.map_or_else(Verdict::Test, |()| Verdict::Survived))
}

/// The errors of a compiler, or the name of a failed test.
type Failed = String;

/// Builds the command, whose generator contains the runtime's sources.
fn build(scratch: &Scratch) -> Result<Result<(), Failed>, Stop> {
    let run = cargo(scratch, &["build", "--quiet", "--locked", "-p", "xtask"])?;
    Ok(if run.is_success { Ok(()) } else { Err(first_error(&run.stderr)) })
}

fn compile_test(scratch: &Scratch, (package, target, _): Test<'_>) -> Result<Result<(), Failed>, Stop> {
    let run = cargo(scratch, &["test", "--quiet", "--locked", "-p", package, "--test", target, "--no-run"])?;
    Ok(if run.is_success { Ok(()) } else { Err(first_error(&run.stderr)) })
}

/// Runs a test. A test that does not exist fails.
fn run_test(scratch: &Scratch, (package, target, filter): Test<'_>) -> Result<Result<(), Failed>, Stop> {
    let run = cargo(scratch, &["test", "--locked", "-p", package, "--test", target, filter])?;
    let passed = run.stdout.lines().filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next());
    let passed: usize = passed.filter_map(|count| count.parse::<usize>().ok()).sum();
    if run.is_success && passed == 0 {
        return Ok(Err(format!("{package} has no test {filter} in {target}")));
    }
    let failed = || run.stdout.lines().find_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    Ok(if run.is_success { Ok(()) } else { Err(format!("{package}: {}", failed().unwrap_or("failed"))) })
}

/// The result of the proof.
struct Proof {
    proven: usize,
    operations: usize,
    /// The first fault.
    first: String,
    /// The reason why the proof did not complete.
    failure: Option<ProofFailure>,
}

struct ProofFailure {
    kind: String,
    message: String,
}

fn prove(scratch: &Scratch) -> Result<Proof, Stop> {
    let command = scratch.dir.join("target/debug/xtask");
    let run = run(scratch, &mut Command::new(command), &["prove", EVERYTHING, "--json"])?;
    let Ok(report) = serde_json::from_str::<Value>(&run.stdout) else {
        let message = run.stderr.lines().last().unwrap_or("no output").to_owned();
        let failure = Some(ProofFailure { kind: "crash".to_owned(), message });
        return Ok(Proof { proven: 0, operations: 0, first: String::new(), failure });
    };
    let count = |key: &str| report[key].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
    let document = &report["documents"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let failure = document.get("failure").filter(|failure| !failure.is_null());
    let failure = failure.map(|of| ProofFailure { kind: text(&of["kind"]), message: text(&of["message"]) });
    let first = text(&document["first"]);
    Ok(Proof { proven: count("proven"), operations: count("operations"), first, failure })
}

fn cargo(scratch: &Scratch, arguments: &[&str]) -> Result<Run, Stop> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    run(scratch, &mut Command::new(cargo), arguments)
}

/// Runs a program in the copy.
fn run(scratch: &Scratch, command: &mut Command, arguments: &[&str]) -> Result<Run, Stop> {
    command.args(arguments).current_dir(&scratch.dir).stdin(Stdio::null());
    // The copy has its own target folder, whatever the caller uses.
    command.env_remove("CARGO_TARGET_DIR").env("CARGO_TERM_COLOR", "never");
    let output = command
        .output()
        .map_err(|error| Stop::Usage(format!("cannot run {}: {error}", command.get_program().to_string_lossy())))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Run { is_success: output.status.success(), stdout: text(&output.stdout), stderr: text(&output.stderr) })
}

fn first_error(text: &str) -> String {
    let found = text.split("\n\n").find(|part| part.trim_start().starts_with("error"));
    found.unwrap_or(text).trim().to_owned()
}
