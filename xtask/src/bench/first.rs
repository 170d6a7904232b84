//! `cargo xtask bench first FILE…`: the way from a description to the first printed response, with
//! the installed command: `clientwright new`, then `cargo run --example first`. Must not know what
//! the commands do.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

use crate::cli::BenchFirst;
use crate::stop::Stop;

/// The time of the commands on the way.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    wall: Duration,
    /// The user and system time of all processes.
    cpu: Duration,
}

impl Cost {
    fn show(&self) -> String {
        format!("{:.1} s, {:.1} s of CPU", self.wall.as_secs_f64(), self.cpu.as_secs_f64())
    }
}

/// Runs the benchmark.
pub(crate) fn first(options: &BenchFirst) -> Result<(), Stop> {
    println!("| description | dependencies compiled | nothing compiled |\n|---|---|---|");
    for file in &options.files {
        let file = std::path::absolute(file).map_err(|error| Stop::io("find", file, &error))?;
        let dir = tempfile::tempdir().map_err(|error| Stop::Usage(format!("no temporary folder: {error}")))?;
        let cold = first_response(options, &file, dir.path(), "cold")?;
        let warm =
            (0..options.rounds).map(|round| first_response(options, &file, dir.path(), &format!("warm-{round}")));
        let mut warm = warm.collect::<Result<Vec<Cost>, Stop>>()?;
        warm.sort_by_key(|cost| cost.cpu);
        let median = warm.get(warm.len() / 2).copied().unwrap_or_default();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!("| {name} | {} | {} |", median.show(), cold.show());
    }
    Ok(())
}

/// Creates a client and runs its example. Clients of the same folder share compiled dependencies.
fn first_response(options: &BenchFirst, file: &Path, dir: &Path, name: &str) -> Result<Cost, Stop> {
    let mut new = Command::new(&options.command);
    new.args(["new", "--quiet", "--lenient", "--name", "measured-client"]).arg(file).arg(name).current_dir(dir);
    let mut example = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    example.args(["run", "--quiet", "--example", "first"]).current_dir(dir.join(name));
    // Downloads are not measured.
    example.env("CARGO_TARGET_DIR", dir.join("target")).env("CARGO_NET_OFFLINE", "true");
    let (created, printed) = (cost(&mut new)?, cost(&mut example)?);
    Ok(Cost { wall: created.wall + printed.wall, cpu: created.cpu + printed.cpu })
}

/// Runs a command and returns its cost.
fn cost(command: &mut Command) -> Result<Cost, Stop> {
    let shown = format!("{command:?}");
    let (started, before) = (Instant::now(), cpu()?);
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| Stop::Usage(format!("cannot run {shown}: {error}")))?;
    if !output.status.success() {
        return Err(Stop::Refused(format!("{shown} failed:\n{}", String::from_utf8_lossy(&output.stderr))));
    }
    Ok(Cost { wall: started.elapsed(), cpu: cpu()?.saturating_sub(before) })
}

/// Returns the user and system time of all child processes that have ended.
fn cpu() -> Result<Duration, Stop> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| Stop::Usage(format!("no figures: {error}")))?;
    let (user, system) = (usage.user_time(), usage.system_time());
    let micros = (user.tv_sec() + system.tv_sec()) * 1_000_000 + user.tv_usec() + system.tv_usec();
    Ok(Duration::from_micros(micros.try_into().unwrap_or_default()))
}
