//! `new`, `generate`, `lint`, `show` and `vendor-runtime` with files.

use std::fs;

use crate::support::{PARCELS, files, folder, run};

#[test]
fn new_creates_a_crate_from_a_file() {
    let dir = folder();
    let ran = run(dir.path(), &["new", "parcels.yaml"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("Created client `parcels-api`: 1 of 1 operations, 1 types"), "{ran:?}");
    assert_eq!(ran.stdout, "next:\n  cd parcels-api\n  cargo run --example first\n", "{ran:?}");
    let client = dir.path().join("parcels-api");
    assert_eq!(fs::read_to_string(client.join("parcels.yaml")).unwrap(), PARCELS);
    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    assert!(manifest.starts_with("[package]\nname = \"parcels-api\"\n"), "{manifest}");
    assert!(manifest.contains("description = \"parcels.yaml\"\ntests = true\n"), "{manifest}");
    assert!(!manifest.contains("keys ="), "the lock records which keys are generated");
    let example = fs::read_to_string(client.join("examples/first.rs")).unwrap();
    assert!(example.contains("let request = client.parcels().get(\"id\");"), "{example}");
    assert!(example.contains("mock.on(&request).respond(expected.clone());"), "{example}");
    let lock = fs::read_to_string(client.join("clientwright.lock")).unwrap();
    assert!(lock.contains("manifest\tfeatures.async\tgenerated\n"), "{lock}");
}

#[test]
fn a_second_generation_changes_nothing() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml"]).code, 0);
    let client = dir.path().join("parcels-api");
    let before = files(&client);
    for arguments in [&["generate"][..], &["generate", "--check"], &["generate", "--dry-run"]] {
        let ran = run(&client, arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
        assert_eq!(files(&client), before);
    }
}

#[test]
fn check_shows_the_difference_and_writes_nothing() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml"]).code, 0);
    let client = dir.path().join("parcels-api");
    fs::write(client.join("parcels.yaml"), PARCELS.replace("weight: { type: integer }", "size: { type: integer }"))
        .unwrap();
    let before = files(&client);
    let ran = run(&client, &["generate", "--check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("+    pub size: Option<i64>,"), "{}", ran.stdout);
    assert!(ran.stderr.contains("error: `parcels-api` is not up to date"), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: run `clientwright generate`"), "{}", ran.stderr);
    assert_eq!(files(&client), before);
    let ran = run(&client, &["generate"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(run(&client, &["generate", "--check"]).code, 0);
}

#[test]
fn a_workspace_generates_all_its_clients() {
    let dir = folder();
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = []\n").unwrap();
    for name in ["one", "two", "three"] {
        let ran = run(dir.path(), &["new", "parcels.yaml", &format!("clients/{name}"), "--name", name]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stderr.contains("Added it to the workspace"), "{ran:?}");
    }
    let manifest = fs::read_to_string(dir.path().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("members = [\"clients/one\", \"clients/two\", \"clients/three\"]"), "{manifest}");
    let changed = PARCELS.replace("weight", "mass");
    fs::write(dir.path().join("clients/two/parcels.yaml"), changed).unwrap();
    let ran = run(dir.path(), &["generate", "--check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("`two` is not up to date") && !ran.stderr.contains("`one` is not"), "{}", ran.stderr);
    let ran = run(dir.path(), &["generate"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(run(dir.path(), &["generate", "--check", "clients/two"]).code, 0);
}

#[test]
fn keys_that_the_manifest_listed_are_taken_over() {
    let dir = folder();
    let client = dir.path().join("old");
    fs::create_dir_all(&client).unwrap();
    fs::copy(dir.path().join("parcels.yaml"), client.join("parcels.yaml")).unwrap();
    let old = "[package]\nname = \"old\"\nversion = \"0.1.0\"\n\n[package.metadata.clientwright]\ndescription = \"parcels.yaml\"\n\
               keys = [\"features.gone\"]\n\n[features]\ngone = []\nmine = []\n";
    fs::write(client.join("Cargo.toml"), old).unwrap();
    let ran = run(&client, &["generate"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("gone") && !manifest.contains("keys") && manifest.contains("mine = []"), "{manifest}");
}

#[test]
fn lint_prints_all_diagnostics() {
    let dir = folder();
    let wrong = PARCELS.replace("type: integer", "type: integr").replace("operationId", "operationid");
    fs::write(dir.path().join("wrong.yaml"), wrong).unwrap();
    let ran = run(dir.path(), &["lint", "wrong.yaml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("wrong.yaml:"), "{ran:?}");
    let json = run(dir.path(), &["lint", "wrong.yaml", "--message-format", "json"]);
    let lines: Vec<serde_json::Value> = json.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        lines
            .iter()
            .any(|line| line["level"] == "error" && line["location"].as_str().unwrap().starts_with("wrong.yaml:")),
        "{json:?}"
    );
    let github = run(dir.path(), &["lint", "wrong.yaml", "--message-format", "github"]);
    assert!(github.stdout.lines().any(|line| line.starts_with("::error file=wrong.yaml,line=")), "{github:?}");
    assert_eq!(run(dir.path(), &["lint", "parcels.yaml"]).code, 0);
}

#[test]
fn show_and_explain_print_to_standard_output() {
    let dir = folder();
    let ran = run(dir.path(), &["show", "lower", "Parcel", "--of", "parcels.yaml"]);
    assert!(ran.code == 0 && ran.stdout.contains("Parcel"), "{ran:?}");
    let ran = run(dir.path(), &["explain", "CW0301"]);
    assert!(ran.code == 0 && !ran.stdout.is_empty(), "{ran:?}");
    let ran = run(dir.path(), &["explain", "CW9999"]);
    assert!(ran.code == 2 && ran.stderr.starts_with("error: unknown code `CW9999`"), "{ran:?}");
}

#[test]
fn the_runtime_is_shared_by_a_workspace() {
    let dir = folder();
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"clientwright-runtime\"]\n")
        .unwrap();
    assert_eq!(run(dir.path(), &["vendor-runtime"]).code, 0);
    let ran = run(dir.path(), &["new", "parcels.yaml", "--runtime", "clientwright-runtime"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let manifest = fs::read_to_string(dir.path().join("parcels-api/Cargo.toml")).unwrap();
    assert!(manifest.contains("clientwright-runtime = { path = \"../clientwright-runtime\""), "{manifest}");
    assert!(!dir.path().join("parcels-api/src/runtime").exists());
}

#[test]
fn completions_and_manual_pages_are_generated() {
    let dir = folder();
    let ran = run(dir.path(), &["completions", "bash"]);
    assert!(ran.code == 0 && ran.stdout.contains("clientwright"), "{ran:?}");
    assert_eq!(run(dir.path(), &["man", "pages"]).code, 0);
    assert!(
        dir.path().join("pages/clientwright.1").exists() && dir.path().join("pages/clientwright-generate.1").exists()
    );
}

#[test]
fn a_crate_next_to_a_workspace_does_not_join_it() {
    let dir = folder();
    let workspace = dir.path().join("workspace");
    fs::create_dir(&workspace).unwrap();
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = []\n";
    fs::write(workspace.join("Cargo.toml"), manifest).unwrap();
    let ran = run(&workspace, &["new", "../parcels.yaml", "../client", "--name", "client"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.stderr.contains("workspace"), "{ran:?}");
    assert_eq!(fs::read_to_string(workspace.join("Cargo.toml")).unwrap(), manifest);
    assert!(dir.path().join("client/.gitignore").exists());
}
