//! A request as a command line that a person can paste, with the names of variables where secrets stand.

use http::header;

use super::Client;
use crate::runtime::call::{Payload, SchemeKind, masked_address};
use crate::runtime::core::Plan;
use crate::runtime::value::Content;

/// The command.
pub(super) fn command(plan: &Plan, client: &Client) -> String {
    let target = &plan.target;
    let mut command = format!(
        "curl -X {} {}",
        target.method,
        quoted(&masked_address(&target.uri.to_string(), client.0.api, "$TOKEN"))
    );
    for (name, value) in &target.headers {
        if *name == header::AUTHORIZATION {
            command.push_str(&format!(" {}", authorization(value.to_str().unwrap_or_default(), client)));
        } else if value.is_sensitive() || *name == header::COOKIE {
            command.push_str(&format!(
                " -H \"{name}: ${}\"",
                variable(client, |kind| !matches!(kind, SchemeKind::Basic | SchemeKind::Bearer))
            ));
        } else {
            command.push_str(&format!(
                " -H {}",
                quoted(&format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
            ));
        }
    }
    if !target.body.is_empty() {
        command.push_str(&format!(" --data-binary {}", data(&target.body)));
    }
    command
}

/// The body, or the file that it is.
fn data(body: &Payload) -> String {
    match (body.bytes(), body.pieces()) {
        (Some(bytes), _) => quoted(&String::from_utf8_lossy(&bytes)),
        (None, [Content::Path(path, _)]) => quoted(&format!("@{}", path.display())),
        // Nothing that a command line could hold.
        (None, _) => "@BODY".to_owned(),
    }
}

fn authorization(value: &str, client: &Client) -> String {
    if value.starts_with("Basic ") {
        let names = client
            .0
            .api
            .schemes
            .iter()
            .find(|scheme| scheme.kind == SchemeKind::Basic)
            .map_or(&[][..], |s| s.variables);
        return format!("-u \"${}:${}\"", names.first().unwrap_or(&"USERNAME"), names.get(1).unwrap_or(&"PASSWORD"));
    }
    format!("-H \"authorization: Bearer ${}\"", variable(client, |kind| kind == SchemeKind::Bearer))
}

/// The variable of the first scheme of a kind.
fn variable(client: &Client, fits: impl Fn(SchemeKind) -> bool) -> &'static str {
    let scheme = client.0.api.schemes.iter().find(|scheme| fits(scheme.kind));
    // Of OAuth 2 several are a client's id and secret, and none of them is the token.
    let named = scheme.filter(|scheme| scheme.oauth2.is_none() || scheme.variables.len() == 1);
    named.and_then(|scheme| scheme.variables.first().copied()).unwrap_or("TOKEN")
}

/// In single quotes, as a POSIX shell reads them.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
