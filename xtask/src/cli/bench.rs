//! The options of `bench`. Must not know how anything is measured.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The benchmarks.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Measures generation for descriptions, and `cargo check` of their clients
    Documents(BenchDocuments),
    /// Measures the build of a program with one call, next to the same program with reqwest
    Call(BenchCall),
    /// Measures calls next to the same calls with reqwest and serde: allocations, instructions, time, streaming
    Cost(BenchCost),
    /// Measures the way from a description to the first response that an example prints
    First(BenchFirst),
}

#[derive(Debug, Args)]
pub(crate) struct BenchFirst {
    /// The descriptions
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The installed command
    #[arg(long, default_value = "clientwright")]
    pub(crate) command: PathBuf,
    /// The number of measurements with compiled dependencies; the median is shown
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
}

#[derive(Debug, Args)]
pub(crate) struct BenchCost {
    /// The number of runs of each program for each time; the median is shown
    #[arg(long, default_value_t = 15)]
    pub(crate) rounds: usize,
    /// The number of calls in a run
    #[arg(long, default_value_t = 5000)]
    pub(crate) calls: u64,
    /// The size of streamed bodies
    #[arg(long, default_value_t = 64)]
    pub(crate) mebibytes: u64,
    /// The number of streaming runs of each program; single runs differ by up to half
    #[arg(long, default_value_t = 1500)]
    pub(crate) streams: usize,
}

#[derive(Debug, Args)]
pub(crate) struct BenchCall {
    /// The description
    pub(crate) file: PathBuf,
    /// The call after `client.`, for example `gitignore().get_template("C")`
    #[arg(long)]
    pub(crate) call: String,
    /// Its path for the program with reqwest, for example `/gitignore/templates/C`
    #[arg(long)]
    pub(crate) path: String,
    /// A string property of the response, which the programs print
    #[arg(long)]
    pub(crate) field: String,
}

#[derive(Debug, Args)]
pub(crate) struct BenchDocuments {
    /// The descriptions
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The number of measurements of each figure; the median is shown
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
}
