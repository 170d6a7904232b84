//! [`PagesNames`]: the facts about an operation's pages, for programs that are generated against a
//! client. Must not emit items.

use serde::Serialize;

use crate::lower::model::{Operation, PageBy, Pages, ParameterLocation};

/// The link from one page of a response to the next. Paths are wire names.
#[derive(Debug, Clone, Serialize)]
pub struct PagesNames {
    /// `cursor`, `body-cursor`, `next-link`, `last-item`, `link`, `number` or `offset`.
    pub by: &'static str,
    /// The parameter or body property that selects a page: its location (or `member`) and its wire
    /// name.
    pub asks: Option<(&'static str, String)>,
    /// The path of the cursor, number or URL of the next page: in the response, or in its last
    /// item.
    pub next: Vec<String>,
    /// The number of the first page, if pages are counted.
    pub first: i64,
    /// The path of the items.
    pub items: Vec<String>,
    /// The path of the flag that is `true` while there are more pages.
    pub more: Vec<String>,
    /// The path of the flag that is `true` on the last page.
    pub last: Vec<String>,
}

/// Returns the names of an operation's pages.
pub(crate) fn pages_names(operation: &Operation, pages: &Pages) -> PagesNames {
    let parameter = |number: &usize| {
        let parameter = operation.parameters.get(*number)?;
        let place = match parameter.location {
            ParameterLocation::Path => "path",
            ParameterLocation::Query => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Cookie => "cookie",
        };
        Some((place, parameter.wire.clone()))
    };
    let (by, asks, next, first) = match &pages.by {
        PageBy::Cursor(number, next) => ("cursor", parameter(number), next.clone(), 0),
        PageBy::BodyCursor(member, next) => ("body-cursor", Some(("member", member.clone())), next.clone(), 0),
        PageBy::NextLink(next) => ("next-link", None, next.clone(), 0),
        PageBy::LastItem(number, id) => ("last-item", parameter(number), id.clone(), 0),
        PageBy::Link => ("link", None, Vec::new(), 0),
        PageBy::Number(number, first) => ("number", parameter(number), Vec::new(), *first),
        PageBy::Offset(number) => ("offset", parameter(number), Vec::new(), 0),
    };
    let (items, more, last) = (pages.items.clone(), pages.more.clone(), pages.last.clone());
    PagesNames { by, asks, next, first, items, more, last }
}
