//! Scans comments, messages, documentation, emitted text and identifiers for wording that is not
//! plain technical English.
//!
//! `exceptions.tsv` lists words that are right in their place, with the reason.
//! `LANGUAGE_UNDER=path` prints the findings below a path only.

mod names;
mod pieces;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pieces::{Kind, Piece};
use regex::Regex;

/// Expressions that do not belong in text that people read.
const IN_TEXT: [&str; 16] = [
    "behind",
    "beneath",
    "told",
    "whoever",
    "so often",
    "so many",
    "gone on",
    "tried again",
    "as it came",
    "is no",
    "are no",
    "what is none",
    "the answer",
    "answers with",
    "of which",
    "stands (?:in|there|beside)",
];

/// Words that do not start a doc comment.
const AT_START: [&str; 12] = ["What", "Whether", "That", "With", "Of", "Whom", "Where", "So", "How", "Why", "By", "In"];

/// The folders whose names are checked.
const NAMED: [&str; 2] = ["generator/", "xtask/"];

/// Words that do not occur in identifiers, in the singular or the plural.
const IN_IDENTIFIERS: [&str; 6] = ["answer", "choice", "told", "tries", "behind", "given"];

struct Finding {
    word: String,
    path: String,
    line: usize,
    text: String,
}

#[test]
fn wording_is_plain() {
    let exceptions = exceptions();
    let mut used = BTreeSet::new();
    let wrong_text = Regex::new(&format!(r"(?i)\b(?:{})\b", IN_TEXT.join("|"))).unwrap();
    let all = files().into_iter().flat_map(|path| findings(&path, &wrong_text));
    let found: Vec<Finding> = all
        .filter(|finding| {
            let excepted = exceptions.iter().position(|(word, path)| {
                *word == finding.word && (finding.path == *path || finding.path.starts_with(&format!("{path}/")))
            });
            used.extend(excepted);
            excepted.is_none()
        })
        .collect();
    let under = std::env::var("LANGUAGE_UNDER").unwrap_or_default();
    for finding in found.iter().filter(|finding| finding.path.starts_with(&under)) {
        println!("{}:{}: `{}` in: {}", finding.path, finding.line, finding.word, finding.text);
    }
    assert!(found.is_empty(), "{} findings: reword them, or add an exception with its reason", found.len());
    let stale: Vec<_> = (0..exceptions.len()).filter(|index| !used.contains(index)).map(|of| &exceptions[of]).collect();
    assert!(stale.is_empty(), "exceptions without a finding: {stale:?}");
}

#[test]
fn names_that_say_nothing_are_found() {
    let source = "struct S { at: u8 }\nfn of(one: u8, other: &Self) { let of = 1;\n\nf(|at| at);\nprintln!(\"{of}\") }\n\
                  trait T { fn eq(&self, other: &Self) { g(|of| of.at(1)); } }";
    let found: Vec<String> = names::vague(source).iter().map(|name| format!("{} {}", name.what, name.name)).collect();
    assert_eq!(found, ["field at", "function of", "parameter one", "parameter other", "local name of"]);
}

#[test]
fn exceptions_are_few() {
    assert!(exceptions().len() < 100);
}

/// Returns each exception: the word, and the file or folder where it is right.
fn exceptions() -> Vec<(String, String)> {
    let lines = include_str!("exceptions.tsv").lines().skip(1);
    let cells = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    cells
        .map(|cells| match cells.as_slice() {
            [word, path, reason] if !reason.is_empty() => ((*word).to_owned(), (*path).to_owned()),
            _ => panic!("an exception has a word, a path and a reason: {cells:?}"),
        })
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Returns the files that are under version control, or all files if this is not a checkout.
fn files() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).current_dir(root()).output();
    let listed = listed.ok().filter(|output| output.status.success() && !output.stdout.is_empty());
    let listed = listed.map(|output| String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect());
    let skipped = ["xtask/tests/earlier-client/", "xtask/tests/language/", "LICENSE", "Cargo.lock", "target/"];
    let all: Vec<String> = listed.unwrap_or_else(|| walk(&root()));
    all.into_iter().filter(|path| !skipped.iter().any(|start| path.starts_with(start))).collect()
}

