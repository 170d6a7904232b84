//! Hostile text in every part of a description that can get into files of the command line: the
//! driver of the proof, and a README. The generator's own files are checked by its test of the same
//! name.

mod common;
#[path = "../../generator/tests/hostile/mod.rs"]
mod hostile;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clientwright::{Lock, Options, Sources, generate};
use clientwright_prover::driver;
use clientwright_prover::names::Names;
use clientwright_prover::setup::setup;
use clientwright_prover::source::Description;
use common::{outputs, xtask};
use hostile::{HOSTILE, MARK, description, idents};

/// Returns the driver's files for a description with this text.
fn driver_of(text: &str) -> Vec<driver::Source> {
    let described = description(text).to_string();
    let sources = Sources::new("spec.json", described.clone());
    let options = Options { crate_name: "hostile".to_owned(), lenient: true, names: true, ..Options::default() };
    let output = generate(&sources, &options, &Lock::default()).unwrap_or_else(|report| panic!("{text:?}: {report:?}"));
    let names: Names = serde_json::from_value(serde_json::to_value(&output.names).unwrap()).unwrap();
    assert!(names.operations.len() >= 4, "{text:?}");
    let of = Description::read("spec.json", &BTreeMap::from([("spec.json".to_owned(), described)])).unwrap();
    driver::sources(&names, &setup(&of, &names).text())
}

#[test]
fn no_text_becomes_code_of_the_driver() {
    for text in HOSTILE {
        for (path, code) in driver_of(text) {
            syn::parse_file(&code).unwrap_or_else(|error| panic!("{text:?}: {path}: {error}\n{code}"));
            let mut all = BTreeSet::new();
            idents(code.parse().unwrap(), &mut all);
            assert!(!all.contains(MARK), "{text:?}: {path}:\n{code}");
            // Comments are not tokens; rustc rejects characters that change the direction of text.
            let odd = |c: &char| {
                c.is_control() && *c != '\n'
                    || ('\u{202a}'..='\u{202e}').contains(c)
                    || ('\u{2028}'..='\u{2029}').contains(c)
            };
            assert_eq!(code.chars().find(odd), None, "{text:?}: {path}");
        }
    }
}

/// The comment before each call is one line, whatever its path is.
#[test]
fn a_path_with_a_line_end_stays_in_its_comment() {
    let calls = driver_of("\n__evil__!();").into_iter().find(|(path, _)| *path == "src/calls.rs").unwrap().1;
    assert!(calls.contains("// \"GET\" \"/a/\\n__evil__!();\"\n"), "{calls}");
}

#[test]
fn no_title_writes_more_of_a_readme_than_words() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("inert-readme");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    for text in ["T\n```rust\n__evil__!();\n```\n# __evil__", "<script>__evil__</script>", "-->\r\n\r\n    __evil__"] {
        let spec = serde_json::json!({ "openapi": "3.1.0", "info": { "title": text, "version": "1" }, "servers": [{ "url": "https://a.example" }],
            "paths": { "/a": { "get": { "responses": { "204": { "description": "Done." } } } } } });
        fs::write(dir.join("spec.json"), spec.to_string()).unwrap();
        let arguments = ["codegen", "--spec", "spec.json", "--out", "client", "--name", "inert-client"];
        let (code, stdout, stderr) = outputs(&xtask(&dir, &arguments));
        assert_eq!(code, 0, "{stdout}{stderr}");
        let readme = fs::read_to_string(dir.join("client/README.md")).unwrap();
        let lines: Vec<&str> = readme.lines().collect();
        assert!(
            lines[4].starts_with("A client for ") && lines[5].is_empty() && lines[6] == "```rust",
            "{text:?}:\n{readme}"
        );
        assert_eq!(lines.iter().filter(|line| line.starts_with("```")).count(), 2, "{text:?}:\n{readme}");
        assert!(!readme.contains("<script>"), "{text:?}:\n{readme}");
        fs::remove_dir_all(dir.join("client")).unwrap();
    }
}
