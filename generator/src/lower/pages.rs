//! Answers that are pages: found where operation and answer leave no doubt, else said by `x-pagination`.
//!
//! Beyond doubt is, with the one array of the answer as items: a query parameter and a member of the answer that both have a name
//! of a cursor, or a member of the JSON body in place of the parameter; a member of the answer that has the name of the next page's address, or `next` beside
//! `previous`, or `next` in `links`; `starting_after` or `after` beside `has_more` and items with an `id`; a declared header `Link` beside a parameter
//! that has the name of a page. But for the cursors that holds of GET alone.

use foldhash::HashMap;

use super::model::{Api, Field, MediaKind, Operation, PageBy, Pages, ParameterPlace, Presence, Shape, Type};
use crate::report::{Code, Level, Place, Pointer, Problem, Report};
use crate::resolve::{Pagination, Resolved};

const CURSORS: [&str; 13] = [
    "cursor",
    "page_cursor",
    "page_token",
    "pagetoken",
    "next_token",
    "nexttoken",
    "continuation_token",
    "continuationtoken",
    "pagination_token",
    "next_cursor",
    "marker",
    "start_cursor",
    "after",
];
const NEXT: [&str; 11] = [
    "next_cursor",
    "nextcursor",
    "next_page_token",
    "nextpagetoken",
    "next_token",
    "nexttoken",
    "continuation_token",
    "continuationtoken",
    "next_marker",
    "nextmarker",
    "cursor",
];
/// Names of the next page's address.
const NEXT_LINKS: [&str; 7] =
    ["next_page_uri", "next_page_url", "next_url", "next_link", "nextlink", "@odata.nextlink", "nextpageurl"];
/// What such an address may be inside of.
const HOLDERS: [&str; 6] = ["links", "_links", "meta", "paging", "pagination", "pages"];
const PAGES: [&str; 5] = ["page", "per_page", "cursor", "page_size", "after"];

/// Finds the pages of all operations.
pub(super) fn find(resolved: &Resolved, api: &mut Api, report: &mut Report) {
    let said: HashMap<&Place, &Pagination> =
        resolved.operations.iter().filter_map(|of| Some((&of.place, of.pagination.as_ref()?))).collect();
    let mut found = Vec::new();
    for (at, resource) in api.resources.iter().enumerate() {
        for (number, operation) in resource.operations.iter().enumerate() {
            let pages = match said.get(&operation.place) {
                Some(said) if said.off => None,
                Some(said) => by_word(api, operation, said, report),
                None => by_shape(api, operation),
            };
            found.extend(pages.map(|pages| (at, number, pages)));
        }
    }
    for (at, number, pages) in found {
        if let Some(operation) = api.resources.get_mut(at).and_then(|of| of.operations.get_mut(number)) {
            operation.pages = Some(pages);
        }
    }
}

/// The operations with pages, and how one leads to the next.
pub(super) fn paged(api: &Api) -> Vec<(String, &'static str)> {
    let all = api.resources.iter().flat_map(|resource| resource.operations.iter().map(move |of| (resource, of)));
    let paged = all.filter_map(|(resource, of)| Some((resource, of, of.pages.as_ref()?)));
    paged.map(|(resource, of, pages)| (format!("{}.{}", resource.name, of.name), word(&pages.by))).collect()
}

fn word(by: &PageBy) -> &'static str {
    match by {
        PageBy::Cursor(..) | PageBy::BodyCursor(..) => "cursor",
        PageBy::NextLink(_) => "next-link",
        PageBy::LastItem(..) => "last-item",
        PageBy::Link => "link",
        PageBy::Number(..) => "number",
        PageBy::Offset(_) => "offset",
    }
}

/// The fields of what an operation answers; none of an array.
fn fields<'a>(api: &'a Api, ty: &Type) -> &'a [Field] {
    let Type::Named(id) = ty else { return &[] };
    match &api.type_def(api.behind_aliases(*id)).shape {
        Shape::Record(record) => &record.fields,
        Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => &[],
    }
}

/// The array that a type is, behind aliases: its items.
fn list<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Type> {
    if let Type::List(item) = ty {
        return Some(item);
    }
    aliased(api, ty).and_then(|target| list(api, target))
}

/// What an alias stands for; `None` for what is none.
fn aliased<'a>(api: &'a Api, ty: &Type) -> Option<&'a Type> {
    let Type::Named(id) = ty else { return None };
    match &api.type_def(api.behind_aliases(*id)).shape {
        Shape::Alias(target) => Some(target),
        Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
    }
}

/// The types that a value of a choice may be; a type itself where it is none.
fn variants<'a>(api: &'a Api, ty: &'a Type) -> Vec<&'a Type> {
    let Type::Named(id) = ty else { return vec![ty] };
    match &api.type_def(api.behind_aliases(*id)).shape {
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Record(_) | Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) => vec![ty],
    }
}

