//! Why a command ends early: one clear line and the exit code that belongs to it.

use std::path::Path;
use std::process::ExitCode;

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Everything was said already: the description is wrong, the output is stale. Exit 1.
    Said,
    /// The work cannot be done as things stand. Exit 1.
    Refused(String),
    /// The command or a file that it names is no good. Exit 2.
    Usage(String),
}

impl Stop {
    /// A file or folder that cannot be used.
    pub(crate) fn io(what: &str, path: &Path, error: &std::io::Error) -> Stop {
        Stop::Usage(format!("cannot {what} {}: {error}", path.display()))
    }

    /// What it says, for a table.
    pub(crate) fn words(self) -> String {
        match self {
            Stop::Said => "it was said already".to_owned(),
            Stop::Refused(what) | Stop::Usage(what) => what,
        }
    }

    /// Says it on stderr.
    pub(crate) fn tell(self) -> ExitCode {
        match self {
            Stop::Said => ExitCode::from(1),
            Stop::Refused(what) => {
                eprintln!("error: {what}");
                ExitCode::from(1)
            }
            Stop::Usage(what) => {
                eprintln!("error: {what}");
                ExitCode::from(2)
            }
        }
    }
}
