//! [`Stop`]: the reason why a command ends early, with its exit code. Must not know the commands.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use clientwright_cli::ErrorKind;

/// The reason why a command ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The reason has been printed already: the description has errors, or the output is stale.
    /// Exit code 1.
    Reported,
    /// The command cannot do its work. Exit code 1.
    Refused(String),
    /// The arguments are wrong, or a file that they name cannot be used. Exit code 2.
    Usage(String),
}

impl Stop {
    /// Creates the error for a file or folder that cannot be used. `action` is a verb such as
    /// "read".
    pub(crate) fn io(action: &str, path: &Path, error: &std::io::Error) -> Stop {
        Stop::Usage(format!("cannot {action} {}: {error}", path.display()))
    }

    /// Prints the reason to stderr and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Stop::Reported => ExitCode::from(1),
            Stop::Refused(_) => {
                eprintln!("error: {self}");
                ExitCode::from(1)
            }
            Stop::Usage(_) => {
                eprintln!("error: {self}");
                ExitCode::from(2)
            }
        }
    }
}

impl From<clientwright_cli::Error> for Stop {
    fn from(error: clientwright_cli::Error) -> Stop {
        match error.kind() {
            ErrorKind::Reported => Stop::Reported,
            ErrorKind::Usage => Stop::Usage(error.to_string()),
            ErrorKind::Refused => Stop::Refused(error.to_string()),
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Reported => f.write_str("the reason was printed already"),
            Stop::Refused(reason) | Stop::Usage(reason) => f.write_str(reason),
        }
    }
}
