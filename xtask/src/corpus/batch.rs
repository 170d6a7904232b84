//! `cargo check` of many crates at once: cargo reads the whole workspace for each run, which takes longer than most crates, and one crate
//! keeps one core busy. Must not know what the crates are.

use std::path::Path;
use std::time::Instant;

use super::one::{Found, Outcome, cargo};

/// The crates that one run of cargo checks.
const SIZE: usize = 48;

/// Checks all crates, batch by batch, and counts the errors and warnings of each. `done` is called with the number of each batch.
pub(super) fn check(outcomes: &mut [Outcome], scratch: &Path, done: &dyn Fn(u64)) {
    let mut wanted: Vec<&mut Outcome> = outcomes.iter_mut().filter(|of| of.refused.is_none()).collect();
    for batch in wanted.chunks_mut(SIZE) {
        let started = Instant::now();
        let names: Vec<String> = batch.iter().map(|of| of.name.clone()).collect();
        let packages = names.iter().flat_map(|name| ["-p", name.as_str()]);
        match cargo(scratch, ["check", "--keep-going"].into_iter().chain(packages)) {
            Ok(output) => count(batch, &String::from_utf8_lossy(&output.stderr), output.status.success()),
            Err(error) => batch.iter_mut().for_each(|of| of.refused = Some(error.to_string())),
        }
        let each = started.elapsed().as_secs_f64() / batch.len() as f64;
        batch.iter_mut().for_each(|of| of.check_seconds = each);
        done(batch.len() as u64);
    }
}

/// Lines begin with the path of the file, and so with the folder of the crate.
fn count(batch: &mut [&mut Outcome], text: &str, ok: bool) {
    let mut found = 0;
    for of in batch.iter_mut() {
        let folder = format!("{}/", of.name);
        let own = Found::count(&of.name, "check", text.lines().filter(|line| line.starts_with(&folder)));
        of.errors += own.errors;
        of.warnings += own.warnings;
        found += own.errors;
    }
    if !ok && found == 0 {
        let line = text.lines().find(|line| line.contains("error")).unwrap_or("no message");
        batch.iter_mut().for_each(|of| of.refused = Some(format!("cargo: {line}")));
    }
}
