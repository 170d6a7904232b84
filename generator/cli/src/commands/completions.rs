//! `completions` and `man`: derived from the command line, so that they cannot differ from it. Must
//! not name commands or options.

use clap::CommandFactory;
use clientwright_cli::Error;

use crate::args::{Cli, Completions, Man};

pub(super) fn run(arguments: &Completions) -> Result<(), Error> {
    clap_complete::generate(arguments.shell, &mut Cli::command(), "clientwright", &mut std::io::stdout());
    Ok(())
}

pub(super) fn man(arguments: &Man) -> Result<(), Error> {
    std::fs::create_dir_all(&arguments.dir).map_err(|error| Error::io("create", &arguments.dir, &error))?;
    clap_mangen::generate_to(Cli::command(), &arguments.dir)
        .map_err(|error| Error::io("write to", &arguments.dir, &error))
}
