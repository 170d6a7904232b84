//! `cargo xtask ci`: runs the checks that a change has to pass. `.ci/run` calls it too, so this is
//! the only list of them. Must not know what the checks do.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::cli::{Ci, Group};
use crate::stop::Stop;

/// A cargo command.
struct Step {
    group: Group,
    /// The condition under which the command can run.
    needs: Needs,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

/// The condition under which a command can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// nginx and tinyproxy are installed.
    Servers,
    /// [`CORPUS`] is set. [`CORPUS_ARGUMENT`] is replaced by its value.
    Corpus,
    /// The target for browsers is installed.
    Wasm,
}

/// The variable with the folder of public descriptions.
const CORPUS: &str = "CLIENTWRIGHT_CORPUS";
const CORPUS_ARGUMENT: &str = "CORPUS";
const WASM: &str = "wasm32-unknown-unknown";

const fn step(group: Group, arguments: &'static [&'static str]) -> Step {
    Step { group, needs: Needs::Nothing, arguments, environment: &[] }
}

impl Step {
    const fn with(self, environment: &'static [(&'static str, &'static str)]) -> Step {
        Step { environment, ..self }
    }

    const fn needs(self, needs: Needs) -> Step {
        Step { needs, ..self }
    }
}

/// All commands, except those for each of [`FEATURES`].
const STEPS: [Step; 21] = [
    step(Group::Checks, &["fmt", "--all", "--check"]),
    step(Group::Checks, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    step(Group::Tests, &["test", "--workspace"]),
    // Alone, because the workspace would enable the features that this package is without.
    step(Group::Checks, &["test", "-p", "clientwright-runtime-plain", "--test", "faults", "--test", "protocols"]),
    // The transports, against servers that others wrote.
    step(Group::Checks, &["run", "--quiet", "-p", "clientwright-runtime", "--example", "servers"])
        .needs(Needs::Servers),
    step(Group::Checks, &["run", "--quiet", "-p", "xtask", "--", "codegen", "--check"]),
    // The fixtures' programs with one copy of the runtime for all clients, with a copy in each, and
    // their pages.
    step(Group::Checks, &FIXTURES).with(&[("CLIENTWRIGHT_RUNTIME", "workspace")]),
    step(Group::Checks, &FIXTURES).with(&[("CLIENTWRIGHT_RUNTIME", "vendored")]),
    step(Group::Checks, &FIXTURES).with(&[("CLIENTWRIGHT_DOCUMENT", "1")]),
    step(Group::Checks, &["run", "--quiet", "-p", "xtask", "--", "package"]),
    step(Group::Checks, &["run", "--quiet", "-p", "xtask", "--", "walkthrough"]),
    step(Group::Checks, &["run", "--quiet", "-p", "xtask", "--", "library"]),
    step(Group::Checks, &["run", "--quiet", "-p", "xtask", "--", "features"]),
    step(
        Group::Checks,
        &["run", "--release", "--quiet", "-p", "xtask", "--", "corpus", CORPUS_ARGUMENT, "--max-skipped", "10"],
    )
    .needs(Needs::Corpus),
    step(Group::Checks, &COMPILED).needs(Needs::Corpus),
    step(Group::Checks, &["run", "--release", "--quiet", "-p", "xtask", "--", "programs"]).needs(Needs::Corpus),
    // Another crate of a user's build may enable these features for all crates.
    step(
        Group::Matrix,
        &[
            "test",
            "-p",
            "clientwright-runtime",
            "--features",
            "serde_json/arbitrary_precision,serde_json/preserve_order",
        ],
    )
    .with(&[("CARGO_TARGET_DIR", "target/features")]),
    step(Group::Matrix, &["doc", "--workspace", "--no-deps"]).with(&[("RUSTDOCFLAGS", "-D warnings")]),
    // The examples of the committed client. Those of the fixtures are compiled by their test.
    step(Group::Matrix, &["run", "--quiet", "-p", "xtask", "--", "corpus", "spec", "--docs", "--examples"]),
    step(Group::Matrix, &["check", "-p", "clientwright-runtime", "--no-default-features", "--target", WASM])
        .with(&[("RUSTFLAGS", "-D warnings")])
        .needs(Needs::Wasm),
    step(
        Group::Matrix,
        &["check", "-p", "clientwright-runtime", "--no-default-features", "--features", "async", "--target", WASM],
    )
    .with(&[("RUSTFLAGS", "-D warnings")])
    .needs(Needs::Wasm),
];

const FIXTURES: [&str; 6] = ["test", "-p", "clientwright", "--test", "fixtures", "every_fixture_compiles"];

/// Public descriptions whose clients are compiled.
#[rustfmt::skip]
const COMPILED: [&str; 37] = [
    "run", "--release", "--quiet", "-p", "xtask", "--", "corpus", CORPUS_ARGUMENT, "--check",
    "--filter", "c-museum", "--filter", "c-petstore-3-0", "--filter", "c-spotify", "--filter", "c-svix",
    "--filter", "c-discord", "--filter", "c-twilio-api-v2010", "--filter", "c-box", "--filter", "c-hetzner-cloud",
    "--filter", "c-openai", "--filter", "c-swagger2-docker-engine", "--filter", "c-readme-polymorphism-3-0",
    "--filter", "c-readme-parameters-style-3-1", "--filter", "c-ethereum-beacon-beacon", "--filter", "c-intercom",
];

/// The combinations of features for which clippy checks the runtime and the committed client.
const FEATURES: [&str; 25] = [
    "gzip,http2",
    "testing",
    "async,testing",
    "blocking,testing",
    "async,blocking,rustls,testing",
    "tracing",
    "async,blocking,rustls,tracing,mime-guess,reqwest-0-13",
    "async,blocking,rustls,gzip,http2",
    "",
    "async",
    "blocking",
    "rustls",
    "async,blocking",
    "async,rustls",
    "blocking,rustls",
    "async,blocking,rustls",
    "download,oauth2,pages,stream",
    "async,download",
    "async,oauth2",
    "async,pages",
    "async,stream",
    "blocking,charset",
    "blocking,download",
    "blocking,pages",
    "blocking,stream",
];

/// Runs the checks and stops at the first that fails.
pub(crate) fn ci(options: &Ci) -> Result<(), Stop> {
    let is_wanted = |group: Group| options.only.is_none_or(|only| only == group);
    for step in STEPS.iter().filter(|step| is_wanted(step.group)) {
        match step.needs.missing() {
            None => run(&step.needs.arguments(step.arguments), step.environment)?,
            Some(missing) => eprintln!("SKIPPED: cargo {}: {missing}", step.arguments.join(" ")),
        }
    }
    if is_wanted(Group::Matrix) { check_features() } else { Ok(()) }
}

fn check_features() -> Result<(), Stop> {
    for features in FEATURES {
        // The API of the committed client has no OAuth 2.
        let packages = ["clientwright-runtime", "scenario-client"];
        for package in packages.into_iter().filter(|name| *name != "scenario-client" || !features.contains("oauth2")) {
            let flags = ["--no-default-features", "--features", features, "--", "-D", "warnings"];
            run(&[&["clippy", "-p", package], &flags[..]].concat(), &[])?;
        }
    }
    Ok(())
}

impl Needs {
    /// Returns what is missing.
    fn missing(self) -> Option<&'static str> {
        match self {
            Needs::Servers if !has_program("nginx") || !has_program("tinyproxy") => {
                Some("nginx and tinyproxy are not installed")
            }
            Needs::Corpus if env::var_os(CORPUS).is_none() => Some("CLIENTWRIGHT_CORPUS is not set"),
            Needs::Wasm if !has_target(WASM) => Some("the target wasm32-unknown-unknown is not installed"),
            Needs::Nothing | Needs::Servers | Needs::Corpus | Needs::Wasm => None,
        }
    }

    fn arguments(self, arguments: &[&str]) -> Vec<String> {
        let corpus = env::var(CORPUS).unwrap_or_default();
        let replace = |argument: &&str| match *argument {
            CORPUS_ARGUMENT if self == Needs::Corpus => corpus.clone(),
            argument => argument.to_owned(),
        };
        arguments.iter().map(replace).collect()
    }
}

/// Servers are often in a folder that is only in the search path of the superuser.
fn has_program(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders.any(|folder| folder.join(name).is_file())
}

fn has_target(name: &str) -> bool {
    let listed = Command::new("rustc").args(["--print", "target-libdir", "--target", name]).output();
    listed.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

fn run<T: AsRef<str>>(arguments: &[T], environment: &[(&str, &str)]) -> Result<(), Stop> {
    let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    let command = format!("cargo {}", arguments.join(" "));
    let started = Instant::now();
    println!("==> {command}");
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo).args(&arguments).envs(environment.iter().copied()).status();
    let status = status.map_err(|error| Stop::Usage(format!("cannot run {command}: {error}")))?;
    println!("    {} s", started.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(Stop::Refused(format!("{command} failed"))) }
}
