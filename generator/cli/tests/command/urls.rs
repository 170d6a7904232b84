//! `new` and `update` with URLs, against a server on loopback.

use std::fs;
use std::sync::{Arc, Mutex};

use crate::support::{PARCELS, Routes, run, run_with, serve};

const SPLIT: &str = r##"openapi: 3.1.0
info: { title: Split, version: "1" }
servers: [{ url: "https://api.example.com" }]
paths:
  /things:
    get:
      operationId: getThing
      responses: { "200": { description: A thing., content: { application/json: { schema: { $ref: "../common/thing.yaml" } } } } }
"##;

fn routes(list: &[(&'static str, u16, &'static str, &[u8])]) -> Routes {
    let routes = list.iter().map(|(path, status, headers, body)| (*path, (*status, *headers, body.to_vec())));
    Arc::new(Mutex::new(routes.collect()))
}

#[test]
fn new_fetches_a_description_and_keeps_its_source() {
    let dir = tempfile::tempdir().unwrap();
    let (url, _) = serve(&routes(&[("/openapi.yaml", 200, "content-type: text/plain\r\n", PARCELS.as_bytes())]));
    let ran = run(dir.path(), &["new", &format!("{url}/openapi.yaml")]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let client = dir.path().join("parcels-api");
    assert_eq!(fs::read_to_string(client.join("openapi.yaml")).unwrap(), PARCELS);
    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    assert!(
        manifest
            .contains(&format!("[package.metadata.clientwright.source]\nurl = \"{url}/openapi.yaml\"\nsha256 = \"")),
        "{manifest}"
    );
}

#[test]
fn update_fetches_again_and_generates() {
    let dir = tempfile::tempdir().unwrap();
    let served = routes(&[("/openapi.yaml", 200, "", PARCELS.as_bytes())]);
    let (url, _) = serve(&served);
    assert_eq!(run(dir.path(), &["new", &format!("{url}/openapi.yaml")]).code, 0);
    let client = dir.path().join("parcels-api");
    let ran = run(&client, &["update"]);
    assert!(ran.code == 0 && ran.stderr.contains("Unchanged parcels-api"), "{ran:?}");
    let changed = PARCELS.replace("weight", "mass");
    served.lock().unwrap().insert("/openapi.yaml", (200, "", changed.clone().into_bytes()));
    let before = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    let ran = run(&client, &["update", "--dry-run"]);
    assert!(ran.code == 0 && ran.stderr.contains("1 file changed, 1 lines added, 1 lines removed"), "{ran:?}");
    assert_eq!(fs::read_to_string(client.join("openapi.yaml")).unwrap(), PARCELS);
    let ran = run(&client, &["update"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(fs::read_to_string(client.join("openapi.yaml")).unwrap(), changed);
    assert!(fs::read_to_string(client.join("src/types.rs")).unwrap().contains("pub mass:"));
    assert_ne!(
        fs::read_to_string(client.join("Cargo.toml")).unwrap(),
        before,
        "the hash is that of the new description"
    );
}

#[test]
fn files_of_the_same_server_are_fetched_and_copied() {
    let dir = tempfile::tempdir().unwrap();
    let thing = b"type: object\nproperties: { name: { type: string } }\n";
    let list: [(_, _, _, &[u8]); 2] =
        [("/api/v1/root", 200, "", SPLIT.as_bytes()), ("/api/common/thing.yaml", 200, "", thing)];
    let (url, seen) = serve(&routes(&list));
    let ran = run(dir.path(), &["new", &format!("{url}/api/v1/root"), "client"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let client = dir.path().join("client");
    assert!(client.join("openapi/folder-1/root.yaml").exists() && client.join("openapi/common/thing.yaml").exists());
    assert_eq!(seen.lock().unwrap().len(), 2);
    let ran = run(&client, &["generate", "--check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(fs::read_to_string(client.join("src/types.rs")).unwrap().contains("pub name:"));
}

#[test]
fn headers_come_from_the_environment() {
    let dir = tempfile::tempdir().unwrap();
    let (url, seen) = serve(&routes(&[("/a.yaml", 200, "", PARCELS.as_bytes())]));
    let arguments = ["new", &format!("{url}/a.yaml"), "client", "--header", "authorization: Bearer $TOKEN"];
    let ran = run(dir.path(), &arguments);
    assert!(ran.code == 2 && ran.stderr.contains("`TOKEN` of a header is not set"), "{ran:?}");
    assert_eq!(run_with(dir.path(), &arguments, &[("TOKEN", "secret-1")]).code, 0);
    assert!(seen.lock().unwrap()[0].contains("authorization: Bearer secret-1"));
    let manifest = fs::read_to_string(dir.path().join("client/Cargo.toml")).unwrap();
    assert!(manifest.contains("Bearer $TOKEN") && !manifest.contains("secret-1"), "{manifest}");
}

#[test]
fn redirects_are_followed_and_json_is_recognized() {
    let dir = tempfile::tempdir().unwrap();
    let json = br#"{"openapi": "3.1.0", "info": {"title": "J", "version": "1"}, "paths": {}}"#;
    let list: [(_, _, _, &[u8]); 2] = [("/old", 302, "location: /new\r\n", b""), ("/new", 200, "", json)];
    let (url, _) = serve(&routes(&list));
    let ran = run(dir.path(), &["new", &format!("{url}/old"), "client"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(dir.path().join("client/old.json").exists());
}

#[test]
fn responses_that_are_not_descriptions_are_distinguished() {
    let dir = tempfile::tempdir().unwrap();
    let list: [(_, _, _, &[u8]); 5] = [
        ("/page", 200, "", b"<!doctype html><title>Docs</title>"),
        ("/login", 200, "", b"<html><form><input type=\"password\"></form></html>"),
        ("/zip", 200, "", b"PK\x03\x04"),
        ("/secret", 401, "", b""),
        ("/broken", 400, "", b"no"),
    ];
    let (url, _) = serve(&routes(&list));
    let cases = [
        ("/page", "is an HTML page", "look on the page for a link"),
        ("/login", "is a login page", "--header"),
        ("/zip", "is a ZIP archive", "unpack it"),
        ("/secret", "needs credentials (status 401)", "--header"),
        ("/gone", "there is nothing at", "check the URL"),
        ("/broken", "cannot fetch", "400"),
    ];
    for (path, message, help) in cases {
        let ran = run(dir.path(), &["new", &format!("{url}{path}")]);
        assert_eq!(ran.code, 1, "{path}: {ran:?}");
        assert!(ran.stderr.contains(message) && ran.stderr.contains(help), "{path}: {}", ran.stderr);
    }
    let ran = run(dir.path(), &["new", "http://127.0.0.1:9/openapi.yaml"]);
    assert!(ran.code == 1 && ran.stderr.contains("cannot connect to the server"), "{ran:?}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
