//! The end of a command whose description has errors: diagnostics, and whether `--lenient` would repair them. Must not decide
//! what an error is.

use clientwright::report::Level;
use clientwright::{Lock, Options, Report, Sources};
use clientwright_cli::generate::{Failure, inputs};
use clientwright_cli::project::Client;
use clientwright_cli::{Error, Outlook, outlook};

use super::generate::diagnostics;
use crate::terminal::{Terminal, counted};

/// Returns the error of a command that could not create a client. `lenient` and `only` are its options.
pub(super) fn not_created(failure: Failure, lenient: bool, only: &[String], terminal: &Terminal) -> Error {
    let (sources, report) = match failure {
        Failure::Description(sources, report) => (sources, report),
        Failure::Other(error) => return error,
    };
    let options = Options { crate_name: "client".to_owned(), lenient, only: only.to_vec(), ..Options::default() };
    let outlook = printed(&sources, &report, &options, &Lock::default(), terminal);
    let errors = counted(report.count(Level::Error), "error");
    let error = Error::refused(format!("the description has {errors}; nothing was created"));
    with_outlook(error, outlook, "`--lenient`")
}

/// Returns the error of a command that could not generate a client.
pub(super) fn not_generated(failure: Failure, client: &Client, terminal: &Terminal) -> Error {
    let (sources, report) = match failure {
        Failure::Description(sources, report) => (sources, report),
        Failure::Other(error) => return error,
    };
    // The lock was read before, so that this does not fail in general.
    let (options, lock) = inputs(client).unwrap_or_default();
    let outlook = printed(&sources, &report, &options, &lock, terminal);
    let errors = counted(report.count(Level::Error), "error");
    let error = Error::refused(format!("`{}` has {errors}; nothing was written", client.name));
    with_outlook(error, outlook, "`lenient = true` in the configuration, or `--lenient` for one run,")
}

fn printed(sources: &Sources, report: &Report, options: &Options, lock: &Lock, terminal: &Terminal) -> Outlook {
    diagnostics(sources, report, terminal);
    terminal.progress("trying to repair the description".to_owned(), || outlook(sources, options, lock, report))
}

/// Adds what `--lenient`, in the words of `flag`, would generate.
fn with_outlook(error: Error, outlook: Outlook, flag: &str) -> Error {
    match outlook {
        Outlook::Irrelevant | Outlook::Unrepairable => error,
        Outlook::Repairable { generated, operations, repairs } => error.with_help(format!(
            "correct the description; or {flag} makes {} and generates {generated} of {operations} operations",
            counted(repairs, "repair")
        )),
    }
}
