//! Finds operations whose responses are pages by their shape. The only array of the response has
//! the items. These shapes are certain:
//!
//! - a query parameter and a field of the response that both have the name of a cursor, or a field
//!   of the JSON body instead of the parameter. The field of the response may be in a holder
//!   (`meta`, `list_metadata`, `paging.next`), and there have the parameter's own name (`after`);
//! - a parameter and a field with the same number or string, like `page` and `next_page`, which the
//!   last page does not have;
//! - a field that has the name of the next page's URL, or `next` beside `previous`, or `next` in
//!   `links`;
//! - `starting_after` or `after` next to a flag and items with an `id`;
//! - a declared header `Link` next to a parameter that has the name of a page.
//!
//! Except for cursors, the operation has to be a GET. Must not know how a client follows pages.

use super::flags::{around, flags};
use super::response::{arrays, fields, is_integer, is_text, items, one_of, parameter, plain, variants};
use crate::lower::model::{Api, Field, Format, MediaKind, Operation, PageBy, Pages, Presence, Type};

/// Names of parameters with a cursor, as [`plain`] returns them.
pub(crate) const CURSORS: [&str; 22] = [
    "after",
    "aftercursor",
    "continuation",
    "continuationtoken",
    "continue",
    "cursor",
    "marker",
    "nextcursor",
    "nextmarker",
    "nextpagetoken",
    "nexttoken",
    "pageafter",
    "pagecursor",
    "pagestate",
    "pagetoken",
    "paginationtoken",
    "pagingtoken",
    "scrollid",
    "skiptoken",
    "startcursor",
    "startingafter",
    "startingtoken",
];
/// Names of properties with the cursor of the next page, in any object.
const NEXT: [&str; 17] = [
    "aftercursor",
    "continuation",
    "continuationtoken",
    "continue",
    "cursor",
    "nextcontinuationtoken",
    "nextcursor",
    "nextmarker",
    "nextpagecursor",
    "nextpagestate",
    "nextpagetoken",
    "nextpaginationtoken",
    "nextpagingtoken",
    "nextscrollid",
    "nextskiptoken",
    "nexttoken",
    "scrollid",
];
/// Names of cursors that the last page has too, so that a flag is needed to detect it.
const ENDS: [&str; 2] = ["endcursor", "lastcursor"];
const OFFSETS: &[&str] = &["offset", "skip", "start", "from"];
/// Parameters, and the properties with the value of the parameter for the next page.
const STEPS: [(&[&str], &[&str]); 2] = [
    (&["page", "pagenumber", "pageno", "pagenum", "p"], &["nextpage", "nextpagenumber"]),
    (OFFSETS, &["nextoffset", "nextskip", "nextstart", "nextfrom"]),
];
/// Names of properties with the URL of the next page.
const NEXT_LINKS: [&str; 10] = [
    "nexthref",
    "nextlink",
    "nextpagehref",
    "nextpagelink",
    "nextpageuri",
    "nextpageurl",
    "nexturi",
    "nexturl",
    "odatanextlink",
    "nextresultsurl",
];
/// Names of objects that may contain such a URL.
const LINKS: [&str; 5] = ["links", "meta", "paging", "pagination", "pages"];
/// Parameters next to which a header `Link` is used.
const PAGES: [&str; 5] = ["page", "perpage", "cursor", "pagesize", "after"];
/// Parameters that take the `id` of the last item.
const LAST_IDS: [&str; 6] = ["after", "afterid", "startafter", "startafterid", "startingafter", "startingafterid"];

/// Returns the pages of an operation. Other methods than GET may only be repeated if they take a
/// cursor, because then they are searches.
pub(crate) fn by_shape(api: &Api, operation: &Operation) -> Option<Pages> {
    let pages = items(api, operation, None)?;
    // Several arrays, or an offset next to the cursor, are ambiguous: another parameter may select
    // one of them.
    if parameter(operation, |wire| one_of(OFFSETS, wire)).is_some() && arrays(api, operation) > 1 {
        return None;
    }
    let (more, last) = flags(api, operation, false);
    let flagged = !more.is_empty() || !last.is_empty();
    let by = by_cursor(api, operation, flagged)
        .or_else(|| (operation.method == "GET").then(|| by_get(api, operation, &pages.item, flagged)).flatten())?;
    Some(Pages { by, more, last, ..pages })
}

