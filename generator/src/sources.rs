//! The texts that a description is made of. Whoever calls the generator reads them; it never does.

use std::collections::{BTreeMap, HashSet};

use crate::report::FileId;

/// The files of a description: the root and whatever it refers to.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    root: String,
    names: Vec<String>,
    overlays: Vec<FileId>,
    texts: BTreeMap<String, (FileId, String)>,
}

impl Sources {
    /// A description of one file. `name` is how messages call it: the path as the user gave it.
    #[must_use]
    pub fn new(name: &str, text: String) -> Sources {
        let mut sources = Sources { root: name.to_owned(), ..Sources::default() };
        sources.insert(name, text);
        sources
    }

    /// Adds a file, or replaces its text.
    pub fn insert(&mut self, name: &str, text: String) {
        let next = FileId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        let id = self.texts.get(name).map_or(next, |(id, _)| *id);
        if id == next {
            self.names.push(name.to_owned());
        }
        self.texts.insert(name.to_owned(), (id, text));
    }

    /// Adds an overlay (OpenAPI Overlay 1.0 or 1.1). Overlays are applied to the root in the order in which they are added.
    pub fn overlay(&mut self, name: &str, text: String) {
        self.insert(name, text);
        self.overlays.extend(self.id(name));
    }

    /// The overlays, in order.
    #[must_use]
    pub fn overlays(&self) -> &[FileId] {
        &self.overlays
    }

    /// The root's id.
    #[must_use]
    pub fn root(&self) -> FileId {
        self.id(&self.root).unwrap_or_default()
    }

    /// The id of a file that is there.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<FileId> {
        self.texts.get(name).map(|(id, _)| *id)
    }

    /// The name of a file; empty for an id of other sources.
    #[must_use]
    pub fn name(&self, id: FileId) -> &str {
        self.names.get(id.0 as usize).map_or("", String::as_str)
    }

    /// The text of a file; empty for an id of other sources.
    #[must_use]
    pub fn text(&self, id: FileId) -> &str {
        self.texts.get(self.name(id)).map_or("", |(_, text)| text)
    }
}

impl Sources {
    /// All files: id, name, text.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &str, &str)> {
        let all = self.names.iter().enumerate();
        all.filter_map(|(index, name)| {
            let id = FileId(u32::try_from(index).ok()?);
            Some((id, name.as_str(), self.text(id)))
        })
    }

    /// The files that are referred to and not there yet, by name: whoever calls the generator reads them, adds those that
    /// there are, and asks again until nothing new is wanted. References over the network are not among them.
    #[must_use]
    pub fn wanted(&self) -> Vec<String> {
        let (mut wanted, mut seen) = (Vec::new(), HashSet::new());
        for (id, name, text) in self.files() {
            // What an overlay brings is part of the root, and refers to others from there.
            let name = if self.overlays.contains(&id) { &self.root } else { name };
            for file in referred(text) {
                let file = joined(name, file);
                if self.id(&file).is_none() && seen.insert(file.clone()) {
                    wanted.push(file);
                }
            }
        }
        wanted
    }
}

/// The files of all references in a text. Looked for without reading the text, so that one which is broken is told of
/// once, by its reader; what looks like a reference in an example is not there then, and nobody misses it.
fn referred(text: &str) -> Vec<&str> {
    let (mut files, mut seen) = (Vec::new(), HashSet::new());
    for (at, _) in text.match_indices("$ref") {
        let rest = text.get(at + 4..).unwrap_or_default().trim_start_matches(['"', '\'']).trim_start();
        let Some(value) = rest.strip_prefix(':') else { continue };
        let value = value.trim_start_matches([' ', '"', '\'']);
        let end = value.find(['"', '\'', '\n', '\r', ',', '}', '#', ' ']).unwrap_or(value.len());
        let file = value.get(..end).unwrap_or_default();
        let absolute = file.contains("://") || file.starts_with("urn:");
        if !file.is_empty() && !absolute && seen.insert(file) {
            files.push(file);
        }
    }
    files
}

/// The name of a file that `from` refers to as `reference`, `.` and `..` taken out (RFC 3986 section 5.2.4).
#[must_use]
pub(crate) fn joined(from: &str, reference: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let absolute = from.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(reference.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{}{}", if absolute { "/" } else { "" }, parts.join("/"))
}

/// Whether a text is read as JSON: where its first character says so; under a name that says YAML, where all of it is JSON. YAML would read that
/// too, but for its pairs of surrogates.
pub(crate) fn is_json(name: &str, text: &str) -> bool {
    let named_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    let all = || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    text.trim_start().starts_with('{') && (!named_yaml || all())
}
