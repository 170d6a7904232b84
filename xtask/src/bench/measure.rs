//! Measures commands: the user time of all their processes, and the peak memory of the largest.
//! Must not know the benchmarks.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

use crate::stop::Stop;

/// The cost of a command.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// The user time of all processes.
    pub(crate) user: Duration,
    /// The peak memory of the largest process, in KiB.
    pub(crate) peak: u64,
}

impl Usage {
    /// Returns user time and peak memory, for example `12.3 s, 450 MB`.
    pub(super) fn show(&self) -> String {
        format!("{:.1} s, {} MB", self.user.as_secs_f64(), self.peak / 1024)
    }
}

/// Runs a command as the only child of a process of its own, so that the figures contain nothing
/// else.
pub(super) fn run(dir: &Path, command: &[&str]) -> Result<Usage, Stop> {
    let own = std::env::current_exe().map_err(|error| Stop::Usage(format!("cannot find this program: {error}")))?;
    let mut child = Command::new(own);
    child.arg("measured").args(command).current_dir(dir);
    child.env("CARGO_INCREMENTAL", "0").env("CARGO_TERM_QUIET", "true").env_remove("RUSTFLAGS");
    child.env("CARGO_TARGET_DIR", "target");
    let output = child.output().map_err(|error| Stop::Usage(format!("cannot run {}: {error}", command.join(" "))))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let figures: Vec<u64> =
        text.lines().last().unwrap_or_default().split(' ').filter_map(|word| word.parse().ok()).collect();
    match (output.status.success(), figures.as_slice()) {
        (true, [micros, peak]) => Ok(Usage { user: Duration::from_micros(*micros), peak: *peak }),
        _ => {
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            let first: Vec<&str> = errors.lines().take(20).collect();
            Err(Stop::Refused(format!("{} failed:\n{}", command.join(" "), first.join("\n"))))
        }
    }
}

/// Runs a command and prints its cost in microseconds and KiB. This is the process that [`run`]
/// starts.
pub(crate) fn measured(command: &[String]) -> Result<(), Stop> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Stop::Usage("no command to measure".to_owned()));
    };
    let status = Command::new(program).args(arguments).status();
    let status = status.map_err(|error| Stop::Usage(format!("cannot run {program}: {error}")))?;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| Stop::Usage(format!("no figures: {error}")))?;
    let user = usage.user_time();
    // A failed command has figures too.
    println!("{} {}", user.tv_sec() * 1_000_000 + user.tv_usec(), usage.max_rss());
    if status.success() { Ok(()) } else { Err(Stop::Refused(format!("{program} ended with {status}"))) }
}
