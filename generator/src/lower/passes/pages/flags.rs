//! Flags of pages: fields of a response that say if there are more pages. Must not know how one
//! page leads to the next.

use super::response::{fields, one_of};
use crate::lower::model::{Api, Field, Operation, Presence, Type};

/// Names of flags that are `true` while there are more pages, as [`plain`](super::response::plain)
/// returns them.
const MORE: [&str; 17] = [
    "hasmore",
    "hasmoreitems",
    "hasmorepages",
    "hasmoreresults",
    "hasmoredata",
    "hasnext",
    "hasnextpage",
    "ismore",
    "istruncated",
    "more",
    "moreavailable",
    "moredata",
    "moreitems",
    "morepages",
    "moreresults",
    "nextpageexists",
    "truncated",
];
/// Names of flags that are `true` on the last page.
const LAST: [&str; 9] =
    ["islast", "islastpage", "last", "lastpage", "isend", "isfinal", "isfinalpage", "endoflist", "endofresults"];
/// Fields that only describe the page.
pub(crate) const HOLDERS: [&str; 21] = [
    "links",
    "meta",
    "metadata",
    "paging",
    "pagination",
    "paginationinfo",
    "paginator",
    "pager",
    "page",
    "pages",
    "pageinfo",
    "pagemeta",
    "pagemetadata",
    "pagedetails",
    "listmeta",
    "listmetadata",
    "responsemetadata",
    "resultinfo",
    "cursors",
    "cursor",
    "xpagination",
];

/// Returns the fields of a response that may describe the page: its own and those of its holders,
/// each with its path.
pub(crate) fn around<'a>(api: &'a Api, output: &Type) -> impl Iterator<Item = (Vec<String>, &'a Field)> {
    let own: Vec<(Vec<String>, &Field)> =
        fields(api, output).iter().map(|field| (vec![field.wire.clone()], field)).collect();
    // `meta.pagination.next_page`.
    let held: Vec<_> = own.iter().flat_map(|holder| inside(api, holder)).collect();
    let deeper: Vec<_> = held.iter().flat_map(|holder| inside(api, holder)).collect();
    own.into_iter().chain(held).chain(deeper)
}

/// Returns the fields of a holder; none for other fields.
fn inside<'a>(
    api: &'a Api,
    (keys, holder): &(Vec<String>, &'a Field),
) -> impl Iterator<Item = (Vec<String>, &'a Field)> {
    let inner = if one_of(&HOLDERS, &holder.wire) { fields(api, &holder.ty) } else { &[] };
    inner.iter().map(|field| ([keys.as_slice(), std::slice::from_ref(&field.wire)].concat(), field))
}

/// Returns the path of the flag that is `true` while there are more pages, and of the flag that is
/// `true` on the last page. At most one of them is present. For numbered pages an optional flag is
/// ignored, because its absence would end them.
pub(crate) fn flags(api: &Api, operation: &Operation, counted: bool) -> (Vec<String>, Vec<String>) {
    let is_flag =
        |of: &&(Vec<String>, &Field)| of.1.ty == Type::Boolean && (!counted || of.1.presence == Presence::Required);
    let flag = |names: &[&str]| {
        let named = |of: &(Vec<String>, &Field)| one_of(names, &of.1.wire);
        around(api, &operation.output).filter(|of| is_flag(&of)).find(named).map(|(keys, _)| keys)
    };
    match flag(&MORE) {
        Some(more) => (more, Vec::new()),
        None => (Vec::new(), flag(&LAST).unwrap_or_default()),
    }
}
