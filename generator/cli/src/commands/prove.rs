//! `prove`: shows for each operation that a client sends and reads what its description says. Must not carry out proofs
//! (`clientwright_cli::prove`).

use std::path::PathBuf;
use std::time::Instant;

use clientwright_cli::Error;
use clientwright_cli::project::{self, Client};
use clientwright_cli::prove::{Driver, Failure, Proof, generated, json, text, totals};

use super::failure::not_generated;
use super::generate::selected;
use crate::args::{MessageFormat, Prove};
use crate::terminal::{Terminal, counted};

pub(super) fn run(arguments: &Prove, terminal: &Terminal) -> Result<(), Error> {
    let clients = selected(&arguments.crates)?;
    let mut proofs = Vec::new();
    for client in &clients {
        let started = Instant::now();
        let command = format!("clientwright prove {}", client.dir.display());
        let mut proof = Proof::new(client.name.clone(), client.dir.clone(), command);
        proof.failure = prove(client, arguments, terminal, &mut proof).err();
        proof.seconds = started.elapsed().as_secs_f64();
        proofs.push(proof);
    }
    match terminal.format {
        MessageFormat::Json => terminal.result(json(&proofs)),
        MessageFormat::Human | MessageFormat::Github => {
            if proofs.iter().any(|proof| proof.failure.is_none()) {
                terminal.result(text(&proofs, arguments.faults).trim_end());
            }
        }
    }
    check(proofs, arguments, terminal)
}

/// Proves a client in a folder of its own.
fn prove(client: &Client, arguments: &Prove, terminal: &Terminal, proof: &mut Proof) -> Result<(), Failure> {
    let name = &client.name;
    let (scratch, lock) = scratch(client).map_err(Failure::Generation)?;
    let generated = terminal.progress(format!("generating {name}"), || generated(client, &scratch));
    let generated = generated.map_err(|failure| Failure::Generation(not_generated(failure, client, terminal)))?;
    let driver = Driver::write(&generated, &scratch, &lock)?;
    terminal.status("Compiling", format_args!("{name} and a program that calls its operations"));
    terminal.progress(format!("compiling {name}"), || driver.compile())?;
    terminal.status("Proving", name);
    terminal.progress(format!("calling {name}"), || driver.run(arguments.operation.as_deref(), proof))
}

/// Returns the folder of proofs in the build output, and the Cargo.lock of the workspace of a client. Clients share the folder,
/// so that dependencies are compiled once.
fn scratch(client: &Client) -> Result<(PathBuf, PathBuf), Error> {
    let workspace = project::workspace(&client.dir)?;
    Ok((workspace.target.join("clientwright-prove"), workspace.root.join("Cargo.lock")))
}

/// Fails if a proof did not complete, if fewer operations are proven than `--min` requires, or without `--min` if an operation
/// has a fault.
fn check(proofs: Vec<Proof>, arguments: &Prove, terminal: &Terminal) -> Result<(), Error> {
    let (proven, operations) = totals(&proofs);
    let faulty: usize = proofs.iter().map(Proof::faulty).sum();
    let mut failures: Vec<Error> = proofs.into_iter().filter_map(|proof| Some(error(proof.failure?))).collect();
    if let Some(last) = failures.pop() {
        failures.iter().for_each(|error| terminal.error(error));
        return Err(last);
    }
    if let (0, Some(text)) = (operations, &arguments.operation) {
        return Err(Error::usage(format!("no operation contains `{text}`"))
            .with_help("name a part of `METHOD /path`, such as `GET /stations`"));
    }
    let share = 100.0 * proven as f64 / operations.max(1) as f64;
    match arguments.min {
        Some(least) if share < least => {
            Err(Error::refused(format!("{share:.2} % of the operations are proven, {least} % are required")))
        }
        None if faulty > 0 => {
            let message = format!("{} not proven", counted(faulty, "operation"));
            Err(Error::refused(message).with_help("`--min PERCENT` accepts a smaller share"))
        }
        Some(_) | None => Ok(()),
    }
}

fn error(failure: Failure) -> Error {
    match failure {
        Failure::Generation(error) | Failure::Io(error) => error,
        Failure::Compilation(_) => Error::refused(failure.to_string()),
    }
}
