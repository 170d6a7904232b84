//! The programs of xtask/programs: each is short, what README shows of them is their text, and README leads to each. Those of
//! `requests` are ten requests each.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{root, told, xtask};

/// The programs by name, without the comment at their start.
fn programs() -> BTreeMap<String, String> {
    let folder = fs::read_dir(root().join("xtask/programs")).unwrap();
    let program = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.lines().skip_while(|line| line.starts_with("//") || line.is_empty());
        let code: String = code.map(|line| format!("{line}\n")).collect();
        assert!(code.len() < text.len(), "{}: no comment says what it is for", path.display());
        (path.file_name().unwrap().to_string_lossy().into_owned(), code)
    };
    folder.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).map(program).collect()
}

#[test]
fn they_are_six_and_short() {
    let all = programs();
    assert_eq!(all.len(), 6);
    for (name, code) in &all {
        assert!(code.lines().count() < 25, "{name}");
    }
}

#[test]
fn there_are_forty_requests_and_each_is_short() {
    let mut counts = BTreeMap::new();
    for entry in fs::read_dir(root().join("xtask/programs/requests")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let requests: Vec<&str> = text.split("\n\n").filter(|part| part.starts_with("async fn ")).collect();
        assert!(requests.iter().all(|request| request.lines().count() < 25), "{}", path.display());
        counts.insert(path.file_name().unwrap().to_string_lossy().into_owned(), requests.len());
    }
    let ten = |name: &str| (format!("{name}_requests.rs"), 10);
    assert_eq!(counts, ["github", "openai", "points", "stripe"].map(ten).into());
}

#[test]
fn readme_shows_them_as_they_are_and_leads_to_each() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut shown = 0;
    for (name, code) in programs() {
        let link = format!("](xtask/programs/{name})");
        let (_, behind) = readme.split_once(&link).unwrap_or_else(|| panic!("README leads nowhere to {name}"));
        // Shown is what stands directly behind the link, at the end of its line.
        let Some(block) = behind.split_once("\n\n```rust\n").filter(|(words, _)| [":", "."].contains(words)) else {
            continue;
        };
        let block = block.1.split_once("```\n").unwrap().0;
        assert_eq!(block, code, "README shows another {name}");
        shown += 1;
    }
    assert!(shown >= 2, "README shows {shown} of them");
}

/// Whatever README shows can be pasted: it is one of the programs, or an example of the client, which every test run builds; or it is what
/// `--tests` writes for a fixture, which is run.
#[test]
fn all_of_readmes_code_is_compiled() {
    let mut compiled: Vec<String> = programs().into_values().collect();
    for entry in fs::read_dir(root().join("generated-client/examples")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        compiled.extend(text.split_once("\n\n").map(|(_, code)| code.to_owned()));
    }
    let tests = root().join("generator/tests/fixtures/call-tests/tests-operations-boxes.rs.snap");
    let tests = fs::read_to_string(tests).unwrap();
    compiled.extend(tests.split_inclusive("\n}\n").map(|test| test.trim_start().to_owned()));
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shown: Vec<&str> =
        readme.split("```rust\n").skip(1).map(|behind| behind.split_once("```\n").unwrap().0).collect();
    for code in &shown {
        assert!(compiled.iter().any(|of| of == code), "README shows what nothing compiles:\n{code}");
    }
    assert!(shown.len() > 8, "README shows {}", shown.len());
}

#[test]
fn without_a_corpus_it_is_skipped_loudly() {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(root())
        .arg("programs")
        .env_remove("CLIENTWRIGHT_CORPUS")
        .output()
        .unwrap();
    let (code, _, stderr) = told(&out);
    assert_eq!((code, stderr.starts_with("SKIPPED: CLIENTWRIGHT_CORPUS")), (0, true), "{stderr}");
    // Elsewhere there are no programs, which is no success.
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(told(&xtask(elsewhere.path(), &["programs"])).0, 2);
}
