//! What codegen would write against what is there: the changes to make, or the difference to show.

use std::path::{Path, PathBuf};

use clientwright::Output;
use similar::TextDiff;

use crate::crate_dir::{CrateDir, LOCK, is_ours};
use crate::manifest;
use crate::stop::Stop;
use crate::write::Changes;

/// So many lines of differences are shown.
const MOST_LINES: usize = 200;

/// The changes that make the folder what it should be.
pub(crate) fn changes(dir: &Path, found: &CrateDir, output: &Output, name: &str) -> Result<Changes, Stop> {
    let mut changes = Changes::default();
    let mut want = |path: &str, old: Option<&String>, text: String| {
        if old != Some(&text) {
            changes.write.push((dir.join(path), text));
        }
    };
    want(LOCK, found.lock.as_ref(), output.lock.to_text());
    let manifest = manifest::edited(found.manifest.as_deref(), name, &output.manifest)
        .map_err(|error| Stop::Refused(format!("{} cannot be edited: {error}", dir.join("Cargo.toml").display())))?;
    want("Cargo.toml", found.manifest.as_ref(), manifest);
    if !found.readme {
        want("README.md", None, readme(name, output));
    }
    for (path, text) in &output.files {
        let old = found.sources.get(path);
        if let Some(foreign) = old.filter(|old| !is_ours(old) && !old.trim().is_empty()) {
            return Err(in_the_way(&dir.join(path), foreign));
        }
        want(path, old, text.clone());
    }
    let stale = found.sources.iter().filter(|(path, text)| is_ours(text) && !output.files.contains_key(*path));
    changes.remove.extend(stale.map(|(path, _)| dir.join(path)));
    Ok(changes)
}

fn in_the_way(path: &Path, _: &str) -> Stop {
    Stop::Refused(format!(
        "{} was not written by codegen and stands where it writes: move it away (hand-written code goes to src/custom)",
        path.display()
    ))
}

/// The first page of a new crate.
fn readme(name: &str, output: &Output) -> String {
    let example = match output.example.as_str() {
        "" => String::new(),
        code => format!("\n```rust\n{code}```\n"),
    };
    format!("# {name}\n\nA client for {}.\n{example}", output.summary.title)
}

/// The differences as a unified diff, cut where it gets long.
pub(crate) fn diff(found: &CrateDir, dir: &Path, changes: &Changes) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (path, new) in &changes.write {
        let below = path.strip_prefix(dir).unwrap_or(path);
        let old = old_text(found, below);
        let shown = path.display().to_string();
        let from = if old.is_empty() { "/dev/null".to_owned() } else { shown.clone() };
        let diff = TextDiff::from_lines(old.as_str(), new.as_str());
        lines
            .extend(diff.unified_diff().context_radius(2).header(&from, &shown).to_string().lines().map(str::to_owned));
    }
    lines.extend(changes.remove.iter().map(|path| format!("--- {} (to be removed)", path.display())));
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    if more > 0 {
        lines.push(format!("… and {more} lines more"));
    }
    lines.join("\n")
}

fn old_text(found: &CrateDir, below: &Path) -> String {
    let name: PathBuf = below.to_owned();
    let name = name.to_string_lossy().replace('\\', "/");
    let text = match name.as_str() {
        "Cargo.toml" => found.manifest.clone(),
        LOCK => found.lock.clone(),
        name => found.sources.get(name).cloned(),
    };
    text.unwrap_or_default()
}
