//! How the pages of an answer hang together, as data.

/// How one page leads to the next, and where its items are.
#[derive(Debug)]
pub struct Paging {
    /// How one page leads to the next.
    pub by: PageBy,
    /// Where the items of a page are: keys inside of the answer, none for the answer itself.
    pub items: &'static [&'static str],
    /// The flag in the response that is `true` while there are more pages (`has_more`); empty without one.
    pub more: &'static [&'static str],
    /// The flag in the response that is `true` on the last page (`is_last`); empty without one.
    pub last: &'static [&'static str],
}

/// How one page leads to the next. Parameters are those of [`Operation::parameters`](super::Operation), by index.
#[derive(Debug)]
pub enum PageBy {
    /// The answer has the cursor of the next page at `next`; it goes into the parameter.
    Cursor {
        /// The parameter.
        parameter: usize,
        /// Where the cursor is.
        next: &'static [&'static str],
    },
    /// The answer has the cursor of the next page at `next`; it becomes a member of the JSON body.
    BodyCursor {
        /// The member.
        member: &'static str,
        /// Where the cursor is.
        next: &'static [&'static str],
    },
    /// The answer has the address of the next page at `next`.
    NextLink {
        /// Where the address is.
        next: &'static [&'static str],
    },
    /// What the last item has at `id` goes into the parameter.
    LastItem {
        /// The parameter.
        parameter: usize,
        /// Where in the item it is.
        id: &'static [&'static str],
    },
    /// The header `Link` has the address of the next page (RFC 8288, `rel="next"`).
    Link,
    /// Pages are counted by the parameter.
    Number {
        /// The parameter.
        parameter: usize,
        /// The first page.
        first: i64,
    },
    /// The parameter says how many items are passed over.
    Offset {
        /// The parameter.
        parameter: usize,
    },
}
