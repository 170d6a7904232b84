//! Who may use whom: the table of ARCHITECTURE.md, read from there and held against the sources.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::root;

/// The rows of the table: module and what it may use, both as they are named in code.
fn table(prefix: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with(&format!("| {prefix} `")));
    let table: BTreeMap<String, BTreeSet<String>> = rows
        .map(|row| {
            let names: Vec<String> = row.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            let all = row.contains("all of the runtime");
            let mut may: BTreeSet<String> = names.iter().skip(1).cloned().collect();
            if all {
                may.extend(["value", "call", "error", "core", "transport", "client"].map(str::to_owned));
            }
            (names[0].clone(), may)
        })
        .collect();
    assert!(table.len() >= 6, "the table of {prefix} is gone from ARCHITECTURE.md");
    table
}

fn sources(dir: &Path, out: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else {
            out.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// The modules of a crate that a text names, by `crate::…` in code or in its links.
fn used(text: &str, prefix: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut found = BTreeSet::new();
    for line in code {
        for rest in line.split(prefix).skip(1) {
            let names = match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or_default().split(',').map(str::trim).collect(),
                None => vec![rest],
            };
            for name in names {
                let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // In emitted tokens a name may be interpolated.
                found.extend(Some(name).filter(|name| !name.is_empty()));
            }
        }
    }
    found
}

fn hold(prefix: &str, folder: &str, path_in_code: &str, everywhere: &[&str]) {
    let table = table(prefix);
    for (module, may) in &table {
        let mut texts = Vec::new();
        let (dir, file) = (root().join(folder).join(module), root().join(folder).join(format!("{module}.rs")));
        if dir.is_dir() {
            sources(&dir, &mut texts);
        } else {
            texts.push(fs::read_to_string(&file).unwrap());
        }
        let used: BTreeSet<String> = texts.iter().flat_map(|text| used(text, path_in_code)).collect();
        for name in used.iter().filter(|name| table.contains_key(*name) && *name != module) {
            assert!(may.contains(name), "{prefix} `{module}` uses `{name}`, which ARCHITECTURE.md does not allow");
        }
        // Emitted code names modules of the crate that it will be; those of this one are files or folders.
        let is_module = |name: &&String| {
            let path = root().join(folder).join(name.as_str());
            path.is_dir() || path.with_extension("rs").is_file()
        };
        let unknown = used.iter().filter(|name| !table.contains_key(*name) && !everywhere.contains(&name.as_str()));
        for name in unknown.filter(is_module) {
            assert!(may.contains(name), "{prefix} `{module}` uses `{name}`, which has no row in ARCHITECTURE.md");
        }
    }
}

#[test]
fn the_generator_keeps_its_layers() {
    hold("generator", "generator/src", "crate::", &["emit"]);
}

#[test]
fn the_runtime_keeps_its_layers() {
    // What the runtime exports at its own root belongs to error and value, which all but value may use.
    let exported = ["Error", "ErrorKind", "ClientBuilder", "core", "error", "Maybe", "Number"];
    hold("runtime", "generator/runtime/src", "crate::", &exported);
}

#[test]
fn the_generator_and_the_runtime_know_no_vendor() {
    let mut texts = Vec::new();
    sources(&root().join("generator/src"), &mut texts);
    sources(&root().join("generator/runtime/src"), &mut texts);
    assert!(texts.len() > 50);
    assert!(texts.iter().all(|text| !text.to_lowercase().contains("scenario")));
}

#[test]
fn the_prover_uses_nothing_of_the_project() {
    let manifest = fs::read_to_string(root().join("generator/prover/Cargo.toml")).unwrap();
    let mut dependencies = manifest.lines().skip_while(|line| *line != "[dependencies]");
    assert!(dependencies.next().is_some());
    assert!(!dependencies.any(|line| line.starts_with("clientwright")), "the prover shares code with what it proves");
}

#[test]
fn functions_and_files_stay_small() {
    let mut paths = Vec::new();
    for folder in [
        "generator/src",
        "generator/runtime/src",
        "generator/prover/src",
        "xtask/src",
        "xtask/stand-in/src",
        "generated-client/src/custom",
    ] {
        list(&root().join(folder), &mut paths);
    }
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() <= 500, "{} has {} lines", path.display(), lines.len());
        for (start, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let is_fn = line
                .trim_start()
                .trim_start_matches("pub(crate) ")
                .trim_start_matches("pub(super) ")
                .trim_start_matches("pub ")
                .starts_with("fn ");
            if is_fn && !line.trim_end().ends_with(';') {
                let end = format!("{}}}", " ".repeat(indent));
                let length = lines[start..].iter().position(|line| *line == end).map_or(0, |at| at + 1);
                assert!(length <= 80, "{}:{} has {length} lines", path.display(), start + 1);
            }
        }
    }
}

fn list(dir: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { list(&path, out) } else { out.push(path) }
    }
}
