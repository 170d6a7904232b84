//! README, the guide and ARCHITECTURE.md: every Rust block compiles and its tests pass, programs
//! print what the page shows, commands and options exist, other blocks are well-formed, links lead
//! to files, and pages keep their limits. Of CONTRIBUTING.md, only the
//! names of files are checked.

mod commands;
#[path = "../common/mod.rs"]
mod common;
mod pages;
mod rust;

use std::fs;
use std::path::Path;

use common::{outputs, root, xtask};
use pages::{Page, all};

#[test]
fn rust_blocks_compile_and_programs_print_what_the_pages_show() {
    rust::check(&all());
}

#[test]
fn commands_and_their_options_exist() {
    let wrong: Vec<String> = all().iter().flat_map(commands::wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_blocks_are_well_formed_and_marked() {
    for page in all() {
        for block in &page.blocks {
            let error = match block.language.as_str() {
                "yaml" => serde_yaml::from_str::<serde_yaml::Value>(&block.text).err().map(|error| error.to_string()),
                "json" => serde_json::from_str::<serde_json::Value>(&block.text).err().map(|error| error.to_string()),
                "toml" => block.text.parse::<toml_edit::DocumentMut>().err().map(|error| error.to_string()),
                "rust" | "console" | "text" => None,
                other => Some(format!("`{other}` is not a language that is checked")),
            };
            assert!(error.is_none(), "{}:{}: {}", page.path, block.line, error.unwrap_or_default());
        }
    }
}

#[test]
fn links_lead_to_files_and_headings() {
    let pages = all();
    let wrong: Vec<String> = pages.iter().flat_map(|page| page.broken_links(&root())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_of_the_guide_is_in_its_table_of_contents() {
    let summary = fs::read_to_string(root().join("generator/guide/SUMMARY.md")).unwrap();
    for page in all() {
        let name = page.path.strip_prefix("generator/guide/").filter(|name| *name != "SUMMARY.md");
        assert!(name.is_none_or(|name| summary.contains(&format!("({name})"))), "{} is not in SUMMARY.md", page.path);
    }
}

#[test]
fn pages_keep_their_limits() {
    let length = |page: &Page| page.text.lines().count();
    for page in all() {
        for (number, line) in page.prose() {
            assert!(line.chars().count() <= 100, "{}:{number} is longer than 100 characters", page.path);
        }
        let limit = match page.path.as_str() {
            "README.md" => 200,
            path if path.starts_with("generator/guide/decisions/") => 60,
            _ => usize::MAX,
        };
        assert!(length(&page) <= limit, "{} has {} lines, at most {limit} are allowed", page.path, length(&page));
    }
    assert!(fs::metadata(root().join("ARCHITECTURE.md")).unwrap().len() <= 15_000, "ARCHITECTURE.md is over 15 kB");
}

#[test]
fn the_files_that_pages_name_exist() {
    let ours = ["generator/", "generated-client/", "xtask/", "spec/", ".ci/"];
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let pages = all().into_iter().map(|page| (page.path, page.text));
    for (page, text) in pages.chain([("CONTRIBUTING.md".to_owned(), contributing)]) {
        let names = text.split('`').skip(1).step_by(2);
        let paths = names.filter(|name| ours.iter().any(|start| name.starts_with(start)) && !name.contains(' '));
        let missing: Vec<&str> = paths.filter(|path| !root().join(path).exists()).collect();
        assert!(missing.is_empty(), "{page} names files that do not exist: {missing:?}");
    }
}

#[test]
fn the_command_prints_what_the_pages_show() {
    let mut shown = 0;
    for page in all() {
        for (spec, output) in page.blocks.iter().zip(page.blocks.iter().skip(1)) {
            if output.before != "the command prints:" {
                continue;
            }
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join("spec.yaml"), &spec.text).unwrap();
            let arguments = ["codegen", "--spec", "spec.yaml", "--out", "client", "--name", "a-client"];
            let (_, _, stderr) = outputs(&xtask(dir.path(), &arguments));
            assert!(stderr.contains(&output.text), "{}:{}: codegen prints\n{stderr}", page.path, output.line);
            shown += 1;
        }
    }
    assert!(shown > 0, "no page shows a diagnostic");
}

#[test]
fn the_chart_shows_the_committed_figures() {
    let (code, _, stderr) = outputs(&xtask(&root(), &["chart", "--check"]));
    assert_eq!(code, 0, "{stderr}");
    assert!(Path::new(&root()).join("generator/guide/figures/peers.svg").is_file());
}
