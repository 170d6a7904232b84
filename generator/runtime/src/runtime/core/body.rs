//! The JSON of an answer: whether there is any, and whether it is JSON at all.

use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::answer::Reply;
use crate::runtime::call::Content;

/// What nearly all servers send, and needs no second look.
const USUAL: [&str; 3] = ["application/json", "application/json; charset=utf-8", "application/json; charset=UTF-8"];

/// The bytes to decode; `None` for an answer without a body.
///
/// # Errors
/// In our words, where the server sent something that is no JSON in UTF-8.
pub fn json_body(reply: &Reply) -> Result<Option<&[u8]>, String> {
    let declared = reply.answer.and_then(|index| reply.operation.answers.get(index)).map(|answer| answer.content);
    let body = reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body);
    let empty = body.iter().all(u8::is_ascii_whitespace);
    if empty || declared == Some(Content::Nothing) || reply.status() == http::StatusCode::NO_CONTENT {
        return Ok(None);
    }
    let Some(sent) = reply.headers().get(CONTENT_TYPE) else { return Ok(Some(body)) };
    let sent = sent.to_str().unwrap_or_default();
    if USUAL.contains(&sent) {
        return Ok(Some(body));
    }
    let mut parts = sent.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    if !is_json(essence) {
        return Err(format!("expected JSON, the server sent `{}`", essence.to_ascii_lowercase()));
    }
    // RFC 8259 section 8.1: JSON is UTF-8; some servers say so all the same.
    let named = parts.find_map(|part| part.split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("charset")));
    match named.map(|(_, charset)| charset.trim_matches('"')) {
        Some(other) if !["utf-8", "utf8", "us-ascii"].iter().any(|of| other.eq_ignore_ascii_case(of)) => {
            let other = other.to_ascii_lowercase();
            Err(format!("expected JSON in UTF-8, the server sent the charset `{other}`"))
        }
        _ => Ok(Some(body)),
    }
}

/// Why a body is no JSON though the server says so: it is still packed. Only for a body that could not be read, as some
/// servers call an encoding what is none.
pub(crate) fn packed(reply: &Reply) -> Option<String> {
    let encoding =
        reply.headers().get(CONTENT_ENCODING)?.to_str().ok().filter(|of| !of.eq_ignore_ascii_case("identity"))?;
    let gzip = ["gzip", "x-gzip"].iter().any(|name| encoding.eq_ignore_ascii_case(name));
    let hint = if gzip { "; see the feature `gzip`" } else { "" };
    Some(format!("expected JSON, the server sent it packed as `{encoding}`, which was not asked for{hint}"))
}

/// Why a body is not JSON: the server does not say that it is. Only for a body that could not be read, as many servers send JSON as plain text.
pub(crate) fn untyped(reply: &Reply) -> Option<String> {
    let sent = reply.headers().get(CONTENT_TYPE)?.to_str().ok()?.split(';').next().unwrap_or_default().trim();
    is_plain(sent).then(|| format!("expected JSON, the server sent `{}`", sent.to_ascii_lowercase()))
}

fn is_plain(essence: &str) -> bool {
    essence.eq_ignore_ascii_case("text/plain")
}

/// Media types of JSON, and the ones that servers send for want of a better one: where the description declares JSON, plain text is read as
/// JSON too. HTML is not, which is what proxies and login pages send.
fn is_json(essence: &str) -> bool {
    let ends = |with: &str| {
        essence
            .len()
            .checked_sub(with.len())
            .and_then(|at| essence.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(with))
    };
    essence.is_empty()
        || is_plain(essence)
        || ends("/json")
        || ends("+json")
        || essence.eq_ignore_ascii_case("application/octet-stream")
}
