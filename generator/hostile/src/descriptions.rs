//! Properties of every description: no panic, code that parses, diagnostics with source locations,
//! and the same bytes in each run. Must not know what a description says.

use clientwright::report::{Code, Renderer};
use clientwright::{Lock, Options, Output, Report, Sources, generate};
use serde_json::Value;

use crate::Dice;
use crate::documents;
use crate::mutate::mutate;

/// Returns a mutated description. The first bytes select which.
#[must_use]
pub fn mutated(bytes: &[u8]) -> (String, Value) {
    let mut dice = Dice::new(bytes);
    let (name, document) = dice.pick(documents::all());
    let mut document = document.clone();
    let most = 1 + dice.below(12);
    mutate(&mut document, &mut dice, most);
    (name.clone(), document)
}

/// Checks any text as a description in YAML or JSON.
///
/// # Panics
/// Panics if a property is violated.
pub fn holds(text: &str) {
    let sources = Sources::new("spec", text.to_owned());
    let strict = run(&sources, false, &Lock::default());
    check_diagnostics(&sources, strict.as_ref().map_or_else(|report| report, |output| &output.report));
    match run(&sources, true, &Lock::default()) {
        Err(report) => {
            assert!(report.has_errors(), "refused without an error");
            assert!(strict.is_err(), "a valid description is refused in lenient mode");
            check_diagnostics(&sources, &report);
        }
        Ok(output) => {
            check_diagnostics(&sources, &output.report);
            parses(&output);
            again(&sources, &output);
        }
    }
}

/// Returns `true` if a client can be generated from a text, possibly after repairs.
#[must_use]
pub fn gives_client(text: &str) -> bool {
    run(&Sources::new("spec", text.to_owned()), true, &Lock::default()).is_ok()
}

fn run(sources: &Sources, lenient: bool, lock: &Lock) -> Result<Output, Report> {
    let options = Options { crate_name: "hostile".to_owned(), lenient, ..Options::default() };
    generate(sources, &options, lock)
}

fn check_diagnostics(sources: &Sources, report: &Report) {
    let mut renderer = Renderer::new(sources, &report.diagnostics);
    for diagnostic in &report.diagnostics {
        assert_ne!(diagnostic.code, Code::Internal, "{diagnostic:?}");
        let text = renderer.render(diagnostic);
        let (code, header) = (diagnostic.code.as_str(), text.lines().nth(1).unwrap_or_default());
        assert!(text.contains(code) && header.contains("--> spec:"), "{text}");
    }
}

fn parses(output: &Output) {
    for (path, code) in output.files.iter().filter(|(path, _)| !path.starts_with("src/runtime/")) {
        if let Err(error) = syn::parse_file(code) {
            panic!("{path}: {error}\n{code}");
        }
    }
}

/// Checks that the same input gives the same bytes, also with the lock of the first run.
fn again(sources: &Sources, first: &Output) {
    let lock = Lock::parse(&first.lock.to_text()).unwrap_or_else(|error| panic!("the lock cannot be read: {error}"));
    for lock in [&Lock::default(), &lock] {
        let Ok(second) = run(sources, true, lock) else { panic!("the second run is refused") };
        assert_eq!(second.lock, first.lock, "another lock");
        for (path, code) in &first.files {
            assert_eq!(second.files.get(path), Some(code), "{path} is another one the next time");
        }
    }
}
