//! Responses that are pages. Must not know how a client follows them.

use super::{Presence, Type};

/// The pages of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The way from one page to the next.
    pub by: PageBy,
    /// The path to the items, as wire names. Empty if the response is the array.
    pub items: Vec<String>,
    /// The path to the flag that is `true` while there are more pages, as wire names. Empty without
    /// a flag.
    pub more: Vec<String>,
    /// The path to the flag that is `true` on the last page, as wire names. Empty without a flag.
    pub last: Vec<String>,
    /// The Rust field of the output that has the items, with its presence; `None` if the response
    /// is the array.
    pub field: Option<(String, Presence)>,
    /// The type of an item.
    pub item: Type,
}

/// The ways from one page to the next. Parameters are indices into
/// [`super::Operation::parameters`]; paths are wire names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageBy {
    /// The parameter takes the cursor that the response has at this path.
    Cursor(usize, Vec<String>),
    /// The property of the body takes the cursor that the response has at this path.
    BodyCursor(String, Vec<String>),
    /// The response has the URL of the next page at this path.
    NextLink(Vec<String>),
    /// The parameter takes the value that the last item has at this path.
    LastItem(usize, Vec<String>),
    /// The header `Link`.
    Link,
    /// The parameter takes the number of the page; the first page has this number.
    Number(usize, i64),
    /// The parameter takes the number of items to skip.
    Offset(usize),
}
