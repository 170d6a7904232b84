//! Mistakes made in spec/scenario.yaml itself: each is reported with its code and the line of the
//! edit (or of the `$ref` that it breaks), leads to exit code 1, and writes nothing.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{copy, outputs, root, xtask};

/// An edit, the code of its diagnostic, and the text at the reported line.
struct Mistake {
    from: &'static str,
    to: &'static str,
    code: &'static str,
    /// The first line that contains this text after the edit is the one that the diagnostic must
    /// name.
    line: &'static str,
}

const MISTAKES: [Mistake; 10] = [
    // A missing bracket: a flow sequence that does not end.
    Mistake { from: "      tags: [Uploads]\n", to: "      tags: [Uploads\n", code: "CW0101", line: "[Uploads\n" },
    // A missing indent.
    Mistake {
        from: "      operationId: retrieveUpload",
        to: "     operationId: retrieveUpload",
        code: "CW0101",
        line: "     operationId: retrieveUpload",
    },
    // A missing required keyword.
    Mistake { from: "      name: projectId\n", to: "", code: "CW0203", line: "    ProjectId:\n" },
    Mistake {
        from: "      type: http\n      scheme: basic",
        to: "      scheme: basic",
        code: "CW0203",
        line: "    basic:\n",
    },
    // A `$ref` without a target.
    Mistake {
        from: "schemas/TriggerActionRequest\"",
        to: "schemas/TriggerActonRequest\"",
        code: "CW0301",
        line: "TriggerActonRequest",
    },
    // A duplicate key.
    Mistake {
        from: "      summary: Create an upload.\n",
        to: "      summary: Create an upload.\n      summary: Make one.\n",
        code: "CW0105",
        line: "Make one.",
    },
    // A value of the wrong type.
    Mistake {
        from: "      tags: [Uploads]\n      summary: Create",
        to: "      tags: 7\n      summary: Create",
        code: "CW0204",
        line: "tags: 7",
    },
    // An unknown version.
    Mistake { from: "openapi: 3.1.0", to: "openapi: 4.0.0", code: "CW0202", line: "openapi: 4.0.0" },
    // A path parameter that is not declared.
    Mistake {
        from: "  /uploads/{uploadId}/action:",
        to: "  /uploads/{uploadId}/{step}:",
        code: "CW0404",
        line: "{step}",
    },
    // Two operations with one id.
    Mistake {
        from: "operationId: retrieveUpload",
        to: "operationId: createUpload",
        code: "CW0409",
        line: "operationId: createUpload\n      tags: [Uploads]\n      summary: Retrieve",
    },
];

fn files(dir: &Path, all: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, all);
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
}

#[test]
fn each_is_reported_with_its_code_and_line() {
    let dir = tempfile::tempdir().unwrap();
    copy(&root().join("generated-client"), &dir.path().join("generated-client"));
    fs::create_dir(dir.path().join("spec")).unwrap();
    let right = fs::read_to_string(root().join("spec/scenario.yaml")).unwrap();
    let mut before = BTreeMap::new();
    files(&dir.path().join("generated-client"), &mut before);
    for mistake in &MISTAKES {
        assert!(right.contains(mistake.from), "{}", mistake.from);
        let wrong = right.replacen(mistake.from, mistake.to, 1);
        fs::write(dir.path().join("spec/scenario.yaml"), &wrong).unwrap();
        let (code, stdout, stderr) = outputs(&xtask(dir.path(), &["codegen"]));
        assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
        let at = wrong.find(mistake.line).unwrap_or_else(|| panic!("{} is not there", mistake.line));
        let line = wrong[..at + mistake.line.find(|c: char| !c.is_whitespace()).unwrap()].matches('\n').count() + 1;
        let head = format!("spec/scenario.yaml:{line}:");
        let mut lines = stderr.lines();
        let (title, location) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let is_located = location.trim_start().starts_with(&format!("--> {head}"));
        assert!(is_located && title.contains(mistake.code), "{head} {}:\n{stderr}", mistake.code);
        assert!(stderr.trim_end().lines().last().unwrap().contains("nothing was written"), "{stderr}");
        let mut after = BTreeMap::new();
        files(&dir.path().join("generated-client"), &mut after);
        assert!(before == after, "something was written for {}", mistake.to);
    }
}

#[test]
fn two_mistakes_are_both_reported() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("spec")).unwrap();
    let right = fs::read_to_string(root().join("spec/scenario.yaml")).unwrap();
    let wrong = right.replacen(MISTAKES[4].from, MISTAKES[4].to, 1).replacen(MISTAKES[6].from, MISTAKES[6].to, 1);
    fs::write(dir.path().join("spec/scenario.yaml"), wrong).unwrap();
    let (code, _, stderr) = outputs(&xtask(dir.path(), &["codegen"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("CW0301") && stderr.contains("CW0204"), "{stderr}");
    assert!(stderr.contains("did you mean `#/components/schemas/TriggerActionRequest`"), "{stderr}");
    assert!(!dir.path().join("generated-client").exists());
}

/// Mistakes at random positions of public descriptions, if they are available.
#[test]
fn drawn_mistakes_are_pointed_at() {
    let Some(corpus) = std::env::var_os("CLIENTWRIGHT_CORPUS") else {
        return eprintln!("SKIPPED: CLIENTWRIGHT_CORPUS does not say where public descriptions lie");
    };
    let corpus = PathBuf::from(corpus);
    // Fewer than the command makes, because tests are not optimized.
    let (code, stdout, stderr) = outputs(&xtask(&root(), &["mistakes", corpus.to_str().unwrap(), "--each", "4"]));
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.ends_with("diagnostics point at 20 of 20 mistakes\n"), "{stdout}");
}
