//! The programs of xtask/programs: each is short, and the guide links to it. Those of `requests`
//! are ten requests each.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{outputs, root, xtask};

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
fn the_guide_links_to_each() {
    let page = fs::read_to_string(root().join("generator/guide/calling.md")).unwrap();
    for name in programs().into_keys() {
        assert!(page.contains(&format!("](../../xtask/programs/{name})")), "the guide has no link to {name}");
    }
}

#[test]
fn without_a_corpus_it_is_skipped_loudly() {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(root())
        .arg("programs")
        .env_remove("CLIENTWRIGHT_CORPUS")
        .output()
        .unwrap();
    let (code, _, stderr) = outputs(&out);
    assert_eq!((code, stderr.starts_with("SKIPPED: CLIENTWRIGHT_CORPUS")), (0, true), "{stderr}");
    // A folder without programs is an error.
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(outputs(&xtask(elsewhere.path(), &["programs"])).0, 2);
}
