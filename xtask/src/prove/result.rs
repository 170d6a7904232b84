//! The result of proving one description. Plain data. Must not know how a proof is carried out.

use std::fmt;
use std::io;
use std::path::PathBuf;

use clientwright_prover::proof::Verdict;

use crate::stop::Stop;

/// The result of a description.
#[derive(Debug, Default)]
pub(super) struct Proof {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The reason why the proof did not complete.
    pub(super) failure: Option<Failure>,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) examples: Examples,
    /// Responses without cases, because their schemas contradict themselves.
    pub(super) contradicted: Vec<String>,
    /// Files that the prover cannot read, with the reason.
    pub(super) unreadable: Vec<String>,
    /// Patterns that are not regular expressions and are ignored.
    pub(super) patterns: Vec<String>,
    /// The time for generation, compilation and running.
    pub(super) seconds: f64,
    /// The time for running and judging.
    pub(super) running_seconds: f64,
}

/// The results of the examples.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// The number of examples that are valid by their own schemas.
    pub(super) valid: usize,
    /// The number of valid examples that the client reads and writes unchanged.
    pub(super) proven: usize,
    /// The addresses of valid examples that no part of the client reads.
    pub(super) untried: Vec<String>,
    /// The addresses of valid examples that differ, with the difference.
    pub(super) faults: Vec<String>,
    /// The addresses of invalid examples, with the reason.
    pub(super) invalid: Vec<String>,
}

/// The reason why the proof of a description did not complete.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nothing was generated.
    Generation(Stop),
    /// The driver does not compile. Contains the compiler's errors.
    Compilation(String),
    /// A program or a file of the driver cannot be used.
    Io(PathBuf, io::Error),
}

impl Failure {
    /// The kind of a driver that does not compile, in JSON.
    pub(crate) const COMPILATION: &'static str = "compilation";

    /// Returns the kind of the failure, for JSON.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Failure::Generation(_) => "generation",
            Failure::Compilation(_) => Failure::COMPILATION,
            Failure::Io(..) => "io",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Generation(stop) => stop.fmt(f),
            Failure::Compilation(errors) => write!(f, "the driver does not compile:\n{errors}"),
            Failure::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}
