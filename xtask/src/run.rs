//! Runs the function of a command. Must not know the options.

use crate::cli::{Bench, Command};
use crate::stop::Stop;
use crate::{
    bench, chart, ci, codegen, corpus, explain, features, library, mistakes, mutants, names, package, prove, show,
    vendor, walkthrough,
};

/// Runs a command.
pub(crate) fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Codegen(options) => codegen::codegen(&options),
        Command::Show(options) => show::show(&options),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Ci(options) => ci::ci(&options),
        Command::Chart { check } => chart::chart(check),
        Command::Prove(options) => prove::prove(&options),
        Command::Names(options) => names::names(&options),
        Command::Mutants(options) => mutants::mutants(&options),
        Command::Mistakes(options) => mistakes::mistakes(&options),
        Command::Features(options) => features::features(&options),
        Command::Programs => corpus::programs(),
        Command::Library => library::library(),
        Command::Package => package::package(),
        Command::Walkthrough => walkthrough::walkthrough(),
        Command::VendorRuntime { dir } => vendor::vendor(&dir),
        Command::Corpus(options) => corpus::corpus(&options),
        Command::CorpusOne(options) => corpus::generate_one(&options),
        Command::Bench(Bench::Documents(options)) => bench::documents(&options),
        Command::Bench(Bench::Call(options)) => bench::call(&options),
        Command::Bench(Bench::Cost(options)) => bench::cost(&options),
        Command::Bench(Bench::First(options)) => bench::first(&options),
        Command::Measured { command } => bench::measured(&command),
    }
}
