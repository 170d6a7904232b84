//! `lint`: prints all diagnostics of descriptions without generating. Must not write files.

use std::path::Path;
use std::sync::Arc;

use clientwright::report::{Level, Renderer, look_ahead};
use clientwright::{Lock, Options, Sources};
use clientwright_cli::generate::read;
use clientwright_cli::project::Client;
use clientwright_cli::{Error, description};

use super::generate::selected;
use crate::args::Lint;
use crate::terminal::{Terminal, counted};

pub(super) fn run(arguments: &Lint, terminal: &Terminal) -> Result<(), Error> {
    let mut errors = 0;
    let mut warnings = 0;
    for (name, sources, options) in subjects(&arguments.paths)? {
        let result = terminal
            .progress(format!("reading {name}"), || clientwright::generate(&sources, &options, &Lock::default()));
        let report = result.map_or_else(|report| report, |output| output.report);
        let mut renderer = Renderer::new(&sources, &report.diagnostics).with(look_ahead(&sources));
        terminal.diagnostics(report.diagnostics.iter(), &mut renderer);
        let count = |levels: &[Level]| levels.iter().map(|level| report.count(*level)).sum::<usize>();
        let (wrong, warned) = (count(&[Level::Error]), count(&[Level::Repaired, Level::Skipped]));
        let notes = count(&[Level::Widened, Level::Ignored]);
        terminal.status(
            "Checked",
            format_args!(
                "{name}: {}, {}, {}",
                counted(wrong, "error"),
                counted(warned, "warning"),
                counted(notes, "note")
            ),
        );
        errors += wrong;
        warnings += warned;
    }
    if errors > 0 || arguments.strict && warnings > 0 { Err(Error::reported()) } else { Ok(()) }
}

/// Returns what to check: the name, the texts and the options of each description.
fn subjects(paths: &[std::path::PathBuf]) -> Result<Vec<(String, Arc<Sources>, Options)>, Error> {
    if paths.is_empty() {
        return selected(&[])?.iter().map(client).collect();
    }
    paths.iter().map(|path| if path.is_dir() { dir(path) } else { file(path) }).collect()
}

fn dir(path: &Path) -> Result<(String, Arc<Sources>, Options), Error> {
    selected(&[path.to_owned()])?.iter().map(client).next().unwrap_or_else(|| Err(Error::reported()))
}

fn client(client: &Client) -> Result<(String, Arc<Sources>, Options), Error> {
    let options = Options {
        crate_name: client.name.clone(),
        lenient: client.config.lenient,
        only: client.config.only.clone(),
        ..Options::default()
    };
    Ok((client.name.clone(), Arc::new(read(client)?), options))
}

fn file(path: &Path) -> Result<(String, Arc<Sources>, Options), Error> {
    let options = Options { crate_name: "client".to_owned(), ..Options::default() };
    Ok((path.display().to_string(), Arc::new(description::read(path, None, &[])?), options))
}
