//! What an operation can response, as lines of documentation with links to the types. Must not know how an response is read.

use super::docs::cleaned;
use super::write::format_name;
use crate::lower::model::{Api, DeclaredResponse, Operation, Status, Type};

/// How it is asked, and then a line for each type of response: the statuses that have it.
pub(super) fn listed(api: &Api, operation: &Operation) -> Vec<String> {
    let mut lines = cleaned(&format!("`{} {}` responses", operation.method, operation.path));
    let explicit = operation.responses.iter().any(|response| response.status.is_success());
    let is_error = |number: usize| match operation.responses.get(number).map(|response| response.status) {
        Some(Status::Code(code)) => code >= 400,
        Some(Status::Range(hundred)) => hundred >= 4,
        Some(Status::Default) => explicit,
        None => false,
    };
    let (errors, successes): (Vec<usize>, Vec<usize>) = (0..operation.responses.len()).partition(|of| is_error(*of));
    for (statuses, words) in groups(api, operation, &successes) {
        lines.push(format!("- {statuses}: {}", words.unwrap_or_else(|| "nothing".to_owned())));
    }
    let read = operation.errors.as_ref().map(|of| format!(", as [`{}`]", of.type_name)).unwrap_or_default();
    for (statuses, words) in groups(api, operation, &errors) {
        lines.push(format!("- {statuses}: {}", words.map_or_else(|| "an error".to_owned(), |words| words + &read)));
    }
    match lines.as_slice() {
        [asked] => vec![format!("{asked} nothing that the description declares.")],
        [asked, one] => vec![format!("{asked} {}.", one.trim_start_matches("- "))],
        _ => lines,
    }
}

/// The statuses of each type of response, and the type in words; `None` where there is no body to be read.
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
    let words = match response.behind.unwrap_or(response.status) {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default if operation.responses.len() == 1 => "any status".to_owned(),
        Status::Default => "any other status".to_owned(),
    };
    if response.behind.is_some() { words + ", and then where the server sends to" } else { words }
}

/// A type in words, with a link where it has a page.
pub(super) fn words(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Nothing => "nothing".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Boolean => "`bool`".to_owned(),
        Type::I32 => "`i32`".to_owned(),
        Type::I64 => "`i64`".to_owned(),
        Type::U32 => "`u32`".to_owned(),
        Type::U64 => "`u64`".to_owned(),
        Type::F32 => "`f32`".to_owned(),
        Type::F64 => "`f64`".to_owned(),
        Type::Number => "[`Number`](super::Number)".to_owned(),
        Type::Any => "any JSON".to_owned(),
        Type::Bytes | Type::File => "bytes".to_owned(),
        Type::Formatted(format) => {
            let name = format_name(*format);
            format!("[`{name}`](super::formats::{name})")
        }
        Type::Optional(inner) => format!("optional {}", words(api, inner)),
        Type::List(inner) => format!("list of {}", words(api, inner)),
        Type::Map(inner) => format!("map of {}", words(api, inner)),
        Type::Named(id) => {
            let name = &api.type_def(*id).name;
            format!("[`{name}`](super::types::{name})")
        }
    }
}
