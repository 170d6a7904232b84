//! [`File`] and [`Item`]: the output of emitters and the input of `print`. Must not know what is
//! emitted.

use proc_macro2::TokenStream;

use crate::report::SourceLocation;

/// The tokens of a file, or of a part of it.
#[derive(Debug)]
pub struct File {
    /// The path below the crate's folder.
    pub path: String,
    /// The number of the part. The parts of a file follow each other; only the first has a head.
    pub part: usize,
    /// `true` for files that are not meant to be read, which are printed without formatting.
    pub plain: bool,
    /// The lines of the module's documentation, safe for rustdoc.
    pub docs: Vec<String>,
    /// The items, each with the source location of its origin.
    pub items: Vec<Item>,
}

/// An item that is printed on its own.
#[derive(Debug)]
pub struct Item {
    /// The source location of its origin in the description.
    pub span: SourceLocation,
    /// Its tokens: one or several Rust items.
    pub tokens: TokenStream,
    /// The macro whose input the items are, and the input before them.
    pub within: Option<String>,
}

impl Item {
    pub(crate) fn new(span: &SourceLocation, tokens: TokenStream) -> Item {
        Item { span: span.clone(), tokens, within: None }
    }

    /// Creates an item that comes from the whole description.
    pub(crate) fn whole(tokens: TokenStream) -> Item {
        Item { span: SourceLocation::default(), tokens, within: None }
    }
}
