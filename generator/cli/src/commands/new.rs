//! `new`: creates a client crate from a file or URL. Must not know the files of a new crate
//! (`clientwright_cli::scaffold`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clientwright::{Runtime, Sources};
use clientwright_cli::config::Source;
use clientwright_cli::description::{self, Files};
use clientwright_cli::fetch::{Fetcher, is_url};
use clientwright_cli::scaffold::{self, Created, NewClient};
use clientwright_cli::{Error, files};

use super::failure::not_created;
use super::generate::diagnostics;
use crate::args::New;
use crate::terminal::Terminal;

pub(super) fn run(arguments: &New, terminal: &Terminal) -> Result<(), Error> {
    let (sources, files, source) = description(&arguments.description, &arguments.header, terminal)?;
    let title = clientwright::title(&sources).unwrap_or_default();
    let name = arguments.name.clone().unwrap_or_else(|| scaffold::from_title(&title));
    let dir = arguments.dir.clone().unwrap_or_else(|| PathBuf::from(&name));
    let runtime = runtime(arguments.runtime.as_deref(), &dir)?;
    let only = arguments.only.clone();
    let new = NewClient { name, dir, sources, files, source, only, lenient: arguments.lenient, runtime };
    let created = terminal.progress(format!("generating {}", new.name), || scaffold::create(&new));
    match created {
        Ok(created) => {
            report(&new, &created, terminal);
            Ok(())
        }
        Err(failure) => Err(not_created(failure, new.lenient, &new.only, terminal)),
    }
}

/// Reads or fetches the description.
pub(super) fn description(
    name: &str,
    headers: &[String],
    terminal: &Terminal,
) -> Result<(Arc<Sources>, Files, Option<Source>), Error> {
    if is_url(name) {
        let fetcher = Fetcher::new(headers, &|name| std::env::var(name).ok())?;
        terminal.status("Fetching", name);
        let files = terminal.progress(format!("fetching {name}"), || description::fetch(name, &fetcher))?;
        let source = Source::new(name.to_owned(), headers.to_vec());
        return Ok((Arc::new(files.sources()), files, Some(source)));
    }
    let sources = description::read(Path::new(name), None, &[])?;
    let files = Files::of_sources(&sources);
    Ok((Arc::new(sources), files, None))
}

/// Returns the source of the runtime that an argument names, for a crate in `dir`.
pub(super) fn runtime(argument: Option<&str>, dir: &Path) -> Result<Runtime, Error> {
    let Some(source) = argument else { return Ok(Runtime::Vendored) };
    if source == "vendored" {
        return Ok(Runtime::Vendored);
    }
    let pair = |key: &str, value: &str| Ok(Runtime::Dependency(vec![(key.to_owned(), format!("{value:?}"))]));
    if Path::new(source).join("Cargo.toml").is_file() {
        return pair("path", &files::relative(dir, Path::new(source))?);
    }
    match source.starts_with(|c: char| c.is_ascii_digit()) {
        true => pair("version", source),
        false => {
            Err(Error::usage(format!("`{source}` is neither `vendored`, nor a version, nor the folder of a package")))
        }
    }
}

fn report(new: &NewClient, created: &Created, terminal: &Terminal) {
    let Created { output, joined, .. } = created;
    diagnostics(&new.sources, &output.report, terminal);
    let summary = &output.summary;
    terminal.status(
        "Created",
        format_args!(
            "client `{}`: {} of {} operations, {} types",
            new.name, summary.generated, summary.operations, summary.types
        ),
    );
    if let Some(workspace) = joined {
        terminal.status("Added", format_args!("it to the workspace in {}", workspace.display()));
    }
    if terminal.quiet {
        return;
    }
    let enter = if new.dir.as_os_str().is_empty() { String::new() } else { format!("  cd {}\n", new.dir.display()) };
    let run = if output.first.is_empty() { "cargo doc --open" } else { "cargo run --example first" };
    terminal.result(format_args!("next:\n{enter}  {run}"));
}
