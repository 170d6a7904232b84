//! Places in a description: a file, a JSON pointer, and which part of what stands there.

use std::fmt;

/// A file of [`crate::Sources`], by its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub u32);

/// A JSON pointer (RFC 6901), kept as its text: `/paths/~1uploads/post`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// From the text of a pointer, as it stands behind the `#` of a `$ref`, percent-decoded.
    #[must_use]
    pub fn from_text(text: &str) -> Pointer {
        Pointer(text.to_owned())
    }

    /// The place of a member, or of an item by its number in digits.
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

    /// The place of item `index`.
    #[must_use]
    pub fn item(&self, index: usize) -> Pointer {
        Pointer(format!("{}/{index}", self.0))
    }

    /// The segments, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|segment| match segment.contains('~') {
            true => segment.replace("~1", "/").replace("~0", "~"),
            false => segment.to_owned(),
        })
    }

    /// Whether it is `other`, or in it.
    #[must_use]
    pub(crate) fn is_within(&self, other: &Pointer) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The same place in Swagger 2.0.
    #[must_use]
    pub(crate) fn as_swagger(&self) -> Pointer {
        let segments = super::as_swagger(self.segments().collect());
        segments.iter().fold(Pointer::default(), |at, segment| at.child(segment))
    }

    /// The text.
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

/// Which part of what stands at a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Part {
    /// The value.
    #[default]
    Value,
    /// The key before it.
    Key,
    /// The key, where it stands more than once: 0 is the first.
    Occurrence(u32),
    /// A line and column from 1, said by a reader that could make no tree of the text; 0 is not known.
    Position {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SourceLocation {
    /// The file.
    pub file: FileId,
    /// The pointer in it.
    pub pointer: Pointer,
    /// Which part.
    pub part: Part,
}

impl SourceLocation {
    /// The value at `pointer` of `file`.
    #[must_use]
    pub fn value(file: FileId, pointer: Pointer) -> SourceLocation {
        SourceLocation { file, pointer, part: Part::Value }
    }

    /// The key before the value at `pointer` of `file`.
    #[must_use]
    pub fn key(file: FileId, pointer: Pointer) -> SourceLocation {
        SourceLocation { file, pointer, part: Part::Key }
    }

    /// The value of a member of this place.
    #[must_use]
    pub fn child(&self, key: &str) -> SourceLocation {
        SourceLocation { file: self.file, pointer: self.pointer.child(key), part: Part::Value }
    }

    /// The key of the same pointer.
    #[must_use]
    pub fn at_key(&self) -> SourceLocation {
        SourceLocation { file: self.file, pointer: self.pointer.clone(), part: Part::Key }
    }
}
