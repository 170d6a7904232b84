//! Checks the documentation of generated crates: rustdoc has no warnings, and the examples compile.
//! Must not know what the examples call.

use std::fs;
use std::path::{Path, PathBuf};

use super::cargo;
use super::result::CorpusResult;

/// The name of the file with all examples of a crate's documentation.
const ALL: &str = "documented";

/// Runs `cargo doc` for a crate. The pages are removed, because those of large crates fill disks.
pub(super) fn document(result: &mut CorpusResult, scratch: &Path) {
    if result.refused.is_some() {
        return;
    }
    let started = std::time::Instant::now();
    let found = cargo::run(result, scratch, &["doc", "--no-deps", "--all-features"]);
    result.doc_warnings += found.errors + found.warnings;
    result.doc_seconds = started.elapsed().as_secs_f64();
    // Remaining pages only need space.
    let _ = fs::remove_dir_all(scratch.join("target/doc"));
}

/// Checks all examples of a crate. Each becomes a function of one file, because documentation tests
/// would be built and linked one by one, which takes many times as long.
pub(super) fn examples(result: &mut CorpusResult, scratch: &Path) {
    if result.refused.is_some() {
        return;
    }
    let dir = scratch.join(&result.name);
    let started = std::time::Instant::now();
    let examples: Vec<String> = sources(&dir).iter().flat_map(|path| examples_of(path)).collect();
    result.examples = examples.len() as u64;
    let functions = examples.iter().enumerate();
    let functions: String = functions.map(|(number, code)| format!("fn example_{number}() {{\n{code}}}\n")).collect();
    // Rustdoc allows the same for its tests.
    let text = format!("#![allow(unused)]\n{functions}fn main() {{}}\n");
    let folder = dir.join("examples");
    if let Err(error) = fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(format!("{ALL}.rs")), text)) {
        result.refused = Some(error.to_string());
        return;
    }
    let found = cargo::run(result, scratch, &["check", "--all-features", "--example", ALL]);
    result.example_errors += found.errors + found.warnings;
    result.example_seconds = started.elapsed().as_secs_f64();
}

/// Returns the files of a crate, without a copy of the runtime, whose own tests cover its examples.
fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut all = vec![dir.join("README.md")];
    walk(&dir.join("src"), &mut all);
    all.retain(|path| !path.starts_with(dir.join("src/runtime")));
    all
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(listed) = fs::read_dir(dir) else { return };
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

/// Returns the code of a file's examples.
fn examples_of(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let plain = path.extension().is_some_and(|extension| extension == "md");
    let lines = text.lines().filter_map(|line| if plain { Some(line) } else { documentation(line) });
    code_blocks(lines)
}

/// Returns the text of a line of documentation.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

/// Returns the code blocks that rustdoc would compile. Code blocks of descriptions are marked as
/// text.
fn code_blocks<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut examples = Vec::new();
    // The closing fence, and the code if it is Rust.
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

/// Returns the fence that starts or ends a code block, if there is one, and the text after it.
fn fence(line: &str) -> (&str, &str) {
    let line = line.trim();
    let words = line.trim_start_matches(if line.starts_with('~') { '~' } else { '`' });
    let mark = line.get(..line.len() - words.len()).unwrap_or_default();
    if mark.len() < 3 { ("", line) } else { (mark, words) }
}

/// Adds a line of an example, shown or hidden. The crate does not depend on tokio, which the `main`
/// of its README needs.
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
    fn examples_have_their_hidden_lines_and_texts_are_ignored() {
        let text = "/// Words.\n///\n/// ```text\n/// { no code }\n/// ```\n    /// ```no_run\n    /// # fn hidden() {\n    /// shown();\n    /// # }\n    /// ```\n";
        assert_eq!(code_blocks(text.lines().filter_map(documentation)), ["fn hidden() {\nshown();\n}\n"]);
    }
}
