//! `codegen` on a description of another vendor: what it makes compiles, what it made it keeps in order, and
//! what is not its own it leaves alone.

mod common;

use std::fs;
use std::path::Path;

use common::{OTHER, cargo, root, told, xtask};

fn codegen(dir: &Path, more: &[&str]) -> (i32, String, String) {
    let arguments = ["codegen", "--spec", "spec.yaml", "--out", "client", "--name", "parcels-client"];
    told(&xtask(dir, &[&arguments[..], more].concat()))
}

fn fresh() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), OTHER).unwrap();
    let (code, stdout, stderr) = codegen(dir.path(), &[]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("generated  2 of 2 operations in 1 resources"), "{stdout}");
    dir
}

fn read(dir: &tempfile::TempDir, path: &str) -> String {
    fs::read_to_string(dir.path().join(path)).unwrap()
}

#[test]
fn a_new_crate_compiles_alone_and_in_a_workspace() {
    let dir = fresh();
    let client = dir.path().join("client");
    fs::copy(root().join("Cargo.lock"), client.join("Cargo.lock")).unwrap();
    let (ok, stderr) = cargo(&client, &["check"]);
    assert!(ok, "alone: {stderr}");
    fs::create_dir_all(dir.path().join("app/src")).unwrap();
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"app\", \"client\"]\n")
        .unwrap();
    fs::copy(root().join("Cargo.lock"), dir.path().join("Cargo.lock")).unwrap();
    let app = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nparcels-client = { path = \"../client\" }\n";
    fs::write(dir.path().join("app/Cargo.toml"), app).unwrap();
    let main = "pub fn made(client: &parcels_client::Client) -> parcels_client::parcels::Create {\n    client.parcels().create(2).note(\"n\")\n}\n";
    fs::write(dir.path().join("app/src/lib.rs"), main).unwrap();
    let (ok, stderr) = cargo(dir.path(), &["check", "--workspace"]);
    assert!(ok, "in a workspace: {stderr}");
    let example = read(&dir, "client/README.md");
    assert!(example.contains("parcels_client::Client::from_env()?"), "{example}");
}

#[test]
fn the_second_run_changes_nothing_and_check_agrees() {
    let dir = fresh();
    let (code, stdout, _) = codegen(dir.path(), &["--check"]);
    assert_eq!(code, 0, "{stdout}");
    let (_, stdout, _) = codegen(dir.path(), &[]);
    assert!(stdout.contains("0 written") && stdout.contains("0 removed"), "{stdout}");
}

#[test]
fn a_new_property_shows_and_moves_no_name() {
    let dir = fresh();
    let spec = OTHER.replace(
        "Parcel: { type: object, required: [id], properties: {",
        "Parcel: { type: object, required: [id], properties: { i-d: { type: string },",
    );
    fs::write(dir.path().join("spec.yaml"), spec).unwrap();
    let (code, stdout, _) = codegen(dir.path(), &["--check"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("+    pub i_d: Option<String>,"), "{stdout}");
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    assert!(read(&dir, "client/src/types.rs").contains("pub id: String,"));
}

/// A newcomer that wants the name of an older property gets another one, wherever it stands.
#[test]
fn a_newcomer_never_takes_a_name() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), OTHER.replace("note:", "fileName:")).unwrap();
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    assert!(read(&dir, "client/src/types.rs").contains("/// `fileName` on the wire.\n    pub file_name:"));
    fs::write(dir.path().join("spec.yaml"), OTHER.replace("note:", "file_name: { type: string }, fileName:")).unwrap();
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    let types = read(&dir, "client/src/types.rs");
    assert!(types.contains("/// `fileName` on the wire.\n    pub file_name:"), "{types}");
    assert!(types.contains("/// `file_name` on the wire.\n    pub file_name_2:"), "{types}");
}

#[test]
fn only_files_of_ours_are_touched() {
    let dir = fresh();
    let client = dir.path().join("client");
    fs::create_dir_all(client.join("src/custom")).unwrap();
    fs::write(client.join("src/custom/mod.rs"), "//! By hand.\n").unwrap();
    fs::write(client.join("src/notes.rs"), "// by hand\n").unwrap();
    let stale = read(&dir, "client/src/client.rs");
    fs::write(client.join("src/stale.rs"), stale).unwrap();
    let manifest = read(&dir, "client/Cargo.toml").replace("version = \"0.1.0\"", "version = \"3.2.1\" # ours")
        + "\n[dev-dependencies]\n# a comment\n";
    fs::write(client.join("Cargo.toml"), &manifest).unwrap();
    let (code, stdout, stderr) = codegen(dir.path(), &[]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("1 removed"), "{stdout}");
    assert!(!client.join("src/stale.rs").exists() && client.join("src/notes.rs").exists());
    assert!(read(&dir, "client/src/lib.rs").contains("pub mod custom;"));
    assert_eq!(read(&dir, "client/Cargo.toml"), manifest);
    fs::write(client.join("src/types.rs"), "// by hand\n").unwrap();
    let (code, _, stderr) = codegen(dir.path(), &[]);
    assert_eq!((code, stderr.lines().count()), (1, 1), "{stderr}");
    assert!(stderr.contains("was not written by codegen"), "{stderr}");
    assert_eq!(read(&dir, "client/src/types.rs"), "// by hand\n");
}

