//! `init`: adds a client to a crate, as a module. Must not know the files of a module
//! (`clientwright_cli::init`).

use clientwright_cli::Error;
use clientwright_cli::init::{self, Created, Declaration, NewModule};

use super::failure::not_created;
use super::generate::diagnostics;
use super::new::{description, runtime};
use crate::args::Init;
use crate::terminal::Terminal;

pub(super) fn run(arguments: &Init, terminal: &Terminal) -> Result<(), Error> {
    let (sources, files, source) = description(&arguments.description, &arguments.header, terminal)?;
    let title = clientwright::title(&sources).unwrap_or_default();
    let new = NewModule {
        // Paths in messages are as people write them, without `./`.
        dir: arguments.dir.strip_prefix(".").unwrap_or(&arguments.dir).to_owned(),
        name: arguments.module.clone().unwrap_or_else(|| init::module_name(&title)),
        sources,
        files,
        source,
        only: arguments.only.clone(),
        lenient: arguments.lenient,
        features: arguments.features.clone(),
        runtime: runtime(arguments.runtime.as_deref(), &arguments.dir)?,
    };
    let created = terminal.progress(format!("generating {}", new.name), || init::create(&new));
    match created {
        Ok(created) => {
            report(&new, &created, terminal);
            Ok(())
        }
        Err(failure) => Err(not_created(failure, arguments.lenient, &arguments.only, terminal)),
    }
}

fn report(new: &NewModule, created: &Created, terminal: &Terminal) {
    let Created { output, declaration, runtime, .. } = created;
    diagnostics(&new.sources, &output.report, terminal);
    let summary = &output.summary;
    terminal.status(
        "Created",
        format_args!(
            "module `{}`: {} of {} operations, {} types",
            new.name, summary.generated, summary.operations, summary.types
        ),
    );
    if let Some(dir) = runtime {
        terminal.status("Vendored", format_args!("runtime in {}", dir.display()));
    }
    let declared = format!("mod {};", new.name);
    match declaration {
        Declaration::Added { path, .. } => {
            terminal.status("Added", format_args!("`{declared}` to {}", path.display()));
        }
        Declaration::Exists(_) => {}
        Declaration::ByHand(path) => {
            let root = path.as_ref().map_or_else(|| "the root of the crate".into(), |path| path.display().to_string());
            terminal.result(format_args!("add this line to {root}:\n  {declared}"));
        }
    }
    if terminal.quiet {
        return;
    }
    let enter = if new.dir.as_os_str().is_empty() { String::new() } else { format!("  cd {}\n", new.dir.display()) };
    terminal.result(format_args!("next:\n{enter}  cargo check\n  cargo doc --document-private-items --open"));
}
