//! The JSON or text of a response: whether there is any, whether it is JSON at all, and in which charset it is.

use std::borrow::Cow;

use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::de::IgnoredAny;

use super::answer::Reply;
use crate::call::ResponseContent;

/// What nearly all servers send, and needs no second look.
const USUAL: [&str; 3] = ["application/json", "application/json; charset=utf-8", "application/json; charset=UTF-8"];

/// Charsets whose texts are UTF-8.
const UTF8: [&str; 4] = ["utf-8", "utf8", "us-ascii", "ascii"];

/// Byte order marks (Unicode 17, section 23.8): the two of UTF-16 begin no text in UTF-8.
const UTF16_MARKS: [&[u8]; 2] = [b"\xfe\xff", b"\xff\xfe"];

/// The bytes to decode; `None` for an answer without a body.
///
/// # Errors
/// A message, where the server sent something other than JSON, or a charset that is not read.
pub fn json_body(reply: &Reply) -> Result<Option<Cow<'_, [u8]>>, String> {
    let declared = reply.answer.and_then(|index| reply.operation.responses.get(index)).map(|answer| answer.content);
    let body = without_mark(&reply.body);
    let empty = body.iter().all(u8::is_ascii_whitespace);
    // RFC 9110, sections 15.3.5 and 15.3.6: these have no content.
    let never = matches!(reply.status(), http::StatusCode::NO_CONTENT | http::StatusCode::RESET_CONTENT);
    if empty || declared == Some(ResponseContent::Nothing) || never {
        return Ok(None);
    }
    let Some(sent) = reply.headers().get(CONTENT_TYPE) else { return Ok(Some(body.into())) };
    let sent = sent.to_str().unwrap_or_default();
    if USUAL.contains(&sent) {
        return Ok(Some(body.into()));
    }
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if !is_json(essence) {
        return Err(format!("expected JSON, the server sent `{}`", essence.to_ascii_lowercase()));
    }
    // RFC 8259 section 8.1: JSON is UTF-8; some servers send another charset all the same.
    match charset(sent) {
        None => Ok(Some(body.into())),
        Some(charset) => match decoded(&charset, &reply.body) {
            Ok(text) => Ok(Some(text.into_owned().into_bytes().into())),
            Err(why) => Err(format!("expected JSON in UTF-8, the server sent the charset `{charset}`{why}")),
        },
    }
}

/// Returns the text of a response, without a byte order mark. Invalid UTF-8 is replaced with U+FFFD.
///
/// # Errors
/// A message, where it is in a charset that is not read.
pub(crate) fn text_body(reply: &Reply) -> Result<Cow<'_, str>, String> {
    let sent = reply.headers().get(CONTENT_TYPE).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let is_marked = UTF16_MARKS.iter().any(|mark| reply.body.starts_with(mark));
    match charset(sent).or_else(|| is_marked.then(|| "utf-16".to_owned())) {
        None => Ok(String::from_utf8_lossy(without_mark(&reply.body))),
        Some(charset) => decoded(&charset, &reply.body)
            .map_err(|why| format!("expected text in UTF-8, the server sent the charset `{charset}`{why}")),
    }
}

fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// The charset that a `ResponseContent-Type` names, in lower case; `None` for UTF-8 and what is a part of it.
fn charset(sent: &str) -> Option<String> {
    let mut parameters = sent.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, charset) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    let charset = charset.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
    (!charset.is_empty() && !UTF8.contains(&charset.as_str())).then_some(charset)
}

/// A body in another charset, by the labels of the Encoding Standard.
#[cfg(feature = "charset")]
fn decoded<'b>(charset: &str, body: &'b [u8]) -> Result<Cow<'b, str>, &'static str> {
    let encoding = encoding_rs::Encoding::for_label_no_replacement(charset.as_bytes()).ok_or(", which is not known")?;
    Ok(encoding.decode(body).0)
}

/// As above, without the tables that it needs: refused, as any other reading would be another text.
#[cfg(not(feature = "charset"))]
fn decoded<'b>(_: &str, _: &'b [u8]) -> Result<Cow<'b, str>, &'static str> {
    Err("; see the feature `charset`")
}

/// Explains a JSON error: the body is still compressed, or not in the charset that the server names. Only for a body that could not be read, as some
/// servers call an encoding what is none.
pub(crate) fn packed(reply: &Reply) -> Option<String> {
    let sent = reply.headers().get(CONTENT_TYPE).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    if let Some(charset) = charset(sent).filter(|of| !decoded(of, &reply.body).is_ok_and(|text| is_json(&text))) {
        return Some(format!("expected JSON, and what the server sent is not in its charset `{charset}`"));
    }
    let encoding =
        reply.headers().get(CONTENT_ENCODING)?.to_str().ok().filter(|of| !of.eq_ignore_ascii_case("identity"))?;
    let gzip = ["gzip", "x-gzip"].iter().any(|name| encoding.eq_ignore_ascii_case(name));
    let hint = if gzip { "; see the feature `gzip`" } else { "" };
    Some(format!("expected JSON, the server sent it packed as `{encoding}`, which was not asked for{hint}"))
}

/// Explains a JSON error by the media type `text/plain`. Only for a body that could not be read, as many servers send JSON as plain text.
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
