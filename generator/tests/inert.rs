//! Hostile text in every part of a description that can get into the output. The output must have
//! the same files and items, whatever the text. `fixtures/hostile` is compiled and called.

mod hostile;

use std::collections::BTreeSet;

use clientwright::emit::FEATURES;
use clientwright::report::Renderer;
use clientwright::{Lock, ManifestKey, Options, Output, Sources, generate};

use hostile::{HOSTILE, MARK, description, idents};

fn options() -> Options {
    Options { crate_name: "hostile".to_owned(), lenient: true, tests: true, ..Options::default() }
}

/// Returns a lock with resources as features, whose names are in the manifest.
fn by_features() -> Lock {
    Lock::parse("edition\t-\t1\nfeatures\tresources\tyes\n").unwrap()
}

fn output(text: &str) -> Output {
    let sources = Sources::new("spec.json", description(text).to_string());
    let options = options();
    let rendered = |report: &clientwright::Report| {
        let mut renderer = Renderer::new(&sources, &report.diagnostics);
        report.diagnostics.iter().map(|diagnostic| renderer.render(diagnostic)).collect::<String>()
    };
    let output = generate(&sources, &options, &by_features()).unwrap_or_else(|report| {
        panic!("{text:?}: {}", rendered(&report));
    });
    let hidden = rendered(&output.report).chars().find(|c| c.is_control() && *c != '\n' && *c != '\t');
    assert_eq!(hidden, None, "{text:?}: a diagnostic has a control character");
    output
}

#[test]
fn no_text_becomes_code() {
    for text in HOSTILE {
        let output = output(text);
        // One operation has an invalid header.
        assert!(output.summary.generated + 1 >= output.summary.operations, "{text:?}");
        assert!(output.files.contains_key("tests/operations/main.rs"), "{text:?}");
        for (path, code) in output.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            syn::parse_file(code).unwrap_or_else(|error| panic!("{text:?}: {path}: {error}\n{code}"));
            // A comment would hide tokens.
            let comments = code.lines().filter(|line| line.trim_start().starts_with("//"));
            let odd = comments
                .flat_map(str::chars)
                .find(|c| c.is_control() && *c != '\t' || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(odd, None, "{text:?}: {path}");
            assert_inert(text, path, code);
        }
    }
}

fn assert_inert(text: &str, path: &str, code: &str) {
    let mut all = BTreeSet::new();
    idents(code.parse().unwrap_or_else(|error| panic!("{text:?}: {path}: {error}\n{code}")), &mut all);
    assert!(!all.contains(MARK), "{text:?}: {path}:\n{code}");
}

/// Examples in the documentation and in README.md are code too.
#[test]
fn no_text_becomes_code_of_an_example() {
    for text in HOSTILE {
        let output = output(text);
        assert!(!output.example.is_empty(), "{text:?}");
        assert_inert(text, "README.md", &output.example);
        let mut found = 0;
        for (path, code) in output.files.iter().filter(|(path, _)| !path.starts_with("src/runtime/")) {
            for example in examples(code) {
                assert_inert(text, path, &example);
                found += 1;
            }
        }
        assert!(found > 5, "{text:?}: {found} examples");
    }
}

/// Returns the doctests of a file.
fn examples(code: &str) -> Vec<String> {
    let docs = code.lines().filter_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
    });
    let (mut all, mut open): (Vec<String>, bool) = (Vec::new(), false);
    for line in docs {
        match (line.trim() == "```no_run", line.trim().starts_with("```"), open) {
            (true, _, false) => {
                all.push(String::new());
                open = true;
            }
            (_, true, true) => open = false,
            (_, _, true) => all.last_mut().unwrap().push_str(&format!("{}\n", line.replace(" # ", " "))),
            (_, _, false) => {}
        }
    }
    all
}

#[test]
fn no_text_names_a_file() {
    for text in HOSTILE {
        for path in output(text).files.keys() {
            let parts: Vec<&str> = path.split('/').collect();
            assert!(
                parts.len() > 1 && parts[0] == "src" || parts.len() == 1 || path.starts_with("tests/operations/"),
                "{text:?}: {path}"
            );
            for part in parts {
                let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.');
                assert!(plain && !part.starts_with('.') && !part.is_empty() && part.len() < 100, "{text:?}: {path}");
                let stem = part.split('.').next().unwrap().to_ascii_lowercase();
                assert!(!["con", "aux", "nul", "prn", "com1", "lpt1"].contains(&stem.as_str()), "{text:?}: {path}");
            }
        }
        let own = |path: &&String| !path.starts_with("src/runtime/");
        let count = output(text).files.keys().filter(own).count();
        assert!((5..30).contains(&count), "{text:?}: {count} files");
    }
}

#[test]
fn no_text_gets_into_the_manifest() {
    // Except the features named after resources, and `async` and `blocking`.
    let known = |name: &str| FEATURES.iter().any(|(of, _)| *of == name) && !["async", "blocking"].contains(&name);
    let is_fixed = |key: &&ManifestKey| key.path[0] != "features" || known(&key.path[1]);
    let plain = output("plain").manifest;
    for text in HOSTILE {
        let manifest = output(text).manifest;
        assert_eq!(
            manifest.iter().filter(is_fixed).collect::<Vec<_>>(),
            plain.iter().filter(is_fixed).collect::<Vec<_>>(),
            "{text:?}"
        );
        for key in manifest.iter().filter(|key| !is_fixed(key)) {
            let name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            assert!(key.path[1].chars().all(name), "{text:?}: {key:?}");
            let value = |c: char| name(c) || "[]\", :".contains(c);
            assert!(key.value.chars().all(value) && !key.value.contains('\n'), "{text:?}: {key:?}");
        }
    }
}

/// The lock has one name per line, and must be read back.
#[test]
fn no_text_breaks_the_lock() {
    for text in HOSTILE {
        let first = output(text);
        assert_eq!(Lock::parse(&first.lock.to_text()).as_ref(), Ok(&first.lock), "{text:?}");
        let sources = Sources::new("spec.json", description(text).to_string());
        let options = options();
        let lock = Lock::parse(&first.lock.to_text()).unwrap();
        let second = generate(&sources, &options, &lock).unwrap();
        for (path, code) in &first.files {
            assert_eq!(second.files.get(path), Some(code), "{text:?}: {path}");
        }
    }
}
