//! What becomes of the copy: built, proven, tested. What it is like without a mistake is found first, so that nothing counts as seen that
//! fails anyway.

use std::process::{Command, Stdio};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use serde_json::Value;

use super::list::{Mutant, Test};
use super::scratch::Scratch;
use crate::stop::Stop;

/// What became of a mistake.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The proof shows it: how many operations are no longer proven, and the first thing that is wrong.
    Proof(usize, String),
    /// The proof does not, and the test that is named fails.
    Test(String),
    /// Nothing does.
    Survived,
    /// It does not compile, and so is no mutant.
    NoMutant(String),
}

/// How it is without a mistake.
pub(super) struct Whole {
    /// Operations, all of which are proven.
    pub(super) proven: usize,
}

/// So many seconds of a processor no single program of a trial takes: a mistake may make a loop that has no end.
const LONGEST: u64 = 600;

/// Sets that limit, for all programs that are begun from here on.
fn limit() -> Result<(), Stop> {
    let cpu = Resource::RLIMIT_CPU;
    let set = getrlimit(cpu).and_then(|(_, hard)| setrlimit(cpu, LONGEST.min(hard), hard));
    set.map_err(|error| Stop::Usage(format!("no limit can be set for what takes too long: {error}")))
}

/// A run of a program.
struct Run {
    is_success: bool,
    stdout: String,
    stderr: String,
}

impl Whole {
    /// Shows that all is proven, and that each test that is named is there and passes.
    pub(super) fn shown(scratch: &Scratch, chosen: &[&Mutant]) -> Result<Whole, Stop> {
        limit()?;
        if let Err(why) = built(scratch)? {
            return Err(Stop::Refused(format!("the sources do not compile as they are:\n{why}")));
        }
        let proof = proven(scratch)?;
        if proof.proven < proof.operations || proof.operations == 0 || proof.broken.is_some() {
            let why = proof.broken.unwrap_or(proof.first);
            return Err(Stop::Refused(format!(
                "{} of {} operations of {} are proven without a mistake, and all have to be: {why}",
                proof.proven,
                proof.operations,
                super::EVERYTHING
            )));
        }
        let mut tests: Vec<Test<'_>> = chosen.iter().filter_map(|mutant| mutant.test()).collect();
        tests.sort_unstable();
        tests.dedup();
        for test in tests {
            let (package, target, filter) = test;
            if let Err(why) = tested(scratch, test)? {
                return Err(Stop::Refused(format!(
                    "`{package} {target} {filter}` does not pass without a mistake: {why}"
                )));
            }
        }
        Ok(Whole { proven: proof.proven })
    }
}

/// Builds, proves, tests.
pub(super) fn of(scratch: &Scratch, mutant: &Mutant, whole: &Whole) -> Result<Verdict, Stop> {
    if let Err(why) = built(scratch)? {
        return Ok(Verdict::NoMutant(why));
    }
    let proof = proven(scratch)?;
    match proof.broken {
        Some(why) if why.contains("does not compile") => return Ok(Verdict::NoMutant(why)),
        Some(why) => return Ok(Verdict::Proof(whole.proven, why)),
        None if proof.proven < whole.proven => return Ok(Verdict::Proof(whole.proven - proof.proven, proof.first)),
        None => {}
    }
    let Some(test) = mutant.test() else { return Ok(Verdict::Survived) };
    if let Err(why) = compiled(scratch, test)? {
        return Ok(Verdict::NoMutant(why));
    }
    Ok(tested(scratch, test)?.map_or_else(Verdict::Test, |()| Verdict::Survived))
}

/// Whether the command of the copy can be built: its generator holds the runtime's text.
fn built(scratch: &Scratch) -> Result<Result<(), String>, Stop> {
    let run = cargo(scratch, &["build", "--quiet", "--locked", "-p", "xtask"])?;
    Ok(if run.is_success { Ok(()) } else { Err(first_error(&run.stderr)) })
}

fn compiled(scratch: &Scratch, (package, target, _): Test<'_>) -> Result<Result<(), String>, Stop> {
    let run = cargo(scratch, &["test", "--quiet", "--locked", "-p", package, "--test", target, "--no-run"])?;
    Ok(if run.is_success { Ok(()) } else { Err(first_error(&run.stderr)) })
}

/// Whether a test passes; one that is not there does not.
fn tested(scratch: &Scratch, (package, target, filter): Test<'_>) -> Result<Result<(), String>, Stop> {
    let run = cargo(scratch, &["test", "--locked", "-p", package, "--test", target, filter])?;
    let passed = run.stdout.lines().filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next());
    let passed: usize = passed.filter_map(|count| count.parse::<usize>().ok()).sum();
    if run.is_success && passed == 0 {
        return Ok(Err(format!("no test of {package}, {target} is called {filter}")));
    }
    let failed = || run.stdout.lines().find_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    Ok(if run.is_success { Ok(()) } else { Err(format!("{package}: {}", failed().unwrap_or("it does not end well"))) })
}

/// What a proof says.
struct Proof {
    proven: usize,
    operations: usize,
    /// The first thing that is wrong.
    first: String,
    /// Why it did not come to an end.
    broken: Option<String>,
}

fn proven(scratch: &Scratch) -> Result<Proof, Stop> {
    let command = scratch.dir.join("target/debug/xtask");
    let run = run(scratch, &mut Command::new(command), &["prove", super::EVERYTHING, "--json"])?;
    let Ok(told) = serde_json::from_str::<Value>(&run.stdout) else {
        let how = run.stderr.lines().last().unwrap_or("it ends without a word");
        return Ok(Proof { proven: 0, operations: 0, first: String::new(), broken: Some(how.to_owned()) });
    };
    let count = |key: &str| told[key].as_u64().and_then(|of| usize::try_from(of).ok()).unwrap_or_default();
    let document = &told["documents"][0];
    let text = |key: &str| document[key].as_str().map(str::to_owned);
    let first = text("first").unwrap_or_default();
    Ok(Proof { proven: count("proven"), operations: count("operations"), first, broken: text("broken") })
}

fn cargo(scratch: &Scratch, arguments: &[&str]) -> Result<Run, Stop> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    run(scratch, &mut Command::new(cargo), arguments)
}

/// Runs a program in the copy.
fn run(scratch: &Scratch, command: &mut Command, arguments: &[&str]) -> Result<Run, Stop> {
    command.args(arguments).current_dir(&scratch.dir).stdin(Stdio::null());
    // Whatever the caller's cargo is told, the copy has its own folder.
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
