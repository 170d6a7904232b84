//! Reads the table "Who may use whom" of ARCHITECTURE.md. Must not know the modules.

use std::collections::{BTreeMap, BTreeSet};

/// The imports that a module may have: other modules, with all or some of their items.
pub(crate) type Row = BTreeMap<String, Option<BTreeSet<String>>>;

/// Returns the rows of one crate by module. A row is `` | crate `module` | `used`, `used` (only
/// `Item`) | ``.
pub(crate) fn rows(page: &str, name: &str) -> BTreeMap<String, Row> {
    let start = format!("| {name} `");
    let lines = page.lines().filter(|line| line.starts_with(&start));
    let modules: Vec<(String, &str)> = lines
        .map(|line| {
            let (module, cell) = line[start.len()..].split_once("` | ").expect("a row has two cells");
            (module.to_owned(), cell)
        })
        .collect();
    let names: Vec<&String> = modules.iter().map(|(module, _)| module).collect();
    modules
        .iter()
        .map(|(module, cell)| {
            let row = match cell.starts_with("all of the ") {
                true => names.iter().map(|name| ((*name).clone(), None)).collect(),
                false => row(cell),
            };
            (module.clone(), row)
        })
        .collect()
}

fn row(cell: &str) -> Row {
    let mut row = Row::new();
    let mut rest = cell;
    while let Some((name, after)) = next_name(rest) {
        let only = after.strip_prefix(" (only ").and_then(|only| only.split_once(')'));
        let items = only.map(|(items, _)| std::iter::successors(next_name(items), |(_, rest)| next_name(rest)));
        row.insert(name.to_owned(), items.map(|items| items.map(|(item, _)| item.to_owned()).collect()));
        rest = only.map_or(after, |(_, after)| after);
    }
    row
}

/// Returns the next name between backticks, and what follows it.
fn next_name(text: &str) -> Option<(&str, &str)> {
    text.split_once('`')?.1.split_once('`')
}

#[test]
fn rows_are_read() {
    let page = "| crate `a` | – |\n| crate `b` | `a` (only `X`, as data), `c` |\n| crate `d` | all of the crate |\n";
    let rows = rows(page, "crate");
    assert!(rows["a"].is_empty());
    assert_eq!(rows["b"]["a"], Some(BTreeSet::from(["X".to_owned()])));
    assert_eq!(rows["b"]["c"], None);
    assert_eq!(rows["d"].len(), 3);
}
