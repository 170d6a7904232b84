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

/// Runs the command on a description that has one error: a diagnostic, and the end of the command. The folder stays as it is.
fn described(dir: &std::path::Path, arguments: &[&str], parts: &[&str]) {
    let before = files(dir);
    let ran = run(dir, arguments);
    assert_eq!(ran.code, 1, "{arguments:?}: {ran:?}");
    let errors: Vec<&str> = ran.stderr.lines().filter(|line| line.starts_with("error")).collect();
    assert!(errors.len() == 2 && errors[0].starts_with("error[CW"), "{arguments:?}: {}", ran.stderr);
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
    write("api.gz", b"\x1f\x8b\x08");
    write("manual.pdf", b"%PDF-1.7");
    write("empty.yaml", b"");
    fails(dir.path(), &["new", "nowhere.yaml"], 2, &["cannot read `nowhere.yaml`"]);
    fails(dir.path(), &["new", "."], 2, &["cannot read `.`", "name the description in this folder"]);
    fails(dir.path(), &["new", "page.html"], 2, &["`page.html` is an HTML page", "openapi.json"]);
    fails(dir.path(), &["new", "api.zip"], 2, &["`api.zip` is a ZIP archive", "unpack it"]);
    fails(dir.path(), &["new", "api.gz"], 2, &["`api.gz` is compressed by gzip", "gunzip"]);
    fails(dir.path(), &["new", "manual.pdf"], 2, &["`manual.pdf` is a PDF document"]);
    fails(
        dir.path(),
        &["new", "binary.yaml"],
        2,
        &["`binary.yaml` is not UTF-8, UTF-16 or UTF-32", "save it as UTF-8"],
    );
    let cases = [
        ("events.yaml", "found an AsyncAPI description", "use the OpenAPI description of the API"),
        ("postman.json", "found a Postman collection", "use the OpenAPI description of the API"),
        ("empty.yaml", "expected an object, found null", "start the description with `openapi: 3.1.0`"),
    ];
    for (name, message, help) in cases {
        let place = format!("{name}:1:1");
        described(dir.path(), &["new", name, "out"], &[message, help, &place, "nothing was created"]);
    }
}

#[test]
fn urls_that_are_none() {
    let dir = folder();
    fails(dir.path(), &["new", "ftp://example.com/a.yaml"], 2, &["cannot read", "scheme `https` or `http`"]);
    fails(dir.path(), &["new", "file:///a.yaml"], 2, &["name the file by its path: `/a.yaml`"]);
    fails(dir.path(), &["new", "https://"], 2, &["`https://` is not a URL", "https://api.example.com/openapi.yaml"]);
    fails(dir.path(), &["new", "http://[::1"], 2, &["`http://[::1` is not a URL"]);
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
    let names = [
        ("std", "Rust or a dependency of the client uses it", "std-client"),
        ("serde", "Rust or a dependency of the client uses it", "serde-client"),
        ("3d", "start with a letter", "api-3d"),
        ("Parcels", "lower-case letters", "parcels"),
        ("", "start with a letter", "api-client"),
        ("-", "start with a letter", "api-client"),
        (&"a".repeat(65), "at most 64 characters", &"a".repeat(40)),
    ];
    for (name, problem, proposal) in names {
        let help = format!("use `{proposal}`");
        fails(
            dir.path(),
            &["new", "parcels.yaml", &format!("--name={name}")],
            2,
            &["is not a valid name", problem, &help],
        );
        let ran = run(dir.path(), &["new", "parcels.yaml", "proposed", "--name", proposal]);
        assert_eq!(ran.code, 0, "the proposal `{proposal}` is valid: {ran:?}");
        fs::remove_dir_all(dir.path().join("proposed")).unwrap();
    }
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
fn workspaces_that_a_new_crate_cannot_join() {
    let dir = folder();
    let manifest = |text: &str| fs::write(dir.path().join("Cargo.toml"), text).unwrap();
    manifest("[package]\nname = \"a\"\n[workspace\n");
    fails(dir.path(), &["new", "parcels.yaml", "clients/a"], 2, &["Cargo.toml:3:", "]"]);
    manifest("[workspace]\nmembers = \"clients\"\n");
    fails(
        dir.path(),
        &["new", "parcels.yaml", "clients/a"],
        2,
        &["`workspace.members` is not an array", "name a folder"],
    );
    manifest("workspace = true\n");
    fails(dir.path(), &["new", "parcels.yaml", "clients/a"], 2, &["`workspace` is not a table"]);
}

#[test]
fn a_workspace_that_does_not_resolve() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "client"]).code, 0);
    let text = "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"app\"]\n";
    fs::write(dir.path().join("Cargo.toml"), text).unwrap();
    fs::create_dir_all(dir.path().join("app/src")).unwrap();
    fs::write(dir.path().join("app/src/lib.rs"), "").unwrap();
    fs::write(dir.path().join("app/Cargo.toml"), "[package]\nname = \"app\"\nversion.workspace = true\n").unwrap();
    fails(dir.path(), &["generate"], 2, &["cargo cannot read the workspace", "app", "workspace.package.version"]);
    fails(dir.path(), &["prove"], 2, &["cargo cannot read the workspace", "app"]);
    // In the client itself, cargo is not needed.
    assert_eq!(run(&dir.path().join("client"), &["generate", "--check"]).code, 0);
}

#[test]
fn a_repair_is_offered_where_there_is_one() {
    let dir = folder();
    let undeclared = PARCELS.replace(
        "parameters: [{ name: id, in: path, required: true, schema: { type: string } }]",
        "summary: A parcel.",
    );
    fs::write(dir.path().join("wrong.yaml"), &undeclared).unwrap();
    let offer = "`--lenient` makes 1 repair and generates 1 of 1 operations";
    described(dir.path(), &["new", "wrong.yaml", "out"], &[offer, "run `clientwright explain CW"]);
    let ran = run(dir.path(), &["new", "wrong.yaml", "out", "--lenient"]);
    assert!(ran.code == 0 && ran.stderr.contains("warning[CW"), "{ran:?}");
    assert_eq!(ran.stderr.matches("clientwright explain").count(), 1, "the hint is printed once: {}", ran.stderr);
    fs::remove_dir_all(dir.path().join("out")).unwrap();

    assert_eq!(run(dir.path(), &["new", "parcels.yaml", "client"]).code, 0);
    fs::write(dir.path().join("client/parcels.yaml"), &undeclared).unwrap();
    let offer = "`lenient = true` in the configuration, or `--lenient` for one run, makes 1 repair";
    described(&dir.path().join("client"), &["generate"], &[offer]);
    fs::write(dir.path().join("wrong.yaml"), "asyncapi: 3.0.0\n").unwrap();
    let ran = run(dir.path(), &["new", "wrong.yaml", "out"]);
    assert!(!ran.stderr.contains("--lenient"), "there is no repair: {}", ran.stderr);
    let ran = run(dir.path(), &["new", "wrong.yaml", "out", "--quiet"]);
    assert!(ran.code == 1 && !ran.stderr.contains("clientwright explain"), "{ran:?}");
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
