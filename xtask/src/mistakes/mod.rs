//! `cargo xtask mistakes DIR`: makes one mistake at a time in public descriptions, and looks whether what is told points at
//! it. Drawn at random from a seed, so that the same command draws the same mistakes on every machine.
//!
//! What counts as a mistake is in [`draw`], what as pointing at it in [`judge`].

mod draw;
mod edit;
mod judge;
mod random;
mod shape;
mod sites;

use std::path::Path;

use clientwright::report::Report;
use clientwright::{Lock, Options, Sources, generate, parse};
use serde_json::Value;

use crate::cli::Mistakes;
use crate::stop::Stop;
use draw::Mistake;
use judge::{Told, Verdict};
use random::Random;

/// Small and large, of 3.0 and 3.1, by hand and by tools; all are read without a word of what is wrong.
const DOCUMENTS: [&str; 5] =
    ["petstore-3.0.yaml", "scalar-galaxy-3.1.json", "spotify.yaml", "discord.json", "lob.yaml"];

/// So many of a hundred mistakes must be pointed at.
const LEAST: usize = 95;

/// Does it.
pub(crate) fn mistakes(options: &Mistakes) -> Result<(), Stop> {
    let (mut pointed, mut all) = (0, 0);
    for (index, name) in DOCUMENTS.iter().enumerate() {
        let root = tree(&options.dir.join(name))?;
        let before = judge::told(&report(&root));
        let mut random = Random::new(options.seed.wrapping_add(index as u64 * 1_000_003));
        for _ in 0..options.each {
            let Some(mistake) = draw::draw(&root, &mut random) else { break };
            all += 1;
            pointed += usize::from(one(name, &root, &mistake, &before, options.all));
        }
    }
    println!("{pointed} of {all} mistakes are pointed at");
    match pointed * 100 >= LEAST * all && all > 0 {
        true => Ok(()),
        false => Err(Stop::Refused(format!("at least {LEAST} of 100 mistakes must be pointed at"))),
    }
}

/// Whether a mistake is pointed at; if not it is said what is told.
fn one(name: &str, root: &Value, mistake: &Mistake, before: &[Told], all: bool) -> bool {
    let wrong = mistake.edit.made(root);
    let told = judge::told(&report(&wrong));
    let (good, words) = match judge::judge(mistake, before, &told) {
        Verdict::Pointed(told) => (true, format!("{} {}", told.code, told.pointer)),
        Verdict::Elsewhere(told) => (false, format!("told elsewhere: {} {} {}", told.code, told.pointer, told.what)),
        Verdict::Silent => (false, "nothing is told".to_owned()),
    };
    if all || !good {
        println!("{} {name} {}\n  {words}", if good { "good" } else { "BAD " }, mistake.edit);
    }
    good
}

/// A description as JSON: mistakes are made in its tree.
fn tree(path: &Path) -> Result<Value, Stop> {
    let text = std::fs::read_to_string(path).map_err(|error| Stop::io("read", path, &error))?;
    let sources = Sources::new(&path.to_string_lossy(), text);
    let document = parse::parse(&sources, false, &mut Report::default());
    let read = document.map(|document| document.root.to_json());
    read.ok_or_else(|| Stop::Refused(format!("{} cannot be read", path.display())))
}

/// What a user is told, without `--lenient`.
fn report(root: &Value) -> Report {
    let sources = Sources::new("mistake.json", root.to_string());
    let options = Options { crate_name: "mistake".to_owned(), ..Options::default() };
    match generate(&sources, &options, &Lock::default()) {
        Ok(output) => output.report,
        Err(report) => report,
    }
}
