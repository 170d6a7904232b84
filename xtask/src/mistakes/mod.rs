//! `cargo xtask mistakes DIR`: makes one mistake at a time in public descriptions, and checks that
//! the first diagnostic points at it. The mistakes are random, but the same seed makes the same
//! ones on every machine. Must not know which mistakes there are: see [`draw`] and [`judge`].

mod across_parts;
mod draw;
mod edit;
mod judge;
mod random;
mod sites;

use std::path::Path;

use clientwright::report::Report;
use clientwright::{Lock, Options, Sources, generate, parse};
use serde_json::Value;

use crate::cli::Mistakes;
use crate::stop::Stop;
use draw::Mistake;
use judge::{Shown, Verdict};
use random::Random;

/// Descriptions without errors: small and large, OpenAPI 3.0 and 3.1, written by hand and by tools.
const DOCUMENTS: [&str; 5] =
    ["petstore-3.0.yaml", "scalar-galaxy-3.1.json", "spotify.yaml", "discord.json", "lob.yaml"];

/// The minimum percentage of mistakes that diagnostics point at.
const MIN_PERCENT: usize = 95;

/// Runs the command.
pub(crate) fn mistakes(options: &Mistakes) -> Result<(), Stop> {
    let (mut pointed, mut all) = (0, 0);
    for (index, name) in DOCUMENTS.iter().enumerate() {
        let root = tree(&options.dir.join(name))?;
        let before = judge::visible(&report(&root));
        let mut random = Random::new(options.seed.wrapping_add(index as u64 * 1_000_003));
        for _ in 0..options.each {
            let Some(mistake) = draw::draw(&root, &mut random) else { break };
            all += 1;
            pointed += usize::from(check_mistake(name, &root, &mistake, &before, options.all));
        }
    }
    println!("diagnostics point at {pointed} of {all} mistakes");
    match pointed * 100 >= MIN_PERCENT * all && all > 0 {
        true => Ok(()),
        false => Err(Stop::Refused(format!("diagnostics must point at {MIN_PERCENT} % of the mistakes at least"))),
    }
}

/// Returns `true` if the first diagnostic points at a mistake. Otherwise, prints the diagnostic.
fn check_mistake(name: &str, root: &Value, mistake: &Mistake, before: &[Shown], all: bool) -> bool {
    let edited = mistake.edit.apply(root);
    let after = judge::visible(&report(&edited));
    let (good, detail) = match judge::judge(mistake, before, &after) {
        Verdict::Pointed(shown) => (true, format!("{} {}", shown.code, shown.pointer)),
        Verdict::Elsewhere(shown) => (false, format!("elsewhere: {} {} {}", shown.code, shown.pointer, shown.message)),
        Verdict::Silent => (false, "no diagnostic".to_owned()),
    };
    if all || !good {
        println!("{} {name} {}\n  {detail}", if good { "good" } else { "BAD " }, mistake.edit);
    }
    good
}

/// Reads a description as JSON.
fn tree(path: &Path) -> Result<Value, Stop> {
    let text = std::fs::read_to_string(path).map_err(|error| Stop::io("read", path, &error))?;
    let sources = Sources::new(&path.to_string_lossy(), text);
    let document = parse::parse(&sources, false, &mut Report::default());
    let read = document.map(|document| document.root.to_json());
    read.ok_or_else(|| Stop::Refused(format!("{} cannot be read", path.display())))
}

/// Returns the diagnostics without `--lenient`.
fn report(root: &Value) -> Report {
    let sources = Sources::new("mistake.json", root.to_string());
    let options = Options { crate_name: "mistake".to_owned(), ..Options::default() };
    match generate(&sources, &options, &Lock::default()) {
        Ok(output) => output.report,
        Err(report) => report,
    }
}
