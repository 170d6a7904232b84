//! The options of `bench`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What is to be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Types: what they cost to compile, and how fast they decode and encode, beside serde's derives
    Types(BenchTypes),
    /// Descriptions: what they cost to generate, and their clients to check
    Documents(BenchDocuments),
    /// One call with a generated client, beside the same with reqwest by hand
    Call(BenchCall),
    /// What a call costs while it runs, beside the same with reqwest and serde by hand: allocations, instructions, time, streaming
    Cost(BenchCost),
}

#[derive(Debug, Args)]
pub(crate) struct BenchCost {
    /// How often each program runs for each figure of time, in turns; the median counts
    #[arg(long, default_value_t = 15)]
    pub(crate) rounds: usize,
    /// Calls of one run
    #[arg(long, default_value_t = 5000)]
    pub(crate) calls: u64,
    /// The size of the bodies that stream
    #[arg(long, default_value_t = 64)]
    pub(crate) mebibytes: u64,
    /// How often each program streams, in turns: kernel and processes fall in step anew each time, faster or slower by half
    #[arg(long, default_value_t = 1500)]
    pub(crate) streams: usize,
}

#[derive(Debug, Args)]
pub(crate) struct BenchCall {
    /// The description
    pub(crate) file: PathBuf,
    /// The call behind `client.`: `gitignore().get_template("C")`
    #[arg(long)]
    pub(crate) call: String,
    /// Its path, for the program by hand: `/gitignore/templates/C`
    #[arg(long)]
    pub(crate) path: String,
    /// A text of the answer, to be printed
    #[arg(long)]
    pub(crate) field: String,
}

#[derive(Debug, Args)]
pub(crate) struct BenchDocuments {
    /// The descriptions
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How often each figure is measured; the median counts
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct BenchTypes {
    /// The number of types that are checked
    #[arg(long, default_value_t = 2000)]
    pub(crate) types: usize,
    /// The number of types that programs are built from
    #[arg(long, default_value_t = 600)]
    pub(crate) built: usize,
    /// How often each check is measured; the median counts
    #[arg(long, default_value_t = 1)]
    pub(crate) rounds: usize,
    /// Enums, unions, maps, null beside absent and recursion too
    #[arg(long)]
    pub(crate) wide: bool,
    /// Only one of the measurements
    #[arg(long, value_enum)]
    pub(crate) only: Option<Figure>,
}

/// A measurement of [`Bench::Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Figure {
    /// `cargo check`
    Check,
    /// Debug and release builds
    Build,
    /// Decoding and encoding
    Speed,
}
