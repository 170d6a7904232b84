//! Finds responses that are pages: by the shape of operation and response if that is certain
//! ([`super::shapes`]), otherwise by `x-pagination`. Responses that may be pages are reported
//! ([`super::hints`]). Must not know how a client requests the next page.

use foldhash::HashMap;

use super::flags::flags;
use super::hints::Hints;
use super::response::{fields, items, list, parameter};
use super::shapes::by_shape;
use crate::lower::model::{Api, MediaKind, Operation, PageBy, Pages};
use crate::report::{Code, Diagnostic, Level, Pointer, Report, SourceLocation};
use crate::resolve::{Pagination, Resolved};

/// Finds the pages of all operations.
pub(crate) fn find(resolved: &Resolved, api: &mut Api, report: &mut Report) {
    let said: HashMap<&SourceLocation, &Pagination> =
        resolved.operations.iter().filter_map(|of| Some((&of.span, of.pagination.as_ref()?))).collect();
    let (mut found, mut hints) = (Vec::new(), Hints::default());
    for (resource_index, resource) in api.resources.iter().enumerate() {
        for (number, operation) in resource.operations.iter().enumerate() {
            let pages = match said.get(&operation.span) {
                Some(said) if said.off => None,
                Some(said) => by_word(api, operation, said, report),
                None => by_shape(api, operation),
            };
            if pages.is_none() && !said.contains_key(&operation.span) {
                hints.look(api, operation);
            }
            found.extend(pages.map(|pages| (resource_index, number, pages)));
        }
    }
    hints.report(report);
    for (resource_index, number, pages) in found {
        if let Some(operation) = api.resources.get_mut(resource_index).and_then(|of| of.operations.get_mut(number)) {
            operation.pages = Some(pages);
        }
    }
}

/// Returns the reason why the items of a page are not known.
fn no_items(api: &Api, operation: &Operation, asked: Option<&str>) -> String {
    let arrays = fields(api, &operation.output).iter().filter(|field| list(api, &field.ty).is_some());
    let arrays: Vec<String> = arrays.map(|field| format!("`{}`", Pointer::default().child(&field.wire))).collect();
    match (asked, arrays.as_slice()) {
        (_, []) => "the response has no property that is an array".to_owned(),
        (Some(asked), arrays) => {
            format!(
                "`items` is the JSON pointer of an array in the response: {}, and not `{asked}`",
                arrays.join(" or ")
            )
        }
        (None, arrays) => {
            format!("`items` is missing: use the JSON pointer of an array in the response, {}", arrays.join(" or "))
        }
    }
}

/// Returns the pages by `x-pagination`, or reports why they are not supported.
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
        parameter(operation, |wire| wire == name).ok_or(format!("`{name}` is not an optional query parameter"))
    };
    let by = match said.by.as_str() {
        "cursor" => by_cursor(api, operation, said, named)?,
        "next-link" => PageBy::NextLink(keys(said.next.as_deref().ok_or("it has no `next`")?)),
        "last-item" => PageBy::LastItem(named()?, keys(said.id.as_deref().unwrap_or("/id"))),
        "link" => PageBy::Link,
        "number" => PageBy::Number(named()?, said.first.unwrap_or(1)),
        "offset" => PageBy::Offset(named()?),
        other => return Err(format!("`{other}` is not a value of `by`")),
    };
    let (more, last) = match (&said.more, &said.last) {
        (None, None) => flags(api, operation, is_counted(&by)),
        (more, last) => (more.as_deref().map(keys).unwrap_or_default(), last.as_deref().map(keys).unwrap_or_default()),
    };
    Ok(Pages { by, more, last, ..pages })
}

/// Returns `true` if pages are numbered: only a flag or an empty page ends them.
fn is_counted(by: &PageBy) -> bool {
    match by {
        PageBy::Number(..) | PageBy::Offset(_) => true,
        PageBy::Cursor(..) | PageBy::BodyCursor(..) | PageBy::NextLink(_) | PageBy::LastItem(..) | PageBy::Link => {
            false
        }
    }
}

/// Returns the parameter with this name: in the query, otherwise a property of the JSON body.
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

/// Returns the keys of a JSON pointer (RFC 6901).
fn keys(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
}
