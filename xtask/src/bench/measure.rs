//! Commands with what they cost: user time of all processes, and the peak memory of the largest.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

use crate::stop::Stop;

/// What a command has cost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// User time of all its processes.
    pub(crate) user: Duration,
    /// The peak memory of the largest of its processes, in KiB.
    pub(crate) peak: u64,
}

impl Usage {
    /// `12.3 s, 450 MB`
    pub(super) fn show(&self) -> String {
        format!("{:.1} s, {} MB", self.user.as_secs_f64(), self.peak / 1024)
    }
}

/// Runs a command below an own process, so that what it and its children cost can be told from what others cost.
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
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let first: Vec<&str> = said.lines().take(20).collect();
            Err(Stop::Refused(format!("{} failed:\n{}", command.join(" "), first.join("\n"))))
        }
    }
}

/// The inner side of [`run`]: runs a command and prints what it has cost, in microseconds and KiB.
pub(crate) fn measured(command: &[String]) -> Result<(), Stop> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Stop::Usage("no command to measure".to_owned()));
    };
    let status = Command::new(program).args(arguments).status();
    let status = status.map_err(|error| Stop::Usage(format!("cannot run {program}: {error}")))?;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| Stop::Usage(format!("no figures: {error}")))?;
    let user = usage.user_time();
    println!("{} {}", user.tv_sec() * 1_000_000 + user.tv_usec(), usage.max_rss());
    // What failed has its figures too; a signal is told by its name.
    if status.success() { Ok(()) } else { Err(Stop::Refused(format!("{program} ended with {status}"))) }
}
