//! `show`: prints an item after a phase of the generator. Must not run phases itself
//! (`clientwright::show`).

use std::path::PathBuf;

use clientwright::report::{Renderer, look_ahead};
use clientwright::{Lock, Options, ShowError, Sources, Stage};
use clientwright_cli::generate::read;
use clientwright_cli::{Error, description};

use super::generate::selected;
use crate::args::Show;
use crate::terminal::Terminal;

pub(super) fn run(arguments: &Show, terminal: &Terminal) -> Result<(), Error> {
    let Some(phase) = Stage::from_name(&arguments.phase) else {
        return Err(Error::usage(format!("unknown phase `{}`", arguments.phase))
            .with_help("use one of parse, resolve, lower, emit, print"));
    };
    let (sources, options, lock) = subject(arguments.subject.as_ref())?;
    match clientwright::show(phase, arguments.item.as_deref(), &sources, &options, &lock) {
        Ok(text) => {
            terminal.result(text.trim_end());
            Ok(())
        }
        Err(ShowError::Wrong(report)) => {
            let mut renderer = Renderer::new(&sources, &report.diagnostics).with(look_ahead(&sources));
            terminal.diagnostics(report.diagnostics.iter(), &mut renderer);
            Err(Error::reported())
        }
        Err(ShowError::NotFound(message)) => Err(Error::usage(message)),
    }
}

/// Returns the description of a file or client, with its options and lock.
fn subject(path: Option<&PathBuf>) -> Result<(Sources, Options, Lock), Error> {
    if let Some(path) = path.filter(|path| !path.is_dir()) {
        let options = Options { crate_name: "client".to_owned(), ..Options::default() };
        return Ok((description::read(path, None, &[])?, options, Lock::default()));
    }
    let clients = selected(&path.cloned().into_iter().collect::<Vec<_>>())?;
    match clients.as_slice() {
        [client] => {
            let (options, lock) = clientwright_cli::generate::inputs(client)?;
            Ok((read(client)?, options, lock))
        }
        clients => {
            let names: Vec<String> = clients.iter().map(|client| format!("`{}`", client.dir.display())).collect();
            Err(Error::usage("this workspace has several clients")
                .with_help(format!("choose one with `--of`: {}", names.join(", "))))
        }
    }
}
