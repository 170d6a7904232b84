//! The dependencies that a client adds to a user's build: a committed list, one table of versions,
//! one MSRV.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use common::root;

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let out = Command::new(cargo).current_dir(root()).args(arguments).args(["--offline", "--locked"]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Returns the names of all crates that a user builds, including the client itself.
fn tree(features: &[&str]) -> BTreeSet<String> {
    let text = cargo(&[&["tree", "-p", "scenario-client", "-e", "normal", "--prefix", "none"], features].concat());
    text.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

fn names(tree: &BTreeSet<String>) -> String {
    tree.iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned() + "\n").collect()
}

#[test]
fn the_default_tree_is_the_committed_one() {
    let default = tree(&[]);
    assert!(default.len() <= 90, "{} crates", default.len());
    insta::assert_snapshot!("tree-default", names(&default));
}

#[test]
fn the_blocking_tree_is_the_committed_one() {
    let blocking = tree(&["--no-default-features", "--features", "blocking,rustls"]);
    assert!(blocking.len() <= 40, "{} crates", blocking.len());
    assert!(!names(&blocking).lines().any(|name| matches!(name, "tokio" | "hyper" | "reqwest")));
    insta::assert_snapshot!("tree-blocking", names(&blocking));
}

#[test]
fn with_http2_and_gzip_it_stays_below_what_reqwest_has_by_itself() {
    let with = tree(&["--features", "http2,gzip"]);
    assert!(with.len() <= 105, "{} crates: {}", with.len(), names(&with));
}

/// The table has a reason for every crate that a client can depend on, with any features. No crate
/// is missing, and no row is unused.
#[test]
fn every_dependency_has_its_reason() {
    let table = fs::read_to_string(root().join("xtask/tests/dependencies.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    for row in &rows {
        let [_, feature, _, reason] = row.as_slice() else { panic!("{row:?}") };
        assert!(!feature.is_empty() && !reason.is_empty(), "{row:?}");
    }
    let listed: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    let all = names(&tree(&["--all-features"]));
    let brought: BTreeSet<&str> =
        all.lines().filter(|name| !["scenario-client", "clientwright-runtime"].contains(name)).collect();
    assert_eq!(brought, listed);
}

#[test]
fn the_msrv_is_the_highest_of_the_dependencies() {
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = cargo(&["metadata", "--format-version", "1", "--filter-platform", host]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let all: BTreeSet<String> = tree(&["--all-features"]).into_iter().collect();
    let mut highest = (0, 0);
    for package in metadata["packages"].as_array().unwrap() {
        let line = format!("{} v{}", package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
        let is_ours = package["source"].is_null();
        if is_ours || !all.iter().any(|of| of.starts_with(&line)) {
            continue;
        }
        if let Some(version) = package["rust_version"].as_str() {
            let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
            highest = highest.max((parts.next().unwrap_or(0), parts.next().unwrap_or(0)));
        }
    }
    let manifest = fs::read_to_string(root().join("generated-client/Cargo.toml")).unwrap();
    assert!(
        manifest.contains(&format!("rust-version = \"{}.{}\"", highest.0, highest.1)),
        "the highest is {highest:?}"
    );
    let runtime = fs::read_to_string(root().join("generator/runtime/Cargo.toml")).unwrap();
    assert!(runtime.contains(&format!("rust-version = \"{}.{}\"", highest.0, highest.1)));
}

/// A generated crate must build alone, so it repeats the versions of the workspace.
#[test]
fn the_generators_table_is_the_workspaces() {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let workspace: toml_edit::DocumentMut = text.parse().unwrap();
    let runtime: toml_edit::DocumentMut =
        fs::read_to_string(root().join("generator/runtime/Cargo.toml")).unwrap().parse().unwrap();
    let plain = |text: String| text.split_whitespace().collect::<String>().replace(",optional=true", "");
    for dependency in &clientwright::emit::DEPENDENCIES {
        let here = workspace["workspace"]["dependencies"][dependency.name].to_string();
        let here = plain(here.split('#').next().unwrap_or_default().to_owned());
        let there = plain(dependency.value.to_owned());
        let bare = |text: &str| text.trim_start_matches("{version=").trim_end_matches('}').to_owned();
        assert_eq!(bare(&there), bare(&here), "{}", dependency.name);
        assert!(runtime["dependencies"].get(dependency.name).is_some(), "the runtime lacks {}", dependency.name);
    }
    for (name, value) in &clientwright::emit::FEATURES {
        // A copy of the runtime always makes calls.
        let here = runtime["features"][name].to_string().replace("\"client\"", "").replace("[, ", "[");
        assert_eq!(
            here.split_whitespace().collect::<String>(),
            value.split_whitespace().collect::<String>(),
            "feature {name}"
        );
    }
}

/// The Cargo.toml of a shared copy is made from the tables above. Its features enable the same as
/// those of the runtime itself.
#[test]
fn a_shared_copy_has_the_runtimes_features() {
    let parsed = |text: String| text.parse::<toml_edit::DocumentMut>().unwrap();
    let own = parsed(fs::read_to_string(root().join("generator/runtime/Cargo.toml")).unwrap());
    let copy = parsed(clientwright::runtime_manifest());
    // Only the generator reads the sources.
    let features = |of: &toml_edit::DocumentMut| -> BTreeSet<String> {
        let all = of["features"].as_table().unwrap().iter().filter(|(name, _)| *name != "sources");
        all.map(|(name, value)| format!("{name} = {}", value.as_value().unwrap().clone().decorated("", ""))).collect()
    };
    assert_eq!(features(&copy), features(&own));
    let optional = |of: &toml_edit::DocumentMut| -> BTreeSet<(String, bool)> {
        let all = of["dependencies"].as_table_like().unwrap().iter().filter(|(name, _)| *name != "include_dir");
        all.map(|(name, value)| (name.to_owned(), value.get("optional").is_some_and(|of| of.as_bool() == Some(true))))
            .collect()
    };
    assert_eq!(optional(&copy), optional(&own));
}

/// The runtime lists its files for programs that copy it.
#[test]
fn every_file_of_the_runtime_is_listed() {
    let mut files = BTreeSet::new();
    walk(&root().join("generator/runtime/src"), "", &mut files);
    let listed = clientwright_runtime::sources::files().into_iter();
    let listed: BTreeSet<String> = listed.map(|(path, _)| format!("/{path}")).collect();
    assert_eq!(files, listed);
}

fn walk(dir: &std::path::Path, name: &str, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let below = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            walk(&path, &below, out)
        } else {
            out.insert(below);
        }
    }
}
