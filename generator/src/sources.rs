//! The texts of a description. The caller of the generator reads the files. Must not know what they
//! mean.

use std::collections::{BTreeMap, HashSet};

use crate::report::FileId;

/// The files of a description: the root file, the files that it refers to, and overlays.
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
    /// Returns the path of a file, relative to the folder of the root. It does not depend on how
    /// the caller names the root.
    #[must_use]
    pub fn relative_name(&self, id: FileId) -> String {
        relative(&self.root, self.name(id))
    }

    /// Returns `true` if the file exists but its text is missing.
    #[must_use]
    pub fn is_unreadable(&self, id: FileId) -> bool {
        self.unreadable.contains_key(&id)
    }

    /// Creates a description of one file. `name` is its path in diagnostics, without `.` and `..`
    /// in the middle: a reference from another file has to lead to the same name.
    #[must_use]
    pub fn new(name: &str, text: String) -> Sources {
        let root = joined(name, name.rsplit('/').next().unwrap_or_default());
        let mut sources = Sources { root: root.clone(), ..Sources::default() };
        sources.insert(&root, text);
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

    /// Adds a file that could not be read, with the reason. It is reported only if something needs
    /// the file.
    pub fn insert_unreadable(&mut self, name: &str, reason: String) {
        self.insert(name, String::new());
        self.unreadable.extend(self.id(name).map(|id| (id, reason)));
    }

    /// Returns the reason why the text of a file is missing.
    #[must_use]
    pub(crate) fn unreadable(&self, id: FileId) -> Option<&str> {
        self.unreadable.get(&id).map(String::as_str)
    }

    /// Adds an overlay (OpenAPI Overlay 1.0 or 1.1). Overlays are applied to the root file in the
    /// order of these calls.
    pub fn overlay(&mut self, name: &str, text: String) {
        self.insert(name, text);
        self.overlays.extend(self.id(name));
    }

    /// Returns the overlays in order.
    #[must_use]
    pub fn overlays(&self) -> &[FileId] {
        &self.overlays
    }

    /// Returns the ID of the root file.
    #[must_use]
    pub fn root(&self) -> FileId {
        self.id(&self.root).unwrap_or_default()
    }

    /// Returns the ID of a file, if it was added.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<FileId> {
        self.texts.get(name).map(|(id, _)| *id)
    }

    /// Returns the name of a file, or an empty string for an ID of other sources.
    #[must_use]
    pub fn name(&self, id: FileId) -> &str {
        self.names.get(id.0 as usize).map_or("", String::as_str)
    }

    /// Returns the text of a file, or an empty string for an ID of other sources.
    #[must_use]
    pub fn text(&self, id: FileId) -> &str {
        self.texts.get(self.name(id)).map_or("", |(_, text)| text)
    }
}

impl Sources {
    /// Returns all files: ID, name and text.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &str, &str)> {
        let all = self.names.iter().enumerate();
        all.filter_map(|(index, name)| {
            let id = FileId(u32::try_from(index).ok()?);
            Some((id, name.as_str(), self.text(id)))
        })
    }

    /// Returns the names of files that are referred to and not added yet. The caller reads them,
    /// adds those that exist, and repeats this until nothing new is wanted. References to the
    /// network are not included.
    #[must_use]
    pub fn wanted(&self) -> Vec<String> {
        let (mut wanted, mut seen) = (Vec::new(), HashSet::new());
        for (id, name, text) in self.files() {
            // The references of an overlay are relative to the root file.
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

/// Returns the files of all references in a text. The text is searched, not parsed, so that an
/// invalid text is reported only once, by its reader. A reference in an example may name a file
/// that does not exist; nothing needs it then.
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

/// Returns possible files in the `mapping` of a discriminator, which has references without `$ref`.
/// Any value that ends like the name of a description counts, because unneeded files do no harm.
fn mapped(text: &str) -> Vec<&str> {
    if memchr::memmem::find(text.as_bytes(), b"mapping").is_none() {
        return Vec::new();
    }
    let mut files = Vec::new();
    for end in [".yaml", ".yml", ".json"] {
        for index in memchr::memmem::find_iter(text.as_bytes(), end) {
            let after = text.get(index + end.len()..).and_then(|rest| rest.chars().next());
            let front = text.get(..index).unwrap_or_default();
            let begins = front.rfind([' ', '\t', '\n', '"', '\'', '{', '[', ',', '#']).map_or(0, |before| before + 1);
            let file = text.get(begins..index + end.len()).unwrap_or_default();
            let ended = after.is_none_or(|c| c.is_whitespace() || "\"'#,}".contains(c));
            if ended && file.len() > end.len() && !file.contains("://") && !files.contains(&file) {
                files.push(file);
            }
        }
    }
    files
}

/// Decodes the bytes of a text: UTF-8, UTF-16 or UTF-32, with or without a byte order mark, as YAML
/// 1.2 (section 5.2) allows.
///
/// # Errors
/// Fails with the number of the first invalid line.
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
            let exponent = if big { unit.len() - 1 - index } else { index };
            sum | u32::from(*byte) << (8 * exponent)
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

/// Returns the name of the file that `from` refers to as `reference`, without `.` and `..` (RFC
/// 3986, section 5.2.4).
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

/// Returns the path of `file`, relative to the folder of `root`.
#[must_use]
pub(crate) fn relative(root: &str, file: &str) -> String {
    let folders: Vec<&str> = root.rsplit_once('/').map_or(Vec::new(), |(folders, _)| folders.split('/').collect());
    let parts: Vec<&str> = file.split('/').collect();
    let shared = folders.iter().zip(&parts).take_while(|(folder, part)| folder == part).count();
    let up = folders.iter().skip(shared).map(|_| "..");
    up.chain(parts.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// Returns `true` if a text is read as JSON: if it begins with a brace, or for a file that is
/// called YAML, if all of it is JSON. The YAML reader would accept it too, except for surrogate
/// pairs.
pub(crate) fn is_json(name: &str, text: &str) -> bool {
    let named_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    let all = || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    text.trim_start().starts_with('{') && (!named_yaml || all())
}
