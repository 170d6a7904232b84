//! The command line as its users see it: exit codes, and one clear line for each mistake.

mod common;

use std::fs;

use common::{OTHER, root, told, xtask};

fn fails(arguments: &[&str]) -> (i32, String) {
    let (code, _, stderr) = told(&xtask(&root(), arguments));
    assert_eq!(stderr.trim().lines().count(), 1, "{stderr}");
    (code, stderr.trim().to_owned())
}

#[test]
fn mistakes_in_the_command_are_one_line_and_exit_2() {
    assert_eq!(fails(&["codegen", "--chek"]).0, 2);
    assert!(fails(&["codegen", "--chek"]).1.contains("'--check'"), "{}", fails(&["codegen", "--chek"]).1);
    assert_eq!(fails(&["codgen"]).0, 2);
    let (code, text) = fails(&["codegen", "--spec", "x.yaml"]);
    assert_eq!(code, 2);
    assert!(text.ends_with("missing: --out DIR, --name CRATE"), "{text}");
    let (code, text) = fails(&["codegen", "--spec", "nowhere.yaml", "--out", "x", "--name", "x"]);
    assert_eq!(code, 2);
    assert!(text.starts_with("error: cannot read nowhere.yaml"), "{text}");
    assert_eq!(fails(&["codegen", "--spec", "x.yaml", "--out", "x", "--name", "Bad Name"]).0, 2);
    assert_eq!(fails(&["show", "lowr"]).0, 2);
    let (code, text) = fails(&["show", "lower", "Uplaod"]);
    assert_eq!((code, text.ends_with("did you mean `Upload`?")), (2, true), "{text}");
}

#[test]
fn a_folder_that_is_a_file_is_one_line_and_exit_2() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), OTHER).unwrap();
    fs::write(dir.path().join("out"), "").unwrap();
    let (code, _, stderr) =
        told(&xtask(dir.path(), &["codegen", "--spec", "spec.yaml", "--out", "out", "--name", "x"]));
    assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
}

#[test]
fn a_wrong_description_says_all_of_it_and_what_lenient_would_do() {
    let dir = tempfile::tempdir().unwrap();
    let spec = OTHER.replace("name: parcelId", "name: parcel").replace("NewParcel\" }", "NewParcl\" }");
    fs::write(dir.path().join("spec.yaml"), spec).unwrap();
    let (code, _, stderr) =
        told(&xtask(dir.path(), &["codegen", "--spec", "spec.yaml", "--out", "out", "--name", "x"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("spec.yaml:12:") && stderr.contains("wrong[CW0301]"), "{stderr}");
    assert!(stderr.contains("wrong[CW0404]") && stderr.contains("wrong[CW0405]"), "{stderr}");
    let last = stderr.lines().last().unwrap();
    assert_eq!(last, "3 things are wrong; nothing was written; with --lenient: 2 of 2 operations, 3 repairs");
    assert!(!dir.path().join("out").exists());
    assert!(!stderr.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn what_is_shown_has_wire_names_and_pointers() {
    let (code, text, _) = told(&xtask(&root(), &["show", "lower", "Upload"]));
    assert_eq!(code, 0);
    assert!(text.lines().count() < 40);
    assert!(
        text.contains("#/components/schemas/Upload") && text.contains("original_file_name: Text  \"originalFileName\""),
        "{text}"
    );
    for stage in ["parse", "resolve", "lower", "emit", "print"] {
        let (code, text, stderr) = told(&xtask(&root(), &["show", stage, "Upload"]));
        assert!(code == 0 && text.contains("originalFileName"), "{stage}: {stderr}");
        assert_eq!(told(&xtask(&root(), &["show", stage])).0, 0);
    }
    let (_, text, _) = told(&xtask(&root(), &["show", "lower", "uploads.trigger_action"]));
    assert!(text.contains("POST /uploads/{uploadId}/action"), "{text}");
}

/// The lowered model of the committed description, and its emitted types: these move with the description.
#[test]
fn the_committed_description_is_lowered_as_its_snapshot_says() {
    let (_, names, _) = told(&xtask(&root(), &["show", "lower"]));
    let items = names.lines().map(|name| told(&xtask(&root(), &["show", "lower", name])).1);
    insta::assert_snapshot!("lowered", items.collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!("emitted-upload", told(&xtask(&root(), &["show", "print", "UploadPart"])).1);
}
