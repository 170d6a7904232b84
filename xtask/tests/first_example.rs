//! The example that `clientwright new` writes runs without a network and without credentials.

mod common;

use std::fs;
use std::sync::Arc;

use clientwright::{Runtime, Sources};
use clientwright_cli::description::Files;
use clientwright_cli::scaffold::{NewClient, create};
use common::{OTHER, cargo, root};

#[test]
fn the_example_of_a_new_client_runs() {
    let dir = tempfile::tempdir().unwrap();
    let sources = Arc::new(Sources::new("parcels.yaml", OTHER.to_owned()));
    let runtime = format!("{:?}", root().join("generator/runtime").display().to_string());
    let new = NewClient {
        name: "parcels-client".to_owned(),
        dir: dir.path().join("parcels-client"),
        files: Files::of_sources(&sources),
        sources,
        source: None,
        only: Vec::new(),
        lenient: false,
        runtime: Runtime::Dependency(vec![("path".to_owned(), runtime)]),
    };
    create(&new).unwrap();
    fs::copy(root().join("Cargo.lock"), new.dir.join("Cargo.lock")).unwrap();
    let (ok, stderr) = cargo(&new.dir, &["run", "--example", "first"]);
    assert!(ok, "{stderr}");
}