fn walk(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path.strip_prefix(root()).unwrap().display().to_string());
        }
    }
    found
}

fn findings(path: &str, wrong_text: &Regex) -> Vec<Finding> {
    let Ok(text) = fs::read_to_string(root().join(path)) else { return Vec::new() };
    let pieces = match path.rsplit('.').next().unwrap_or_default() {
        "rs" | "snap" => pieces::rust(&text),
        "md" => pieces::markdown(&text),
        "toml" | "yaml" | "yml" | "sh" => pieces::hash_comments(&text),
        _ => Vec::new(),
    };
    let finding = |piece: &Piece, word: String| Finding {
        word: word.to_lowercase(),
        path: path.to_owned(),
        line: piece.line,
        text: piece.text.trim().chars().take(160).collect(),
    };
    let mut found: Vec<Finding> =
        pieces.iter().flat_map(|piece| wrong(piece, wrong_text).into_iter().map(|word| finding(piece, word))).collect();
    if path.ends_with(".rs") && NAMED.iter().any(|dir| path.starts_with(dir)) {
        let named = |name: names::Vague| Finding {
            word: name.name,
            path: path.to_owned(),
            line: name.line,
            text: format!("the name of a {}", name.what),
        };
        found.extend(names::vague(&text).into_iter().map(named));
    }
    found
}

/// Returns the words of a piece that are wrong.
fn wrong(piece: &Piece, text: &Regex) -> Vec<String> {
    if piece.kind == Kind::Identifier {
        let words = segments(&piece.text);
        return words.filter(|word| IN_IDENTIFIERS.iter().any(|wrong| is_form_of(word, wrong))).collect();
    }
    // Lines are joined, as an expression may be wrapped.
    let line = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
    // "There is no X" and "is no longer" are plain English; "is no X" is wrong for "is not an X".
    let continues = |end: usize| ["longer", "more"].iter().any(|word| line[end..].trim_start().starts_with(word));
    let exists = |start: usize| line[..start].trim_end().to_lowercase().ends_with("there");
    let is_plain = |start, end| continues(end) || exists(start);
    let found = text
        .find_iter(&line)
        .filter(|found| !(found.as_str().ends_with(" no") && is_plain(found.start(), found.end())));
    let mut found: Vec<String> = found.map(|found| found.as_str().to_owned()).collect();
    let start = line.trim_start_matches(['/', '!']).trim_start().split(|c: char| !c.is_alphabetic()).next();
    let start = start.filter(|word| piece.kind == Kind::DocStart && AT_START.contains(word));
    found.extend(start.map(str::to_owned));
    found
}

fn is_form_of(word: &str, wrong: &str) -> bool {
    word == wrong
        || word.strip_suffix('s') == Some(wrong)
        || word == format!("{wrong}ed")
        || word == format!("{wrong}ing")
}

/// Returns the words of an identifier, in lower case.
fn segments(identifier: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in identifier.chars() {
        if c == '_' || c.is_uppercase() && lower {
            words.push(String::new());
        }
        lower = c.is_lowercase();
        if c != '_' {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words.into_iter()
}

#[test]
fn the_scanner_finds_each_kind() {
    let source =
        "//! What is told.\n/// Returns it.\n/// By whoever.\nfn given_name() { let s = \"of which\"; // behind\n}\n";
    let text = Regex::new(r"(?i)\b(?:told|whoever|of which|behind)\b").unwrap();
    let found: Vec<(usize, Vec<String>)> =
        pieces::rust(source).iter().map(|piece| (piece.line, wrong(piece, &text))).collect();
    let found: Vec<(usize, Vec<String>)> = found.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let expected =
        [(1, &["told", "What"][..]), (3, &["whoever"]), (4, &["given"]), (4, &["of which"]), (4, &["behind"])];
    assert_eq!(found, expected.map(|(line, list)| (line, words(list))));
}
