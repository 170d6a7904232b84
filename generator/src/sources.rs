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
    /// The reason why the text of an existing file is missing.
    unreadable: BTreeMap<FileId, String>,
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

    /// Adds a file whose text could not be had, and why. That is only reported where something needs the file.
    pub fn insert_unreadable(&mut self, name: &str, why: String) {
        self.insert(name, String::new());
        self.unreadable.extend(self.id(name).map(|id| (id, why)));
    }

    /// Returns the reason why the text of a file is missing.
    #[must_use]
    pub(crate) fn unreadable(&self, id: FileId) -> Option<&str> {
        self.unreadable.get(&id).map(String::as_str)
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
            for file in referred(text).into_iter().chain(mapped(text)) {
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

/// What may be a file in the `mapping` of a discriminator, which has references without `$ref`. Any value that ends like the
/// name of a description counts, as a file that nothing needs costs nothing.
fn mapped(text: &str) -> Vec<&str> {
    if memchr::memmem::find(text.as_bytes(), b"mapping").is_none() {
        return Vec::new();
    }
    let mut files = Vec::new();
    for end in [".yaml", ".yml", ".json"] {
        for at in memchr::memmem::find_iter(text.as_bytes(), end) {
            let after = text.get(at + end.len()..).and_then(|rest| rest.chars().next());
            let front = text.get(..at).unwrap_or_default();
            let begins = front.rfind([' ', '\t', '\n', '"', '\'', '{', '[', ',', '#']).map_or(0, |before| before + 1);
            let file = text.get(begins..at + end.len()).unwrap_or_default();
            let ended = after.is_none_or(|c| c.is_whitespace() || "\"'#,}".contains(c));
            if ended && file.len() > end.len() && !file.contains("://") && !files.contains(&file) {
                files.push(file);
            }
        }
    }
    files
}

/// The text of bytes, which YAML 1.2 (section 5.2) allows in UTF-8, UTF-16 and UTF-32, with a byte order mark or without.
///
/// # Errors
/// The bytes are none of these; the number of the line where that is seen.
pub fn decoded(bytes: Vec<u8>) -> Result<String, usize> {
    let (width, big) = match bytes.as_slice() {
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..=255, ..] => (4, true),
        [0xff, 0xfe, 0, 0, ..] | [1..=255, 0, 0, 0, ..] => (4, false),
        [0xfe, 0xff, ..] | [0, 1..=255, ..] => (2, true),
        [0xff, 0xfe, ..] | [1..=255, 0, ..] => (2, false),
        _ => {
            let line = |before: &[u8]| before.iter().filter(|byte| **byte == b'\n').count() + 1;
            return String::from_utf8(bytes).map_err(|error| {
                let valid = error.utf8_error().valid_up_to();
                line(error.as_bytes().get(..valid).unwrap_or_default())
            });
        }
    };
    let value = |unit: &[u8]| {
        unit.iter().enumerate().fold(0_u32, |sum, (index, byte)| {
            let span = if big { unit.len() - 1 - index } else { index };
            sum | u32::from(*byte) << (8 * span)
        })
    };
    let units = bytes.chunks(width).map(|unit| if unit.len() == width { value(unit) } else { u32::MAX });
    let mut text = String::new();
    let mut add = |c: Option<char>| c.map(|c| text.push(c));
    let all = match width {
        2 => {
            let units: Option<Vec<u16>> = units.map(|unit| u16::try_from(unit).ok()).collect();
            units.and_then(|units| char::decode_utf16(units).try_for_each(|c| add(c.ok())))
        }
        _ => units.map(char::from_u32).try_for_each(&mut add),
    };
    match all {
        Some(()) => Ok(text),
        None => Err(text.matches('\n').count() + 1),
    }
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
