//! Two pages of a response: the first one leads to the second one, which is the last. Which operations have pages, and by which parts
//! of request and response, the generator says; what has to be requested then follows from OpenAPI's parameters, RFC 8288 and RFC 3986.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Case, Given, Reply};
use crate::names::{OperationNames, PagesNames};

/// The address of the second page, relative to the first (RFC 3986, section 5.2).
const ADDRESS: &str = "other?page=2";
/// A cursor that has to be encoded.
const CURSOR: &str = "next page/2+=&";

/// The second page of a call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SecondPage {
    /// The response.
    pub answer: Reply,
    /// The request.
    pub asked: Asked,
}

/// The request for the second page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Asked {
    /// The same with this parameter.
    Parameter(Given),
    /// The same with this body.
    Body(Value),
    /// Another address.
    Address(String),
}

/// The two pages of an operation, once with as little in the request as there may be, and once with all of it.
pub(super) fn cases(names: &OperationNames, calls: &[Case], replies: &[Reply]) -> Vec<Case> {
    let Some(pages) = &names.pages else { return Vec::new() };
    let read = |of: &Reply| {
        names.answers.iter().any(|(status, media_type)| of.declared == *status && of.media_type == *media_type)
    };
    let full = |of: &&Reply| {
        let items = of.value.as_ref().and_then(|value| at(value, &pages.items)).and_then(Value::as_array);
        (200..300).contains(&of.status)
            && of.is_json()
            && !of.foreign
            && read(of)
            && items.is_some_and(|of| !of.is_empty())
    };
    let made = calls
        .iter()
        .take(2)
        .filter_map(|call| replies.iter().filter(full).find_map(|of| case(pages, call, of, replies)));
    made.collect()
}

fn case(pages: &PagesNames, call: &Case, full: &Reply, replies: &[Reply]) -> Option<Case> {
    let mut call = Case { answer: full.clone(), location: None, ..call.clone() };
    let mut second = Reply { headers: without_link(full), ..full.clone() };
    call.answer.headers.clone_from(&second.headers);
    let (first_value, second_value) = (call.answer.value.as_mut()?, second.value.as_mut()?);
    for (flag, on_first) in [(&pages.more, true), (&pages.last, false)] {
        if !flag.is_empty() {
            put(first_value, flag, json!(on_first))?;
            put(second_value, flag, json!(!on_first))?;
        }
    }
    let flagged = !pages.more.is_empty() || !pages.last.is_empty();
    let items = at(first_value, &pages.items)?.as_array()?.clone();
    let asked = match pages.by.as_str() {
        "cursor" | "body-cursor" => {
            let cursor = cursor(at(first_value, &pages.next));
            put(first_value, &pages.next, cursor.clone())?;
            end(second_value, &pages.next, replies, full)?;
            asked(pages, &call, cursor)?
        }
        "next-link" => {
            put(first_value, &pages.next, json!(ADDRESS))?;
            end(second_value, &pages.next, replies, full)?;
            Asked::Address(ADDRESS.to_owned())
        }
        "link" => {
            call.answer.headers.push(("link".to_owned(), json!(format!("<{ADDRESS}>; rel=\"next\""))));
            Asked::Address(ADDRESS.to_owned())
        }
        "last-item" => asked(pages, &call, at(items.last()?, &pages.next)?.clone())?,
        "number" => asked(pages, &call, json!(given(pages, &call).unwrap_or(pages.first) + 1))?,
        "offset" => {
            asked(pages, &call, json!(given(pages, &call).unwrap_or_default() + i64::try_from(items.len()).ok()?))?
        }
        _ => return None,
    };
    if !flagged && matches!(pages.by.as_str(), "last-item" | "number" | "offset") {
        // Only a page without items ends them.
        put(second.value.as_mut()?, &pages.items, json!([]))?;
    }
    Some(Case { second: Some(SecondPage { answer: second, asked }), ..call })
}

fn without_link(reply: &Reply) -> Vec<(String, Value)> {
    reply.headers.iter().filter(|(name, _)| name != "link").cloned().collect()
}

/// The cursor of the first page: of the type that the sample has.
fn cursor(sample: Option<&Value>) -> Value {
    match sample {
        Some(number @ Value::Number(_)) => number.clone(),
        // The value may have a format, or be one of few.
        Some(Value::String(text)) if !text.is_empty() && !text.starts_with("text") => json!(text),
        Some(_) | None => json!(CURSOR),
    }
}

/// Sets what leads on to what the last page has: nothing, null, or an empty string, whichever a sample of the response has.
fn end(value: &mut Value, next: &[String], replies: &[Reply], like: &Reply) -> Option<()> {
    let same = replies.iter().filter(|of| of.status == like.status && of.media_type == like.media_type && !of.foreign);
    let found: Vec<Option<&Value>> = same.filter_map(|of| of.value.as_ref()).map(|of| at(of, next)).collect();
    let (key, way) = next.split_last()?;
    let parent = way.iter().try_fold(&mut *value, |at, key| at.get_mut(key))?.as_object_mut()?;
    if found.contains(&None) {
        parent.remove(key);
    } else {
        let null = found.contains(&Some(&Value::Null));
        parent.insert(key.clone(), if null { Value::Null } else { json!("") });
    }
    Some(())
}

/// The number that a call gives for a page.
fn given(pages: &PagesNames, call: &Case) -> Option<i64> {
    let (place, name) = pages.asks.as_ref()?;
    call.given.iter().find(|of| of.place == *place && of.name == *name)?.value.as_i64()
}

fn asked(pages: &PagesNames, call: &Case, value: Value) -> Option<Asked> {
    let (place, name) = pages.asks.clone()?;
    if place != "member" {
        return Some(Asked::Parameter(Given { place, name, value }));
    }
    let mut body = call.body.clone()?;
    body.as_object_mut()?.insert(name, value);
    Some(Asked::Body(body))
}

fn at<'v>(value: &'v Value, way: &[String]) -> Option<&'v Value> {
    way.iter().try_fold(value, |at, key| at.get(key))
}

/// Sets what is there, or a member that an object lacks.
fn put(value: &mut Value, way: &[String], new: Value) -> Option<()> {
    let Some((key, parents)) = way.split_last() else {
        *value = new;
        return Some(());
    };
    let parent = parents.iter().try_fold(value, |at, key| at.get_mut(key))?.as_object_mut()?;
    parent.insert(key.clone(), new);
    Some(())
}
