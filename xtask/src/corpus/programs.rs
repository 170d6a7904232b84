//! `cargo xtask programs`: compiles the programs of `xtask/programs` with the clients of public
//! descriptions. The first line of each names the description, the client and its features. The
//! description may also be in the program's folder. The programs of `requests` have ten requests
//! each, as users of the API would write them. Must not know what the programs do.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::cargo::Count;
use super::documents::Document;
use super::result::CorpusResult;
use super::workspace::workspace;
use super::{cargo, generate};
use crate::stop::Stop;

/// The folder of the programs.
const FOLDER: &str = "xtask/programs";
/// The folder of the programs with several requests, each in a function of its own.
const REQUESTS: &str = "xtask/programs/requests";
/// The package of all programs.
const PACKAGE: &str = "programs";
/// The variable with the folder of public descriptions.
const CORPUS: &str = "CLIENTWRIGHT_CORPUS";
/// The limit for the lines of a program, without its first comment, and of each request.
const MAX_LINES: usize = 25;

/// A program and its requirements.
struct Program {
    name: String,
    text: String,
    /// Its folder.
    folder: PathBuf,
    /// The file of its description.
    file: String,
    /// The package of the client.
    client: String,
    features: BTreeSet<String>,
}

/// Runs the command. Without a corpus, it is skipped.
pub(crate) fn programs() -> Result<(), Stop> {
    let mut all = read(Path::new(FOLDER))?;
    all.extend(read(Path::new(REQUESTS))?);
    let Some(corpus) = std::env::var_os(CORPUS).map(PathBuf::from) else {
        eprintln!("SKIPPED: {CORPUS} is not set");
        return Ok(());
    };
    let scratch = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    // The folder of `corpus`, where the dependencies are compiled already.
    let scratch = scratch.join("target/corpus");
    let clients = generate_clients(&all, &corpus, &scratch)?;
    write(&all, &clients, &scratch)?;
    let mut bad = Vec::new();
    println!("{:<20} {:<20} {:>5}  result", "program", "description", "lines");
    for program in &all {
        let (lines, compiled) = (lines(program), check(program, &scratch));
        println!("{:<20} {:<20} {lines:>5}  {compiled}", program.name, program.file);
        if lines >= MAX_LINES || !matches!(compiled, Compiled::Clean) {
            bad.push(program.name.as_str());
        }
    }
    match bad.as_slice() {
        [] => Ok(()),
        _ => Err(Stop::Refused(format!("errors, warnings, or {MAX_LINES} lines or more: {}", bad.join(", ")))),
    }
}

/// The result of compiling a program.
enum Compiled {
    Clean,
    Messages(Count),
    Failed(String),
}

impl fmt::Display for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Compiled::Clean => f.write_str("compiles"),
            Compiled::Messages(count) => write!(f, "{} errors, {} warnings", count.errors, count.warnings),
            Compiled::Failed(error) => f.write_str(error),
        }
    }
}

fn read(folder: &Path) -> Result<Vec<Program>, Stop> {
    let fail = |error| Stop::io("read", folder, &error);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|all| all.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(fail)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    let program = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(|error| Stop::io("read", path, &error))?;
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        parse(folder, &name, &text).ok_or_else(|| {
            let form = "`// FILE as CRATE: FEATURES`";
            Stop::Refused(format!("{}: the first comment must contain {form}", path.display()))
        })
    };
    paths.iter().map(program).collect()
}

/// Parses the line `// FILE as CRATE: FEATURE, FEATURE` of the first comment.
fn parse(folder: &Path, name: &str, text: &str) -> Option<Program> {
    let comment = text.lines().map_while(|line| line.strip_prefix("// "));
    let (file, client, features) = comment.into_iter().find_map(|line| {
        let (file, rest) = line.split_once(" as ")?;
        let (client, features) = rest.split_once(": ")?;
        (!file.contains(' ') && !client.contains(' ')).then_some((file, client, features))
    })?;
    Some(Program {
        name: name.to_owned(),
        text: text.to_owned(),
        folder: folder.to_owned(),
        file: file.to_owned(),
        client: client.to_owned(),
        features: features.split(", ").map(str::to_owned).collect(),
    })
}

/// Returns the number of lines of a program without its first comment, or of the longest function
/// of a program with several requests.
fn lines(program: &Program) -> usize {
    let code = || program.text.lines().skip_while(|line| line.starts_with("//") || line.is_empty());
    match program.folder == Path::new(REQUESTS) {
        true => code().collect::<Vec<_>>().split(|line| line.is_empty()).map(<[_]>::len).max().unwrap_or_default(),
        false => code().count(),
    }
}

/// Generates each client once. Returns the features that its programs need.
fn generate_clients(
    all: &[Program],
    corpus: &Path,
    scratch: &Path,
) -> Result<BTreeMap<String, BTreeSet<String>>, Stop> {
    let mut clients: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for program in all {
        let features = match clients.entry(program.client.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                generate_client(program, corpus, scratch)?;
                new.insert(BTreeSet::new())
            }
        };
        features.extend(program.features.iter().cloned());
    }
    Ok(clients)
}

fn generate_client(program: &Program, corpus: &Path, scratch: &Path) -> Result<(), Stop> {
    let own = program.folder.join(&program.file);
    let path = if own.is_file() { own } else { corpus.join(&program.file) };
    let document = Document { name: program.client.clone(), path, root: None };
    match generate::run(&document, scratch).refused {
        None => Ok(()),
        Some(reason) => Err(Stop::Refused(format!("{}: {reason}", document.path.display()))),
    }
}

/// Writes a package with each program as a binary, in a workspace with the clients.
fn write(all: &[Program], clients: &BTreeMap<String, BTreeSet<String>>, scratch: &Path) -> Result<(), Stop> {
    let members: Vec<&str> = clients.keys().map(String::as_str).chain([PACKAGE]).collect();
    workspace(scratch, &members)?;
    let dependencies: String = clients
        .iter()
        .map(|(name, features)| {
            let features: Vec<&String> = features.iter().collect();
            format!("{name} = {{ path = \"../{name}\", default-features = false, features = {features:?} }}\n")
        })
        .collect();
    let manifest = format!(
        "[package]\nname = {PACKAGE:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{dependencies}\
         http = \"1\"\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    );
    let folder = scratch.join(PACKAGE).join("src/bin");
    // Programs of an earlier run would be compiled too.
    let _ = fs::remove_dir_all(&folder);
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(scratch.join(PACKAGE).join("Cargo.toml"), manifest))
        .and_then(|()| {
            all.iter().try_for_each(|program| fs::write(folder.join(format!("{}.rs", program.name)), &program.text))
        });
    written.map_err(|error| Stop::io("write", &folder, &error))
}

/// Runs `cargo check` for a program.
fn check(program: &Program, scratch: &Path) -> Compiled {
    let mut result = CorpusResult { name: PACKAGE.to_owned(), ..CorpusResult::default() };
    let count = cargo::run(&mut result, scratch, &["check", "--bin", &program.name]);
    match result.refused {
        Some(error) => Compiled::Failed(error),
        None if count.errors + count.warnings > 0 => Compiled::Messages(count),
        None => Compiled::Clean,
    }
}
