//! Documents responses, with links to the types. Must not know how a response is read.

use crate::emit::docs::markdown::in_one_line;
use crate::emit::docs::words::words;
use crate::lower::model::{Api, DeclaredResponse, Operation, Status};

/// Returns the method and path, and a line for each type of response with its statuses.
pub(crate) fn listed(api: &Api, operation: &Operation) -> Vec<String> {
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

/// Returns the statuses of each type of response, and the name of the type: `None` without a body.
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
