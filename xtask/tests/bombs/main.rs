//! Bombs: small or plain descriptions that would cost a careless reader all its time, memory or
//! stack. Each is written to a folder of its own and passed to the program, which runs as a child
//! process with limits on time and memory. The program must end by itself: with a client, or with a
//! diagnostic that names the error and its location, and nothing is written.
//!
//! The limits here are guards with room for a debug build on a busy machine. The figures in
//! generator/guide/decisions/hostile-input.md are printed by
//! `cargo test --release -p xtask --test bombs -- --nocapture --test-threads 1`.
#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod nesting;
mod references;
mod sizes;

use std::fs;
use std::path::Path;
use std::process::Command;

/// The maximum address space of a child, in KiB. The memory that it really uses is limited by
/// [`PEAK`].
const SPACE: u64 = 1024 * 1024;
/// The maximum memory of a child, in KiB.
const PEAK: u64 = 200 * 1024;
/// Additional bytes of memory for each byte of the description, as the input is in memory too.
/// Release builds need none.
const EACH: u64 = 4;
/// The maximum processor time of all threads of a child, in seconds.
const SECONDS: u64 = if cfg!(debug_assertions) { 60 } else { 8 };

/// The expected end of the program.
#[derive(Debug, Clone, Copy)]
enum End {
    /// A diagnostic with this code and a source location.
    Reported(&'static str),
    /// A client.
    Client,
}

/// A description that is expensive to read.
struct Bomb {
    name: &'static str,
    /// `spec.yaml` or `spec.json` is the root.
    files: Vec<(&'static str, String)>,
    end: End,
}

impl Bomb {
    fn new(name: &'static str, text: String, end: End) -> Bomb {
        let file = if text.starts_with('{') { "spec.json" } else { "spec.yaml" };
        Bomb { name, files: vec![(file, text)], end }
    }

    fn and(mut self, file: &'static str, text: String) -> Bomb {
        self.files.push((file, text));
        self
    }
}

/// Returns a description with these schemas as YAML; an operation uses `A`. `schemas` is indented
/// by four.
fn with_schemas(schemas: &str) -> String {
    format!("{}components:\n  schemas:\n{schemas}", with_operation("$ref: '#/components/schemas/A'"))
}

/// Returns a description with one operation whose response has this schema.
fn with_operation(schema: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Bomb, version: '1' }}\npaths:\n  /a:\n    get:\n      operationId: a\n      \
         responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              \
         schema: {{ {schema} }}\n"
    )
}

fn each(bombs: impl IntoIterator<Item = Bomb>) {
    let wrong: Vec<String> = bombs.into_iter().filter_map(|bomb| goes_off(&bomb).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Runs the program on the bomb in a folder of its own.
fn goes_off(bomb: &Bomb) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    for (file, text) in &bomb.files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    run(bomb.name, dir.path(), bomb.files[0].0, &[], bomb.end)
}

/// Runs the program in a folder.
///
/// # Errors
/// Fails with a message if the program does not end as expected.
fn run(name: &str, dir: &Path, spec: &str, more: &[&str], end: End) -> Result<(), String> {
    let program = env!("CARGO_BIN_EXE_xtask");
    let output = Command::new("sh")
        .current_dir(dir)
        .args(["-c", "ulimit -v $1 && ulimit -t $2 && shift 2 && exec \"$@\"", "sh"])
        .args([SPACE.to_string(), SECONDS.to_string()])
        .args([program, "measured", program, "codegen", "--spec", spec, "--out", "out", "--name", "bomb"])
        .args(more)
        .output()
        .unwrap();
    let (_, stdout, stderr) = common::outputs(&output);
    let figures: Vec<u64> = stdout.lines().last().unwrap_or_default().split(' ').flat_map(str::parse).collect();
    let [micros, peak] = figures[..] else { return Err(format!("{name}: no figures\n{}", short(&stderr))) };
    println!("{name:<44} {:>6.2} s {:>5} MB", micros as f64 / 1e6, peak / 1024);
    let fails = |why: String| Err(format!("{name}: {why}, {micros} µs, {peak} KiB\n{}", short(&stderr)));
    let written = dir.join("out/Cargo.toml").exists();
    let length = fs::metadata(dir.join(spec)).unwrap().len();
    if peak > PEAK + length * EACH / 1024 {
        return fails("too much memory".to_owned());
    }
    if stderr.len() > 200_000 {
        return fails(format!("a message of {} bytes", stderr.len()));
    }
    match end {
        End::Reported(code) => {
            // The location follows the line with the code.
            let lines: Vec<&str> = stderr.lines().collect();
            let is_location =
                |line: &str| line.contains("--> ") && (line.contains(".yaml:") || line.contains(".json:"));
            let is_header = |line: &str| line.contains(&format!("[{code}]"));
            let is_reported = lines.windows(2).any(|pair| is_header(pair[0]) && is_location(pair[1]));
            let is_right = is_reported && stderr.contains("exit status: 1") && !written;
            if is_right { Ok(()) } else { fails(format!("`{code}` is not reported with a source location")) }
        }
        End::Client if written && !stderr.contains(" ended with ") => Ok(()),
        End::Client => fails("no client".to_owned()),
    }
}

/// Returns the first lines of a text and the last one.
fn short(text: &str) -> String {
    let cut = |line: &str| line.chars().take(200).collect::<String>();
    let mut lines: Vec<String> = text.lines().take(6).map(cut).collect();
    lines.extend(text.lines().last().map(cut));
    lines.join("\n")
}
