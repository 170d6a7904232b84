//! [`ReferencedFile`]: a file that the description refers to. It is read when the first reference to it is
//! resolved: an error in a file that nothing needs is not an error of the client. Must not know what
//! refers to it.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::tree::{duplicate, duplicates, tree};
use crate::parse::Node;
use crate::report::{Code, Diagnostic, FileId, Level, Part, Pointer, SourceLocation};
use crate::sources::Sources;

/// A file that the description refers to.
#[derive(Debug, Clone)]
pub struct ReferencedFile<'s> {
    /// The file.
    pub file: FileId,
    /// The name in [`Sources`].
    pub name: String,
    text: Result<&'s str, &'s str>,
    read: OnceLock<Read>,
}

/// The content of a file that was read.
#[derive(Debug, Clone)]
struct Read {
    root: Result<Node, Box<Diagnostic>>,
    /// The duplicate keys and their source locations.
    duplicates: Vec<(SourceLocation, String)>,
    anchors: OnceLock<HashMap<String, Pointer>>,
}

/// Returns all files except the root and its overlays.
pub(super) fn referenced_files(sources: &Sources) -> Vec<ReferencedFile<'_>> {
    let own = |file: &FileId| *file == sources.root() || sources.overlays().contains(file);
    let unread = |(file, name, text)| {
        let text = sources.unreadable(file).map_or(Ok(text), Err);
        ReferencedFile { file, name: String::from(name), text, read: OnceLock::new() }
    };
    sources.files().filter(|(file, ..)| !own(file)).map(unread).collect()
}

impl ReferencedFile<'_> {
    /// Returns the tree. The file is read on the first call.
    ///
    /// # Errors
    /// Fails if the text is invalid, too large or missing.
    pub fn root(&self) -> Result<&Node, &Diagnostic> {
        self.read().root.as_ref().map_err(|diagnostic| &**diagnostic)
    }

    /// Returns a diagnostic for each duplicate key, if the file was read.
    pub(crate) fn duplicates(&self, lenient: bool) -> impl Iterator<Item = Diagnostic> {
        let all = self.read.get().map_or(&[][..], |read| read.duplicates.as_slice());
        all.iter().map(move |(span, key)| duplicate(span, key, lenient))
    }

    /// Returns `true` if the file was read and has duplicate keys.
    pub(crate) fn has_duplicates(&self) -> bool {
        self.read.get().is_some_and(|read| !read.duplicates.is_empty())
    }

    /// Returns the location of an anchor; `find` collects them once.
    pub(crate) fn anchor(&self, name: &str, find: impl FnOnce(&Node) -> HashMap<String, Pointer>) -> Option<Pointer> {
        let read = self.read();
        let anchors = read.anchors.get_or_init(|| read.root.as_ref().map(find).unwrap_or_default());
        anchors.get(name).cloned()
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let root = self.text.map_err(|reason| Box::new(self.unreadable(reason)));
            let root = root.and_then(|text| tree(self.file, &self.name, text));
            let mut found = Vec::new();
            if let Ok(root) = &root {
                duplicates(root, &SourceLocation::value(self.file, Pointer::default()), &mut |span, key| {
                    found.push((span, key.to_owned()));
                });
            }
            Read { root, duplicates: found, anchors: OnceLock::new() }
        })
    }

    fn unreadable(&self, reason: &str) -> Diagnostic {
        Diagnostic {
            level: Level::Error,
            code: Code::MissingFile,
            span: SourceLocation {
                file: self.file,
                pointer: Pointer::default(),
                part: Part::Position { line: 1, column: 1 },
            },
            related: Vec::new(),
            message: reason.to_owned(),
            help: "correct the file or the reference to it".to_owned(),
        }
    }
}
