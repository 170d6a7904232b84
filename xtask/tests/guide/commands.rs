//! The commands of `console` blocks: each names a subcommand, an option, a package or an example
//! that exists.

use std::collections::BTreeMap;
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use crate::common::{outputs, root, xtask};
use crate::pages::Page;

/// The subcommands of cargo that pages use.
const CARGO: [&str; 13] =
    ["add", "bench", "build", "check", "clippy", "doc", "fmt", "fuzz", "install", "new", "package", "run", "test"];

/// Returns the commands of a page that do not exist.
pub(crate) fn wrong(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for block in page.blocks.iter().filter(|block| block.language == "console") {
        let lines = block.text.replace("\\\n", " ");
        for line in lines.lines().filter_map(|line| line.strip_prefix("$ ")) {
            for command in line.split("&&") {
                if let Err(why) = check(command) {
                    wrong.push(format!("{}:{}: `{}`: {why}", page.path, block.line, command.trim()));
                }
            }
        }
    }
    wrong
}

fn check(command: &str) -> Result<(), String> {
    let command = command.split(" # ").next().unwrap_or_default();
    let words: Vec<&str> = command.split_whitespace().skip_while(|word| word.contains('=')).collect();
    match words.as_slice() {
        ["cargo", "xtask", rest @ ..] => own("xtask", rest),
        ["clientwright", rest @ ..] => own("clientwright", rest),
        ["cargo", "run", ..] if words.contains(&"xtask") => {
            own("xtask", words.iter().position(|word| *word == "--").map_or(&[], |at| &words[at + 1..]))
        }
        ["cargo", toolchain, name, ..] if toolchain.starts_with('+') => known(name),
        ["cargo", name, ..] => known(name).and_then(|()| files(&words)),
        ["cd" | "curl" | "export" | "git" | "mdbook", ..] => Ok(()),
        _ => Err("not a command that is checked".to_owned()),
    }
}

fn known(name: &str) -> Result<(), String> {
    if CARGO.contains(&name) { Ok(()) } else { Err(format!("cargo has no `{name}`, or it is not listed here")) }
}

/// Checks the package and the example, test or binary that a cargo command names.
fn files(words: &[&str]) -> Result<(), String> {
    let after = |flag: &str| words.iter().position(|word| *word == flag).and_then(|at| words.get(at + 1)).copied();
    let Some(package) = after("-p") else { return Ok(()) };
    let folder = match package {
        "clientwright" => "generator",
        "clientwright-runtime" => "generator/runtime",
        "clientwright-cli" => "generator/cli",
        "clientwright-prover" => "generator/prover",
        "hostile" => "generator/hostile",
        "scenario-client" => "generated-client",
        "stand-in" => "xtask/stand-in",
        "xtask" => "xtask",
        other => return Err(format!("the package `{other}` does not exist")),
    };
    for (flag, kind) in [("--example", "examples"), ("--test", "tests")] {
        let Some(name) = after(flag) else { continue };
        let base = root().join(folder).join(kind).join(name);
        if !base.with_extension("rs").is_file() && !base.join("main.rs").is_file() {
            return Err(format!("{folder}/{kind} has no `{name}`"));
        }
    }
    Ok(())
}

/// Checks a command of `xtask` or `clientwright`: its subcommand exists and has the options.
fn own(program: &str, words: &[&str]) -> Result<(), String> {
    let subcommands: Vec<&str> = words.iter().take_while(|word| !word.starts_with('-')).copied().collect();
    let depth = if subcommands.first() == Some(&"bench") { 2 } else { 1 };
    let path: Vec<&str> = subcommands.into_iter().take(depth).collect();
    let help = help(program, &path)?;
    for option in words.iter().filter(|word| word.starts_with("--") && word.len() > 2) {
        let option = option.split('=').next().unwrap_or_default();
        if !help.split_whitespace().any(|word| word.trim_end_matches(',') == option) {
            return Err(format!("`{program} {}` has no `{option}`", path.join(" ")));
        }
    }
    Ok(())
}

fn help(program: &str, path: &[&str]) -> Result<String, String> {
    static KNOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let name = format!("{program} {}", path.join(" "));
    if let Some(text) = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&name) {
        return Ok(text.clone());
    }
    let arguments = [path, &["--help"]].concat();
    let output = if program == "xtask" { xtask(&root(), &arguments) } else { clientwright(&arguments) };
    let (code, stdout, _) = outputs(&output);
    if code != 0 {
        return Err(format!("`{name}` is not a command"));
    }
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(name, stdout.clone());
    Ok(stdout)
}

/// Runs `clientwright`, which is in another package, so that cargo has to build it.
fn clientwright(arguments: &[&str]) -> Output {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.current_dir(root()).args(["run", "--quiet", "--offline", "-p", "clientwright-cli", "--"]);
    command.args(arguments).output().unwrap()
}
