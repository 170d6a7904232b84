//! One description: its client and its driver, compiled and run.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use clientwright::report::Diagnostic;
use clientwright::{Lock, Options, Output, generate as generated};
use clientwright_prover::driver;
use clientwright_prover::names::Names;
use clientwright_prover::proof::{Plan, Verdict, plan, setup};
use clientwright_prover::source::Description;

use crate::cli::Prove;
use crate::corpus::{Document, workspace};
use crate::crate_dir::CrateDir;
use crate::disk::RealDisk;
use crate::stop::Stop;
use crate::{codegen, compare, summary, write};

/// What became of a description.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// Why it did not come to an end.
    pub(super) broken: Option<String>,
    pub(super) verdicts: Vec<Verdict>,
    /// The examples of the description.
    pub(super) examples: Examples,
    /// Answers that are not tried: their schemas contradict themselves, which is the description's fault.
    pub(super) contradicted: Vec<String>,
    /// Files that the proof cannot read, with the reason.
    pub(super) unreadable: Vec<String>,
    /// Patterns that are no regular expressions, and are left out.
    pub(super) patterns: Vec<String>,
    /// Of generating, compiling and running.
    pub(super) seconds: f64,
    /// Of running and judging alone.
    pub(super) ran: f64,
}

/// What became of the examples.
#[derive(Debug, Clone, Default)]
pub(super) struct Examples {
    /// Valid by their own schemas.
    pub(super) valid: usize,
    /// Of these: read and written again as they are.
    pub(super) proven: usize,
    /// Of these: not tried, as nothing of the client reads them.
    pub(super) untried: Vec<String>,
    /// Where they stand and what is wrong.
    pub(super) faults: Vec<String>,
    /// Not valid by their own schemas: the description's fault.
    pub(super) invalid: Vec<String>,
}

/// Writes the client and its driver, compiles and runs them, and judges.
pub(super) fn prove(document: &Document, scratch: &Path, options: &Prove) -> Outcome {
    let started = Instant::now();
    let mut outcome = Outcome { name: document.name.clone(), path: document.path.clone(), ..Outcome::default() };
    outcome.broken = tried(document, scratch, options, &mut outcome).err();
    outcome.seconds = started.elapsed().as_secs_f64();
    outcome
}

fn tried(document: &Document, scratch: &Path, options: &Prove, outcome: &mut Outcome) -> Result<(), String> {
    let (of, names) = write_both(document, scratch, options).map_err(Stop::words)?;
    compile(&document.name, scratch)?;
    let began = Instant::now();
    let plan = plan(&of, &names, options.operation.as_deref());
    let told = run(&plan, &document.name, scratch)?;
    outcome.verdicts = plan.verdicts(&told.cases.lines().collect::<Vec<_>>());
    outcome.examples = judged(&plan, &told);
    outcome.contradicted.clone_from(&plan.contradicted);
    outcome.patterns = of.unreadable_patterns();
    outcome.unreadable.clone_from(&of.unreadable);
    outcome.ran = began.elapsed().as_secs_f64();
    Ok(())
}

fn write_both(document: &Document, scratch: &Path, options: &Prove) -> Result<(Description, Names), Stop> {
    let sources = codegen::read(&document.path, document.root.as_deref(), &[])?;
    let settings = Options {
        crate_name: document.name.clone(),
        lenient: !options.strict,
        names: true,
        runtime: crate::manifest::runtime_here(),
        ..Options::default()
    };
    let output = generated(&sources, &settings, &Lock::default()).map_err(|report| {
        summary::tell(&report, &sources);
        Stop::Refused("refused by codegen".to_owned())
    })?;
    let names = serde_json::to_string(&output.names).unwrap_or_default();
    let names: Names = serde_json::from_str(&names).map_err(|error| Stop::Refused(format!("names: {error}")))?;
    let out = scratch.join(&document.name);
    write_client(&output, &out, &document.name)?;
    let texts: BTreeMap<String, String> =
        sources.files().map(|(_, name, text)| (name.to_owned(), text.to_owned())).collect();
    let root = sources.name(sources.root()).to_owned();
    let mut of = Description::read(&root, &texts).map_err(Stop::Refused)?;
    let place = |of: &Diagnostic| format!("{}#{}", sources.name(of.span.file), of.span.pointer.as_str());
    of.reported = output.report.diagnostics.iter().map(place).collect();
    let setup = setup(&of, &names).text();
    let package = format!("{}-driver", document.name);
    workspace(scratch, &[&document.name, &package])?;
    let driver = scratch.join(&package);
    let mut features = crate::corpus::resources(&out);
    let webhooks = output.manifest.iter().any(|key| key.path == ["features", "webhooks"]);
    features.extend(webhooks.then(|| "webhooks".to_owned()));
    put(&driver.join("Cargo.toml"), &driver::manifest(&document.name, &out.to_string_lossy(), &features))?;
    for (path, text) in driver::sources(&names, &setup) {
        put(&driver.join(path), &text)?;
    }
    Ok((of, names))
}