#[test]
fn in_the_manifest_only_the_listed_keys_are_ours() {
    let dir = fresh();
    let path = dir.path().join("client/Cargo.toml");
    let text = read(&dir, "client/Cargo.toml");
    let edited = text
        .replace("http = \"1.3\"", "http = \"0.2\" # too old")
        .replace("keys = [", "keys = [\n    \"dependencies.gone\",")
        .replace("[dependencies]", "[dependencies]\n# of the user\nown = \"1\"\ngone = \"1\"");
    fs::write(&path, &edited).unwrap();
    assert_eq!(codegen(dir.path(), &["--check"]).0, 1);
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    let after = read(&dir, "client/Cargo.toml");
    assert!(after.contains("http = \"1.3\" # too old") && after.contains("# of the user\nown = \"1\"\n"), "{after}");
    assert!(!after.contains("gone"), "{after}");
}

#[test]
fn a_missing_lock_is_not_made_anew_in_silence() {
    let dir = fresh();
    fs::remove_file(dir.path().join("client/clientwright.lock")).unwrap();
    let (code, _, stderr) = codegen(dir.path(), &[]);
    assert_eq!((code, stderr.lines().count()), (1, 1), "{stderr}");
    assert!(stderr.contains("--new-names"), "{stderr}");
    assert_eq!(codegen(dir.path(), &["--new-names"]).0, 0);
    fs::write(dir.path().join("client/clientwright.lock"), "edition\t-\t99\n").unwrap();
    assert_eq!(codegen(dir.path(), &[]).0, 1);
}

#[test]
fn what_is_left_out_is_named_and_strict_minds() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("spec.yaml"),
        OTHER.replace(
            "      operationId: createParcel\n",
            "      operationId: createParcel\n      parameters: [{ name: q, in: querystring, content: { a/b: { schema: { type: object } } } }]\n",
        ),
    )
    .unwrap();
    let (code, stdout, stderr) = codegen(dir.path(), &[]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("left out   POST /parcels (createParcel): a query string of `a/b`"), "{stdout}");
    assert!(stderr.contains("not supported[CW0411]"), "{stderr}");
    assert_eq!(codegen(dir.path(), &["--strict", "--report", "report.json"]).0, 1);
    let report: serde_json::Value = serde_json::from_str(&read(&dir, "report.json")).unwrap();
    assert_eq!(report["counts"]["not supported"]["CW0411"], 1);
    assert_eq!(report["left_out"][0]["code"], "CW0411");
    assert!(report["problems"][0]["at"].as_str().unwrap().starts_with("spec.yaml:"), "{report:#}");
}

/// What a kill leaves behind: `--check` is red, and the next run completes and cleans up.
#[test]
fn after_a_kill_the_next_run_completes() {
    let dir = fresh();
    let client = dir.path().join("client");
    fs::write(client.join("src/.types.rs.clientwright-new"), "half").unwrap();
    fs::hard_link(client.join("src/client.rs"), client.join("src/.client.rs.clientwright-old")).unwrap();
    fs::remove_file(client.join("src/types.rs")).unwrap();
    assert_eq!(codegen(dir.path(), &["--check"]).0, 1);
    assert_eq!(codegen(dir.path(), &[]).0, 0);
    assert_eq!(codegen(dir.path(), &["--check"]).0, 0);
    let left: Vec<_> = fs::read_dir(client.join("src")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("clientwright-")), "{left:?}");
}

/// What a description lacks is said beside it, in overlays.
#[test]
fn overlays_change_what_is_generated() {
    let dir = fresh();
    let overlay = |name: &str, actions: &str| {
        let text = format!("overlay: 1.1.0\ninfo: {{ title: Own, version: \"1\" }}\nactions:\n{actions}");
        fs::write(dir.path().join(name), text).unwrap();
    };
    overlay("a.yaml", "  - target: $.components.schemas.Parcel.properties\n    update: { size: { type: integer } }\n");
    overlay("b.yaml", "  - target: $.components.schemas.Parcel.properties.size\n    update: { x-rust-name: extent }\n");
    let both = ["--overlay", "a.yaml", "--overlay", "b.yaml"];
    let (code, stdout, _) = codegen(dir.path(), &[&both[..], &["--check"]].concat());
    assert_eq!(code, 1);
    assert!(stdout.contains("+    pub extent: Option<i64>,"), "{stdout}");
    let (code, _, stderr) = codegen(dir.path(), &both);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(codegen(dir.path(), &[&both[..], &["--check"]].concat()).0, 0);
    // Without them, or the other way round, the output is another.
    assert_eq!(codegen(dir.path(), &["--check"]).0, 1);
    let (code, _, stderr) = codegen(dir.path(), &["--overlay", "b.yaml", "--overlay", "a.yaml"]);
    assert_eq!(code, 0);
    assert!(stderr.starts_with("b.yaml:4:13: no effect[CW0603]: "), "{stderr}");
    let show =
        ["show", "parse", "#/components/schemas/Parcel/properties/size", "--spec", "spec.yaml", "--out", "client"];
    let (_, stdout, _) = told(&xtask(dir.path(), &[&show[..], &["--name", "p"], &both].concat()));
    assert!(stdout.contains("\"x-rust-name\": \"extent\""), "{stdout}");
}

#[test]
fn a_broken_overlay_writes_nothing() {
    let dir = fresh();
    let before = read(&dir, "client/src/types.rs");
    fs::write(dir.path().join("own.yaml"), "overlay: 1.1.0\nactions:\n  - target: $.info[\n    remove: true\n")
        .unwrap();
    let (code, stdout, stderr) = codegen(dir.path(), &["--overlay", "own.yaml", "--new-names"]);
    assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
    assert!(stderr.starts_with("own.yaml:3:13: wrong[CW0602]: `$.info[` is no JSONPath"), "{stderr}");
    assert!(stderr.contains("1 thing is wrong; nothing was written"), "{stderr}");
    assert_eq!(read(&dir, "client/src/types.rs"), before);
    assert_eq!(codegen(dir.path(), &["--overlay", "none.yaml"]).0, 2);
}
