//! From a command to the function that does it.

use crate::cli::{Bench, Command};
use crate::stop::Stop;
use crate::{bench, ci, codegen, show};

/// Does what was asked for.
pub(crate) fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Codegen(options) => codegen::codegen(&options),
        Command::Show(options) => show::show(&options),
        Command::Ci => ci::ci(),
        Command::Bench(Bench::Types(options)) => bench::types(&options),
        Command::Measured { command } => bench::measured(&command),
    }
}
