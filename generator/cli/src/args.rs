//! The command line of `clientwright`. Must not know what the commands do.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Generates Rust clients for HTTP APIs from OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(name = "clientwright", version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Options of all commands.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print all diagnostics and what each step does
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Use of colors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// The format of diagnostics
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(crate) message_format: MessageFormat,
}

/// When colors are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Only in a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people
    Human,
    /// One JSON object per line, on standard output
    Json,
    /// Annotations of GitHub Actions, which show in a pull request
    Github,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a client crate from a description
    New(New),
    /// Add a client to this crate, as a module
    Init(Init),
    /// Generate the clients of this crate or workspace again
    Generate(Generate),
    /// Fetch descriptions again from their URLs, and generate
    Update(Update),
    /// Print all diagnostics of descriptions without generating
    Lint(Lint),
    /// Prove that clients send and read what their descriptions say
    #[cfg(feature = "prove")]
    Prove(Prove),
    /// Show an item after a phase of the generator
    Show(Show),
    /// Explain the code of a diagnostic
    Explain(Explain),
    /// Write the runtime as a package that the clients of a workspace share
    VendorRuntime(VendorRuntime),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Write manual pages
    #[command(hide = true)]
    Man(Man),
}

/// The arguments of `new`.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The description, YAML or JSON
    #[arg(value_name = "FILE|URL")]
    pub(crate) description: String,
    /// The folder of the crate [default: the name of the crate]
    pub(crate) dir: Option<PathBuf>,
    /// The name of the crate [default: from the title of the description]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Only these operations: a tag, an operationId, a path with `*`, or `webhooks`
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) only: Vec<String>,
    /// Repair errors that have one obvious repair
    #[arg(long)]
    pub(crate) lenient: bool,
    /// The runtime: `vendored`, a version, or a path [default: vendored]
    #[arg(long, value_name = "SOURCE")]
    pub(crate) runtime: Option<String>,
    /// Send a header to fetch the description, as `name: value`; `$NAME` is an environment variable
    #[arg(long, value_name = "HEADER")]
    pub(crate) header: Vec<String>,
}

/// The arguments of `init`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The description, YAML or JSON
    #[arg(value_name = "FILE|URL")]
    pub(crate) description: String,
    /// The folder of the crate
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
    /// The name of the module [default: from the title of the description]
    #[arg(long, value_name = "NAME")]
    pub(crate) module: Option<String>,
    /// The features, such as `blocking,rustls` [default: async,rustls]
    #[arg(long, value_name = "FEATURE", value_delimiter = ',')]
    pub(crate) features: Option<Vec<String>>,
    /// Only these operations: a tag, an operationId, a path with `*`, or `webhooks`
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) only: Vec<String>,
    /// Repair errors that have one obvious repair
    #[arg(long)]
    pub(crate) lenient: bool,
    /// The runtime: `vendored` for a package in the workspace, a version, or a path [default: vendored]
    #[arg(long, value_name = "SOURCE")]
    pub(crate) runtime: Option<String>,
    /// Send a header to fetch the description, as `name: value`; `$NAME` is an environment variable
    #[arg(long, value_name = "HEADER")]
    pub(crate) header: Vec<String>,
}

/// The arguments of `generate`.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// The folders of crates or modules [default: this crate, or all clients of this workspace]
    #[arg(value_name = "CRATE")]
    pub(crate) crates: Vec<PathBuf>,
    /// Write nothing; fail if files differ, and print the differences
    #[arg(long, conflicts_with_all = ["dry_run", "watch"])]
    pub(crate) check: bool,
    /// Write nothing; print the differences
    #[arg(long, conflicts_with = "watch")]
    pub(crate) dry_run: bool,
    /// Generate again whenever a description or configuration changes
    #[arg(long)]
    pub(crate) watch: bool,
    /// Ignore the lock: names may change
    #[arg(long)]
    pub(crate) new_names: bool,
    #[command(flatten)]
    pub(crate) overrides: Overrides,
}

/// Options that override the configuration for one run.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Overrides {
    /// Only these operations, in place of the configured ones
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) only: Vec<String>,
    /// Repair errors that have one obvious repair
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Fail if an operation is skipped or a keyword is probably misspelled
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write a test for each operation
    #[arg(long)]
    pub(crate) tests: bool,
}

/// The arguments of `update`.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// The folders of crates or modules [default: this crate, or all clients of this workspace]
    #[arg(value_name = "CRATE")]
    pub(crate) crates: Vec<PathBuf>,
    /// Print what changed, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Send a header, as `name: value`; `$NAME` is an environment variable
    #[arg(long, value_name = "HEADER")]
    pub(crate) header: Vec<String>,
}

/// The arguments of `lint`.
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Descriptions, or folders of crates or modules [default: this crate, or all clients of this workspace]
    #[arg(value_name = "FILE|CRATE")]
    pub(crate) paths: Vec<PathBuf>,
    /// Fail on warnings too
    #[arg(long)]
    pub(crate) strict: bool,
}

/// The arguments of `prove`.
#[cfg(feature = "prove")]
#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// The folders of the clients [default: this crate, or all clients of this workspace]
    #[arg(value_name = "CRATE")]
    pub(crate) crates: Vec<PathBuf>,
    /// Only operations whose `METHOD /path` contains this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) operation: Option<String>,
    /// Fail if a smaller share of the operations is proven [default: fail if an operation has a fault]
    #[arg(long, value_name = "PERCENT")]
    pub(crate) min: Option<f64>,
    /// The maximum number of operations shown for each cause
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    pub(crate) faults: usize,
}

/// The arguments of `show`.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The phase: parse, resolve, lower, emit or print
    pub(crate) phase: String,
    /// A type, an operation (`uploads.create`, or its operationId) or a JSON pointer [default: lists the names]
    pub(crate) item: Option<String>,
    /// A description, or the folder of a crate or module [default: this crate]
    #[arg(long = "of", value_name = "FILE|CRATE")]
    pub(crate) subject: Option<PathBuf>,
}

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code (`CW0301`) or its name (`unresolved-ref`) [default: lists all]
    pub(crate) code: Option<String>,
}

/// The arguments of `vendor-runtime`.
#[derive(Debug, Args)]
pub(crate) struct VendorRuntime {
    /// The folder of the package
    #[arg(default_value = "clientwright-runtime")]
    pub(crate) dir: PathBuf,
}

/// The arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// The arguments of `man`.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder of the pages
    pub(crate) dir: PathBuf,
}
