//! `cargo xtask bench documents FILE…`: the cost of generation (the whole process, lenient) and of
//! `cargo check` for the client alone, with its dependencies compiled. Must not know other
//! benchmarks.

use std::path::Path;

use super::measure::{self, Usage};
use super::scratch::{Scratch, median};
use crate::cli::BenchDocuments;
use crate::stop::Stop;

/// Runs the benchmark. The figures are those of this program, so build it in release mode.
pub(crate) fn documents(options: &BenchDocuments) -> Result<(), Stop> {
    let dir = Path::new("target/bench-documents");
    let names: Vec<String> = (0..options.files.len()).map(|number| format!("document-{number}")).collect();
    let scratch = Scratch::new(dir, &names)?;
    for (file, name) in options.files.iter().zip(&names) {
        generate(file, &dir.join(name), name)?;
    }
    scratch.prepare()?;
    println!("| description | size | generate | `cargo check` | each feature alone, at most |\n|---|---|---|---|---|");
    for (file, name) in options.files.iter().zip(&names) {
        let size = std::fs::metadata(file).map_err(|error| Stop::io("read", file, &error))?.len();
        let rounds = 0..options.rounds.max(1);
        let generated: Result<Vec<Usage>, Stop> =
            rounds.clone().map(|_| generate(file, &dir.join(name), name)).collect();
        let checked: Result<Vec<Usage>, Stop> = rounds.map(|_| check(&scratch, dir, name, &[])).collect();
        let features = features(&scratch, dir, name)?;
        let shown = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!(
            "| {shown} | {:.1} MB | {} | {} | {features} |",
            size as f64 / 1e6,
            median(generated?).show(),
            median(checked?).show()
        );
    }
    Ok(())
}

/// Generates a client in a process of its own.
pub(super) fn generate(file: &Path, out: &Path, name: &str) -> Result<Usage, Stop> {
    let own = std::env::current_exe().map_err(|error| Stop::Usage(format!("cannot find this program: {error}")))?;
    let [own, file, out] = [own.as_path(), file, out].map(|path| path.display().to_string());
    measure::run(Path::new("."), &[&own, "corpus-one", "--spec", &file, "--out", &out, "--name", name])
}

fn check(scratch: &Scratch, dir: &Path, name: &str, flags: &[&str]) -> Result<Usage, Stop> {
    scratch.touch(name)?;
    measure::run(dir, &[&["cargo", "check", "-p", name], flags].concat())
}

/// Measures each resource's feature. Returns the most expensive one and the median.
fn features(scratch: &Scratch, dir: &Path, name: &str) -> Result<String, Stop> {
    let mut usages = Vec::new();
    for feature in crate::corpus::resources(&dir.join(name)) {
        let flags = ["--no-default-features", "--features", &format!("async,{feature}")];
        usages.push((check(scratch, dir, name, &flags)?, feature));
    }
    let all = median(usages.iter().map(|(usage, _)| *usage).collect());
    let largest = usages.into_iter().max_by_key(|(usage, _)| usage.user);
    Ok(largest.map_or_else(
        || "–".to_owned(),
        |(usage, feature)| format!("{} ({feature}); median {}", usage.show(), all.show()),
    ))
}
