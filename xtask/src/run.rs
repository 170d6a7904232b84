//! From a command to the function that does it.

use crate::cli::Command;
use crate::stop::Stop;
use crate::{ci, codegen, show};

/// Does what was asked for.
pub(crate) fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Codegen(options) => codegen::codegen(&options),
        Command::Show(options) => show::show(&options),
        Command::Ci => ci::ci(),
    }
}
