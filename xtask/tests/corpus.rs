//! Five public descriptions, read leniently: a minimum of operations, crates without a warning, and
//! a call of each over loopback, compared byte by byte. Skipped with a message if
//! CLIENTWRIGHT_CORPUS does not name their folder.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{cargo, outputs, root, xtask};

/// A description, the minimum of generated operations, a call, and the first line of the expected
/// request.
struct Document {
    file: &'static str,
    name: &'static str,
    /// The setters of the builder.
    setters: &'static str,
    least: usize,
    operations: usize,
    call: &'static str,
    sent: &'static str,
}

const DOCUMENTS: [Document; 5] = [
    Document {
        file: "museum.yaml",
        name: "museum",
        setters: ".basic(\"a\", \"b\")",
        least: 6,
        operations: 8,
        call: "operations().get_museum_hours().limit(3)",
        sent: "GET /base/museum-hours?limit=3 HTTP/1.1",
    },
    Document {
        file: "petstore-3.0.yaml",
        name: "petstore",
        setters: ".bearer(\"t\").api_key(\"k\")",
        least: 13,
        operations: 19,
        call: "pet().find_by_tags().tags(vec![\"a b\".to_owned(), \"ü&\".to_owned()])",
        sent: "GET /base/pet/findByTags?tags=a%20b&tags=%C3%BC%26 HTTP/1.1",
    },
    Document {
        file: "oai-petstore-3.0.yaml",
        name: "oai-petstore",
        setters: "",
        least: 3,
        operations: 3,
        call: "pets().show(\"7/8\")",
        sent: "GET /base/pets/7%2F8 HTTP/1.1",
    },
    Document {
        file: "spotify.yaml",
        name: "spotify",
        setters: ".bearer(\"t\")",
        least: 85,
        operations: 97,
        call: "albums().get(\"4aawyAB9vmqN3uQ7FjRGTy\").market(\"DE\")",
        sent: "GET /base/albums/4aawyAB9vmqN3uQ7FjRGTy?market=DE HTTP/1.1",
    },
    Document {
        file: "svix.json",
        name: "svix",
        setters: ".bearer(\"t\")",
        least: 43,
        operations: 43,
        call: "application().get(\"app_1\")",
        sent: "GET /base/api/v1/app/app_1 HTTP/1.1",
    },
];

fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("CLIENTWRIGHT_CORPUS").map(PathBuf::from);
    if found.is_none() {
        eprintln!("SKIPPED: CLIENTWRIGHT_CORPUS does not say where public descriptions lie");
    }
    found
}

#[test]
fn public_descriptions_become_crates_that_send_what_they_say() {
    let Some(corpus) = corpus() else { return };
    let dir = tempfile::tempdir().unwrap();
    for document in &DOCUMENTS {
        let spec = corpus.join(document.file);
        let arguments = ["codegen", "--lenient", "--name", document.name, "--out", document.name, "--spec"];
        let (code, stdout, stderr) = outputs(&xtask(dir.path(), &[&arguments[..], &[spec.to_str().unwrap()]].concat()));
        assert_eq!(code, 0, "{}:\n{stderr}", document.file);
        let generated = stdout.lines().find_map(|line| line.strip_prefix("generated  ")).unwrap();
        let count: usize = generated.split(' ').next().unwrap().parse().unwrap();
        assert!(count >= document.least, "{}: {generated}", document.file);
        assert!(
            generated.contains(&format!("of {} operations", document.operations)),
            "{}: {generated}",
            document.file
        );
    }
    write_caller(dir.path());
    let (ok, errors) = cargo(dir.path(), &["run", "--quiet", "-p", "caller"]);
    assert!(ok, "{errors}");
}

/// A program that makes each call against a server of its own and compares the first line.
fn write_caller(dir: &Path) {
    let members: Vec<String> = DOCUMENTS.iter().map(|document| format!("{:?}", document.name)).collect();
    fs::write(
        dir.join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = [\"caller\", {}]\n", members.join(", ")),
    )
    .unwrap();
    fs::copy(root().join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let needs: String = DOCUMENTS.iter().map(|of| needed(dir, of.name)).collect();
    let stand_in = root().join("xtask/stand-in");
    fs::create_dir_all(dir.join("caller/src")).unwrap();
    fs::write(
        dir.join("caller/Cargo.toml"),
        format!(
            "[package]\nname = \"caller\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{needs}stand-in = {{ path = {stand_in:?} }}\n"
        ),
    )
    .unwrap();
    let calls: String = DOCUMENTS.iter().map(call).collect();
    fs::write(dir.join("caller/src/main.rs"), format!("//! Calls each once.\nfn main() {{\n{calls}}}\n")).unwrap();
}

/// Returns the dependency on a crate, with the features of all resources.
fn needed(dir: &Path, name: &str) -> String {
    let manifest = fs::read_to_string(dir.join(name).join("Cargo.toml")).unwrap();
    let all = if manifest.contains("\nall = [") { ", \"all\"" } else { "" };
    format!("{name} = {{ path = \"../{name}\", default-features = false, features = [\"blocking\"{all}] }}\n")
}

fn call(document: &Document) -> String {
    let Document { name, setters, call, sent, .. } = document;
    let package = name.replace('-', "_");
    CALL.replace("PACKAGE", &package)
        .replace("SETTERS", setters)
        .replace("CALL", call)
        .replace("SENT", &format!("{sent:?}"))
}

const CALL: &str = r#"
    {
        let script = stand_in::Script::start(vec![stand_in::Reply::Close]).unwrap();
        let client = PACKAGE::Client::builder().base_url(format!("{}/base", script.base_url()))SETTERS.build().unwrap();
        let error = client.CALL.send_blocking().err().expect("the server closes");
        let sent = script.requests().pop().unwrap_or_else(|| panic!("nothing was sent: {error}"));
        assert_eq!(String::from_utf8(sent).unwrap().lines().next().unwrap(), SENT);
    }
"#;
