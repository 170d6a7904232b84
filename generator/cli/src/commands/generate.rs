//! `generate`: regenerates clients from their configurations, several at once. Must not decide what
//! is written (`clientwright_cli::generate`).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use clientwright::report::{Renderer, look_ahead};
use clientwright::{Report, Sources};
use clientwright_cli::generate::{Failure, Mode, Outcome, RunOptions, generate, read};
use clientwright_cli::project::{self, Client};
use clientwright_cli::{Error, generate as library};

use super::failure::not_generated;
use crate::args::{Generate, Overrides};
use crate::terminal::{Terminal, counted};

pub(super) fn run(arguments: &Generate, terminal: &Terminal) -> Result<(), Error> {
    let mode = match (arguments.check, arguments.dry_run) {
        (true, _) => Mode::Check,
        (false, true) => Mode::DryRun,
        (false, false) => Mode::Write,
    };
    let options = RunOptions { mode, new_names: arguments.new_names };
    let mut clients = selected(&arguments.crates)?;
    clients.iter_mut().for_each(|client| overridden(client, &arguments.overrides));
    match arguments.watch {
        true => watch(&clients, &options, terminal),
        false => all(&clients, &options, terminal),
    }
}

/// Generates, and again whenever a description or configuration changes, until the process is interrupted.
fn watch(clients: &[Client], options: &RunOptions, terminal: &Terminal) -> Result<(), Error> {
    let mut clients = clients.to_vec();
    loop {
        if let Err(error) = all(&clients, options, terminal) {
            terminal.error(&error);
        }
        let mut paths = Vec::new();
        for client in &clients {
            paths.push(client.file.clone());
            match read(client) {
                Ok(sources) => paths.extend(sources.files().map(|(_, name, _)| PathBuf::from(name))),
                // A file that cannot be read is generated from as soon as it can be.
                Err(_) => paths.extend(client.description().ok()),
            }
        }
        terminal.status("Watching", format_args!("{} files; press Ctrl-C to end", paths.len()));
        clientwright_cli::watch::wait(&paths)?;
        for client in &mut clients {
            // A configuration that is being edited may be wrong for a moment.
            match Client::all(&client.dir) {
                Ok(changed) => {
                    if let Some(changed) = changed.into_iter().find(|changed| changed.name == client.name) {
                        *client = changed;
                    }
                }
                Err(error) => terminal.error(&error),
            }
        }
    }
}

/// Returns the named clients, or those of the current folder.
pub(super) fn selected(crates: &[PathBuf]) -> Result<Vec<Client>, Error> {
    if crates.is_empty() {
        let here = std::env::current_dir().map_err(|error| Error::io("read", ".".as_ref(), &error))?;
        return project::find(&here);
    }
    let mut selected = Vec::new();
    for dir in crates {
        let clients = project::in_folder(dir)?;
        if clients.is_empty() {
            return Err(Error::usage(format!("`{}` is not a client", dir.display())).with_help(
                "its Cargo.toml has no `[package.metadata.clientwright]`; create a client with `clientwright new`, or a \
                 module with `clientwright init`",
            ));
        }
        selected.extend(clients);
    }
    Ok(selected)
}

fn overridden(client: &mut Client, overrides: &Overrides) {
    let config = &mut client.config;
    if !overrides.only.is_empty() {
        config.only.clone_from(&overrides.only);
    }
    config.lenient |= overrides.lenient;
    config.strict |= overrides.strict;
    config.tests |= overrides.tests && client.module.is_none();
}

