//! Generates clients from a task of the workspace (`cargo xtask`), as the command `clientwright
//! generate` does. Must not decide what is written ([`generate`](crate::generate)).

use std::path::Path;
use std::sync::Arc;

use clientwright::report::{Level, Renderer, look_ahead};
use clientwright::{Report, Sources};

use crate::error::Error;
use crate::generate::{self, Failure, Mode, Outcome, RunOptions};
use crate::project::{self, Client};

/// Generates the clients in a folder, or all clients of its workspace: packages and modules. Prints
/// diagnostics to standard error and the differences that [`Mode::Check`] and [`Mode::DryRun`] find
/// to standard output.
///
/// Returns the outcomes, in the order of the clients.
///
/// # Errors
///
/// Fails if there is no client, if a description has errors, if a file is in the way, or if writing
/// fails. A client that fails is not changed. In [`Mode::Check`], fails if a client is not up to
/// date.
pub fn generate(dir: &Path, mode: Mode) -> Result<Vec<Outcome>, Error> {
    let mut outcomes = Vec::new();
    for client in project::find(dir)? {
        let outcome = one_client(&client, mode)?;
        print_diagnostics(&outcome.sources, &outcome.output.report);
        if !outcome.diff.is_empty() {
            println!("{}", outcome.diff);
        }
        if mode == Mode::Check && !outcome.diff.is_empty() {
            return Err(Error::refused(format!("`{}` is not up to date", client.name))
                .with_help("run the task without `--check`"));
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn one_client(client: &Client, mode: Mode) -> Result<Outcome, Error> {
    let sources = Arc::new(generate::read(client)?);
    let run = RunOptions { mode, ..RunOptions::default() };
    generate::generate(client, &sources, &run).map_err(|failure| reported(failure, &client.name))
}

/// Prints the diagnostics of a description that has errors, and returns the error.
pub(crate) fn reported(failure: Failure, name: &str) -> Error {
    match failure {
        Failure::Description(sources, report) => {
            print_diagnostics(&sources, &report);
            let errors = report.count(Level::Error);
            Error::refused(format!("the description of `{name}` has errors ({errors}); nothing was written"))
        }
        Failure::Other(error) => error,
    }
}

fn print_diagnostics(sources: &Sources, report: &Report) {
    let mut renderer = Renderer::new(sources, &report.diagnostics).with(look_ahead(sources));
    for diagnostic in generate::visible(report) {
        eprintln!("{}", renderer.render(diagnostic));
    }
}
