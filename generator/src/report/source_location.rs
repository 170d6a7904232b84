//! Source locations in a description: a file, a JSON pointer, and a part of the value. Must not
//! know lines and columns.

use std::fmt;

use super::swagger_pointer::as_swagger;

/// A file of [`crate::Sources`], by its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub u32);

/// A JSON pointer (RFC 6901), kept as its text: `/paths/~1uploads/post`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// Creates a pointer from its text, as in a `$ref` after the `#`, percent-decoded.
    #[must_use]
    pub fn from_text(text: &str) -> Pointer {
        Pointer(text.to_owned())
    }

    /// Returns the pointer of a property, or of an item by its index in digits.
    #[must_use]
    pub fn child(&self, key: &str) -> Pointer {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        if key.contains(['~', '/']) {
            text.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            text.push_str(key);
        }
        Pointer(text)
    }

    /// Returns the pointer of an item.
    #[must_use]
    pub fn item(&self, index: usize) -> Pointer {
        Pointer(format!("{}/{index}", self.0))
    }

    /// Returns the unescaped segments.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|segment| match segment.contains('~') {
            true => segment.replace("~1", "/").replace("~0", "~"),
            false => segment.to_owned(),
        })
    }

    /// Returns `true` if it equals `other` or is inside it.
    #[must_use]
    pub(crate) fn is_within(&self, other: &Pointer) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Converts the pointer to Swagger 2.0.
    #[must_use]
    pub(crate) fn as_swagger(&self) -> Pointer {
        let segments = as_swagger(self.segments().collect());
        segments.iter().fold(Pointer::default(), |at, segment| at.child(segment))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}

/// A part of the value at a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Part {
    /// The value.
    #[default]
    Value,
    /// The key before it.
    Key,
    /// One of several equal keys: 0 is the first.
    Occurrence(u32),
    /// A line and column from 1, in a text without a tree. 0 is unknown.
    Position {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
}

/// A location in the sources.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SourceLocation {
    /// The file.
    pub file: FileId,
    /// The pointer in it.
    pub pointer: Pointer,
    /// The part.
    pub part: Part,
}

impl SourceLocation {
    /// Creates the location of a value.
    #[must_use]
    pub fn value(file: FileId, pointer: Pointer) -> SourceLocation {
        SourceLocation { file, pointer, part: Part::Value }
    }

    /// Creates the location of a key.
    #[must_use]
    pub fn key(file: FileId, pointer: Pointer) -> SourceLocation {
        SourceLocation { file, pointer, part: Part::Key }
    }

    /// Returns the location of the value of a property.
    #[must_use]
    pub fn child(&self, key: &str) -> SourceLocation {
        SourceLocation { file: self.file, pointer: self.pointer.child(key), part: Part::Value }
    }

    /// Returns the location of the key of the same pointer.
    #[must_use]
    pub fn at_key(&self) -> SourceLocation {
        SourceLocation { file: self.file, pointer: self.pointer.clone(), part: Part::Key }
    }
}
