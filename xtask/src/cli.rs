//! The command line: commands and options. Must not know what the commands do.

mod bench;

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clientwright::emit::is_taken;

use crate::stop::Stop;

pub(crate) use bench::{Bench, BenchCall, BenchCost, BenchDocuments, BenchFirst};

/// The committed description, which is the default.
pub(crate) const SPEC: &str = "spec/scenario.yaml";
/// The folder of the committed client.
pub(crate) const OUT: &str = "generated-client";
/// The package of the committed client.
pub(crate) const NAME: &str = "scenario-client";

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Makes and checks API clients", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the client
    Codegen(Codegen),
    /// Show an item after a phase
    Show(Show),
    /// Explain the code of a diagnostic: the rule, an example, and what codegen does
    Explain {
        /// The code (`CW0301`) or its name (`unresolved-ref`); lists all codes if omitted
        code: Option<String>,
    },
    /// Run the checks that a change has to pass
    Ci(Ci),
    /// Draw the chart of README from the figures in generator/guide/figures
    Chart {
        /// Write nothing; exit 1 if the committed chart is stale
        #[arg(long)]
        check: bool,
    },
    /// Generate all descriptions of a folder, and print a row for each
    Corpus(Corpus),
    /// Prove that clients send and read what their descriptions say
    Prove(Prove),
    /// Print the names that the newest naming rules change, for all descriptions of a folder
    Names(Names),
    /// Plant mutants in runtime and generator, and check that the proof or a test finds each
    Mutants(Mutants),
    /// Make mistakes in public descriptions, and check that diagnostics point at them
    Mistakes(Mistakes),
    /// Compile clients in many combinations of their features, without warnings
    Features(Features),
    /// Build and run the packages that the guide shows for build scripts and tasks
    Library,
    /// Package the crates to be published, build each from its package, and try the installed command
    Package,
    /// Run the commands that README and the guide's Start page show, and compare their output
    Walkthrough,
    /// Write the runtime as a package that the clients of a workspace share
    VendorRuntime {
        /// The folder of the package, by convention `clientwright-runtime`
        dir: PathBuf,
    },
    /// Compile the programs of xtask/programs against clients of public descriptions
    Programs,
    /// Generate one description of `corpus`, in a process of its own
    #[command(hide = true)]
    CorpusOne(CorpusOne),
    /// Measure, for the figures in generator/guide/benchmarks.md
    #[command(subcommand)]
    Bench(Bench),
    /// Run a command and print its user time and peak memory, for `bench`
    #[command(hide = true)]
    Measured {
        /// The command
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
}

/// The options of `names`.
#[derive(Debug, Args)]
pub(crate) struct Names {
    /// The folder of the descriptions
    pub(crate) dir: PathBuf,
    /// Only descriptions whose names contain this text; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// Print unchanged names too
    #[arg(long)]
    pub(crate) all: bool,
}

/// The options of `mutants`.
#[derive(Debug, Args)]
pub(crate) struct Mutants {
    /// Only mutants whose names contain this text, or of the list with this name; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// Only validate and print the lists
    #[arg(long)]
    pub(crate) list: bool,
    /// Print one JSON object instead of the table
    #[arg(long)]
    pub(crate) json: bool,
}

/// The options of `ci`.
#[derive(Debug, Args)]
pub(crate) struct Ci {
    /// Only one group of checks
    #[arg(long, value_enum)]
    pub(crate) only: Option<Group>,
}

/// A group of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// The tests of the workspace
    Tests,
    /// Format, clippy, stale output, packages, public descriptions
    Checks,
    /// Combinations of features and targets, documentation
    Matrix,
}

/// The options of `mistakes`.
#[derive(Debug, Args)]
pub(crate) struct Mistakes {
    /// The folder of the descriptions
    pub(crate) dir: PathBuf,
    /// The number of mistakes for each description
    #[arg(long, default_value_t = 40)]
    pub(crate) each: usize,
    /// The seed of the random numbers
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Print mistakes that diagnostics point at too
    #[arg(long)]
    pub(crate) all: bool,
}

/// The options of `features`.
#[derive(Debug, Args)]
pub(crate) struct Features {
    /// Compile all combinations of the features that emitted code mentions too
    #[arg(long)]
    pub(crate) all: bool,
}

/// The options of `corpus`.
#[derive(Debug, Args)]
pub(crate) struct Corpus {
    /// The folder
    pub(crate) dir: PathBuf,
    /// Compile each crate too
    #[arg(long)]
    pub(crate) check: bool,
    /// Compile each crate without resources and with each resource alone too
    #[arg(long, requires = "check")]
    pub(crate) features: bool,
    /// Document each crate too; warnings of rustdoc are errors
    #[arg(long)]
    pub(crate) docs: bool,
    /// Compile the examples of each crate's documentation too
    #[arg(long)]
    pub(crate) examples: bool,
    /// The number of parallel processes
    #[arg(long, default_value_t = 2)]
    pub(crate) jobs: usize,
    /// Only descriptions whose names contain this text; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// Print one JSON object instead of the table
    #[arg(long)]
    pub(crate) json: bool,
    /// Fail if more operations are skipped
    #[arg(long)]
    pub(crate) max_skipped: Option<usize>,
}

/// The options of `prove`.
#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// Descriptions, or folders of them
    #[arg(required = true, value_name = "SPEC|DIR")]
    pub(crate) specs: Vec<PathBuf>,
    /// Only operations whose `METHOD /path` contains this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) operation: Option<String>,
    /// Only descriptions of a folder whose names contain this text; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// The folder that contains all files of a description, if it is not the description's own
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Repair nothing
    #[arg(long)]
    pub(crate) strict: bool,
    /// Fail if a smaller share of the operations is proven
    #[arg(long, value_name = "PERCENT")]
    pub(crate) min: Option<f64>,
    /// The maximum number of operations shown for each cause
    #[arg(long, default_value_t = 3)]
    pub(crate) faults: usize,
    /// Print one JSON object instead of the report
    #[arg(long)]
    pub(crate) json: bool,
}

