//! Reads and validates the lists of mutants: each text to replace occurs in its file exactly once.
//! Must not build anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::stop::Stop;

/// The folder of the lists and of the description.
const LISTS: &str = "xtask/mutants";
/// The description that is proven. It uses every feature that affects the wire.
pub(super) const EVERYTHING: &str = "xtask/mutants/everything.yaml";

/// A mistake that can be planted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mutant {
    /// The name: lower-case letters, digits and hyphens.
    pub(super) id: String,
    /// The path from the root of the project.
    pub(super) file: PathBuf,
    /// The text to replace, which occurs once.
    find: String,
    /// The replacement.
    replace: String,
    /// The effect of the mutant.
    pub(super) says: String,
    /// Package, test target and filter of the test that finds it, if the proof cannot.
    pub(super) test: Option<String>,
    /// The name of its list.
    #[serde(skip)]
    pub(super) list: String,
}

/// A test: package, target, filter.
pub(super) type Test<'m> = (&'m str, &'m str, &'m str);

impl Mutant {
    pub(super) fn is_selected(&self, filter: &[String]) -> bool {
        filter.is_empty() || filter.iter().any(|text| self.id.contains(text.as_str()) || self.list == *text)
    }

    /// Returns the text of its file with the mutant.
    pub(super) fn plant(&self, text: &str) -> String {
        text.replacen(&self.find, &self.replace, 1)
    }

    pub(super) fn test(&self) -> Option<Test<'_>> {
        let mut words = self.test.as_deref()?.split_whitespace();
        Some((words.next()?, words.next()?, words.next()?))
    }

    /// Returns the errors in the entry.
    fn faults(&self, root: &Path) -> Vec<String> {
        let mut faults = Vec::new();
        let named = !self.id.is_empty()
            && self.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !named {
            faults.push("`id` may contain lower-case letters, digits and hyphens only".to_owned());
        }
        if self.find == self.replace {
            faults.push("`find` and `replace` are equal".to_owned());
        }
        if self.says.trim().is_empty() {
            faults.push("`says` is empty".to_owned());
        }
        if self.test.as_ref().is_some_and(|text| text.split_whitespace().count() != 3) {
            faults.push("`test` must be three words: package, test target, filter".to_owned());
        }
        let file = self.file.display();
        if !ALLOWED.iter().any(|folder| self.file.starts_with(folder)) {
            faults.push(format!("{file} is not in one of {}", ALLOWED.join(", ")));
            return faults;
        }
        match fs::read_to_string(root.join(&self.file)).map(|text| text.matches(&self.find).count()) {
            Ok(1) => {}
            Ok(0) => faults.push(format!("`find` does not occur in {file}: copy it again")),
            Ok(several) => {
                faults.push(format!("`find` occurs {several} times in {file}: add more of the lines around it"))
            }
            Err(error) => faults.push(format!("{file}: {error}")),
        }
        faults
    }
}

/// The folders in which mutants may be planted.
const ALLOWED: [&str; 4] =
    ["generator/runtime/src", "generator/src/lower", "generator/src/emit", "generator/src/resolve"];

/// Reads and validates all lists of a folder.
pub(super) fn read(root: &Path) -> Result<Vec<Mutant>, Stop> {
    let folder = root.join(LISTS);
    let entries = fs::read_dir(&folder).map_err(|error| Stop::io("read", &folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let is_list =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "yaml") && !path.ends_with(EVERYTHING);
    let (mut all, mut ids, mut faults) = (Vec::new(), BTreeSet::new(), Vec::new());
    for path in paths.iter().filter(|path| is_list(path)) {
        let shown = path.strip_prefix(root).unwrap_or(path).display().to_string();
        let text = fs::read_to_string(path).map_err(|error| Stop::io("read", path, &error))?;
        let list: Vec<Mutant> =
            serde_yaml::from_str(&text).map_err(|error| Stop::Refused(format!("{shown}: {error}")))?;
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        for mutant in list {
            let line = line_of(&text, &mutant.id);
            let mut own = mutant.faults(root);
            if !ids.insert(mutant.id.clone()) {
                own.push("the id is used twice".to_owned());
            }
            faults.extend(own.into_iter().map(|fault| format!("{shown}:{line}: {}: {fault}", mutant.id)));
            all.push(Mutant { list: name.clone(), ..mutant });
        }
    }
    match faults.is_empty() {
        true => Ok(all),
        false => Err(Stop::Refused(faults.join("\n"))),
    }
}

/// Returns the last line with this id: the second of two equal ids is the wrong one.
fn line_of(text: &str, id: &str) -> usize {
    let names = |line: &str| {
        line.split_once("id:")
            .is_some_and(|(_, rest)| rest.split([',', '}', '#']).next().unwrap_or_default().trim() == id)
    };
    text.lines().enumerate().filter(|(_, line)| names(line)).last().map_or(1, |(index, _)| index + 1)
}
