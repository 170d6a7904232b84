//! Diagnostics: each folder of `errors` has one or several mistakes of a kind, and a snapshot of
//! its diagnostics, with and without `lenient`. A snapshot without a folder is an error.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright::report::{Code, Renderer};
use clientwright::{Lock, Options, Report, Sources, generate};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors")
}

fn spec(dir: &Path) -> Option<PathBuf> {
    ["spec.yaml", "spec.json"].iter().map(|name| dir.join(name)).find(|path| path.exists())
}

fn mistakes() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = entries
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn run(sources: &Sources, lenient: bool, only: &[String]) -> (bool, Report) {
    let options = Options { crate_name: "fixture".to_owned(), lenient, only: only.to_vec(), ..Options::default() };
    match generate(sources, &options, &Lock::default()) {
        Ok(output) => (true, output.report),
        Err(report) => (false, report),
    }
}

fn rendered(report: &Report, sources: &Sources) -> String {
    let mut renderer = Renderer::new(sources, &report.diagnostics);
    report.diagnostics.iter().map(|diagnostic| renderer.render(diagnostic)).collect::<Vec<_>>().join("\n")
}

fn sources(name: &str) -> Sources {
    let path = spec(&folder().join(name)).unwrap_or_else(|| panic!("{name} has no spec"));
    let shown = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut sources = Sources::new(&shown, fs::read_to_string(path).unwrap());
    if let Ok(text) = fs::read_to_string(folder().join(name).join("overlay.yaml")) {
        sources.overlay("overlay.yaml", text);
    }
    sources
}

#[test]
fn every_mistake_is_reported_with_its_location() {
    for name in mistakes() {
        let sources = sources(&name);
        // The values of `--only`.
        let only = fs::read_to_string(folder().join(&name).join("only.txt")).unwrap_or_default();
        let only: Vec<String> = only.lines().map(str::to_owned).collect();
        let (accepted, strict) = run(&sources, false, &only);
        assert!(!strict.diagnostics.is_empty(), "{name} is a mistake, but nothing was reported");
        let (repaired, lenient) = run(&sources, true, &only);
        let text = match accepted {
            // Only notes: `lenient` makes no difference.
            true => {
                assert_eq!(strict, lenient, "{name}");
                format!("reads:\n\n{}", rendered(&strict, &sources))
            }
            false => {
                let end = if repaired { "reads" } else { "refuses" };
                format!("{}\n--lenient {end}:\n\n{}", rendered(&strict, &sources), rendered(&lenient, &sources))
            }
        };
        insta::with_settings!({ snapshot_path => "errors", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.as_str(), text);
        });
    }
}

#[test]
fn no_snapshot_is_left_over() {
    let known: BTreeSet<String> = mistakes().into_iter().map(|name| format!("{name}.snap")).collect();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(path.is_dir() || known.contains(&name), "{name} has no folder");
    }
}

/// Every code has a snapshot, so that somebody has read its diagnostics.
#[test]
fn every_code_is_shown() {
    let snapshots = mistakes().into_iter().map(|name| folder().join(format!("{name}.snap")));
    let all: String = snapshots.map(|path| fs::read_to_string(path).unwrap()).collect();
    // No description is known to cause an internal error.
    for code in Code::ALL.iter().filter(|code| **code != Code::Internal) {
        assert!(all.contains(&format!("[{code}]")), "no folder of tests/errors shows {code} ({})", code.name());
    }
}

/// Each explanation has all sections, and its own code in the title.
#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let text = code.explanation();
        assert!(text.starts_with(&format!("# {code}: ")), "{code}");
        for part in ["## Rule", "## Wrong", "## Right", "## What the generator does", "`--lenient`"] {
            assert!(text.contains(part), "{code} has no {part}");
        }
    }
}

/// Deep nesting must be refused with a diagnostic, not by a stack overflow.
#[test]
fn deep_nesting_is_refused() {
    for (name, open, close) in [("deep.yaml", "[", "]"), ("deep.json", "{\"a\":", "}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let (accepted, report) = run(&Sources::new(name, text), false, &[]);
        assert!(!accepted);
        assert_eq!(report.diagnostics[0].code, Code::TooDeep, "{name}: {:?}", report.diagnostics[0]);
    }
}

#[test]
fn empty_files_are_refused() {
    for text in ["", "   \n", "# only a comment\n", "null", "\u{feff}"] {
        let (accepted, report) = run(&Sources::new("empty.yaml", text.to_owned()), false, &[]);
        assert!(!accepted, "{text:?}");
        assert_eq!(report.diagnostics[0].code, Code::NotADescription);
    }
}
