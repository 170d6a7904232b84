//! `cargo xtask features`: compiles clients in many combinations of their features, without
//! warnings. One description has everything and one has nothing, because `async` and `blocking`
//! enable what a description needs. Their clients are compiled with the runtime as a dependency,
//! and with a copy of it, whose features are the client's own. Must not know what features do.

mod pairs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use clientwright::emit::FEATURES;
use clientwright::{Lock, Options, Output, Runtime, Sources, generate};

use crate::cli::Features;
use crate::corpus::{bar, workspace};
use crate::stop::Stop;
use crate::summary;

/// The names of crates, their descriptions, and `true` for a copy of the runtime.
const DESCRIPTIONS: [(&str, &str, bool); 4] = [
    ("everything", EVERYTHING, false),
    ("nothing", NOTHING, false),
    ("everything-vendored", EVERYTHING, true),
    ("nothing-vendored", NOTHING, true),
];
const EVERYTHING: &str = include_str!("../../features/everything.yaml");
const NOTHING: &str = include_str!("../../features/nothing.yaml");

/// The features that emitted code mentions. The runtime mentions all of them.
const MENTIONED: [&str; 7] = ["async", "blocking", "pages", "stream", "download", "oauth2", "testing"];

/// The folder in which crates are generated and compiled.
const SCRATCH: &str = "target/features-scratch";

/// Runs the command.
pub(crate) fn features(options: &Features) -> Result<(), Stop> {
    let scratch = std::env::current_dir().unwrap_or_default().join(SCRATCH);
    workspace(&scratch, &DESCRIPTIONS.map(|(name, ..)| name))?;
    let mut all = Vec::new();
    for (name, text, vendored) in DESCRIPTIONS {
        let output = generate_client(name, text, vendored)?;
        write_client(&output, &scratch.join(name), name)?;
        all.extend(combinations(&output, options.all).into_iter().map(|features| (name, features)));
    }
    let bar = bar(all.len());
    let mut failed = Vec::new();
    for (name, features) in &all {
        let shown = features.join(",");
        bar.set_message(format!("{name}: {shown}"));
        if let Some(message) = first_message(&scratch, name, features)? {
            bar.suspend(|| eprintln!("{name} with `{shown}`: {message}"));
            failed.push(format!("{name} with `{shown}`"));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if !failed.is_empty() {
        return Err(Stop::Refused(format!("errors or warnings: {}", failed.join("; "))));
    }
    println!("{} combinations of features compile without warnings", all.len());
    Ok(())
}

fn generate_client(name: &str, text: &str, vendored: bool) -> Result<Output, Stop> {
    let sources = Sources::new(&format!("{name}.yaml"), text.to_owned());
    let runtime = if vendored { Runtime::Vendored } else { crate::local_runtime::runtime_here() };
    let settings = Options { crate_name: name.to_owned(), runtime, ..Options::default() };
    generate(&sources, &settings, &Lock::default()).map_err(|report| {
        summary::print_report(&report, &sources);
        Stop::Reported
    })
}

fn write_client(output: &Output, out: &Path, name: &str) -> Result<(), Stop> {
    Ok(clientwright_cli::client::write_crate(out, name, output)?)
}

/// Returns the combinations: all pairs of all features, and with `all` every combination of those
/// that emitted code mentions. Of combinations that enable the same features, only the first is
/// returned.
fn combinations(output: &Output, all: bool) -> Vec<Vec<&'static str>> {
    // Only a client of an API with OAuth 2 has its feature.
    let has = |name: &str| output.manifest.iter().any(|key| key.path == ["features", name]);
    let every: Vec<&str> = FEATURES.iter().map(|(name, _)| *name).filter(|name| has(name)).collect();
    let mentioned: Vec<&str> = MENTIONED.into_iter().filter(|name| has(name)).collect();
    let named = |names: &[&'static str], combination: u64| {
        let enabled = names.iter().enumerate().filter(|(index, _)| combination >> index & 1 == 1);
        enabled.map(|(_, name)| *name).collect::<Vec<_>>()
    };
    let pairs = pairs::pairs(every.len()).into_iter().map(|combination| named(&every, combination));
    let powerset = all.then(|| pairs::powerset(mentioned.len()).map(|combination| named(&mentioned, combination)));
    let implied = implied(output);
    let mut known: BTreeSet<Vec<&str>> = BTreeSet::new();
    let mut chosen = Vec::new();
    for features in powerset.into_iter().flatten().chain(pairs) {
        let mut enabled: Vec<&str> = features.clone();
        // `reqwest-0-13` implies `async`, which may imply others.
        for _ in 0..2 {
            let more: Vec<&str> =
                enabled.iter().flat_map(|name| implied.get(name).into_iter().flatten()).copied().collect();
            enabled.extend(more);
        }
        enabled.sort_unstable();
        enabled.dedup();
        if known.insert(enabled) {
            chosen.push(features);
        }
    }
    chosen
}

/// Returns the features that each feature implies.
fn implied(output: &Output) -> BTreeMap<&str, Vec<&str>> {
    let features = output.manifest.iter().filter_map(|key| match key.path.as_slice() {
        [table, name] if table == "features" => Some((name.as_str(), key.value.as_str())),
        _ => None,
    });
    let listed = |value: &'_ str| -> Vec<&str> {
        FEATURES.iter().map(|(name, _)| *name).filter(|name| value.contains(&format!("\"{name}\""))).collect()
    };
    features.map(|(name, value)| (name, listed(value))).collect()
}

/// Runs `cargo check` for a crate and returns its first message. Warnings of dependencies are not
/// shown.
fn first_message(scratch: &Path, name: &str, features: &[&str]) -> Result<Option<String>, Stop> {
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--lib", "-p", name, "--no-default-features", "--features", &features.join(",")])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", "target")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .map_err(|error| Stop::Usage(format!("cannot run cargo: {error}")))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if output.status.success() && text.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(text.split("\n\n").next().unwrap_or("no message").trim().to_owned()))
}