fn write_client(output: &Output, out: &Path, name: &str) -> Result<(), Stop> {
    let found = CrateDir::read(out)?;
    let changes = compare::changes(out, &found, output, name)?;
    write::apply(&changes, &mut RealDisk).map_err(|failed| Stop::io("write", &failed.path, &failed.error))
}

/// Writes a file where it is another one: cargo goes by its time.
fn put(path: &Path, text: &str) -> Result<(), Stop> {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| Stop::io("write", path, &error))
}

fn compile(name: &str, scratch: &Path) -> Result<(), String> {
    let output = Command::new("cargo")
        .args(["build", "--quiet", "-p", &format!("{name}-driver")])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", "target")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<&str> = text.split("\n\n").filter(|part| part.trim_start().starts_with("error")).take(3).collect();
    Err(format!(
        "the driver does not compile:\n{}",
        if errors.is_empty() { text.into_owned() } else { errors.join("\n\n") }
    ))
}

/// What the driver told.
struct Told {
    cases: String,
    /// The examples that were tried, by their position, and what was told of them.
    examples: Vec<(usize, String)>,
}

/// Cases and examples.
fn run(plan: &Plan<'_>, name: &str, scratch: &Path) -> Result<Told, String> {
    let cases: String = plan.cases.iter().map(|(operation, case)| plan.line(*operation, case) + "\n").collect();
    let valid = plan.examples.iter().enumerate().filter(|(_, (_, example))| example.invalid.is_none());
    let lines = valid.filter_map(|(index, (number, example))| Some((index, plan.example_line(*number, example)?)));
    let (tried, lines): (Vec<usize>, Vec<String>) = lines.unzip();
    let told = drive(name, scratch, "examples", &lines.iter().map(|line| format!("{line}\n")).collect::<String>())?;
    let mut told = told.lines().map(str::to_owned);
    let examples = tried.into_iter().map(|index| (index, told.next().unwrap_or_default())).collect();
    Ok(Told { cases: drive(name, scratch, "cases", &cases)?, examples })
}

/// Lines go in as a file and results come out as one: both can be looked at.
fn drive(name: &str, scratch: &Path, what: &str, lines: &str) -> Result<String, String> {
    let folder = scratch.join(format!("{name}-driver"));
    let (input, output) = (folder.join(format!("{what}.jsonl")), folder.join(format!("{what}-told.jsonl")));
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    fs::write(&input, lines).map_err(|error| told(&input, error))?;
    let stdin = File::open(&input).map_err(|error| told(&input, error))?;
    let stdout = File::create(&output).map_err(|error| told(&output, error))?;
    let binary = scratch.join("target/debug").join(format!("{name}-driver"));
    // A driver that ends early stands in the report, as what was not answered.
    let mut command = Command::new(&binary);
    command.stdin(stdin).stdout(stdout).status().map_err(|error| told(&binary, error))?;
    fs::read_to_string(&output).map_err(|error| told(&output, error))
}

fn judged(plan: &Plan<'_>, told: &Told) -> Examples {
    let mut all = Examples::default();
    let tried: BTreeMap<usize, &str> = told.examples.iter().map(|(index, line)| (*index, line.as_str())).collect();
    for (index, (_, example)) in plan.examples.iter().enumerate() {
        if let Some(why) = &example.invalid {
            all.invalid.push(format!("{}: {why}", example.place));
            continue;
        }
        match tried.get(&index).map(|line| plan.example_verdict(example, line)) {
            None => all.untried.push(example.place.clone()),
            // Nor is it counted: an answer of a media type that the client does not ask for.
            Some(Ok(false)) => continue,
            Some(Ok(true)) => all.proven += 1,
            Some(Err(why)) => all.faults.push(format!("{}: {why}", example.place)),
        }
        all.valid += 1;
    }
    all
}
