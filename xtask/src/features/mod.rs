//! `cargo xtask features`: whether a client compiles without a warning in every combination of its features. Two descriptions are tried, as
//! what a description needs comes with `async` and `blocking`: one that has everything, and one that has nothing. Both depend on the
//! runtime; with a copy of it, whose features are the client's own, both are tried once more.

mod pairs;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use clientwright::emit::FEATURES;
use clientwright::{Lock, Options, Output, Runtime, Sources, generate};

use crate::cli::Features;
use crate::corpus::{bar, workspace};
use crate::crate_dir::CrateDir;
use crate::disk::RealDisk;
use crate::stop::Stop;
use crate::{compare, summary, write};

/// The descriptions, by the names of their crates, and whether these have a copy of the runtime.
const DESCRIPTIONS: [(&str, &str, bool); 4] = [
    ("everything", EVERYTHING, false),
    ("nothing", NOTHING, false),
    ("everything-vendored", EVERYTHING, true),
    ("nothing-vendored", NOTHING, true),
];
const EVERYTHING: &str = include_str!("../../features/everything.yaml");
const NOTHING: &str = include_str!("../../features/nothing.yaml");

/// The features that emitted code mentions. The runtime mentions all.
const MENTIONED: [&str; 7] = ["async", "blocking", "pages", "stream", "download", "oauth2", "testing"];

/// Where crates are generated and compiled.
const SCRATCH: &str = "target/features-scratch";

/// Compiles each client in many combinations, and fails with the first warning or error of each that has one.
pub(crate) fn features(options: &Features) -> Result<(), Stop> {
    let scratch = std::env::current_dir().unwrap_or_default().join(SCRATCH);
    workspace(&scratch, &DESCRIPTIONS.map(|(name, ..)| name))?;
    let mut tries = Vec::new();
    for (name, text, vendored) in DESCRIPTIONS {
        let output = generated(name, text, vendored)?;
        written(&output, &scratch.join(name), name)?;
        tries.extend(combinations(&output, options.all).into_iter().map(|of| (name, of)));
    }
    let bar = bar(tries.len());
    let mut bad = Vec::new();
    for (name, of) in &tries {
        bar.set_message(format!("{name}: {}", of.join(",")));
        if let Err(why) = checked(&scratch, name, of) {
            bar.suspend(|| eprintln!("{name} with `{}`: {why}", of.join(",")));
            bad.push(format!("{name} with `{}`", of.join(",")));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if !bad.is_empty() {
        return Err(Stop::Refused(format!("with errors or warnings: {}", bad.join("; "))));
    }
    println!("{} combinations of features compile without a warning", tries.len());
    Ok(())
}

fn generated(name: &str, text: &str, vendored: bool) -> Result<Output, Stop> {
    let sources = Sources::new(&format!("{name}.yaml"), text.to_owned());
    let runtime = if vendored { Runtime::Vendored } else { crate::manifest::runtime_here() };
    let settings = Options { crate_name: name.to_owned(), runtime, ..Options::default() };
    generate(&sources, &settings, &Lock::default()).map_err(|report| {
        summary::tell(&report, &sources);
        Stop::Reported
    })
}

fn written(output: &Output, out: &Path, name: &str) -> Result<(), Stop> {
    let found = CrateDir::read(out)?;
    let changes = compare::changes(out, &found, output, name)?;
    write::apply(&changes, &mut RealDisk).map_err(|failed| Stop::io("write", &failed.path, &failed.error))
}

/// The combinations, of those that turn on the same ones the first: all pairs of all features, and with `all` every combination of
/// those that emitted code mentions.
fn combinations(output: &Output, all: bool) -> Vec<Vec<&'static str>> {
    // A client of an API without OAuth 2 has no such feature.
    let has = |name: &str| output.manifest.iter().any(|key| key.path == ["features", name]);
    let every: Vec<&str> = FEATURES.iter().map(|(name, _)| *name).filter(|name| has(name)).collect();
    let mentioned: Vec<&str> = MENTIONED.into_iter().filter(|name| has(name)).collect();
    let named = |names: &[&'static str], of: u64| {
        let on = names.iter().enumerate().filter(|(at, _)| of >> at & 1 == 1);
        on.map(|(_, name)| *name).collect::<Vec<_>>()
    };
    let pairs = pairs::pairs(every.len()).into_iter().map(|of| named(&every, of));
    let powerset = all.then(|| pairs::powerset(mentioned.len()).map(|of| named(&mentioned, of)));
    let brought = brought(output);
    let mut met: BTreeMap<Vec<&str>, Vec<&'static str>> = BTreeMap::new();
    let mut chosen = Vec::new();
    for of in powerset.into_iter().flatten().chain(pairs) {
        let mut on: Vec<&str> = of.clone();
        // `reqwest-0-13` brings `async`, which may bring others.
        for _ in 0..2 {
            let more: Vec<&str> = on.iter().flat_map(|name| brought.get(name).into_iter().flatten()).copied().collect();
            on.extend(more);
        }
        on.sort_unstable();
        on.dedup();
        if met.insert(on, of.clone()).is_none() {
            chosen.push(of);
        }
    }
    chosen
}

/// By feature the features that come with it.
fn brought(output: &Output) -> BTreeMap<&str, Vec<&str>> {
    let features = output.manifest.iter().filter_map(|key| match key.path.as_slice() {
        [table, name] if table == "features" => Some((name.as_str(), key.value.as_str())),
        _ => None,
    });
    let listed = |value: &'_ str| -> Vec<&str> {
        FEATURES.iter().map(|(name, _)| *name).filter(|name| value.contains(&format!("\"{name}\""))).collect()
    };
    features.map(|(name, value)| (name, listed(value))).collect()
}

/// `cargo check` of a crate; its first message where it has one. Only of the crate itself warnings are shown.
fn checked(scratch: &Path, name: &str, features: &[&str]) -> Result<(), String> {
    let output = Command::new("cargo")
        .args(["check", "--quiet", "--lib", "-p", name, "--no-default-features", "--features", &features.join(",")])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", "target")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stderr);
    match output.status.success() {
        true if text.trim().is_empty() => Ok(()),
        _ => Err(text.split("\n\n").next().unwrap_or("no message").trim().to_owned()),
    }
}
