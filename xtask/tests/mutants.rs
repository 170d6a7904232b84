//! The lists of planted mistakes are valid, and an invalid list is rejected with its location. The
//! mistakes themselves are tested by `cargo xtask mutants`, which builds the project once for each.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{outputs, root, xtask};
use serde_json::Value;

/// The minimum number of mutants, and of those by authors who did not write the proof.
const LEAST: (usize, usize) = (130, 10);
/// The list of the mutants by other authors.
const STRANGERS: &str = "strangers";

#[test]
fn the_lists_are_in_order_and_long_enough() {
    let (code, stdout, stderr) = outputs(&xtask(&root(), &["mutants", "--list", "--json"]));
    assert_eq!(code, 0, "{stderr}");
    let listed: Value = serde_json::from_str(&stdout).unwrap();
    let all = listed["mutants"].as_array().unwrap();
    let ids: BTreeSet<&str> = all.iter().map(|of| of["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len(), "two have one id");
    assert!(all.len() >= LEAST.0, "{} mutants", all.len());
    let strangers = all.iter().filter(|of| of["list"] == STRANGERS).count();
    let there = root().join("xtask/mutants").join(STRANGERS).with_extension("yaml").is_file();
    assert!(!there || strangers >= LEAST.1, "{strangers} mutants of strangers");
    for of in all {
        let text = fs::read_to_string(root().join(of["file"].as_str().unwrap())).unwrap();
        assert!(!text.is_empty() && !of["says"].as_str().unwrap().is_empty(), "{of}");
    }
}

#[test]
fn a_filter_is_for_names_and_lists() {
    let listed = |filter: &str| outputs(&xtask(&root(), &["mutants", "--list", "--filter", filter]));
    let (code, stdout, _) = listed("matrix");
    assert_eq!(code, 0);
    assert!(stdout.lines().any(|line| line.starts_with("matrix-")) && !stdout.contains("basic-"), "{stdout}");
    assert!(listed("ours").1.contains("basic-"));
    let (code, stdout, stderr) = listed("nothing-of-this-name");
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
}

/// Creates a project with one file, which contains one line twice.
fn project(dir: &Path, list: &str) -> String {
    let sources = dir.join("generator/src/emit");
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("a.rs"), "let one = 1;\nlet two = 2;\nlet two = 2;\n").unwrap();
    fs::create_dir_all(dir.join("xtask/mutants")).unwrap();
    fs::write(dir.join("xtask/mutants/few.yaml"), list).unwrap();
    let (code, stdout, stderr) = outputs(&xtask(dir, &["mutants", "--list"]));
    assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
    stderr
}

fn entry(id: &str, file: &str, find: &str, rest: &str) -> String {
    format!("- id: {id}\n  file: {file}\n  find: '{find}'\n  replace: 'x'\n  says: it is wrong\n{rest}")
}

#[test]
fn errors_in_lists_have_lines_and_help() {
    let file = "generator/src/emit/a.rs";
    let rows = [
        (entry("gone", file, "let three", ""), "few.yaml:1: gone: `find` does not occur in generator/src/emit/a.rs"),
        (entry("twice", file, "let two", ""), "few.yaml:1: twice: `find` occurs 2 times"),
        (entry("Case", file, "let one", ""), "few.yaml:1: Case: `id` may contain lower-case letters"),
        (
            entry("same", file, "let one", "") + &entry("same", file, "let one", ""),
            "few.yaml:6: same: the id is used twice",
        ),
        (entry("far", "xtask/src/main.rs", "mod", ""), "far: xtask/src/main.rs is not in one of"),
        (entry("none", "generator/src/emit/b.rs", "mod", ""), "none: generator/src/emit/b.rs:"),
        (entry("short", file, "let one", "  test: clientwright\n"), "short: `test` must be three words"),
        (entry("more", file, "let one", "  tset: a b c\n"), "few.yaml: "),
        ("- id: less\n".to_owned(), "few.yaml: "),
    ];
    for (list, message) in rows {
        let dir = tempfile::tempdir().unwrap();
        let stderr = project(dir.path(), &list);
        assert!(stderr.contains(message), "{message}:\n{stderr}");
    }
}
