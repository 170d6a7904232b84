//! `cargo xtask programs`: the programs of `xtask/programs`, each against the client of a public description, compiled. Each says at
//! its start which description it is for, under which name, and with which features. The description may also be in the folder of the
//! program. The programs of `requests` have ten requests each, as somebody writes them who knows the API. Must not know what they do.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::documents::Document;
use super::one::{self, Outcome};
use super::workspace;
use crate::stop::Stop;

/// Where the programs are.
const FOLDER: &str = "xtask/programs";
/// The folder of the programs with many requests, each a function.
const REQUESTS: &str = "xtask/programs/requests";
/// The package that holds them all while they are compiled.
const PACKAGE: &str = "programs";
/// The variable that says where the public descriptions lie.
const CORPUS: &str = "CLIENTWRIGHT_CORPUS";
/// A program has fewer lines than this, without the comment at its start, and so has each of several requests.
const LINES: usize = 25;

/// A program, and what it needs.
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

/// Does it. Without a corpus there is nothing to compile against, which is said.
pub(crate) fn programs() -> Result<(), Stop> {
    let mut all = read(Path::new(FOLDER))?;
    all.extend(read(Path::new(REQUESTS))?);
    let Some(corpus) = std::env::var_os(CORPUS).map(PathBuf::from) else {
        eprintln!("SKIPPED: {CORPUS} does not say where public descriptions lie");
        return Ok(());
    };
    let scratch = std::env::current_dir().map_err(|error| Stop::Usage(format!("no current folder: {error}")))?;
    // The one of `corpus`, whose dependencies are compiled there.
    let scratch = scratch.join("target/corpus");
    let clients = generate(&all, &corpus, &scratch)?;
    write(&all, &clients, &scratch)?;
    let mut bad = Vec::new();
    println!("{:<20} {:<20} {:>5}  outcome", "program", "description", "lines");
    for program in &all {
        let (lines, outcome) = (lines(program), check(program, &scratch));
        println!("{:<20} {:<20} {lines:>5}  {outcome}", program.name, program.file);
        if lines >= LINES || outcome != COMPILES {
            bad.push(program.name.as_str());
        }
    }
    match bad.as_slice() {
        [] => Ok(()),
        _ => {
            Err(Stop::Refused(format!("not compiled without a warning, or {LINES} lines or more: {}", bad.join(", "))))
        }
    }
}

const COMPILES: &str = "compiles";

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
        needs(folder, &name, &text).ok_or_else(|| {
            let form = "`// FILE as CRATE: FEATURES`";
            Stop::Refused(format!("{}: the comment at its start says nowhere what it is for: {form}", path.display()))
        })
    };
    paths.iter().map(program).collect()
}

/// What the line `// FILE as CRATE: FEATURE, FEATURE` of the comment at the start says.
fn needs(folder: &Path, name: &str, text: &str) -> Option<Program> {
    let said = text.lines().map_while(|line| line.strip_prefix("// "));
    let (file, client, features) = said.into_iter().find_map(|line| {
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

/// The lines of a program, without the comment at its start; of one with requests the lines of the longest function.
fn lines(program: &Program) -> usize {
    let code = || program.text.lines().skip_while(|line| line.starts_with("//") || line.is_empty());
    match program.folder == Path::new(REQUESTS) {
        true => code().collect::<Vec<_>>().split(|line| line.is_empty()).map(<[_]>::len).max().unwrap_or_default(),
        false => code().count(),
    }
}

/// Generates each client that is needed once; its features are those of all its programs.
fn generate(all: &[Program], corpus: &Path, scratch: &Path) -> Result<BTreeMap<String, BTreeSet<String>>, Stop> {
    let mut clients: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for program in all {
        let features = match clients.entry(program.client.clone()) {
            Entry::Occupied(made) => made.into_mut(),
            Entry::Vacant(new) => {
                made(program, corpus, scratch)?;
                new.insert(BTreeSet::new())
            }
        };
        features.extend(program.features.iter().cloned());
    }
    Ok(clients)
}

fn made(program: &Program, corpus: &Path, scratch: &Path) -> Result<(), Stop> {
    let beside = program.folder.join(&program.file);
    let path = if beside.is_file() { beside } else { corpus.join(&program.file) };
    let document = Document { name: program.client.clone(), path, root: None };
    match one::run(&document, scratch).refused {
        None => Ok(()),
        Some(why) => Err(Stop::Refused(format!("{}: {why}", document.path.display()))),
    }
}

/// A package with each program as a binary, in a workspace with the clients.
fn write(all: &[Program], clients: &BTreeMap<String, BTreeSet<String>>, scratch: &Path) -> Result<(), Stop> {
    let members: Vec<&str> = clients.keys().map(String::as_str).chain([PACKAGE]).collect();
    workspace(scratch, &members)?;
    let needs: String = clients
        .iter()
        .map(|(name, features)| {
            let features: Vec<&String> = features.iter().collect();
            format!("{name} = {{ path = \"../{name}\", default-features = false, features = {features:?} }}\n")
        })
        .collect();
    let manifest = format!(
        "[package]\nname = {PACKAGE:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{needs}\
         http = \"1\"\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    );
    let folder = scratch.join(PACKAGE).join("src/bin");
    // Programs of an older run would be compiled too.
    let _ = fs::remove_dir_all(&folder);
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(scratch.join(PACKAGE).join("Cargo.toml"), manifest))
        .and_then(|()| {
            all.iter().try_for_each(|program| fs::write(folder.join(format!("{}.rs", program.name)), &program.text))
        });
    written.map_err(|error| Stop::io("write", &folder, &error))
}

/// `cargo check` of a program, in a few words.
fn check(program: &Program, scratch: &Path) -> String {
    let mut outcome = Outcome { name: PACKAGE.to_owned(), ..Outcome::default() };
    let found = one::counted(&mut outcome, scratch, &["check", "--bin", &program.name]);
    match outcome.refused {
        Some(why) => why,
        None if found.errors + found.warnings > 0 => format!("{} errors, {} warnings", found.errors, found.warnings),
        None => COMPILES.to_owned(),
    }
}