fn is_text(api: &Api, ty: &Type) -> bool {
    *ty == Type::Text || aliased(api, ty).is_some_and(|target| is_text(api, target))
}

/// The items: those of the array that the answer is, or of the only one that it has, or of the one at `asked`.
fn items(api: &Api, operation: &Operation, asked: Option<&[String]>) -> Option<Pages> {
    let pages = |items: Vec<String>, field: Option<(String, Presence)>, item: &Type| Pages {
        by: PageBy::Link,
        items,
        more: Vec::new(),
        last: Vec::new(),
        field,
        item: item.clone(),
    };
    if let Some(item) = list(api, &operation.output) {
        return asked.is_none_or(<[String]>::is_empty).then(|| pages(Vec::new(), None, item));
    }
    let arrays = fields(api, &operation.output).iter().filter_map(|field| Some((field, list(api, &field.ty)?)));
    let mut arrays = arrays.filter(|(field, _)| match asked {
        Some([key]) => field.wire == *key,
        Some(_) => false,
        None => !field.boxed,
    });
    let (field, item) = arrays.next()?;
    arrays.next().is_none().then(|| pages(vec![field.wire.clone()], Some((field.name.clone(), field.presence)), item))
}

/// Why it is not known what the items of a page are.
fn no_items(api: &Api, operation: &Operation, asked: Option<&str>) -> String {
    let arrays = fields(api, &operation.output).iter().filter(|field| list(api, &field.ty).is_some());
    let arrays: Vec<String> = arrays.map(|field| format!("`{}`", Pointer::default().child(&field.wire))).collect();
    match (asked, arrays.as_slice()) {
        (_, []) => "the answer has no array that is a member of it".to_owned(),
        (Some(asked), arrays) => {
            format!("`items` is the JSON pointer of an array in the answer: {}, and not `{asked}`", arrays.join(" or "))
        }
        (None, arrays) => format!("it has no `items`: say which array of the answer has them, {}", arrays.join(" or ")),
    }
}

/// An optional parameter of the query with one of these names.
fn parameter(operation: &Operation, is: impl Fn(&str) -> bool) -> Option<usize> {
    let fits = |of: &super::model::Parameter| of.place_in == ParameterPlace::Query && !of.required && is(&of.wire);
    operation.parameters.iter().position(fits)
}

fn one_of(names: &[&str], wire: &str) -> bool {
    names.contains(&wire.to_lowercase().as_str())
}

/// What is no GET may be carried out again for the next page only where it takes a cursor: it is a search then.
fn by_shape(api: &Api, operation: &Operation) -> Option<Pages> {
    let pages = items(api, operation, None)?;
    let cursor = parameter(operation, |wire| one_of(&CURSORS, wire))
        .filter(|index| operation.parameters.get(*index).is_some_and(|of| is_text(api, &of.ty)));
    if let (Some(cursor), Some(next)) = (cursor, next_cursor(api, &operation.output)) {
        return Some(Pages { by: PageBy::Cursor(cursor, next), ..pages });
    }
    if let (Some(member), Some(next)) = (body_cursor(api, operation), next_cursor(api, &operation.output)) {
        return Some(Pages { by: PageBy::BodyCursor(member, next), ..pages });
    }
    if operation.method != "GET" {
        return None;
    }
    if let Some(next) = next_address(api, &operation.output) {
        return Some(Pages { by: PageBy::NextLink(next), ..pages });
    }
    let own = fields(api, &operation.output);
    let has_more = own.iter().any(|field| field.wire == "has_more" && field.ty == Type::Boolean);
    let has_id = fields(api, &pages.item).iter().any(|field| field.wire == "id" && is_text(api, &field.ty));
    let after = parameter(operation, |wire| matches!(wire, "starting_after" | "after"));
    if let (Some(after), true, true) = (after, has_more, has_id) {
        let more = vec!["has_more".to_owned()];
        return Some(Pages { by: PageBy::LastItem(after, vec!["id".to_owned()]), more, ..pages });
    }
    let linked = operation.headers.iter().filter_map(|index| api.headers.get(*index));
    let linked = linked.map(|header| header.wire.as_str()).any(|wire| wire.eq_ignore_ascii_case("link"));
    (linked && parameter(operation, |wire| one_of(&PAGES, wire)).is_some())
        .then_some(Pages { by: PageBy::Link, ..pages })
}

/// Where an answer has the cursor of the next page: among its members, or those of one of them.
fn next_cursor(api: &Api, output: &Type) -> Option<Vec<String>> {
    let own = |ty: &Type| {
        let found = fields(api, ty).iter().find(|field| one_of(&NEXT, &field.wire) && is_text(api, &field.ty));
        found.map(|field| field.wire.clone())
    };
    if let Some(wire) = own(output) {
        return Some(vec![wire]);
    }
    fields(api, output).iter().find_map(|field| Some(vec![field.wire.clone(), own(&field.ty)?]))
}

