//! `cargo xtask bench cost`: the cost of a call with the generated client, next to the same call
//! with reqwest and serde, on the loopback: allocations, instructions, time, and the speed of
//! streamed bodies. Must not measure builds (`call`).
//!
//! The programs are text files here and crates of a scratch workspace: a client for
//! `spec/scenario.yaml` and files, the code that both programs share, and the server, which is a
//! process of its own so that it is not measured.

mod figures;
mod server;

use std::path::Path;
use std::process::Command;

use clientwright::{Lock, Options, Sources, generate};

use super::measure;
use super::scratch::{Scratch, manifest};
use crate::cli::BenchCost;
use crate::stop::Stop;
use figures::{HEAD, median, show, show_pairs};
use server::Server;

const DIR: &str = "target/bench-cost";
/// The programs: with reqwest, and with the client.
const PROGRAMS: [&str; 2] = ["hand", "ours"];

/// The figures of a run.
struct Figures {
    /// Nanoseconds per call.
    time: f64,
    /// Allocations per call.
    allocations: f64,
}

/// Runs the benchmark.
pub(crate) fn cost(options: &BenchCost) -> Result<(), Stop> {
    let dir = Path::new(DIR);
    fill(dir)?;
    // Not the whole workspace: as a member, the client would have all of its features.
    let [hand, ours] = PROGRAMS;
    measure::run(dir, &["cargo", "build", "--release", "-p", "server", "-p", hand, "-p", ours])?;
    let server = Server::start(dir)?;
    println!("{}", HEAD);
    for call in ["get", "post"] {
        let runs = alternate(options.rounds, |program| run(dir, program, call, &server, options.calls))?;
        show(call, "allocations", runs.each_ref().map(|runs| median(runs, |run| run.allocations)));
        if let Some(counts) = instructions(dir, call, &server)? {
            show(call, "instructions", counts);
        }
        show_pairs(call, "µs", &runs, |run| run.time / 1e3);
        let concurrent =
            alternate(options.rounds, |program| run(dir, program, &format!("{call}s"), &server, options.calls))?;
        show_pairs(call, "µs, 32 at once", &concurrent, |run| run.time / 1e3);
    }
    let file = dir.join("zeros");
    let created = std::fs::File::create(&file).and_then(|file| file.set_len(options.mebibytes << 20));
    created.map_err(|error| Stop::io("write", &file, &error))?;
    for call in ["download", "upload"] {
        let runs = alternate(options.streams, |program| run(dir, program, call, &server, options.mebibytes))?;
        show_pairs(call, "MB/s", &runs, |run| (options.mebibytes << 20) as f64 * 1e3 / run.time);
    }
    Ok(())
}

/// Runs both programs alternately, so that other work of the machine affects both.
fn alternate(rounds: usize, mut run: impl FnMut(&str) -> Result<Figures, Stop>) -> Result<[Vec<Figures>; 2], Stop> {
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

/// Runs a new copy of the program. The location of its file in memory makes it 1 to 2 % faster or
/// slower, as long as the file exists.
fn run(dir: &Path, program: &str, call: &str, server: &Server, count: u64) -> Result<Figures, Stop> {
    let [built, copy] = ["", ".copy"].map(|end| dir.join("target/release").join(format!("{program}{end}")));
    let copied = std::fs::copy(&built, &copy).and_then(|_| std::fs::canonicalize(&copy));
    let mut command = Command::new(copied.map_err(|error| Stop::io("copy", &built, &error))?);
    command.args([call, server.address(), &count.to_string()]);
    let text = output(command.current_dir(dir), program)?.0;
    std::fs::remove_file(&copy).map_err(|error| Stop::io("remove", &copy, &error))?;
    let figures: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match figures.as_slice() {
        [time, allocations] => Ok(Figures { time: *time, allocations: *allocations }),
        _ => Err(Stop::Refused(format!("{program} {call} printed `{text}`"))),
    }
}

/// Returns the instructions per call in user space: the difference between a long and a short run,
/// which both contain the start. Returns `None` without valgrind.
fn instructions(dir: &Path, call: &str, server: &Server) -> Result<Option<[f64; 2]>, Stop> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("| (no valgrind: instructions are not counted) | | | |");
        return Ok(None);
    }
    let count = |program: &str, calls: u64| -> Result<f64, Stop> {
        let mut command = Command::new("valgrind");
        command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
        command.arg(format!("target/release/{program}")).args([call, server.address(), &calls.to_string()]);
        let text = output(command.current_dir(dir), "valgrind")?.1;
        let digits = text.lines().find_map(|line| line.split_once("refs:")).map(|(_, count)| count.replace(',', ""));
        let count = digits.and_then(|digits| digits.trim().parse().ok());
        count.ok_or_else(|| Stop::Refused(format!("valgrind printed `{text}`")))
    };
    let per_call = |program| Ok::<f64, Stop>((count(program, 3_000)? - count(program, 1_000)?) / 2_000.0);
    Ok(Some([per_call(PROGRAMS[0])?, per_call(PROGRAMS[1])?]))
}

