//! The texts that a description is made of. Whoever calls the generator reads them; it never does.

use std::collections::BTreeMap;

use crate::report::FileId;

/// The files of a description: the root and whatever it refers to.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    root: String,
    names: Vec<String>,
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

/// Whether a text is read as JSON: where its first character says so and its name does not say YAML.
pub(crate) fn is_json(name: &str, text: &str) -> bool {
    let named_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    !named_yaml && text.trim_start().starts_with('{')
}
