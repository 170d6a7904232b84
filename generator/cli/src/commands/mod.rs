//! The commands. Each file runs one. Must not decide what a client consists of: the library does.

mod completions;
mod explain;
mod failure;
mod generate;
mod init;
mod lint;
mod new;
#[cfg(feature = "prove")]
mod prove;
mod show;
mod update;
mod vendor;

use clientwright_cli::Error;

use crate::args::Command;
use crate::terminal::Terminal;

/// Runs a command.
pub(crate) fn run(command: Command, terminal: &Terminal) -> Result<(), Error> {
    match command {
        Command::New(arguments) => new::run(&arguments, terminal),
        Command::Init(arguments) => init::run(&arguments, terminal),
        Command::Generate(arguments) => generate::run(&arguments, terminal),
        Command::Update(arguments) => update::run(&arguments, terminal),
        Command::Lint(arguments) => lint::run(&arguments, terminal),
        #[cfg(feature = "prove")]
        Command::Prove(arguments) => prove::run(&arguments, terminal),
        Command::Show(arguments) => show::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
        Command::VendorRuntime(arguments) => vendor::run(&arguments, terminal),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => completions::man(&arguments),
    }
}
