//! `cargo xtask show`: prints an item after a phase. Must not know the phases.

use clientwright::{Options, Stage, show as shown};

use crate::cli::Show;
use crate::stop::Stop;
use crate::summary;

/// Runs the command.
pub(crate) fn show(options: &Show) -> Result<(), Stop> {
    let chosen = options.target.chosen_to_read()?;
    let Some(stage) = Stage::from_name(&options.stage) else {
        return Err(Stop::Usage(format!(
            "unknown phase `{}`; use parse, resolve, lower, emit or print",
            options.stage
        )));
    };
    let sources = clientwright_cli::description::read(&chosen.spec, chosen.root.as_deref(), &chosen.overlay)?;
    let found = clientwright_cli::client::ClientDir::read(&chosen.out)?;
    let lock = found.read_lock(&chosen.out, false)?;
    let generate = Options {
        crate_name: chosen.name,
        lenient: chosen.lenient,
        custom: found.custom,
        only: chosen.only,
        runtime: clientwright_cli::client::runtime(&chosen.out.join("Cargo.toml"), found.manifest.as_deref())?,
        ..Options::default()
    };
    match shown(stage, options.item.as_deref(), &sources, &generate, &lock) {
        Ok(text) => {
            print!("{text}");
            Ok(())
        }
        Err(clientwright::ShowError::Wrong(report)) => {
            summary::print_report(&report, &sources);
            Err(Stop::Reported)
        }
        Err(clientwright::ShowError::NotFound(what)) => Err(Stop::Usage(what)),
    }
}