/// Generates all clients, and prints their outcomes in order. Every client is tried, even if another fails.
pub(super) fn all(clients: &[Client], options: &RunOptions, terminal: &Terminal) -> Result<(), Error> {
    let outcomes = terminal.progress(format!("generating {} clients", clients.len()), || in_parallel(clients, options));
    let mut failed = None;
    for (client, outcome) in clients.iter().zip(outcomes) {
        let result = match outcome {
            Ok(outcome) => print(client, &outcome, options.mode, terminal),
            Err(failure) => Err(not_generated(failure, client, terminal)),
        };
        if let Err(error) = result {
            // The last error is returned, and printed by the caller.
            if let Some(earlier) = failed.replace(error) {
                terminal.error(&earlier);
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Generates on as many threads as there are processors. A description that several clients share
/// is read once.
fn in_parallel(clients: &[Client], options: &RunOptions) -> Vec<Result<Outcome, Failure>> {
    let cache: Mutex<BTreeMap<PathBuf, Arc<Sources>>> = Mutex::default();
    let next = AtomicUsize::new(0);
    // Clients of one crate share its Cargo.toml, so they are generated one after another.
    let mut crates: Vec<(&PathBuf, Vec<usize>)> = Vec::new();
    for (index, client) in clients.iter().enumerate() {
        match crates.iter_mut().find(|(dir, _)| **dir == client.dir) {
            Some((_, indices)) => indices.push(index),
            None => crates.push((&client.dir, vec![index])),
        }
    }
    let work = || {
        let mut done = Vec::new();
        while let Some((_, indices)) = crates.get(next.fetch_add(1, Ordering::Relaxed)) {
            for (index, client) in indices.iter().filter_map(|index| Some((*index, clients.get(*index)?))) {
                let outcome = sources(client, &cache).map_err(Failure::from);
                done.push((index, outcome.and_then(|sources| generate(client, &sources, options))));
            }
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(clients.len()).max(1);
    let mut outcomes: Vec<(usize, Result<Outcome, Failure>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut outcomes = work();
        for thread in threads {
            outcomes.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        outcomes
    });
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

fn sources(client: &Client, cache: &Mutex<BTreeMap<PathBuf, Arc<Sources>>>) -> Result<Arc<Sources>, Error> {
    if !client.config.overlays.is_empty() || client.config.root.is_some() {
        return Ok(Arc::new(read(client)?));
    }
    let path = client.description()?;
    let key = path.canonicalize().unwrap_or(path);
    // Reading is done under the lock, so that a description is not read twice at the same time.
    let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(sources) = cache.get(&key) {
        return Ok(sources.clone());
    }
    let sources = Arc::new(read(client)?);
    cache.insert(key, sources.clone());
    Ok(sources)
}

fn print(client: &Client, outcome: &Outcome, mode: Mode, terminal: &Terminal) -> Result<(), Error> {
    let Outcome { sources, output, written, removed, unchanged, diff, .. } = outcome;
    diagnostics(sources, &output.report, terminal);
    let summary = &output.summary;
    let changed = written.len() + removed.len();
    let verb = match mode {
        Mode::Write => "Generated",
        Mode::Check | Mode::DryRun => "Checked",
    };
    terminal.status(
        verb,
        format_args!(
            "{}: {} of {} operations, {} types; {} files written, {} removed, {unchanged} unchanged",
            client.name,
            summary.generated,
            summary.operations,
            summary.types,
            written.len(),
            removed.len()
        ),
    );
    if mode == Mode::Write || changed == 0 {
        return Ok(());
    }
    terminal.result(diff.trim_end());
    match mode {
        Mode::Check => {
            Err(Error::refused(format!("`{}` is not up to date: {} changed", client.name, counted(changed, "file")))
                .with_help("run `clientwright generate`"))
        }
        Mode::Write | Mode::DryRun => Ok(()),
    }
}

/// Prints the diagnostics that people should see. Those without effect are counted, unless the output is verbose.
pub(super) fn diagnostics(sources: &Sources, report: &Report, terminal: &Terminal) {
    let mut renderer = Renderer::new(sources, &report.diagnostics).with(look_ahead(sources));
    let (shown, hidden) = library::shown(report, terminal.verbose);
    terminal.diagnostics(shown.into_iter(), &mut renderer);
    if hidden > 0 {
        terminal.note(format_args!("{} not shown; use `--verbose`", counted(hidden, "diagnostic")));
    }
}
