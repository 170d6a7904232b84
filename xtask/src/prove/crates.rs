//! Generates the client of a description and proves it. Must not know how results are shown.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use clientwright::{Lock, Options, generate};
use clientwright_cli::prove::{Driver, Failure, Generated, Proof};
use clientwright_cli::{Error, client};

use crate::cli::Prove;
use crate::corpus::Document;
use crate::{local_runtime, summary};

/// Proves a description.
pub(super) fn prove_document(document: &Document, scratch: &Path, options: &Prove) -> Proof {
    let started = Instant::now();
    let command = format!("cargo xtask prove {}", document.path.display());
    let mut proof = Proof::new(document.name.clone(), document.path.clone(), command);
    proof.failure = run(document, scratch, options, &mut proof).err();
    proof.seconds = started.elapsed().as_secs_f64();
    proof
}

fn run(document: &Document, scratch: &Path, options: &Prove, proof: &mut Proof) -> Result<(), Failure> {
    let client = write_client(document, scratch, options).map_err(Failure::Generation)?;
    let driver = Driver::write(&client, scratch, Path::new("Cargo.lock"))?;
    driver.compile()?;
    driver.run(options.operation.as_deref(), proof)
}

fn write_client(document: &Document, scratch: &Path, options: &Prove) -> Result<Generated, Error> {
    let sources = clientwright_cli::description::read(&document.path, document.root.as_deref(), &[])?;
    let settings = Options {
        crate_name: document.name.clone(),
        lenient: !options.strict,
        names: true,
        runtime: local_runtime::runtime_here(),
        ..Options::default()
    };
    let output = generate(&sources, &settings, &Lock::default()).map_err(|report| {
        summary::print_report(&report, &sources);
        Error::refused("codegen reported errors")
    })?;
    let dir = scratch.join(&document.name);
    client::write_crate(&dir, &document.name, &output)?;
    Ok(Generated { name: document.name.clone(), dir, sources: Arc::new(sources), output })
}
