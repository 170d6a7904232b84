//! Each mistake is one clear diagnostic, and nothing is written.

use std::fs;

use crate::support::{PARCELS, files, folder, run};

/// Runs the command, which must fail with this exit code and message, and leave the folder as it is.
fn fails(dir: &std::path::Path, arguments: &[&str], code: i32, parts: &[&str]) {
    let before = files(dir);
    let ran = run(dir, arguments);
    assert_eq!(ran.code, code, "{arguments:?}: {ran:?}");
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("error")).count(), 1, "{arguments:?}: {}", ran.stderr);
    for part in parts {
        assert!(ran.stderr.contains(part), "{arguments:?}: no {part:?} in {}", ran.stderr);
    }
    assert_eq!(files(dir), before, "{arguments:?}");
}

#[test]
fn the_command_line() {
    let dir = folder();
    fails(dir.path(), &["generat"], 2, &["unrecognized subcommand", "generate"]);
    fails(dir.path(), &["generate", "--chek"], 2, &["unexpected argument '--chek'", "--check"]);
    fails(dir.path(), &["new"], 2, &["<FILE|URL>"]);
    fails(
        dir.path(),
        &["show", "lowr", "--of", "parcels.yaml"],
        2,
        &["unknown phase `lowr`", "parse, resolve, lower, emit, print"],
    );
}

#[test]
fn files_that_are_not_descriptions() {
    let dir = folder();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    write("page.html", b"<!DOCTYPE html><title>API</title>");
    write("api.zip", b"PK\x03\x04\x00");
    write("events.yaml", b"asyncapi: 3.0.0\ninfo: { title: A, version: '1' }\n");
    write("postman.json", br#"{"info": {"_postman_id": "1", "name": "x", "schema": "y"}, "item": []}"#);
    write("binary.yaml", b"\xff\xfe\xfd");
    fails(dir.path(), &["new", "nowhere.yaml"], 2, &["cannot read `nowhere.yaml`"]);
    fails(dir.path(), &["new", "."], 2, &["cannot read `.`", "name the description in this folder"]);
    fails(dir.path(), &["new", "page.html"], 2, &["`page.html` is an HTML page", "openapi.json"]);
    fails(dir.path(), &["new", "api.zip"], 2, &["`api.zip` is a ZIP archive", "unpack it"]);
    for name in ["events.yaml", "postman.json"] {
        let ran = run(dir.path(), &["new", name, "out"]);
        assert!(ran.code == 1 && !dir.path().join("out").exists(), "{ran:?}");
        let word = if name == "events.yaml" { "AsyncAPI" } else { "Postman" };
        assert!(ran.stderr.contains(word), "{}", ran.stderr);
    }
    assert_eq!(run(dir.path(), &["new", "binary.yaml"]).code, 2);
}

#[test]
fn names_and_folders() {
    let dir = folder();
    fails(
        dir.path(),
        &["new", "parcels.yaml", "--name", "My Client"],
        2,
        &["`My Client` is not a valid name", "use `my-client`"],
    );
    fails(dir.path(), &["new", "parcels.yaml", "--name", "std"], 2, &["use `std-client`"]);
    fs::create_dir(dir.path().join("taken")).unwrap();
    fs::write(dir.path().join("taken/notes.txt"), "mine").unwrap();
    fails(
        dir.path(),
        &["new", "parcels.yaml", "taken"],
        1,
        &["`taken` exists and is not empty", "name another folder"],
    );
    fs::write(dir.path().join("taken/Cargo.toml"), "[package]\nname = \"taken\"\n").unwrap();
    fails(dir.path(), &["new", "parcels.yaml", "taken"], 1, &["run `clientwright generate` in it"]);
    fails(dir.path(), &["generate", "taken"], 2, &["`taken` is not a client", "clientwright new"]);
    fails(dir.path(), &["generate", "nowhere"], 2, &["`nowhere` is not a client"]);
}

#[test]
fn configurations() {
    let dir = folder();
    let client = dir.path().join("client");
    fs::create_dir(&client).unwrap();
    let manifest = |metadata: &str| {
        let text = format!(
            "[package]\nname = \"client\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[package.metadata.clientwright]\n{metadata}"
        );
        fs::write(client.join("Cargo.toml"), text).unwrap();
    };
    manifest("descripton = \"../parcels.yaml\"\n");
    fails(&client, &["generate"], 2, &["unknown key `descripton`", "Cargo.toml:7:1", "use `description`"]);
    manifest("only = \"parcels\"\n");
    fails(&client, &["generate"], 2, &["Cargo.toml:7:8", "expected a sequence"]);
    manifest("lenient = true\n");
    fails(&client, &["generate"], 2, &["does not name a description", "add `description ="]);
    manifest("description = \"gone.yaml\"\n");
    fails(&client, &["generate"], 2, &["cannot read", "gone.yaml"]);
    fs::write(client.join("Cargo.toml"), "[package\n").unwrap();
    fails(&client, &["generate"], 2, &["Cargo.toml:1:"]);
}

#[test]
fn workspaces() {
    let dir = folder();
    fails(dir.path(), &["generate"], 2, &["could not find `Cargo.toml`"]);
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nmembers = [\"gone\"]\n").unwrap();
    fails(dir.path(), &["generate"], 2, &["cargo cannot read the workspace", "gone"]);
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\nmembers = []\n").unwrap();
    fails(dir.path(), &["generate"], 2, &["no client in", "clientwright new <FILE|URL>"]);
}

#[test]
fn a_description_with_errors_writes_nothing() {
    let dir = folder();
    fs::write(dir.path().join("wrong.yaml"), PARCELS.replace("schemas/Parcel\"", "schemas/Parcl\"")).unwrap();
    let before = files(dir.path());
    let ran = run(dir.path(), &["new", "wrong.yaml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("wrong.yaml:10:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("nothing was created"), "{}", ran.stderr);
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_missing_lock_is_not_replaced() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "client"]).code, 0);
    let client = dir.path().join("client");
    fs::remove_file(client.join("clientwright.lock")).unwrap();
    fails(&client, &["generate"], 1, &["clientwright.lock` is missing", "restore it from version control"]);
    assert_eq!(run(&client, &["generate", "--new-names"]).code, 0);
}
