//! The descriptions to mutate: the committed one, fixtures, and those in the folder of
//! `CLIENTWRIGHT_CORPUS`. Must not know mutations.

use std::path::Path;
use std::sync::OnceLock;

use clientwright::report::Report;
use clientwright::{Sources, parse};
use serde_json::Value;

macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../tests/fixtures/", $name, "/spec.yaml")))),*]
    };
}

const SCENARIO: &str = include_str!("../../../spec/scenario.yaml");

/// Descriptions of one feature each. They are short, so that mutations hit relevant parts.
const FIXTURES: [(&str, &str); 26] = fixtures![
    "additional-properties",
    "all-of",
    "any-of",
    "bodies",
    "default-mapping",
    "enums",
    "enums-of-numbers",
    "errors-shared",
    "event-streams",
    "formats",
    "headers",
    "hostile",
    "inheritance",
    "media-types",
    "names",
    "nullable",
    "pages",
    "parameters",
    "recursion",
    "recursion-of-aliases",
    "responses",
    "security",
    "swagger-2.0",
    "tuples",
    "unions",
    "webhooks",
];

/// The maximum size of a file in a folder: fuzzing needs many runs.
const LARGE: u64 = 200_000;

/// Returns all descriptions as JSON, with their names.
pub fn all() -> &'static [(String, Value)] {
    static ALL: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<(String, Value)> = FIXTURES.iter().map(|(name, text)| tree(name, text)).collect();
        all.push(tree("scenario", SCENARIO));
        if let Some(dir) = std::env::var_os("CLIENTWRIGHT_CORPUS") {
            all.extend(of_folder(Path::new(&dir)));
        }
        all
    })
}

/// Returns the small descriptions of a folder.
pub fn of_folder(dir: &Path) -> Vec<(String, Value)> {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let small = files.filter(|entry| entry.metadata().is_ok_and(|of| of.is_file() && of.len() < LARGE));
    let read = |path: std::path::PathBuf| {
        Some((path.file_stem()?.to_string_lossy().into_owned(), std::fs::read_to_string(path).ok()?))
    };
    let mut texts: Vec<(String, String)> = small.filter_map(|entry| read(entry.path())).collect();
    texts.sort();
    texts.iter().map(|(name, text)| tree(name, text)).filter(|(_, tree)| tree.is_object()).collect()
}

/// Returns the tree of a text. Swagger 2.0 is converted.
fn tree(name: &str, text: &str) -> (String, Value) {
    let sources = Sources::new("document", text.to_owned());
    let document = parse::parse(&sources, true, &mut Report::default());
    (name.to_owned(), document.map(|of| of.root.to_json()).unwrap_or_default())
}