fn by_cursor(api: &Api, operation: &Operation, flagged: bool) -> Option<PageBy> {
    let parameter_at = |index: usize| operation.parameters.get(index);
    let text = |index: &usize| parameter_at(*index).is_some_and(|parameter_at| is_text(api, &parameter_at.ty));
    let cursor = parameter(operation, |wire| one_of(&CURSORS, wire)).filter(text);
    let next = |name: &str| next_cursor(api, &operation.output, name, flagged);
    let in_query = cursor.and_then(|index| Some(PageBy::Cursor(index, next(&parameter_at(index)?.wire)?)));
    in_query.or_else(|| {
        let member = body_cursor(api, operation)?;
        let next = next(&member)?;
        Some(PageBy::BodyCursor(member, next))
    })
}

fn by_get(api: &Api, operation: &Operation, item: &Type, flagged: bool) -> Option<PageBy> {
    if let Some((parameter, next)) = next_step(api, operation, flagged) {
        return Some(PageBy::Cursor(parameter, next));
    }
    if let Some(next) = next_address(api, &operation.output) {
        return Some(PageBy::NextLink(next));
    }
    let last_id = || {
        let named = |field: &Field| one_of(&["lastid"], &field.wire) && is_text(api, &field.ty);
        around(api, &operation.output).find(|(_, field)| named(field)).map(|(keys, _)| keys)
    };
    let has_id = fields(api, item).iter().any(|field| field.wire == "id" && is_text(api, &field.ty));
    if let (Some(after), true, true) = (parameter(operation, |wire| one_of(&LAST_IDS, wire)), flagged, has_id) {
        return Some(PageBy::LastItem(after, vec!["id".to_owned()]));
    }
    if let (Some(after), Some(last), true) = (parameter(operation, |wire| one_of(&LAST_IDS, wire)), last_id(), flagged)
    {
        return Some(PageBy::Cursor(after, last));
    }
    let linked = operation.headers.iter().filter_map(|index| api.headers.get(*index));
    let linked = linked.map(|header| header.wire.as_str()).any(|wire| wire.eq_ignore_ascii_case("link"));
    (linked && parameter(operation, |wire| one_of(&PAGES, wire)).is_some()).then_some(PageBy::Link)
}

/// Finds the cursor of the next page for a parameter: among the properties of the response or of
/// its objects, by a typical name, and in a holder also by the parameter's own name.
fn next_cursor(api: &Api, output: &Type, parameter: &str, flagged: bool) -> Option<Vec<String>> {
    let named = |field: &&Field| one_of(&NEXT, &field.wire) && is_text(api, &field.ty);
    let own = fields(api, output);
    let found = own.iter().find(named).map(|field| vec![field.wire.clone()]).or_else(|| {
        own.iter().find_map(|field| {
            let inner = fields(api, &field.ty).iter().find(named)?;
            Some(vec![field.wire.clone(), inner.wire.clone()])
        })
    });
    let same = |field: &Field| {
        let name = plain(&field.wire);
        is_text(api, &field.ty)
            && (name == plain(parameter) || name == "after" || flagged && ENDS.contains(&name.as_str()))
    };
    let in_cursor = |keys: &[String], field: &Field| {
        field.wire == "next" && is_text(api, &field.ty) && keys.iter().any(|key| one_of(&["cursor", "cursors"], key))
    };
    let around_it = || around(api, output).find(|(keys, field)| same(field) || in_cursor(keys, field));
    found.or_else(|| around_it().map(|(keys, _)| keys)).or_else(|| {
        let inside = |(keys, of): (Vec<String>, &Field)| {
            let inner = fields(api, &of.ty).iter().find(|field| same(field))?;
            Some([keys, vec![inner.wire.clone()]].concat())
        };
        around(api, output).filter(|(_, field)| is_next(field)).find_map(inside)
    })
}

/// Returns `true` for an object that describes the next page.
fn is_next(field: &Field) -> bool {
    one_of(&["next", "nextpage", "cursors"], &field.wire)
}

