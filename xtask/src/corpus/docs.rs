//! What a reader of a crate's documentation gets: pages without a warning of rustdoc, and examples that compile. Must
//! not know what the examples call.

use std::fs;
use std::path::{Path, PathBuf};

use super::one::{Outcome, counted};

/// The example of a scratch crate that holds all examples of its documentation.
const ALL: &str = "documented";

/// `cargo doc` of a crate. The pages are thrown away: those of large crates fill disks.
pub(super) fn document(outcome: &mut Outcome, scratch: &Path) {
    if outcome.refused.is_some() {
        return;
    }
    let started = std::time::Instant::now();
    let found = counted(outcome, scratch, &["doc", "--no-deps", "--all-features"]);
    outcome.doc_warnings += found.errors + found.warnings;
    outcome.doc_seconds = started.elapsed().as_secs_f64();
    // What cannot be removed costs room only.
    let _ = fs::remove_dir_all(scratch.join("target/doc"));
}

/// Checks all examples of a crate: each is a function of one file. As documentation tests each crate would have to be
/// built and linked, which takes many times as long.
pub(super) fn examples(outcome: &mut Outcome, scratch: &Path) {
    if outcome.refused.is_some() {
        return;
    }
    let dir = scratch.join(&outcome.name);
    let started = std::time::Instant::now();
    let examples: Vec<String> = sources(&dir).iter().flat_map(|path| found(path)).collect();
    outcome.examples = examples.len() as u64;
    let functions = examples.iter().enumerate();
    let functions: String = functions.map(|(number, code)| format!("fn example_{number}() {{\n{code}}}\n")).collect();
    // What rustdoc allows its tests.
    let text = format!("#![allow(unused)]\n{functions}fn main() {{}}\n");
    let folder = dir.join("examples");
    if let Err(error) = fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(format!("{ALL}.rs")), text)) {
        outcome.refused = Some(error.to_string());
        return;
    }
    let found = counted(outcome, scratch, &["check", "--all-features", "--example", ALL]);
    outcome.example_errors += found.errors + found.warnings;
    outcome.example_seconds = started.elapsed().as_secs_f64();
}

/// What is generated for this description: the runtime's examples are proven with the runtime.
fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut all = vec![dir.join("README.md")];
    below(&dir.join("src"), &mut all);
    all.retain(|path| !path.starts_with(dir.join("src/runtime")));
    all
}

fn below(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(listed) = fs::read_dir(dir) else { return };
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { below(&path, files) } else { files.push(path) }
    }
}

/// The examples of a file, as code.
fn found(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let plain = path.extension().is_some_and(|extension| extension == "md");
    let lines = text.lines().filter_map(|line| if plain { Some(line) } else { documented(line) });
    in_lines(lines)
}

/// What a line of documentation says.
fn documented(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let words = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?;
    Some(words.strip_prefix(' ').unwrap_or(words))
}

/// The blocks of code among lines that rustdoc would compile; blocks of a description are marked as text.
fn in_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut examples = Vec::new();
    // The mark that closes it, and its code where it is Rust.
    let mut open: Option<(&str, Option<String>)> = None;
    for line in lines {
        let (mark, words) = fence(line);
        match &mut open {
            None if mark.is_empty() => {}
            None => open = Some((mark, matches!(words, "" | "no_run" | "rust").then(String::new))),
            Some((start, _)) if words.is_empty() && mark.starts_with(*start) => {
                examples.extend(open.take().and_then(|(_, code)| code));
            }
            Some((_, Some(code))) => push(code, line),
            Some((_, None)) => {}
        }
    }
    examples
}

/// The mark that opens or closes a block, or nothing, and what stands behind it.
fn fence(line: &str) -> (&str, &str) {
    let line = line.trim();
    let words = line.trim_start_matches(if line.starts_with('~') { '~' } else { '`' });
    let mark = line.get(..line.len() - words.len()).unwrap_or_default();
    if mark.len() < 3 { ("", line) } else { (mark, words) }
}

/// A line of an example, shown or hidden. The crate has nothing to carry the `main` of its README.
fn push(code: &mut String, line: &str) {
    let line = line.strip_prefix("# ").unwrap_or(line);
    if line != "#[tokio::main]" {
        code.push_str(line);
        code.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_found_with_their_hidden_lines_and_texts_are_not() {
        let text = "/// Words.\n///\n/// ```text\n/// { no code }\n/// ```\n    /// ```no_run\n    /// # fn hidden() {\n    /// shown();\n    /// # }\n    /// ```\n";
        assert_eq!(in_lines(text.lines().filter_map(documented)), ["fn hidden() {\nshown();\n}\n"]);
    }
}
