//! Cases with two pages: the first leads to the second, which is the last. The generator says which
//! operations have pages and which parts of request and response link them. The second request then
//! follows from OpenAPI's parameters, RFC 8288 and RFC 3986. Must not know how clients read pages.

use serde_json::{Value, json};

use crate::case::{Case, NextRequest, ParameterValue, SampleResponse, SecondPage};
use crate::names::{OperationNames, PagesNames};

/// The URI of the second page, relative to the first (RFC 3986, section 5.2).
const ADDRESS: &str = "other?page=2";
/// A cursor that has to be encoded.
const CURSOR: &str = "next page/2+=&";

/// Makes a case with two pages for the first two calls: one with the required parts of the request
/// only, and one with all parts.
pub(super) fn cases(names: &OperationNames, calls: &[Case], responses: &[SampleResponse]) -> Vec<Case> {
    let Some(pages) = &names.pages else { return Vec::new() };
    let full = |response: &&SampleResponse| is_full(names, pages, response);
    let paged = |call: &Case| responses.iter().filter(full).find_map(|full| case(pages, call, full, responses));
    calls.iter().take(2).filter_map(paged).collect()
}

/// Returns `true` if the response is a page with items that the client reads.
fn is_full(names: &OperationNames, pages: &PagesNames, response: &SampleResponse) -> bool {
    let read = names
        .responses
        .iter()
        .any(|(status, media_type)| response.declared == *status && response.media_type == *media_type);
    let items = response.value.as_ref().and_then(|value| get(value, &pages.items)).and_then(Value::as_array);
    let has_items = items.is_some_and(|items| !items.is_empty());
    response.is_success() && response.is_json() && !response.newer_server && read && has_items
}

fn case(pages: &PagesNames, call: &Case, full: &SampleResponse, responses: &[SampleResponse]) -> Option<Case> {
    let mut call = Case { response: full.clone(), redirect: None, ..call.clone() };
    let mut second = SampleResponse { headers: without_link(full), ..full.clone() };
    call.response.headers.clone_from(&second.headers);
    set_flags(pages, call.response.value.as_mut()?, second.value.as_mut()?)?;
    let request = link(pages, &mut call, &mut second, responses)?;
    let flagged = !pages.more.is_empty() || !pages.last.is_empty();
    if !flagged && matches!(pages.by.as_str(), "last-item" | "number" | "offset") {
        // Only a page without items is the last one.
        put(second.value.as_mut()?, &pages.items, json!([]))?;
    }
    Some(Case { second: Some(SecondPage { response: second, request }), ..call })
}

fn set_flags(pages: &PagesNames, first: &mut Value, second: &mut Value) -> Option<()> {
    for (flag, on_first) in [(&pages.more, true), (&pages.last, false)] {
        if !flag.is_empty() {
            put(first, flag, json!(on_first))?;
            put(second, flag, json!(!on_first))?;
        }
    }
    Some(())
}

/// Links the first page to the second and returns the request for it.
fn link(
    pages: &PagesNames,
    call: &mut Case,
    second: &mut SampleResponse,
    responses: &[SampleResponse],
) -> Option<NextRequest> {
    let first = call.response.value.as_mut()?;
    let items = get(first, &pages.items)?.as_array()?.clone();
    match pages.by.as_str() {
        "cursor" | "body-cursor" => {
            let cursor = cursor(get(first, &pages.next));
            put(first, &pages.next, cursor.clone())?;
            set_last(second, &pages.next, responses)?;
            next_request(pages, call, cursor)
        }
        "next-link" => {
            put(first, &pages.next, json!(ADDRESS))?;
            set_last(second, &pages.next, responses)?;
            Some(NextRequest::Address(ADDRESS.to_owned()))
        }
        "link" => {
            call.response.headers.push(("link".to_owned(), json!(format!("<{ADDRESS}>; rel=\"next\""))));
            Some(NextRequest::Address(ADDRESS.to_owned()))
        }
        "last-item" => next_request(pages, call, get(items.last()?, &pages.next)?.clone()),
        "number" => next_request(pages, call, json!(page_number(pages, call).unwrap_or(pages.first) + 1)),
        "offset" => {
            let offset = page_number(pages, call).unwrap_or_default() + i64::try_from(items.len()).ok()?;
            next_request(pages, call, json!(offset))
        }
        _ => None,
    }
}

fn without_link(response: &SampleResponse) -> Vec<(String, Value)> {
    response.headers.iter().filter(|(name, _)| name != "link").cloned().collect()
}

/// Returns the cursor of the first page, of the type that the sample has.
fn cursor(sample: Option<&Value>) -> Value {
    match sample {
        Some(number @ Value::Number(_)) => number.clone(),
        // The string may have a format or be listed.
        Some(Value::String(text)) if !text.is_empty() && !text.starts_with("text") => json!(text),
        Some(_) | None => json!(CURSOR),
    }
}

/// Removes the link of the last page: it is missing, null or an empty string, whichever a sample of
/// the response has.
fn set_last(page: &mut SampleResponse, next: &[String], responses: &[SampleResponse]) -> Option<()> {
    let same = |sample: &&SampleResponse| {
        sample.status == page.status && sample.media_type == page.media_type && !sample.newer_server
    };
    let samples = responses.iter().filter(same).filter_map(|sample| sample.value.as_ref());
    let found: Vec<Option<&Value>> = samples.map(|value| get(value, next)).collect();
    let (key, path) = next.split_last()?;
    let value = page.value.as_mut()?;
    let parent = path.iter().try_fold(value, |value, key| value.get_mut(key))?.as_object_mut()?;
    if found.contains(&None) {
        parent.remove(key);
    } else {
        let null = found.contains(&Some(&Value::Null));
        parent.insert(key.clone(), if null { Value::Null } else { json!("") });
    }
    Some(())
}

/// Returns the number or offset that a call has for its page.
fn page_number(pages: &PagesNames, call: &Case) -> Option<i64> {
    let (location, name) = pages.asks.as_ref()?;
    let parameter = call.parameters.iter().find(|known| known.location == *location && known.name == *name);
    parameter?.value.as_i64()
}

fn next_request(pages: &PagesNames, call: &Case, value: Value) -> Option<NextRequest> {
    let (location, name) = pages.asks.clone()?;
    if location != "member" {
        return Some(NextRequest::Parameter(ParameterValue { location, name, value }));
    }
    let mut body = call.body.clone()?;
    body.as_object_mut()?.insert(name, value);
    Some(NextRequest::Body(body))
}

fn get<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

/// Sets a value, or a member that an object lacks.
fn put(value: &mut Value, path: &[String], new: Value) -> Option<()> {
    let Some((key, parents)) = path.split_last() else {
        *value = new;
        return Some(());
    };
    let parent = parents.iter().try_fold(value, |value, key| value.get_mut(key))?.as_object_mut()?;
    parent.insert(key.clone(), new);
    Some(())
}