/// Finds a parameter for the number, offset or string of the next page in a response. The last page
/// must not have it.
fn next_step(api: &Api, operation: &Operation, flagged: bool) -> Option<(usize, Vec<String>)> {
    STEPS.iter().find_map(|(parameters, members)| {
        let index = parameter(operation, |wire| one_of(parameters, wire))?;
        let sent = operation.parameters.get(index)?;
        let alike = |ty: &Type| is_text(api, ty) && is_text(api, &sent.ty) || is_integer(ty) && is_integer(&sent.ty);
        let ends = |field: &Field| flagged || field.presence != Presence::Required;
        let named = |field: &Field| ends(field) && one_of(members, &field.wire) && alike(&field.ty);
        let by_name = around(api, &operation.output).find(|(_, field)| named(field)).map(|(keys, _)| keys);
        let inside = |(keys, next): (Vec<String>, &Field)| {
            let same = |field: &&Field| plain(&field.wire) == plain(&sent.wire) && alike(&field.ty);
            let inner = fields(api, &next.ty).iter().find(same)?;
            Some([keys, vec![inner.wire.clone()]].concat())
        };
        let held = || around(api, &operation.output).filter(|(_, field)| is_next(field)).find_map(inside);
        Some((index, by_name.or_else(held)?))
    })
}

/// Returns an optional property of the JSON body that has the name of a cursor.
fn body_cursor(api: &Api, operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref().filter(|body| body.kind == MediaKind::Json)?;
    let fits = |field: &&Field| {
        let optional = matches!(field.presence, Presence::Optional | Presence::OptionalNullable);
        optional && one_of(&CURSORS, &field.wire) && is_text(api, &field.ty)
    };
    fields(api, &body.ty).iter().find(fits).map(|field| field.wire.clone())
}

/// Finds the URL of the next page: by a typical name, or as `next` next to `previous` or among
/// links.
fn next_address(api: &Api, output: &Type) -> Option<Vec<String>> {
    let is_address = |field: &&Field| is_text(api, &field.ty) || matches!(field.ty, Type::Formatted(_));
    let named = |own: &[Field], next_too: bool| {
        let beside = next_too || own.iter().any(|field| one_of(&["previous", "prev"], &field.wire));
        let is_next = |field: &&Field| {
            let certain = beside || field.ty == Type::Formatted(Format::Uri);
            one_of(&NEXT_LINKS, &field.wire) || certain && one_of(&["next", "nextpage"], &field.wire)
        };
        own.iter().filter(is_address).find(is_next).map(|field| field.wire.clone())
    };
    let own = fields(api, output);
    if let Some(wire) = named(own, false) {
        return Some(vec![wire]);
    }
    own.iter().filter(|field| one_of(&LINKS, &field.wire)).find_map(|holder| {
        let (inner, links) = (fields(api, &holder.ty), holder.wire.contains("links"));
        if let Some(wire) = named(inner, links) {
            return Some(vec![holder.wire.clone(), wire]);
        }
        // HAL: `_links.next.href`.
        let object = inner.iter().find(|field| links && field.wire == "next");
        if let Some((next, href)) = object.and_then(|next| Some((next, href(api, &next.ty)?))) {
            return Some(vec![holder.wire.clone(), next.wire.clone(), href]);
        }
        let pages = inner.iter().find(|field| field.wire == "pages")?;
        let found = variants(api, &pages.ty).into_iter().find_map(|ty| named(fields(api, ty), true))?;
        Some(vec![holder.wire.clone(), pages.wire.clone(), found])
    })
}

/// Returns the property of a link object with its URL.
fn href(api: &Api, link: &Type) -> Option<String> {
    let is_address = |field: &&Field| is_text(api, &field.ty) || matches!(field.ty, Type::Formatted(_));
    fields(api, link).iter().filter(is_address).find(|field| field.wire == "href").map(|field| field.wire.clone())
}

/// Finds a property that may be the next cursor, for a hint.
pub(crate) fn may_be_next(api: &Api, output: &Type) -> Option<Vec<String>> {
    let words = |field: &Field| {
        ["next", "cursor", "token", "continu", "after"].iter().any(|word| plain(&field.wire).contains(word))
    };
    let scalar = |ty: &Type| is_text(api, ty) || is_integer(ty);
    around(api, output).find(|(_, field)| words(field) && scalar(&field.ty)).map(|(keys, _)| keys)
}

/// Finds a property called `next` that may be a URL, for a hint.
pub(crate) fn may_be_address(api: &Api, output: &Type) -> Option<Vec<String>> {
    let is_address = |ty: &Type| is_text(api, ty) || matches!(ty, Type::Formatted(_));
    let named = |field: &Field| one_of(&["next", "nextpage"], &field.wire) && is_address(&field.ty);
    around(api, output).find(|(_, field)| named(field)).map(|(keys, _)| keys)
}
