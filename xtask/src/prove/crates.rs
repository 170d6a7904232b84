//! Writes the client of a description and its driver. Must not know the cases.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clientwright::report::Diagnostic;
use clientwright::{Lock, Options, Output, Sources, generate};
use clientwright_prover::driver;
use clientwright_prover::names::Names;
use clientwright_prover::setup::setup;
use clientwright_prover::source::Description;

use crate::cli::Prove;
use crate::corpus::{Document, resources, workspace};
use crate::stop::Stop;
use crate::{local_runtime, summary};

/// Writes client and driver. Returns the description as the prover reads it, and the client's names.
pub(super) fn write_crates(document: &Document, scratch: &Path, options: &Prove) -> Result<(Description, Names), Stop> {
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
        Stop::Refused("codegen reported errors".to_owned())
    })?;
    write_client(&output, &scratch.join(&document.name), &document.name)?;
    let names = read_names(&output)?;
    let description = read_description(&sources, &output)?;
    write_driver(document, scratch, &output, &names, &setup(&description, &names).text())?;
    Ok((description, names))
}

/// Converts the generator's names to the prover's, which shares no types with it.
fn read_names(output: &Output) -> Result<Names, Stop> {
    let names = serde_json::to_value(&output.names).and_then(serde_json::from_value);
    names.map_err(|error| Stop::Refused(format!("the prover cannot read the names: {error}")))
}

fn read_description(sources: &Sources, output: &Output) -> Result<Description, Stop> {
    let texts: BTreeMap<String, String> =
        sources.files().map(|(_, name, text)| (name.to_owned(), text.to_owned())).collect();
    let description = Description::read(sources.name(sources.root()), &texts);
    let mut description = description.map_err(|error| Stop::Refused(error.to_string()))?;
    let address = |of: &Diagnostic| format!("{}#{}", sources.name(of.span.file), of.span.pointer.as_str());
    description.reported = output.report.diagnostics.iter().map(address).collect();
    Ok(description)
}

fn write_client(output: &Output, out: &Path, name: &str) -> Result<(), Stop> {
    Ok(clientwright_cli::client::write_crate(out, name, output)?)
}

fn write_driver(document: &Document, scratch: &Path, output: &Output, names: &Names, setup: &str) -> Result<(), Stop> {
    let package = format!("{}-driver", document.name);
    workspace(scratch, &[&document.name, &package])?;
    let client = scratch.join(&document.name);
    let mut features = resources(&client);
    let webhooks = output.manifest.iter().any(|key| key.path == ["features", "webhooks"]);
    features.extend(webhooks.then(|| "webhooks".to_owned()));
    let driver = scratch.join(&package);
    let manifest = driver::manifest(&document.name, &client.to_string_lossy(), &features);
    write_if_changed(&driver.join("Cargo.toml"), &manifest)?;
    driver::sources(names, setup).iter().try_for_each(|(path, text)| write_if_changed(&driver.join(path), text))
}

/// Writes a file if its text changed, because cargo compares modification times.
fn write_if_changed(path: &Path, text: &str) -> Result<(), Stop> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| Stop::io("write", path, &error))
}
