//! The proof on the wire, as a maintainer runs it: each operation of the committed descriptions is
//! proven, and unreadable descriptions lead to an exit code.

mod common;

use std::fs;

use common::{outputs, root, xtask};
use serde_json::Value;

#[test]
fn every_operation_of_the_committed_descriptions_is_proven() {
    let specs = ["spec/scenario.yaml", "xtask/mutants/everything.yaml"];
    let (code, stdout, stderr) =
        outputs(&xtask(&root(), &["prove", specs[0], specs[1], "--strict", "--json", "--min", "100"]));
    assert_eq!(code, 0, "{stdout}{stderr}");
    let report: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"));
    assert_eq!(
        (&report["documents"][0]["operations"], &report["documents"][1]["operations"]),
        (&Value::from(3), &Value::from(56)),
        "{report}"
    );
    assert_eq!(report["proven"], report["operations"], "{report}");
    assert_eq!(report["documents"][0]["proven"], 3, "{report}");
    assert!(report["documents"][0]["samples"].as_u64().unwrap() >= 20, "{report}");
    assert_eq!(report["documents"][0]["examples"]["proven"], report["documents"][0]["examples"]["valid"], "{report}");
}

#[test]
fn a_description_that_cannot_be_read_ends_with_exit_1() {
    let dir = folder("prove-broken");
    fs::write(dir.join("spec.yaml"), "openapi: 3.1.0\npaths: [").unwrap();
    let (code, stdout, stderr) = outputs(&xtask(&dir, &["prove", "spec.yaml", "--json"]));
    assert_eq!(code, 1, "{stdout}{stderr}");
    let report: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((report["proven"].as_u64(), report["operations"].as_u64()), (Some(0), Some(0)), "{report}");
    assert!(stderr.contains("spec"), "{stderr}");
}

fn folder(name: &str) -> std::path::PathBuf {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}
