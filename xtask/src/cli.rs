//! The command line. Must not know what the commands do.

mod bench;

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};
use clientwright::emit::is_taken;

use crate::stop::Stop;

pub(crate) use bench::{Bench, BenchCall, BenchCost, BenchDocuments};

/// The committed description and its client: what is used where nothing else is said.
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

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the client
    Codegen(Codegen),
    /// Show an item as it stands after a phase
    Show(Show),
    /// Explain the code of a message: what is wrong, which rule says so, an example, what codegen does
    Explain {
        /// The code (`CW0301`) or its name (`unresolved-ref`); without it all are listed
        code: Option<String>,
    },
    /// All checks: fmt, clippy, tests, stale output, docs
    Ci,
    /// Draw the chart of README from the figures in generator/guide/figures
    Chart {
        /// Write nothing; exit 1 if the committed chart is stale
        #[arg(long)]
        check: bool,
    },
    /// Generate every description of a folder, and say what became of each
    Corpus(Corpus),
    /// Show that clients send and read what their descriptions say
    Prove(Prove),
    /// Print what the newest naming rules call differently, in every description of a folder
    Names(Names),
    /// Plant mistakes in runtime and generator, and look whether the proof on the wire or a test sees each
    Mutants(Mutants),
    /// Make mistakes in public descriptions, and look whether what is told points at them
    Mistakes(Mistakes),
    /// Compile a client in many combinations of its features: none may have a warning
    Features(Features),
    /// Package the crates that are meant to be published, and build each from its package
    Package,
    /// Write the runtime as a package that the clients of a workspace share
    VendorRuntime {
        /// The folder of the package, by convention `clientwright-runtime`
        dir: PathBuf,
    },
    /// Compile the programs of xtask/programs against clients of public descriptions
    Programs,
    /// One description of `corpus`, in a process of its own
    #[command(hide = true)]
    CorpusOne(CorpusOne),
    /// Measure, for the figures in generator/guide/benchmarks.md
    #[command(subcommand)]
    Bench(Bench),
    /// Run a command and print its user time and peak memory: the inner side of `bench`
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
    /// Only those whose name holds this text; given several times, any of them
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// Print also the names that are the same
    #[arg(long)]
    pub(crate) all: bool,
}

/// The options of `mutants`.
#[derive(Debug, Args)]
pub(crate) struct Mutants {
    /// Only those whose name holds this text, or whose list is called so; given several times, any of them
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// Only look whether the lists are in order, and print them
    #[arg(long)]
    pub(crate) list: bool,
    /// One JSON object in place of the table
    #[arg(long)]
    pub(crate) json: bool,
}

/// The options of `mistakes`.
#[derive(Debug, Args)]
pub(crate) struct Mistakes {
    /// The folder of the descriptions
    pub(crate) dir: PathBuf,
    /// How many in each
    #[arg(long, default_value_t = 40)]
    pub(crate) each: usize,
    /// Another seed draws other mistakes
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Say also those that are pointed at
    #[arg(long)]
    pub(crate) all: bool,
}

