//! The packages to be published: their metadata is complete, and each version is in one file.
//! `cargo xtask package` builds and installs them.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use common::root;
use toml_edit::{DocumentMut, Item};

/// The folders of the packages to be published.
const PUBLISHED: [&str; 4] = ["generator", "generator/cli", "generator/prover", "generator/runtime"];

/// The categories of crates.io that packages have; the registry drops others.
const CATEGORIES: [&str; 6] = [
    "asynchronous",
    "command-line-utilities",
    "development-tools",
    "development-tools::testing",
    "wasm",
    "web-programming::http-client",
];

fn read(path: &str) -> DocumentMut {
    let path = root().join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn strings(item: &Item) -> Vec<String> {
    let values = item.as_array().into_iter().flatten();
    values.filter_map(|value| value.as_str()).map(str::to_owned).collect()
}

#[test]
fn the_metadata_of_packages_is_complete() {
    for folder in PUBLISHED {
        let manifest = read(&format!("{folder}/Cargo.toml"));
        let package = &manifest["package"];
        for key in ["version", "edition", "license"] {
            assert!(package[key].get("workspace").is_some(), "{folder}: `{key}` belongs into [workspace.package]");
        }
        let description = package["description"].as_str().unwrap_or_default();
        assert!(!description.is_empty() && description.len() <= 120, "{folder}: {description:?}");
        let keywords = strings(&package["keywords"]);
        assert!((1..=5).contains(&keywords.len()), "{folder}: crates.io allows five keywords");
        assert!(keywords.iter().all(|word| word.len() <= 20 && !word.contains(' ')), "{folder}: {keywords:?}");
        let categories = strings(&package["categories"]);
        assert!(!categories.is_empty(), "{folder} has no category");
        assert!(categories.iter().all(|name| CATEGORIES.contains(&name.as_str())), "{folder}: {categories:?}");
        let docs = package["metadata"].get("docs").and_then(|docs| docs.get("rs"));
        assert!(docs.is_some(), "{folder} has no section for docs.rs");
        assert!(package.get("rust-version").is_some(), "{folder} has no `rust-version`");
        assert_eq!(package["readme"].as_str(), Some("README.md"), "{folder}");
        let readme = fs::read_to_string(root().join(folder).join("README.md")).unwrap();
        let name = package["name"].as_str().unwrap();
        assert!(readme.starts_with(&format!("# {name}\n")), "{folder}: the README is about another package");
        for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
            let ours = fs::read_to_string(root().join(folder).join(license)).unwrap();
            assert_eq!(ours, fs::read_to_string(root().join(license)).unwrap(), "{folder}/{license}");
        }
    }
    let command = read("generator/cli/Cargo.toml");
    assert!(command["package"]["metadata"].get("binstall").is_some(), "the command has no section for binstall");
}

#[test]
fn readmes_of_packages_have_no_links_into_the_repository() {
    for folder in PUBLISHED {
        let readme = fs::read_to_string(root().join(folder).join("README.md")).unwrap();
        let targets = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let local: Vec<&str> = targets.filter(|target| !target.contains("://")).collect();
        assert!(local.is_empty(), "{folder}: the registry does not have {local:?}");
    }
}

/// Returns the manifests of the workspace. The manifest of the committed client is generated and
/// has its own versions.
fn members() -> Vec<String> {
    let workspace = read("Cargo.toml");
    let members = strings(&workspace["workspace"]["members"]).into_iter().filter(|member| member != "generated-client");
    members.map(|member| format!("{member}/Cargo.toml")).collect()
}

#[test]
fn versions_of_dependencies_are_those_of_the_workspace() {
    let listed = read("Cargo.toml");
    let listed: BTreeSet<&str> =
        listed["workspace"]["dependencies"].as_table().unwrap().iter().map(|(name, _)| name).collect();
    let mut used = BTreeSet::new();
    let members = members();
    assert!(members.len() >= 8, "{members:?}");
    for path in &members {
        let manifest = read(path);
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, item) in manifest.get(kind).and_then(Item::as_table).into_iter().flat_map(|table| table.iter()) {
                let is_literal = item.is_str() || item.get("version").is_some();
                assert!(!is_literal, "{path}: the version of `{name}` belongs into [workspace.dependencies]");
                used.insert(name.to_owned());
            }
        }
    }
    let unused: Vec<&&str> = listed.iter().filter(|name| !used.contains(**name)).collect();
    assert!(unused.is_empty(), "no member depends on {unused:?}");
}

#[test]
fn packages_of_the_workspace_have_its_version() {
    let workspace = read("Cargo.toml");
    let version = workspace["workspace"]["package"]["version"].as_str().unwrap();
    for folder in PUBLISHED {
        let manifest = read(&format!("{folder}/Cargo.toml"));
        let dependency = &workspace["workspace"]["dependencies"][manifest["package"]["name"].as_str().unwrap()];
        assert_eq!(dependency["path"].as_str(), Some(folder));
        assert_eq!(dependency["version"].as_str(), Some(version), "{folder}");
    }
    // The versions that the generator writes into other manifests.
    let vendored: DocumentMut = clientwright::runtime_manifest().parse().unwrap();
    assert_eq!(vendored["package"]["version"].as_str(), Some(version));
}

#[test]
fn only_the_packages_and_the_client_are_published() {
    let published = |path: &PathBuf| {
        let manifest: DocumentMut = fs::read_to_string(path).unwrap().parse().unwrap();
        manifest["package"].get("publish").is_none()
    };
    let found: Vec<String> = members().into_iter().filter(|path| published(&root().join(path))).collect();
    let mut expected = PUBLISHED.map(|folder| format!("{folder}/Cargo.toml")).to_vec();
    expected.sort();
    let mut found = found;
    found.sort();
    assert_eq!(found, expected);
}
