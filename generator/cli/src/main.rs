//! The command `clientwright`: parses the command line, runs a command, prints its result. Must not
//! know what a command does.

#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)
)]

mod args;
mod commands;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use clientwright_cli::{ErrorKind, files};

use args::Cli;
use terminal::Terminal;

/// Tokens are millions of small allocations, which take half of a generation with the system's
/// allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code of a command that was interrupted, as shells report it: 128 and the number of SIGINT.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(&cli.global);
    // Without a handler, Ctrl-C ends the process, which is right unless files are being written.
    let handler = ctrlc::set_handler(|| {
        if !files::interrupt() {
            std::process::exit(INTERRUPTED.into());
        }
    });
    if let Err(error) = handler {
        terminal.note(format_args!("Ctrl-C cannot be handled: {error}"));
    }
    match commands::run(cli.command, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if error.kind() != ErrorKind::Reported {
                terminal.error(&error);
            }
            ExitCode::from(if files::is_interrupted() { INTERRUPTED } else { error.exit_code() })
        }
    }
}
