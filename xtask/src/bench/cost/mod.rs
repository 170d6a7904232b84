//! `cargo xtask bench cost`: what a call of the generated client costs beside the same call by hand with reqwest and serde, both against
//! a server of their own on the loopback: allocations, instructions, time; and how fast bodies stream.
//!
//! The programs are texts here, and crates of a scratch workspace: a client for `spec/scenario.yaml` and files, what both programs
//! share, and the server, which is a process of its own, so that nothing of it is counted.

mod figures;
mod server;

use std::path::Path;
use std::process::Command;

use clientwright::{Lock, Options, Sources, generate};

use super::measure;
use super::scratch::{Scratch, manifest};
use crate::cli::BenchCost;
use crate::stop::Stop;
use figures::{Row, median, show, show_pairs};
use server::Server;

const DIR: &str = "target/bench-cost";
/// The programs, those by hand first.
const PROGRAMS: [&str; 2] = ["hand", "ours"];

/// What one run of a program says.
struct Told {
    /// Nanoseconds a call.
    time: f64,
    /// Allocations a call.
    allocations: f64,
}

/// Does it.
pub(crate) fn cost(options: &BenchCost) -> Result<(), Stop> {
    let dir = Path::new(DIR);
    fill(dir)?;
    // Not the workspace: the client as a member of it has all of its features.
    let [hand, ours] = PROGRAMS;
    measure::run(dir, &["cargo", "build", "--release", "-p", "server", "-p", hand, "-p", ours])?;
    let server = Server::start(dir)?;
    println!("{}", Row::HEAD);
    for call in ["get", "post"] {
        let told = turns(options.rounds, |program| run(dir, program, call, &server, options.calls))?;
        show(call, "allocations", told.each_ref().map(|told| median(told, |told| told.allocations)));
        if let Some(counts) = instructions(dir, call, &server)? {
            show(call, "instructions", counts);
        }
        show_pairs(call, "µs", &told, |told| told.time / 1e3);
        let busy = turns(options.rounds, |program| run(dir, program, &format!("{call}s"), &server, options.calls))?;
        show_pairs(call, "µs, 32 at once", &busy, |told| told.time / 1e3);
    }
    let file = dir.join("zeros");
    let made = std::fs::File::create(&file).and_then(|file| file.set_len(options.mebibytes << 20));
    made.map_err(|error| Stop::io("write", &file, &error))?;
    for call in ["download", "upload"] {
        let told = turns(options.streams, |program| run(dir, program, call, &server, options.mebibytes))?;
        show_pairs(call, "MB/s", &told, |told| (options.mebibytes << 20) as f64 * 1e3 / told.time);
    }
    Ok(())
}

/// Runs both programs in turns, and which is first changes too, so that what else the machine does falls on both.
fn turns(rounds: usize, mut run: impl FnMut(&str) -> Result<Told, Stop>) -> Result<[Vec<Told>; 2], Stop> {
    let [mut hand, mut ours] = [Vec::new(), Vec::new()];
    for round in 0..rounds.max(1) {
        if round % 2 == 0 {
            hand.push(run(PROGRAMS[0])?);
            ours.push(run(PROGRAMS[1])?);
        } else {
            ours.push(run(PROGRAMS[1])?);
            hand.push(run(PROGRAMS[0])?);
        }
    }
    Ok([hand, ours])
}

/// Runs a copy of the program that nobody ran before: where in memory its file happens to lie makes it faster or slower by 1 to 2 %, for as long as the file is there.
fn run(dir: &Path, program: &str, call: &str, server: &Server, count: u64) -> Result<Told, Stop> {
    let [built, copy] = ["", ".copy"].map(|end| dir.join("target/release").join(format!("{program}{end}")));
    let copied = std::fs::copy(&built, &copy).and_then(|_| std::fs::canonicalize(&copy));
    let mut command = Command::new(copied.map_err(|error| Stop::io("copy", &built, &error))?);
    command.args([call, server.address(), &count.to_string()]);
    let text = said(command.current_dir(dir), program)?.0;
    std::fs::remove_file(&copy).map_err(|error| Stop::io("remove", &copy, &error))?;
    let figures: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match figures.as_slice() {
        [time, allocations] => Ok(Told { time: *time, allocations: *allocations }),
        _ => Err(Stop::Refused(format!("{program} {call} says `{text}`"))),
    }
}

