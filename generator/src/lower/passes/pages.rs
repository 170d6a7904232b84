//! Responses that are pages: found where operation and response leave no doubt ([`super::page_shapes`]), else said by `x-pagination`. What looks like
//! pages and leaves it open is reported ([`super::page_hints`]).

use foldhash::HashMap;

use super::page_flags::{flags, one_of};
use super::page_hints::Hints;
use super::page_shapes::by_shape;
use crate::lower::model::{Api, Field, MediaKind, Operation, PageBy, Pages, ParameterLocation, Presence, Shape, Type};
use crate::report::{Code, Diagnostic, Level, Pointer, Report, SourceLocation};
use crate::resolve::{Pagination, Resolved};

/// Finds the pages of all operations.
pub(crate) fn find(resolved: &Resolved, api: &mut Api, report: &mut Report) {
    let said: HashMap<&SourceLocation, &Pagination> =
        resolved.operations.iter().filter_map(|of| Some((&of.span, of.pagination.as_ref()?))).collect();
    let (mut found, mut hints) = (Vec::new(), Hints::default());
    for (at, resource) in api.resources.iter().enumerate() {
        for (number, operation) in resource.operations.iter().enumerate() {
            let pages = match said.get(&operation.span) {
                Some(said) if said.off => None,
                Some(said) => by_word(api, operation, said, report),
                None => by_shape(api, operation),
            };
            if pages.is_none() && !said.contains_key(&operation.span) {
                hints.look(api, operation);
            }
            found.extend(pages.map(|pages| (at, number, pages)));
        }
    }
    hints.tell(report);
    for (at, number, pages) in found {
        if let Some(operation) = api.resources.get_mut(at).and_then(|of| of.operations.get_mut(number)) {
            operation.pages = Some(pages);
        }
    }
}

/// The operations with pages, and how one leads to the next.
pub(crate) fn paged(api: &Api) -> Vec<(String, &'static str)> {
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

/// The fields of what an operation responses; none of an array.
pub(crate) fn fields<'a>(api: &'a Api, ty: &Type) -> &'a [Field] {
    let Type::Named(id) = ty else { return &[] };
    match &api.type_def(api.behind_aliases(*id)).shape {
        Shape::Record(record) => &record.fields,
        Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => &[],
    }
}

/// The array that a type is, behind aliases: its items.
pub(crate) fn list<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Type> {
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
pub(crate) fn variants<'a>(api: &'a Api, ty: &'a Type) -> Vec<&'a Type> {
    let Type::Named(id) = ty else { return vec![ty] };
    match &api.type_def(api.behind_aliases(*id)).shape {
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Record(_) | Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) => vec![ty],
    }
}

pub(crate) fn is_text(api: &Api, ty: &Type) -> bool {
    *ty == Type::Text || aliased(api, ty).is_some_and(|target| is_text(api, target))
}

/// The items: those of the array that the response is, or of the only one that it has, or of the one at `asked`.
pub(crate) fn items(api: &Api, operation: &Operation, asked: Option<&[String]>) -> Option<Pages> {
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
    let mut arrays: Vec<_> = arrays
        .filter(|(field, _)| match asked {
            Some([key]) => field.wire == *key,
            Some(_) => false,
            None => !field.boxed,
        })
        .collect();
    if arrays.len() > 1 {
        arrays.retain(|(field, _)| !one_of(&BESIDE, &field.wire));
    }
    let [(field, item)] = arrays.as_slice() else { return None };
    Some(pages(vec![field.wire.clone()], Some((field.name.clone(), field.presence)), item))
}

/// Counts the arrays of a response.
pub(crate) fn arrays(api: &Api, operation: &Operation) -> usize {
    fields(api, &operation.output).iter().filter(|field| list(api, &field.ty).is_some()).count()
}

/// Arrays beside the items: of JSON:API, what is wrong, and how the items are sorted.
const BESIDE: [&str; 6] = ["included", "errors", "warnings", "order", "sort", "sortby"];

/// Why it is not known what the items of a page are.
fn no_items(api: &Api, operation: &Operation, asked: Option<&str>) -> String {
    let arrays = fields(api, &operation.output).iter().filter(|field| list(api, &field.ty).is_some());
    let arrays: Vec<String> = arrays.map(|field| format!("`{}`", Pointer::default().child(&field.wire))).collect();
    match (asked, arrays.as_slice()) {
        (_, []) => "the response has no array that is a member of it".to_owned(),
        (Some(asked), arrays) => {
            format!(
                "`items` is the JSON pointer of an array in the response: {}, and not `{asked}`",
                arrays.join(" or ")
            )
        }
        (None, arrays) => {
            format!("it has no `items`: say which array of the response has them, {}", arrays.join(" or "))
        }
    }
}

/// An optional parameter of the query with one of these names.
pub(crate) fn parameter(operation: &Operation, is: impl Fn(&str) -> bool) -> Option<usize> {
    let fits =
        |of: &crate::lower::model::Parameter| of.location == ParameterLocation::Query && !of.required && is(&of.wire);
    operation.parameters.iter().position(fits)
}

/// As the description says it. What cannot be carried out is told.
fn by_word(api: &Api, operation: &Operation, said: &Pagination, report: &mut Report) -> Option<Pages> {
    match read(api, operation, said) {
        Ok(pages) => Some(pages),
        Err(message) => {
            report.add(Diagnostic {
                level: Level::Widened,
                code: Code::Pagination,
                span: said.span.clone(),
                related: Vec::new(),
                message,
                help: "say `by` (cursor, last-item, link, next-link, number, offset), `parameter`, `next`, `items`, `more`, `last`, `id`, `first`"
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
    let (more, last) = match (&said.more, &said.last) {
        (None, None) => flags(api, operation, is_counted(&by)),
        (more, last) => (more.as_deref().map(keys).unwrap_or_default(), last.as_deref().map(keys).unwrap_or_default()),
    };
    Ok(Pages { by, more, last, ..pages })
}

/// Returns `true` if pages are counted: only a flag or an empty page ends them.
fn is_counted(by: &PageBy) -> bool {
    match by {
        PageBy::Number(..) | PageBy::Offset(_) => true,
        PageBy::Cursor(..) | PageBy::BodyCursor(..) | PageBy::NextLink(_) | PageBy::LastItem(..) | PageBy::Link => {
            false
        }
    }
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