/// The options of `features`.
#[derive(Debug, Args)]
pub(crate) struct Features {
    /// Every combination of the features that emitted code mentions, beside all pairs of all features
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Corpus {
    /// The folder
    pub(crate) dir: PathBuf,
    /// Compile each crate as well
    #[arg(long)]
    pub(crate) check: bool,
    /// Compile each also without any resource, and with each resource alone
    #[arg(long, requires = "check")]
    pub(crate) features: bool,
    /// Document each crate as well; a warning of rustdoc counts as one of the compiler
    #[arg(long)]
    pub(crate) docs: bool,
    /// Compile the examples of each crate's documentation as well
    #[arg(long)]
    pub(crate) examples: bool,
    /// How many are generated at once
    #[arg(long, default_value_t = 2)]
    pub(crate) jobs: usize,
    /// Only those whose name holds this text; given several times, any of them
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// One JSON object in place of the table
    #[arg(long)]
    pub(crate) json: bool,
    /// Exit 1 where more operations are left out
    #[arg(long)]
    pub(crate) max_left_out: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// Descriptions, or folders of them
    #[arg(required = true, value_name = "SPEC|DIR")]
    pub(crate) specs: Vec<PathBuf>,
    /// Only operations whose `METHOD /path` holds this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) operation: Option<String>,
    /// Of a folder only those whose name holds this text; given several times, any of them
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// The folder beneath which all files of a description lie, where that is not its own
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Repair nothing
    #[arg(long)]
    pub(crate) strict: bool,
    /// Exit 1 where a smaller share of the operations is proven
    #[arg(long, value_name = "PERCENT")]
    pub(crate) min: Option<f64>,
    /// So many operations are shown of each cause
    #[arg(long, default_value_t = 3)]
    pub(crate) faults: usize,
    /// One JSON object in place of the report
    #[arg(long)]
    pub(crate) json: bool,
}

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

/// Which description, and where its client goes.
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
    /// Repair where one repair is obvious, say so and go on
    #[arg(long)]
    pub(crate) lenient: bool,
    /// The folder beneath which all files of the description lie, where that is not the folder of FILE
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// What is changed of the description, as an overlay (OpenAPI Overlay 1.0 or 1.1); may be given several times, in order
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Only these operations: a tag, an operationId, a path with `*` for anything, or `webhooks`; may be given several times
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Codegen {
    #[command(flatten)]
    pub(crate) target: Target,
    /// Write nothing; exit 1 and show the difference where the output is stale
    #[arg(long)]
    pub(crate) check: bool,
    /// Exit 1 where an operation is left out, or a keyword is probably misspelt
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write all that was repaired, left out, widened or without effect to a file, with places, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Start the lock of names over: names may change
    #[arg(long)]
    pub(crate) new_names: bool,
    /// Write tests too, a call an operation (tests/operations); kept in order by later runs without this flag
    #[arg(long)]
    pub(crate) tests: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The phase: parse, resolve, lower, emit or print
    pub(crate) stage: String,
    /// A type, an operation (`uploads.create`, or its id) or a JSON pointer; without it the names that there are
    pub(crate) item: Option<String>,
    #[command(flatten)]
    pub(crate) target: Target,
}

/// Which description and folder are meant: all three are given, or none.
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
    /// As [`Target::chosen`], for who only looks: without a folder as for a crate that is not there yet.
    pub(crate) fn to_look_at(&self) -> Result<Chosen, Stop> {
        let mut whole = self.clone();
        if whole.spec.is_some() {
            whole.out.get_or_insert_with(|| PathBuf::from("target/no-crate"));
            whole.name.get_or_insert_with(|| "shown-client".to_owned());
        }
        whole.chosen()
    }

    /// The three paths, or what is missing of them.
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
                "`{name}` cannot be the package's name: Rust, or a library that the client uses, has it; `{name}-client` would do"
            ))),
            (Some(spec), Some(out), Some(name)) if is_package(name) => Ok(chosen(spec, out, name)),
            (Some(_), Some(_), Some(name)) => Err(Stop::Usage(format!(
                "`{name}` is no name of a package: it takes lower-case letters, digits, `-` and `_`, and begins with a letter"
            ))),
            (spec, out, name) => {
                let given =
                    [("--spec FILE", spec.is_some()), ("--out DIR", out.is_some()), ("--name CRATE", name.is_some())];
                let missing: Vec<&str> = given.iter().filter(|(_, is)| !is).map(|(flag, _)| *flag).collect();
                Err(Stop::Usage(format!(
                    "for a description of your own give all three of --spec, --out and --name; missing: {}",
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

/// Reads the command line. Help is printed by clap; what is mistyped ends with exit 2.
pub(crate) fn command() -> Result<Command, Stop> {
    match Cli::try_parse() {
        Ok(cli) => Ok(cli.command),
        Err(error) if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Help that cannot be printed has nobody to read it.
            let _ = error.print();
            std::process::exit(error.exit_code());
        }
        Err(error) => {
            let text = error.render().to_string();
            let mut lines = text.trim().trim_start_matches("error: ").lines();
            let words = lines.next().unwrap_or_default();
            // What is missing stands below, a line each.
            let more: Vec<&str> = lines.map_while(|line| line.strip_prefix("  ")).map(str::trim).collect();
            let more = if more.is_empty() { String::new() } else { format!(" {}", more.join(", ")) };
            let tip = text.lines().find(|line| line.trim_start().starts_with("tip:")).map(str::trim);
            let tip = tip.map(|tip| format!(" ({tip})")).unwrap_or_default();
            Err(Stop::Usage(format!("{words}{more}{tip}; `cargo xtask --help` lists what there is")))
        }
    }
}
