//! Imports run one way: no cycle of files in different folders, and none of more than three files
//! in one folder.
//!
//! Modules use only what the table in ARCHITECTURE.md allows.
//!
//! A file uses another if it imports or names an item that the other file defines. Re-exports are
//! followed, and test modules are ignored.

mod modules;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The crates, by their root files.
const CRATES: [&str; 4] =
    ["generator/src/lib.rs", "generator/runtime/src/lib.rs", "generator/prover/src/lib.rs", "xtask/src/main.rs"];

/// The crates that have rows in the table, by the name of their rows.
const TABLES: [(&str, &str); 2] = [("generator", "generator/src/lib.rs"), ("runtime", "generator/runtime/src/lib.rs")];

/// The largest cycle of files in one folder.
const MOST: usize = 3;

type Graph = BTreeMap<PathBuf, BTreeSet<PathBuf>>;

#[test]
fn imports_run_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = 0;
    for name in CRATES {
        let graph = modules::edges(&modules::read(&root.join(name)));
        assert!(graph.len() > 5, "{name} has {} files", graph.len());
        for cycle in cycles(&graph).into_iter().filter(is_wrong) {
            let show = |file: &PathBuf| file.strip_prefix(root).unwrap().display().to_string();
            println!("a cycle of {} files:", cycle.len());
            for file in &cycle {
                let uses: Vec<String> = graph[file].intersection(&cycle).map(show).collect();
                println!("  {} uses {}", show(file), uses.join(", "));
            }
            found += cycle.len();
        }
    }
    assert!(found == 0, "{found} files are in cycles of imports");
}

fn is_wrong(cycle: &BTreeSet<PathBuf>) -> bool {
    let folders: BTreeSet<Option<&Path>> = cycle.iter().map(|file| file.parent()).collect();
    cycle.len() > 1 && (folders.len() > 1 || cycle.len() > MOST)
}

/// Returns the strongly connected components of more than one file (Tarjan's algorithm would be
/// faster; the graphs are small).
fn cycles(graph: &Graph) -> BTreeSet<BTreeSet<PathBuf>> {
    let reached: BTreeMap<&PathBuf, BTreeSet<PathBuf>> = graph.keys().map(|file| (file, reach(graph, file))).collect();
    let component = |file: &PathBuf| -> BTreeSet<PathBuf> {
        let back = |other: &&PathBuf| reached.get(other).is_some_and(|reached| reached.contains(file));
        reached[file].iter().filter(back).cloned().collect()
    };
    graph.keys().map(component).filter(|component| component.len() > 1).collect()
}

/// Returns all files that a file uses, directly or through others. It contains the file itself if
/// it is in a cycle.
fn reach(graph: &Graph, file: &Path) -> BTreeSet<PathBuf> {
    let mut reached = BTreeSet::new();
    let mut queue = vec![file.to_owned()];
    while let Some(next) = queue.pop() {
        for used in graph.get(&next).into_iter().flatten() {
            if reached.insert(used.clone()) {
                queue.push(used.clone());
            }
        }
    }
    reached
}

#[test]
fn modules_use_what_the_table_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let mut wrong = BTreeSet::new();
    for (name, file) in TABLES {
        let rows = table::rows(&page, name);
        let modules = modules::read(&root.join(file));
        let top = modules.keys().filter(|path| path.len() == 1).map(|path| &path[0]);
        let missing: Vec<&String> = top.filter(|module| !rows.contains_key(*module)).collect();
        assert!(missing.is_empty(), "{missing:?} of {name} have no row in ARCHITECTURE.md");
        for import in modules::imports(&modules) {
            let (Some(from), Some(to)) = (import.from.first(), import.defined_in.first()) else { continue };
            let allowed = from == to || rows[from].get(to).is_some_and(|only| allows(only.as_ref(), &import));
            if !allowed {
                wrong.insert(format!("{name} `{}` uses `{}`", import.from.join("::"), import.written.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "ARCHITECTURE.md does not allow:\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Returns `true` if the import is of one of the items that a row names.
fn allows(only: Option<&BTreeSet<String>>, import: &modules::Import) -> bool {
    let mut names = import.written.iter().skip(1).chain(import.defined_in.iter().skip(1));
    only.is_none_or(|only| names.any(|name| only.contains(name)))
}

#[test]
fn cycles_are_found() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in edges {
            graph.entry(PathBuf::from(from)).or_default().insert(PathBuf::from(to));
            graph.entry(PathBuf::from(to)).or_default();
        }
        graph
    };
    let across = cycles(&graph(&[("a/b.rs", "a/c/d.rs"), ("a/c/d.rs", "a/b.rs"), ("a/b.rs", "a/e.rs")]));
    assert!(across.len() == 1 && across.iter().all(|cycle| cycle.len() == 2 && is_wrong(cycle)));
    let within = cycles(&graph(&[("a/b.rs", "a/c.rs"), ("a/c.rs", "a/b.rs")]));
    assert!(within.len() == 1 && !within.iter().any(is_wrong));
}
