//! The errors of the compiler for a chosen type that lacks a trait: each names the type and the trait in its first line.

mod common;

use std::fs;
use std::path::Path;

use clientwright::{Lock, Options, Runtime, Sources, TypeOptions, generate};
use common::{cargo, root};

const SPEC: &str = r##"openapi: 3.1.0
info: { title: Chosen, version: "1" }
servers: [{ url: https://example.com }]
paths:
  /things:
    get:
      operationId: things
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } } }
components:
  schemas:
    NoSerde: { type: string }
    NoPartialEq: { type: string }
    Thing:
      type: object
      required: [plain]
      properties: { plain: { $ref: "#/components/schemas/NoSerde" }, each: { type: array, items: { $ref: "#/components/schemas/NoPartialEq" } } }
"##;

const MODEL: &str = "//! Types that lack a trait.

/// Lacks serde's traits.
#[derive(Debug, Clone, PartialEq)]
pub struct NoSerde;

/// Lacks `PartialEq`.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct NoPartialEq;
";

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn the_missing_trait_and_its_type_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let runtime = format!("{:?}", root().join("generator/runtime").display().to_string());
    let types = TypeOptions {
        schemas: vec![pair("NoSerde", "model::NoSerde"), pair("NoPartialEq", "model::NoPartialEq")],
        dependencies: vec![pair("model", "{ path = \"../model\" }")],
        ..TypeOptions::default()
    };
    let options = Options {
        crate_name: "chosen".to_owned(),
        runtime: Runtime::Dependency(vec![("path".to_owned(), runtime)]),
        types,
        ..Options::default()
    };
    let output = generate(&Sources::new("spec.yaml", SPEC.to_owned()), &options, &Lock::default()).unwrap();
    clientwright_cli::client::write_crate(&dir.path().join("chosen"), "chosen", &output).unwrap();
    let manifest = "[package]\nname = \"model\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n";
    write(&dir.path().join("model/Cargo.toml"), manifest);
    write(&dir.path().join("model/src/lib.rs"), MODEL);
    write(&dir.path().join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"chosen\", \"model\"]\n");
    fs::copy(root().join("Cargo.lock"), dir.path().join("Cargo.lock")).unwrap();
    let (compiled, stderr) = cargo(dir.path(), &["check", "-p", "chosen"]);
    assert!(!compiled, "the types lack traits");
    let says = |name: &str, missing: &str| {
        let line = format!("{name}` was chosen as the type of a schema, but does not implement `{missing}`");
        let is_said = stderr.lines().any(|shown| shown.starts_with("error[E0277]: `") && shown.ends_with(&line));
        assert!(is_said, "{line}\n{stderr}");
    };
    says("NoSerde", "serde::Serialize");
    says("NoSerde", "serde::Deserialize");
    says("NoPartialEq", "PartialEq");
}
