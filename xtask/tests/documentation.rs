//! The rustdoc pages of a client: no page mentions the source of the runtime, and all links have a
//! target, with the default features and with all features.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::root;

/// The folder of the pages.
fn documented(features: &[&str]) -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    // The folder and the flags are those of other tests. With others, all dependencies would be
    // checked again.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch");
    let _ = fs::remove_dir_all(target.join("doc/scenario_client"));
    let out = Command::new(cargo)
        .current_dir(root())
        .args(["doc", "--no-deps", "--offline", "-p", "scenario-client"])
        .args(features)
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", "-D warnings -W missing_docs -W unreachable_pub")
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    target.join("doc/scenario_client")
}

fn pages(folder: &Path, into: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, into);
        } else if path.extension().is_some_and(|of| of == "html") {
            into.insert(path.clone(), fs::read_to_string(path).unwrap());
        }
    }
}

/// Returns the values of an attribute.
fn values<'t>(text: &'t str, attribute: &str) -> BTreeSet<&'t str> {
    let starts = text.split(attribute).skip(1);
    starts.filter_map(|rest| rest.strip_prefix("=\"")?.split('"').next()).collect()
}

/// Returns a path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out.pop();
            }
            std::path::Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

/// Returns the links without a target.
fn broken(pages: &BTreeMap<PathBuf, String>) -> Vec<String> {
    // Rustdoc repeats the documentation of blanket impls of other crates, whose links only work in
    // those crates.
    let foreign = ["Span", "dispatcher", "Subscriber", "Stream", "Future"];
    let mut broken = Vec::new();
    for (path, text) in pages {
        for link in values(text, " href") {
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            let elsewhere = link.starts_with("http") || file.contains("static.files") || file.contains("/src/");
            if elsewhere || foreign.iter().any(|name| link.contains(name) && !link.ends_with(".html")) {
                continue;
            }
            let to = if file.is_empty() { path.clone() } else { plain(&path.parent().unwrap().join(file)) };
            let is_there = match pages.get(&to) {
                Some(page) => id.is_empty() || values(page, " id").contains(id),
                None => to.exists(),
            };
            if !is_there {
                broken.push(format!("{}: {link}", path.display()));
            }
        }
    }
    broken
}

#[test]
fn pages_hide_the_runtime_and_links_work() {
    for features in [&[][..], &["--all-features"]] {
        let folder = documented(features);
        let mut all = BTreeMap::new();
        pages(&folder, &mut all);
        assert!(all.len() > 50, "{} pages", all.len());
        let named: Vec<_> = all.iter().filter(|(_, text)| text.contains("runtime::")).map(|(path, _)| path).collect();
        assert!(named.is_empty(), "{features:?}: these pages name a module of the runtime: {named:?}");
        assert_eq!(broken(&all), Vec::<String>::new(), "{features:?}");
    }
}
