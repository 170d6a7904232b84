//! The command line as users see it: exit codes, and one clear line for each mistake.

mod common;

use std::fs;

use common::{OTHER, outputs, root, xtask};

fn fails(arguments: &[&str]) -> (i32, String) {
    let (code, _, stderr) = outputs(&xtask(&root(), arguments));
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
    assert!(text.starts_with("error: cannot read `nowhere.yaml`"), "{text}");
    assert_eq!(fails(&["codegen", "--spec", "x.yaml", "--out", "x", "--name", "Bad Name"]).0, 2);
    for taken in ["self", "fn", "gen", "core", "std", "serde", "serde-json"] {
        let (code, text) = fails(&["codegen", "--spec", "x.yaml", "--out", "x", "--name", taken]);
        assert_eq!((code, text.ends_with(&format!("try `{taken}-client`"))), (2, true), "{text}");
    }
    assert_eq!(fails(&["show", "lowr"]).0, 2);
    let (code, text) = fails(&["show", "lower", "Uplaod"]);
    assert_eq!((code, text.ends_with("did you mean `Upload`?")), (2, true), "{text}");
}

#[test]
fn missing_arguments_are_named() {
    let (code, text) = fails(&["show"]);
    assert_eq!(
        (code, text.as_str()),
        (
            2,
            "error: the following required arguments were not provided: <STAGE>; `cargo xtask --help` lists all commands"
        )
    );
    assert!(fails(&["corpus"]).1.contains("<DIR>"));
    let (code, _, stderr) = outputs(&xtask(&root(), &["bench"]));
    assert!(code == 2 && stderr.contains("Usage: xtask bench <COMMAND>"), "{stderr}");
}

/// `head` closes the pipe after the first lines.
#[test]
fn a_closed_pipe_ends_the_command_quietly() {
    for arguments in [&["show", "lower"][..], &["codegen", "--chek"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(root()).args(arguments);
        let out = match arguments {
            // The mistake is reported on stderr.
            ["codegen", ..] => command.stderr(writer).output().unwrap(),
            _ => command.stdout(writer).output().unwrap(),
        };
        assert_eq!(outputs(&out), (141, String::new(), String::new()), "{arguments:?}");
    }
}

/// One line is enough: ignored parts would hide it, and repairs do not help.
#[test]
fn a_selection_without_operations_is_the_only_error() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), OTHER.replace("NewParcel: { type", "NewParcel: { not: {}, type")).unwrap();
    let command = ["codegen", "--spec", "spec.yaml", "--out", "out", "--name", "x", "--only", "Parcel"];
    let (code, _, stderr) = outputs(&xtask(dir.path(), &command));
    assert_eq!((code, stderr.matches("[").count()), (1, 1), "{stderr}");
    let end = "help: did you mean the tag `Parcels`?\n\n`cargo xtask explain CW0701` explains a code\n\n\
               1 error; nothing was written\n";
    assert!(stderr.contains(end), "{stderr}");
}

/// A missing keyword may only be misspelled. This is reported first, and other ignored parts are
/// not.
#[test]
fn a_misspelled_keyword_is_reported_with_its_consequence() {
    let dir = tempfile::tempdir().unwrap();
    let spec = OTHER.replace("openapi: 3.1.0", "openapi: 3.0.3").replacen("responses:", "respones:", 1);
    let spec = spec.replace("NewParcel: { type", "NewParcel: { not: {}, type");
    fs::write(dir.path().join("spec.yaml"), spec).unwrap();
    let command = ["codegen", "--spec", "spec.yaml", "--out", "out", "--name", "x"];
    let (code, _, stderr) = outputs(&xtask(dir.path(), &command));
    let position = |text: &str| stderr.find(text).unwrap_or(usize::MAX);
    let in_order = position("did you mean `responses`?") < position("missing keyword `responses`");
    assert_eq!((code, in_order, stderr.matches("[CW").count()), (1, true, 2), "{stderr}");
    assert!(stderr.contains("`cargo xtask explain CW0206` explains"), "{stderr}");
}

#[test]
fn the_suggested_command_is_complete() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("it's.yaml"), OTHER).unwrap();
    let (code, _, stderr) = outputs(&xtask(
        dir.path(),
        &["codegen", "--check", "--spec", "it's.yaml", "--out", "out", "--name", "x", "--only", "/*"],
    ));
    let command = "cargo xtask codegen --spec 'it'\\''s.yaml' --out out --name x --only '/*'";
    assert_eq!((code, stderr.trim()), (1, format!("error: out is stale; run `{command}`").as_str()));
}

#[test]
fn a_folder_that_is_a_file_is_one_line_and_exit_2() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), OTHER).unwrap();
    fs::write(dir.path().join("out"), "").unwrap();
    let (code, _, stderr) =
        outputs(&xtask(dir.path(), &["codegen", "--spec", "spec.yaml", "--out", "out", "--name", "x"]));
    assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
}

#[test]
fn all_errors_are_reported_with_the_effect_of_lenient() {
    let dir = tempfile::tempdir().unwrap();
    let spec = OTHER.replace("name: parcelId", "name: parcel").replace("NewParcel\" }", "NewParcl\" }");
    fs::write(dir.path().join("spec.yaml"), spec).unwrap();
    let (code, _, stderr) =
        outputs(&xtask(dir.path(), &["codegen", "--spec", "spec.yaml", "--out", "out", "--name", "x"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("spec.yaml:12:") && stderr.contains("error[CW0301]"), "{stderr}");
    assert!(stderr.contains("error[CW0404]") && stderr.contains("error[CW0405]"), "{stderr}");
    let last = stderr.lines().last().unwrap();
    assert_eq!(last, "3 errors; nothing was written; with --lenient: 2 of 2 operations, 3 repairs");
    assert!(!dir.path().join("out").exists());
    assert!(!stderr.contains('\u{1b}'), "no colours without a terminal");
}

#[test]
fn shown_items_have_wire_names_and_pointers() {
    let (code, text, _) = outputs(&xtask(&root(), &["show", "lower", "Upload"]));
    assert_eq!(code, 0);
    assert!(text.lines().count() < 40);
    assert!(
        text.contains("#/components/schemas/Upload") && text.contains("original_file_name: Text  \"originalFileName\""),
        "{text}"
    );
    for stage in ["parse", "resolve", "lower", "emit", "print"] {
        let (code, text, stderr) = outputs(&xtask(&root(), &["show", stage, "Upload"]));
        assert!(code == 0 && text.contains("originalFileName"), "{stage}: {stderr}");
        assert_eq!(outputs(&xtask(&root(), &["show", stage])).0, 0);
    }
    let (_, text, _) = outputs(&xtask(&root(), &["show", "lower", "uploads.trigger_action"]));
    assert!(text.contains("POST /uploads/{uploadId}/action"), "{text}");
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), OTHER).unwrap();
    let (code, text, stderr) = outputs(&xtask(dir.path(), &["show", "lower", "NewParcel", "--spec", "spec.yaml"]));
    assert!(code == 0 && text.contains("weight"), "{stderr}");
}

/// The model of the committed description and its emitted types. They change with the description.
#[test]
fn the_committed_description_has_the_model_of_its_snapshot() {
    let (_, names, _) = outputs(&xtask(&root(), &["show", "lower"]));
    let items = names.lines().map(|name| outputs(&xtask(&root(), &["show", "lower", name])).1);
    insta::assert_snapshot!("lowered", items.collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!("emitted-upload", outputs(&xtask(&root(), &["show", "print", "UploadPart"])).1);
}