/// A member of the JSON body that has the name of a cursor and need not be given.
fn body_cursor(api: &Api, operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref().filter(|body| body.kind == MediaKind::Json)?;
    let fits = |field: &&Field| {
        let optional = matches!(field.presence, Presence::Optional | Presence::OptionalNullable);
        optional && one_of(&CURSORS, &field.wire) && is_text(api, &field.ty)
    };
    fields(api, &body.ty).iter().find(fits).map(|field| field.wire.clone())
}

/// Where an answer has the address of the next page: by a name that says so, or as `next` beside `previous` or among links.
fn next_address(api: &Api, output: &Type) -> Option<Vec<String>> {
    let is_address = |field: &&Field| is_text(api, &field.ty) || matches!(field.ty, Type::Formatted(_));
    let named = |own: &[Field], next_too: bool| {
        let beside = next_too || own.iter().any(|field| one_of(&["previous", "prev"], &field.wire));
        let is_next = |field: &&Field| one_of(&NEXT_LINKS, &field.wire) || (beside && field.wire == "next");
        own.iter().filter(is_address).find(is_next).map(|field| field.wire.clone())
    };
    let own = fields(api, output);
    if let Some(wire) = named(own, false) {
        return Some(vec![wire]);
    }
    own.iter().filter(|field| one_of(&HOLDERS, &field.wire)).find_map(|holder| {
        let inner = fields(api, &holder.ty);
        if let Some(wire) = named(inner, holder.wire.contains("links")) {
            return Some(vec![holder.wire.clone(), wire]);
        }
        let pages = inner.iter().find(|field| field.wire == "pages")?;
        let found = variants(api, &pages.ty).into_iter().find_map(|ty| named(fields(api, ty), true))?;
        Some(vec![holder.wire.clone(), pages.wire.clone(), found])
    })
}

/// As the description says it. What cannot be carried out is told.
fn by_word(api: &Api, operation: &Operation, said: &Pagination, report: &mut Report) -> Option<Pages> {
    match read(api, operation, said) {
        Ok(pages) => Some(pages),
        Err(what) => {
            report.add(Problem {
                level: Level::Widened,
                code: Code::Pagination,
                place: said.place.clone(),
                also: Vec::new(),
                what,
                help: "say `by` (cursor, last-item, link, next-link, number, offset), `parameter`, `next`, `items`, `more`, `id`, `first`"
                    .to_owned(),
            });
            None
        }
    }
}

fn read(api: &Api, operation: &Operation, said: &Pagination) -> Result<Pages, String> {
    let asked = said.items.as_deref().map(keys);
    let pages =
        items(api, operation, asked.as_deref()).ok_or_else(|| no_items(api, operation, said.items.as_deref()))?;
    let named = || {
        let name = said.parameter.as_deref().ok_or("it has no `parameter`")?;
        parameter(operation, |wire| wire == name).ok_or(format!("`{name}` is no optional parameter of the query"))
    };
    let by = match said.by.as_str() {
        "cursor" => by_cursor(api, operation, said, named)?,
        "next-link" => PageBy::NextLink(keys(said.next.as_deref().ok_or("it has no `next`")?)),
        "last-item" => PageBy::LastItem(named()?, keys(said.id.as_deref().unwrap_or("/id"))),
        "link" => PageBy::Link,
        "number" => PageBy::Number(named()?, said.first.unwrap_or(1)),
        "offset" => PageBy::Offset(named()?),
        other => return Err(format!("`{other}` is no way from one page to the next")),
    };
    Ok(Pages { by, more: said.more.as_deref().map(keys).unwrap_or_default(), ..pages })
}

/// The parameter is one of the query, else a member of the JSON body.
fn by_cursor(
    api: &Api,
    operation: &Operation,
    said: &Pagination,
    named: impl Fn() -> Result<usize, String>,
) -> Result<PageBy, String> {
    let next = keys(said.next.as_deref().ok_or("it has no `next`")?);
    let body = operation.body.as_ref().filter(|body| body.kind == MediaKind::Json);
    let members = body.map_or(&[][..], |body| fields(api, &body.ty));
    let member = members.iter().find(|field| Some(&field.wire) == said.parameter.as_ref());
    match (named(), member) {
        (Err(_), Some(field)) => Ok(PageBy::BodyCursor(field.wire.clone(), next)),
        (parameter, _) => Ok(PageBy::Cursor(parameter?, next)),
    }
}

/// The keys of a JSON pointer (RFC 6901).
fn keys(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
}