/// The options of `corpus-one`.
#[derive(Debug, Args)]
pub(crate) struct CorpusOne {
    #[arg(long)]
    pub(crate) spec: PathBuf,
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) root: Option<PathBuf>,
}

/// The description and the folder of its client.
#[derive(Debug, Clone, Args)]
pub(crate) struct Target {
    /// The description, YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// The folder of the client
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The package's name
    #[arg(long, value_name = "CRATE")]
    pub(crate) name: Option<String>,
    /// Repair errors that have one obvious repair
    #[arg(long)]
    pub(crate) lenient: bool,
    /// The folder that contains all files of the description, if it is not the folder of FILE
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// An overlay that changes the description (OpenAPI Overlay 1.0 or 1.1); may be repeated, in order
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Only these operations: a tag, an operationId, a path with `*`, or `webhooks`; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Vec<String>,
}

/// The options of `codegen`.
#[derive(Debug, Args)]
pub(crate) struct Codegen {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Write nothing; fail and show the difference if the output is stale
    #[arg(long)]
    pub(crate) check: bool,
    /// Fail if an operation is skipped, or if a keyword is probably misspelled
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write all diagnostics to a file as JSON, with locations
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Discard the lock: names may change
    #[arg(long)]
    pub(crate) new_names: bool,
    /// Write tests too, one for each operation (tests/operations); later runs update them without this flag
    #[arg(long)]
    pub(crate) tests: bool,
}

/// The options of `show`.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The phase: parse, resolve, lower, emit or print
    pub(crate) stage: String,
    /// A type, an operation (`uploads.create`, or its id) or a JSON pointer; lists all names if omitted
    pub(crate) item: Option<String>,
    #[command(flatten)]
    pub(crate) target: Target,
}

/// The selected description, folder and package.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) spec: PathBuf,
    pub(crate) out: PathBuf,
    pub(crate) name: String,
    pub(crate) lenient: bool,
    pub(crate) root: Option<PathBuf>,
    pub(crate) overlay: Vec<PathBuf>,
    pub(crate) only: Vec<String>,
}

impl Target {
    /// Returns the selection for commands that only read. Folder and name are optional.
    pub(crate) fn chosen_to_read(&self) -> Result<Chosen, Stop> {
        let mut whole = self.clone();
        if whole.spec.is_some() {
            whole.out.get_or_insert_with(|| PathBuf::from("target/no-crate"));
            whole.name.get_or_insert_with(|| "shown-client".to_owned());
        }
        whole.chosen()
    }

    /// Returns the selection. Either all of `--spec`, `--out` and `--name` are set, or none.
    pub(crate) fn chosen(&self) -> Result<Chosen, Stop> {
        let chosen = |spec: &Path, out: &Path, name: &str| Chosen {
            spec: spec.to_owned(),
            out: out.to_owned(),
            name: name.to_owned(),
            lenient: self.lenient,
            root: self.root.clone(),
            overlay: self.overlay.clone(),
            only: self.only.clone(),
        };
        match (&self.spec, &self.out, &self.name) {
            (None, None, None) => Ok(chosen(Path::new(SPEC), Path::new(OUT), NAME)),
            (Some(_), Some(_), Some(name)) if is_package(name) && is_taken(name) => Err(Stop::Usage(format!(
                "`{name}` cannot be the package's name, because Rust or a dependency of the client uses it; try `{name}-client`"
            ))),
            (Some(spec), Some(out), Some(name)) if is_package(name) => Ok(chosen(spec, out, name)),
            (Some(_), Some(_), Some(name)) => Err(Stop::Usage(format!(
                "`{name}` is not a package name: use lower-case letters, digits, `-` and `_`, and start with a letter"
            ))),
            (spec, out, name) => {
                let flags =
                    [("--spec FILE", spec.is_some()), ("--out DIR", out.is_some()), ("--name CRATE", name.is_some())];
                let missing: Vec<&str> = flags.iter().filter(|(_, is_set)| !is_set).map(|(flag, _)| *flag).collect();
                Err(Stop::Usage(format!(
                    "--spec, --out and --name are required together; missing: {}",
                    missing.join(", ")
                )))
            }
        }
    }
}

fn is_package(name: &str) -> bool {
    let rest = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    rest && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Parses the command line. Clap prints the help. Errors end with exit code 2.
pub(crate) fn command() -> Result<Command, Stop> {
    match Cli::try_parse() {
        Ok(cli) => Ok(cli.command),
        Err(error) if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // If help cannot be printed, there is nowhere to report the error.
            let _ = error.print();
            std::process::exit(error.exit_code());
        }
        Err(error) => {
            let text = error.render().to_string();
            let mut lines = text.trim().trim_start_matches("error: ").lines();
            let words = lines.next().unwrap_or_default();
            // Missing arguments follow, one on each line.
            let more: Vec<&str> = lines.map_while(|line| line.strip_prefix("  ")).map(str::trim).collect();
            let more = if more.is_empty() { String::new() } else { format!(" {}", more.join(", ")) };
            let tip = text.lines().find(|line| line.trim_start().starts_with("tip:")).map(str::trim);
            let tip = tip.map(|tip| format!(" ({tip})")).unwrap_or_default();
            Err(Stop::Usage(format!("{words}{more}{tip}; `cargo xtask --help` lists all commands")))
        }
    }
}
