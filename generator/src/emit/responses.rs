//! Responses in words: lines of documentation with links to the types, and the grammar that they need. Must not know how a response
//! is read.

use super::docs::in_one_line;
use super::write::{format_name, quoted};
use crate::lower::model::{Api, DeclaredResponse, Operation, Status, Type};

/// Returns the method and path, and a line for each type of response with its statuses.
pub(super) fn listed(api: &Api, operation: &Operation) -> Vec<String> {
    let asked = in_one_line(&format!("`{} {}` returns", operation.method, operation.path));
    let explicit = operation.responses.iter().any(|response| response.status.is_success());
    let is_error = |number: usize| match operation.responses.get(number).map(|response| response.status) {
        Some(Status::Code(code)) => code >= 400,
        Some(Status::Range(hundred)) => hundred >= 4,
        Some(Status::Default) => explicit,
        None => false,
    };
    let (errors, successes): (Vec<usize>, Vec<usize>) = (0..operation.responses.len()).partition(|of| is_error(*of));
    let read = operation.errors.as_ref().map(|of| format!(", as [`{}`]", of.type_name)).unwrap_or_default();
    let errors = groups(api, operation, &errors).into_iter().map(|(statuses, words)| match words {
        Some(words) => (statuses, words + &read),
        None => (statuses, "an error".to_owned()),
    });
    let successes = groups(api, operation, &successes).into_iter();
    let successes = successes.map(|(statuses, words)| (statuses, words.unwrap_or_else(|| "no body".to_owned())));
    let rows: Vec<(String, String)> = successes.chain(errors).collect();
    match rows.as_slice() {
        [] => vec![format!("{asked} no response that the description declares.")],
        [(statuses, words)] => vec![format!("{asked} {statuses} with {words}.")],
        [_, ..] => {
            let rows = rows.iter().map(|(statuses, words)| format!("- {statuses}: {words}"));
            [format!("{asked}:")].into_iter().chain(rows).collect()
        }
    }
}

/// Returns the statuses of each type of response, and the type in words: `None` without a body.
fn groups(api: &Api, operation: &Operation, numbers: &[usize]) -> Vec<(String, Option<String>)> {
    let mut groups: Vec<(String, Option<String>)> = Vec::new();
    for response in numbers.iter().filter_map(|number| operation.responses.get(*number)) {
        let words = response.content.as_ref().map(|content| words(api, &content.ty));
        match groups.iter_mut().find(|(_, known)| *known == words) {
            Some((statuses, _)) => *statuses = format!("{statuses}, {}", status(operation, response)),
            None => groups.push((status(operation, response), words)),
        }
    }
    groups
}

fn status(operation: &Operation, response: &DeclaredResponse) -> String {
    let words = match response.redirect.unwrap_or(response.status) {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default if operation.responses.len() == 1 => "any status".to_owned(),
        Status::Default => "any other status".to_owned(),
    };
    if response.redirect.is_some() { words + " (redirected)" } else { words }
}

/// Returns a type in words, with a link to its page, for the modules of resources.
pub(super) fn words(api: &Api, ty: &Type) -> String {
    words_with(api, ty, &|name| format!("[`{name}`](super::types::{name})"))
}

/// Returns a type in words, for the module of types.
pub(super) fn local_words(api: &Api, ty: &Type) -> String {
    words_with(api, ty, &|name| quoted(name))
}

fn words_with(api: &Api, ty: &Type, link: &dyn Fn(&str) -> String) -> String {
    let inside = |inner: &Type| words_with(api, inner, link);
    match ty {
        Type::Nothing => "nothing".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Boolean => "`bool`".to_owned(),
        Type::I32 => "`i32`".to_owned(),
        Type::I64 => "`i64`".to_owned(),
        Type::U32 => "`u32`".to_owned(),
        Type::U64 => "`u64`".to_owned(),
        Type::F32 => "`f32`".to_owned(),
        Type::F64 => "`f64`".to_owned(),
        Type::Number => "[`Number`](super::Number)".to_owned(),
        Type::Any => "any JSON value".to_owned(),
        Type::Bytes | Type::File => "bytes".to_owned(),
        Type::Formatted(format) => {
            let name = format_name(*format);
            format!("[`{name}`](super::formats::{name})")
        }
        Type::Optional(inner) => format!("optional {}", inside(inner)),
        Type::Array(inner) => format!("array of {}", inside(inner)),
        Type::Map(inner) => format!("map of {}", inside(inner)),
        Type::Named(id) => {
            let name = &api.type_def(*id).name;
            link(name)
        }
    }
}

/// Returns words with their indefinite article, by how they sound.
pub(super) fn with_article(words: &str) -> String {
    if ["any ", "bytes", "nothing"].iter().any(|start| words.starts_with(start)) {
        return words.to_owned();
    }
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let starts = |all: &[&str]| all.iter().any(|start| bare.starts_with(start));
    let vowel = starts(&["a", "e", "i", "o", "u", "8", "http", "html", "mfa", "ssh", "sms", "xml"]);
    let consonant = starts(&["eu", "once", "one", "u16", "u32", "u64", "uni", "uri", "url", "us", "ut", "uu"]);
    format!("{} {words}", if vowel && !consonant { "an" } else { "a" })
}

/// Returns words with a capital at their start.
pub(super) fn sentence_start(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns words as a sentence.
pub(super) fn sentence(words: &str) -> String {
    format!("{}.", sentence_start(words))
}