/// Runs a command and returns its standard output and standard error.
fn output(command: &mut Command, name: &str) -> Result<(String, String), Stop> {
    let output = command.output().map_err(|error| Stop::Usage(format!("cannot run {name}: {error}")))?;
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    if output.status.success() { Ok((out, err)) } else { Err(Stop::Refused(format!("{name} failed:\n{err}"))) }
}

/// Writes the scratch workspace.
fn fill(dir: &Path) -> Result<(), Stop> {
    let scratch = Scratch::new(dir, &["client", "counted", "ours", "hand", "server"])?;
    client(&scratch)?;
    let tokio = "tokio = { version = \"1\", features = [\"fs\", \"macros\", \"rt\"] }\n";
    let both = format!("counted = {{ path = \"../counted\" }}\n{tokio}");
    // Without TLS, which is not measured and takes minutes to build.
    let ours = "client = { path = \"../client\", default-features = false, features = [\"async\"] }\n";
    let packages = [
        ("counted", "lib.rs", include_str!("counted.txt"), "futures-util = \"0.3\"\n".to_owned()),
        ("server", "main.rs", include_str!("server.txt"), String::new()),
        ("ours", "main.rs", include_str!("ours.txt"), format!("{both}{ours}")),
        ("hand", "main.rs", include_str!("hand.txt"), format!("{both}{HAND_DEPENDENCIES}")),
    ];
    for (name, file, text, dependencies) in packages {
        scratch.write(&format!("{name}/Cargo.toml"), &manifest(name, &dependencies))?;
        scratch.write(&format!("{name}/src/{file}"), text)?;
    }
    Ok(())
}

/// Generates the client for `spec/scenario.yaml` with two operations for files.
fn client(scratch: &Scratch) -> Result<(), Stop> {
    let path = Path::new(crate::cli::SPEC);
    let text = std::fs::read_to_string(path).map_err(|error| Stop::io("read", path, &error))?;
    let sources = Sources::new("cost.yaml", text.replacen("\npaths:\n", FILES, 1));
    let settings = Options {
        crate_name: "client".to_owned(),
        runtime: crate::local_runtime::runtime_here(),
        ..Options::default()
    };
    let output = generate(&sources, &settings, &Lock::default()).map_err(|report| {
        crate::summary::print_report(&report, &sources);
        Stop::Reported
    })?;
    let text = clientwright_cli::client::edited_manifest(None, "client", &output.manifest, &Lock::default())
        .map_err(|error| Stop::Refused(error.to_string()))?;
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
      responses: { "204": { description: Stored. } }
    get:
      operationId: fetchFile
      tags: [Files]
      responses: { "200": { description: The file., content: { application/octet-stream: {} } } }
"#;

const HAND_DEPENDENCIES: &str = r#"percent-encoding = "2"
reqwest = { version = "0.13", default-features = false, features = ["json", "stream", "system-proxy"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio-util = { version = "0.7", features = ["io"] }
"#;
