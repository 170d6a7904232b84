//! `cargo xtask ci`: every check that a change has to pass, in the order in which it is cheapest to fail.

use std::process::Command;
use std::time::Instant;

use crate::stop::Stop;

/// The combinations of features in which the runtime and the client are checked.
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

/// The packages that are formatted by rustfmt; generated files are printed by the generator and skipped.
const FORMATTED: [&str; 7] =
    ["clientwright", "clientwright-prover", "hostile", "clientwright-runtime", "xtask", "stand-in", "scenario-client"];

/// Runs them, and stops at the first that fails.
pub(crate) fn ci() -> Result<(), Stop> {
    let mut fmt = vec!["fmt", "--check"];
    FORMATTED.iter().for_each(|name| fmt.extend(["-p", name]));
    step(&fmt, &[])?;
    step(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])?;
    for features in FEATURES {
        // The committed client's API has no OAuth 2.
        let packages = ["clientwright-runtime", "scenario-client"];
        for package in packages.into_iter().filter(|name| *name != "scenario-client" || !features.contains("oauth2")) {
            let check =
                ["clippy", "-p", package, "--no-default-features", "--features", features, "--", "-D", "warnings"];
            step(&check, &[])?;
        }
    }
    step(&["test", "--workspace"], &[])?;
    // Another crate of a user's build may turn these on for all.
    let shared = "serde_json/arbitrary_precision,serde_json/preserve_order";
    step(&["test", "-p", "clientwright-runtime", "--features", shared], &[("CARGO_TARGET_DIR", "target/features")])?;
    step(&["run", "--quiet", "-p", "xtask", "--", "codegen", "--check"], &[])?;
    step(&["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])?;
    // The examples of the committed client, in a copy; those of the fixtures are compiled by their test.
    step(&["run", "--quiet", "-p", "xtask", "--", "corpus", "spec", "--docs", "--examples"], &[])?;
    wasm()
}

fn step(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), Stop> {
    let words = format!("cargo {}", arguments.join(" "));
    let started = Instant::now();
    println!("==> {words}");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo).args(arguments).envs(environment.iter().copied()).status();
    let ok = status.map_err(|error| Stop::Usage(format!("cannot run {words}: {error}")))?.success();
    println!("    {} s", started.elapsed().as_secs());
    if ok { Ok(()) } else { Err(Stop::Refused(format!("this failed: {words}"))) }
}

/// The runtime compiles for the browser, where its target is installed.
fn wasm() -> Result<(), Stop> {
    let target = "wasm32-unknown-unknown";
    let listed = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output();
    let there = listed.is_ok_and(|out| std::path::Path::new(String::from_utf8_lossy(&out.stdout).trim()).is_dir());
    if !there {
        println!("==> skipped: the target {target} is not installed");
        return Ok(());
    }
    for features in ["", "async"] {
        let check = ["check", "-p", "clientwright-runtime", "--no-default-features", "--features", features];
        step(&[&check[..], &["--target", target]].concat(), &[("RUSTFLAGS", "-D warnings")])?;
    }
    Ok(())
}
