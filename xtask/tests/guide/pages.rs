//! Pages of Markdown: their blocks of code, their prose and their links. Must not know what the
//! blocks are for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::root;

/// A block of code.
pub(crate) struct Block {
    /// The line of its first fence.
    pub(crate) line: usize,
    /// The word after the fence.
    pub(crate) language: String,
    /// Its lines, without the indentation of the fence.
    pub(crate) text: String,
    /// The last line of prose before it.
    pub(crate) before: String,
}

impl Block {
    /// Returns `true` for a file of a package, whose path is before it. `cargo xtask library` compiles these.
    pub(crate) fn is_file(&self) -> bool {
        self.before.starts_with('`') && self.before.ends_with("`:")
    }
}

/// A page, with its path from the root of the workspace.
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
}

/// The pages outside of the guide; those of packages are shown by the registry.
const OUTSIDE: [&str; 6] = [
    "ARCHITECTURE.md",
    "README.md",
    "generator/README.md",
    "generator/cli/README.md",
    "generator/prover/README.md",
    "generator/runtime/README.md",
];

/// Reads README, ARCHITECTURE, the READMEs of packages, and the guide.
pub(crate) fn all() -> Vec<Page> {
    let mut paths = OUTSIDE.map(str::to_owned).to_vec();
    collect("generator/guide", &mut paths);
    paths.sort();
    paths.into_iter().map(read).collect()
}

fn collect(folder: &str, paths: &mut Vec<String>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
        if root().join(&path).is_dir() {
            collect(&path, paths);
        } else if path.ends_with(".md") {
            paths.push(path);
        }
    }
}

fn read(path: String) -> Page {
    let text = fs::read_to_string(root().join(&path)).unwrap();
    let blocks = blocks(&path, &text);
    Page { path, text, blocks }
}

fn blocks(path: &str, text: &str) -> Vec<Block> {
    let (mut found, mut open, mut before) = (Vec::new(), None::<(Block, usize)>, String::new());
    for (index, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        open = match (open, fence) {
            (None, Some(language)) => {
                assert!(!language.is_empty(), "{path}:{}: a block of code without a language", index + 1);
                let language = language.trim().to_owned();
                let block = Block { line: index + 1, language, text: String::new(), before: before.clone() };
                Some((block, line.len() - line.trim_start().len()))
            }
            (Some((block, _)), Some(_)) => {
                found.push(block);
                None
            }
            (Some((mut block, indent)), None) => {
                block.text.push_str(line.get(indent..).unwrap_or_default());
                block.text.push('\n');
                Some((block, indent))
            }
            (None, None) => {
                if !line.is_empty() {
                    before = line.to_owned();
                }
                None
            }
        };
    }
    assert!(open.is_none(), "{path}: a block of code does not end");
    found
}

impl Page {
    /// Returns the lines outside of blocks and tables, with their numbers. Lines that consist of a
    /// link may be longer.
    pub(crate) fn prose(&self) -> Vec<(usize, &str)> {
        let mut inside = false;
        let lines = self.text.lines().enumerate().filter(|(_, line)| {
            let fence = line.trim_start().starts_with("```");
            inside ^= fence;
            !inside && !fence && !line.starts_with('|') && !line.starts_with("![")
        });
        lines.map(|(index, line)| (index + 1, line)).collect()
    }

    /// Returns the links to files or headings that do not exist.
    pub(crate) fn broken_links(&self, root: &Path) -> Vec<String> {
        let folder = root.join(&self.path).parent().unwrap().to_owned();
        let targets = self.prose_and_tables();
        let links = targets.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let broken = links.filter(|link| !link.contains("://")).filter(|link| {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() { root.join(&self.path) } else { folder.join(file) };
            let headings = || headings(&fs::read_to_string(&path).unwrap_or_default());
            !path.exists() || (!heading.is_empty() && !headings().contains(heading))
        });
        broken.map(|link| format!("{}: {link}", self.path)).collect()
    }

    fn prose_and_tables(&self) -> String {
        let mut inside = false;
        let lines = self.text.lines().filter(|line| {
            inside ^= line.trim_start().starts_with("```");
            !inside
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Returns the anchors of a page's headings, as GitHub and mdBook create them.
fn headings(text: &str) -> BTreeSet<String> {
    let titles = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let anchor = |title: &str| {
        let kept = title.to_lowercase().replace(' ', "-");
        kept.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect()
    };
    titles.map(anchor).collect()
}