/// Instructions a call, in user space: the difference of a long and a short run, so that the start is in none. `None` without valgrind.
fn instructions(dir: &Path, call: &str, server: &Server) -> Result<Option<[f64; 2]>, Stop> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("| (no valgrind: instructions are not counted) | | | |");
        return Ok(None);
    }
    let count = |program: &str, calls: u64| -> Result<f64, Stop> {
        let mut command = Command::new("valgrind");
        command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
        command.arg(format!("target/release/{program}")).args([call, server.address(), &calls.to_string()]);
        let text = said(command.current_dir(dir), "valgrind")?.1;
        let digits = text.lines().find_map(|line| line.split_once("refs:")).map(|(_, count)| count.replace(',', ""));
        let count = digits.and_then(|digits| digits.trim().parse().ok());
        count.ok_or_else(|| Stop::Refused(format!("valgrind says `{text}`")))
    };
    let a_call = |program| Ok((count(program, 3_000)? - count(program, 1_000)?) / 2_000.0);
    Ok(Some([a_call(PROGRAMS[0])?, a_call(PROGRAMS[1])?]))
}

/// What a command writes to both of its outputs.
fn said(command: &mut Command, name: &str) -> Result<(String, String), Stop> {
    let output = command.output().map_err(|error| Stop::Usage(format!("cannot run {name}: {error}")))?;
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    if output.status.success() { Ok((out, err)) } else { Err(Stop::Refused(format!("{name} failed:\n{err}"))) }
}

/// Writes the workspace.
fn fill(dir: &Path) -> Result<(), Stop> {
    let scratch = Scratch::new(dir, &["client", "counted", "ours", "hand", "server"])?;
    client(&scratch)?;
    let tokio = "tokio = { version = \"1\", features = [\"fs\", \"macros\", \"rt\"] }\n";
    let both = format!("counted = {{ path = \"../counted\" }}\n{tokio}");
    // TLS has no part in it, and takes minutes to build.
    let ours = "client = { path = \"../client\", default-features = false, features = [\"async\"] }\n";
    let packages = [
        ("counted", "lib.rs", include_str!("counted.txt"), "futures-util = \"0.3\"\n".to_owned()),
        ("server", "main.rs", include_str!("server.txt"), String::new()),
        ("ours", "main.rs", include_str!("ours.txt"), format!("{both}{ours}")),
        ("hand", "main.rs", include_str!("hand.txt"), format!("{both}{HAND_NEEDS}")),
    ];
    for (name, file, text, needs) in packages {
        scratch.write(&format!("{name}/Cargo.toml"), &manifest(name, &needs))?;
        scratch.write(&format!("{name}/src/{file}"), text)?;
    }
    Ok(())
}

/// The client for `spec/scenario.yaml`, which sends files too here.
fn client(scratch: &Scratch) -> Result<(), Stop> {
    let path = Path::new(crate::cli::SPEC);
    let text = std::fs::read_to_string(path).map_err(|error| Stop::io("read", path, &error))?;
    let sources = Sources::new("cost.yaml", text.replacen("\npaths:\n", FILES, 1));
    let settings =
        Options { crate_name: "client".to_owned(), runtime: crate::manifest::runtime_here(), ..Options::default() };
    let output = generate(&sources, &settings, &Lock::default()).map_err(|report| {
        crate::summary::tell(&report, &sources);
        Stop::Reported
    })?;
    let text = crate::manifest::edited(None, "client", &output.manifest).map_err(Stop::Refused)?;
    scratch.write("client/Cargo.toml", &text)?;
    output.files.iter().try_for_each(|(path, text)| scratch.write(&format!("client/{path}"), text))
}

const FILES: &str = r#"
paths:
  /files:
    put:
      operationId: sendFile
      tags: [Files]
      requestBody: { required: true, content: { application/octet-stream: {} } }
      responses: { "204": { description: It came. } }
    get:
      operationId: fetchFile
      tags: [Files]
      responses: { "200": { description: It, content: { application/octet-stream: {} } } }
"#;

const HAND_NEEDS: &str = r#"percent-encoding = "2"
reqwest = { version = "0.13", default-features = false, features = ["json", "stream", "system-proxy"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio-util = { version = "0.7", features = ["io"] }
"#;
