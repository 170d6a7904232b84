//! Runs `cargo check` for many crates at once. Cargo reads the whole workspace each time, which
//! takes longer than most crates, and a single crate uses one core only. Must not know how crates
//! are generated.

use std::path::Path;
use std::process::Output;
use std::time::Instant;

use super::cargo::{Count, cargo, cargo_error, messages};
use super::result::CorpusResult;

/// The number of crates in a batch.
const SIZE: usize = 48;

/// Checks all crates and counts their errors and warnings. `done` is called with the size of each
/// batch.
pub(super) fn check(results: &mut [CorpusResult], scratch: &Path, done: &dyn Fn(u64)) {
    let mut generated: Vec<&mut CorpusResult> = results.iter_mut().filter(|result| result.refused.is_none()).collect();
    for batch in generated.chunks_mut(SIZE) {
        let started = Instant::now();
        let names: Vec<String> = batch.iter().map(|result| result.name.clone()).collect();
        let packages = names.iter().flat_map(|name| ["-p", name.as_str()]);
        match cargo(scratch, ["check", "--keep-going"].into_iter().chain(packages)) {
            Ok(output) => count(batch, scratch, &output),
            Err(error) => batch.iter_mut().for_each(|result| result.refused = Some(error.to_string())),
        }
        let seconds = started.elapsed().as_secs_f64() / batch.len() as f64;
        batch.iter_mut().for_each(|result| result.check_seconds = seconds);
        done(batch.len() as u64);
    }
}

fn count(batch: &mut [&mut CorpusResult], scratch: &Path, output: &Output) {
    let messages = messages(output);
    let mut errors = 0;
    for result in batch.iter_mut() {
        let count = Count::of_crate(scratch, &result.name, "check", &messages);
        result.errors += count.errors;
        result.warnings += count.warnings;
        errors += count.errors;
    }
    if !output.status.success() && errors == 0 {
        let error = cargo_error(output);
        batch.iter_mut().for_each(|result| result.refused = Some(format!("cargo: {error}")));
    }
}
