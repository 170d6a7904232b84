//! The result of a proof as plain data, and its creation from the outcomes of a driver. Must not
//! know how a driver is run.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use clientwright_prover::proof::{ProofPlan, Verdict};

use super::driver::Outcomes;
use crate::error::Error;

/// The result for a client.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Proof {
    /// The name of the client.
    pub name: String,
    /// The description, or the folder of the client.
    pub path: PathBuf,
    /// The command that repeats the proof, without options.
    pub command: String,
    /// The reason why the proof did not complete.
    pub failure: Option<Failure>,
    /// The result of each operation.
    pub verdicts: Vec<Verdict>,
    /// The results of the examples.
    pub examples: Examples,
    /// Responses without cases, because their schemas contradict themselves.
    pub contradicted: Vec<String>,
    /// Files that the prover cannot read, with the reason.
    pub unreadable: Vec<String>,
    /// Patterns that are not regular expressions and are ignored.
    pub patterns: Vec<String>,
    /// The time for generation, compilation and running.
    pub seconds: f64,
    /// The time for running and judging.
    pub running_seconds: f64,
}

impl Proof {
    /// Creates the result of a proof that has not been carried out.
    #[must_use]
    pub fn new(name: String, path: PathBuf, command: String) -> Proof {
        Proof { name, path, command, ..Proof::default() }
    }

    /// Returns the number of operations that are proven.
    #[must_use]
    pub fn proven(&self) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.faults.is_empty() && verdict.impossible.is_none()).count()
    }

    /// Returns the number of operations that have faults.
    #[must_use]
    pub fn faulty(&self) -> usize {
        self.verdicts.iter().filter(|verdict| !verdict.faults.is_empty()).count()
    }
}

/// The results of the examples.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Examples {
    /// The number of examples that are valid against their own schemas.
    pub valid: usize,
    /// The number of valid examples that the client reads and writes unchanged.
    pub proven: usize,
    /// The addresses of valid examples that no part of the client reads.
    pub untried: Vec<String>,
    /// The addresses of valid examples that differ, with the difference.
    pub faults: Vec<String>,
    /// The addresses of invalid examples, with the reason.
    pub invalid: Vec<String>,
}

impl Examples {
    /// Compares the examples with the outcomes of the driver.
    pub(super) fn judge(plan: &ProofPlan<'_>, outcomes: &Outcomes) -> Examples {
        let mut all = Examples::default();
        let lines: BTreeMap<usize, &str> =
            outcomes.examples.iter().map(|(index, line)| (*index, line.as_str())).collect();
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
}

/// The reason why a proof did not complete.
#[derive(Debug)]
pub enum Failure {
    /// Nothing was generated, or the prover cannot read the description.
    Generation(Error),
    /// The driver does not compile. Contains the compiler's errors.
    Compilation(String),
    /// A program or a file of the driver cannot be used.
    Io(Error),
}

impl Failure {
    /// The kind of a driver that does not compile, in JSON.
    pub const COMPILATION: &'static str = "compilation";

    /// Returns the kind of the failure, for JSON.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Failure::Generation(_) => "generation",
            Failure::Compilation(_) => Failure::COMPILATION,
            Failure::Io(_) => "io",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Generation(error) | Failure::Io(error) => error.fmt(f),
            Failure::Compilation(errors) => write!(f, "the driver does not compile:\n{errors}"),
        }
    }
}

impl std::error::Error for Failure {}
