//! [`File`] and [`Item`]: what emitters return and `print` reads. Must not know what is emitted.

use proc_macro2::TokenStream;

use crate::report::SourceLocation;

/// The tokens of a file, or of a part of it.
#[derive(Debug)]
pub struct File {
    /// The path below the crate's folder.
    pub path: String,
    /// The number of the part: the parts of a file stand behind each other. Only the first has a head.
    pub part: usize,
    /// Whether nobody reads it, so that it need not be pretty.
    pub plain: bool,
    /// What the module says of itself, cleaned, one line an entry.
    pub docs: Vec<String>,
    /// The items, each with the span of what it comes from.
    pub items: Vec<Item>,
}

/// An item that is printed on its own.
#[derive(Debug)]
pub struct Item {
    /// What it comes from.
    pub span: SourceLocation,
    /// Its tokens: one or several Rust items.
    pub tokens: TokenStream,
    /// The macro that they are the input of, and what comes before them in it.
    pub within: Option<String>,
}

impl Item {
    pub(crate) fn new(span: &SourceLocation, tokens: TokenStream) -> Item {
        Item { span: span.clone(), tokens, within: None }
    }

    /// An item that comes from the whole description.
    pub(crate) fn whole(tokens: TokenStream) -> Item {
        Item { span: SourceLocation::default(), tokens, within: None }
    }
}
