//! The independence of crates, the size of functions and files, and what their first comments say.
//! Must not know the imports of modules (`imports`).

mod common;

use std::fs;
use std::path::Path;

use common::root;

fn sources(dir: &Path, out: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else {
            out.push(fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_generator_and_the_runtime_know_no_vendor() {
    let mut texts = Vec::new();
    sources(&root().join("generator/src"), &mut texts);
    sources(&root().join("generator/runtime/src"), &mut texts);
    assert!(texts.len() > 50);
    assert!(texts.iter().all(|text| !text.to_lowercase().contains("scenario")));
}

#[test]
fn the_prover_uses_nothing_of_the_project() {
    let manifest = fs::read_to_string(root().join("generator/prover/Cargo.toml")).unwrap();
    let mut dependencies = manifest.lines().skip_while(|line| *line != "[dependencies]");
    assert!(dependencies.next().is_some());
    assert!(!dependencies.any(|line| line.starts_with("clientwright")), "the prover shares code with what it proves");
}

/// The folders of code that is written by hand, without tests.
const FOLDERS: [&str; 7] = [
    "generator/cli/src",
    "generator/src",
    "generator/runtime/src",
    "generator/prover/src",
    "xtask/src",
    "xtask/stand-in/src",
    "generated-client/src/custom",
];

#[test]
fn functions_and_files_stay_small() {
    let mut paths = Vec::new();
    FOLDERS.iter().for_each(|folder| list(&root().join(folder), &mut paths));
    let mut lengths = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
        let text = fs::read_to_string(path).unwrap();
        let count = text.lines().count();
        assert!(count <= 400, "{} has {count} lines", path.display());
        for (start, length) in functions(&text) {
            assert!(length <= 60, "{}:{start} has {length} lines", path.display());
            lengths.push(length);
        }
    }
    lengths.sort_unstable();
    assert!(lengths.len() > 2_000, "{} functions", lengths.len());
    let (median, nine_in_ten) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    assert!(median <= 9 && nine_in_ten <= 25, "functions are too long: median {median}, nine in ten {nine_in_ten}");
}

/// Returns the first line and the number of lines of each function. rustfmt puts the closing brace
/// below the `fn`.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| is_function(line));
    starts
        .filter_map(|(start, line)| {
            // A signature may have several lines; a signature in a trait has no body.
            let signature = lines[start..].iter().find(|line| line.trim_end().ends_with(['{', ';', '}']))?;
            let is_one_line = line.trim_end().ends_with('}');
            let end = format!("{}}}", " ".repeat(line.len() - line.trim_start().len()));
            let length = || lines[start..].iter().position(|line| *line == end).map(|position| position + 1);
            match signature.trim_end().ends_with(';') {
                true => None,
                false => Some((start + 1, if is_one_line { 1 } else { length()? })),
            }
        })
        .collect()
}

fn is_function(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take_while(|word| !word.starts_with("fn")).collect();
    let modifiers = ["pub", "pub(crate)", "pub(super)", "const", "async"];
    line.split_whitespace().nth(words.len()) == Some("fn") && words.iter().all(|word| modifiers.contains(word))
}

#[test]
fn modules_say_what_they_must_not_know() {
    let mut paths = Vec::new();
    FOLDERS.iter().for_each(|folder| list(&root().join(folder), &mut paths));
    let mut silent = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
        if !has_boundary(&fs::read_to_string(path).unwrap()) {
            silent.push(path.strip_prefix(root()).unwrap().display().to_string());
        }
    }
    assert!(paths.len() > 400, "{} modules", paths.len());
    assert!(silent.is_empty(), "add to the first comment what the module must not know or do: {silent:#?}");
}

/// Returns `true` if the first comment of a file names what the file must not know or do.
fn has_boundary(text: &str) -> bool {
    let comment = text.lines().skip_while(|line| !line.starts_with("//!")).take_while(|line| line.starts_with("//!"));
    let words: Vec<&str> = comment.flat_map(|line| line.trim_start_matches("//!").split_whitespace()).collect();
    words.windows(2).any(|pair| pair[0].to_lowercase() == "must" && pair[1] == "not")
}

#[test]
fn a_comment_without_a_boundary_is_found() {
    assert!(has_boundary("//! Reads numbers. Must\n//! not know files.\n"));
    assert!(!has_boundary("//! Reads numbers.\n\nfn read() {} // must not fail\n"));
}

fn list(dir: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { list(&path, out) } else { out.push(path) }
    }
}
