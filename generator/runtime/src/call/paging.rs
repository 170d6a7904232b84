//! Pagination of an operation, as static data. Must not know how pages are requested.

/// The pagination of an operation: the way to the next page, and the location of the items.
#[derive(Debug)]
pub struct Paging {
    /// The way to the next page.
    pub by: PageBy,
    /// The path of the items in the response: property names, or none for the response itself.
    pub items: &'static [&'static str],
    /// The flag in the response that is `true` while there are more pages (`has_more`); empty
    /// without one.
    pub more: &'static [&'static str],
    /// The flag in the response that is `true` on the last page (`is_last`); empty without one.
    pub last: &'static [&'static str],
}

/// The way to the next page. Parameters are indices of [`Operation::parameters`](super::Operation).
#[derive(Debug)]
pub enum PageBy {
    /// The response has the cursor of the next page at `next`. It is sent in the parameter.
    Cursor {
        /// The parameter.
        parameter: usize,
        /// The path of the cursor.
        next: &'static [&'static str],
    },
    /// The response has the cursor of the next page at `next`. It is sent as a property of the JSON
    /// body.
    BodyCursor {
        /// The property.
        property: &'static str,
        /// The path of the cursor.
        next: &'static [&'static str],
    },
    /// The response has the URL of the next page at `next`.
    NextLink {
        /// The path of the URL.
        next: &'static [&'static str],
    },
    /// The value at `id` in the last item is sent in the parameter.
    LastItem {
        /// The parameter.
        parameter: usize,
        /// The path of the value in an item.
        id: &'static [&'static str],
    },
    /// The header `Link` has the URL of the next page (RFC 8288, `rel="next"`).
    Link,
    /// The parameter is the number of the page.
    Number {
        /// The parameter.
        parameter: usize,
        /// The number of the first page.
        first: i64,
    },
    /// The parameter is the number of items that are skipped.
    Offset {
        /// The parameter.
        parameter: usize,
    },
}
