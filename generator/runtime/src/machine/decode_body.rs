//! Decodes the text of a response: whether it has a body, whether that is JSON, and its charset.
//! Must not know the types that are read from it.

use std::borrow::Cow;

use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::de::IgnoredAny;

use super::response::RawResponse;
use crate::call::ResponseContent;

/// The content types that nearly all servers send. They need no closer look.
const USUAL: [&str; 3] = ["application/json", "application/json; charset=utf-8", "application/json; charset=UTF-8"];

/// Charsets whose strings are UTF-8.
const UTF8: [&str; 4] = ["utf-8", "utf8", "us-ascii", "ascii"];

/// Byte order marks of UTF-16 (Unicode 17, section 23.8). No UTF-8 string starts with them.
const UTF16_MARKS: [&[u8]; 2] = [b"\xfe\xff", b"\xff\xfe"];

/// Returns the JSON of a response in UTF-8; `None` for a response without a body.
///
///
/// # Errors
///
/// Fails with a message if the body is not JSON, or if its charset is not supported.
pub fn json_body(response: &RawResponse) -> Result<Option<Cow<'_, [u8]>>, String> {
    let declared =
        response.declared.and_then(|index| response.operation.responses.get(index)).map(|declared| declared.content);
    let body = without_mark(&response.body);
    let empty = body.iter().all(u8::is_ascii_whitespace);
    // RFC 9110, sections 15.3.5 and 15.3.6: these statuses have no content.
    let never = matches!(response.status(), http::StatusCode::NO_CONTENT | http::StatusCode::RESET_CONTENT);
    if empty || declared == Some(ResponseContent::Nothing) || never {
        return Ok(None);
    }
    let Some(sent) = response.headers().get(CONTENT_TYPE) else { return Ok(Some(body.into())) };
    let sent = sent.to_str().unwrap_or_default();
    if USUAL.contains(&sent) {
        return Ok(Some(body.into()));
    }
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if !is_json(essence) {
        return Err(format!("expected JSON, but the server sent `{}`", essence.to_ascii_lowercase()));
    }
    // RFC 8259, section 8.1: JSON is UTF-8. Some servers use another charset nevertheless.
    match charset(sent) {
        None => Ok(Some(body.into())),
        Some(charset) => match decoded(&charset, &response.body) {
            Ok(text) => Ok(Some(text.into_owned().into_bytes().into())),
            Err(why) => Err(format!("expected JSON in UTF-8, but the server sent charset `{charset}`{why}")),
        },
    }
}

/// Returns the text of a response, without a byte order mark. Invalid UTF-8 is replaced with
/// U+FFFD.
///
/// # Errors
///
/// Fails with a message if the charset is not supported.
pub(crate) fn text_body(response: &RawResponse) -> Result<Cow<'_, str>, String> {
    let sent = response.headers().get(CONTENT_TYPE).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let is_marked = UTF16_MARKS.iter().any(|mark| response.body.starts_with(mark));
    match charset(sent).or_else(|| is_marked.then(|| "utf-16".to_owned())) {
        None => Ok(String::from_utf8_lossy(without_mark(&response.body))),
        Some(charset) => decoded(&charset, &response.body)
            .map_err(|why| format!("expected text in UTF-8, but the server sent charset `{charset}`{why}")),
    }
}

fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Returns the charset of a `Content-Type`, in lower case; `None` for UTF-8 and its subsets.
fn charset(sent: &str) -> Option<String> {
    let mut parameters = sent.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, charset) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    let charset = charset.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
    (!charset.is_empty() && !UTF8.contains(&charset.as_str())).then_some(charset)
}

/// Decodes a body by the labels of the Encoding Standard.
#[cfg(feature = "charset")]
fn decoded<'b>(charset: &str, body: &'b [u8]) -> Result<Cow<'b, str>, &'static str> {
    let encoding = encoding_rs::Encoding::for_label_no_replacement(charset.as_bytes()).ok_or(", which is unknown")?;
    Ok(encoding.decode(body).0)
}

/// Fails, because the decoding tables are not compiled in. Guessing would change the text.
#[cfg(not(feature = "charset"))]
fn decoded<'b>(_: &str, _: &'b [u8]) -> Result<Cow<'b, str>, &'static str> {
    Err("; enable the feature `charset`")
}

/// Explains a JSON error: the body is still compressed, or not in the charset that the server
/// declares. Call it only for a body that is not JSON, as some servers declare codings that they do
/// not apply.
pub(crate) fn explain_encoding(response: &RawResponse) -> Option<String> {
    let sent = response.headers().get(CONTENT_TYPE).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    if let Some(charset) =
        charset(sent).filter(|charset| !decoded(charset, &response.body).is_ok_and(|text| is_json(&text)))
    {
        return Some(format!(
            "expected JSON, but the body is not valid in the charset that the server declares, `{charset}`"
        ));
    }
    let encoding = response
        .headers()
        .get(CONTENT_ENCODING)?
        .to_str()
        .ok()
        .filter(|coding| !coding.eq_ignore_ascii_case("identity"))?;
    let gzip = ["gzip", "x-gzip"].iter().any(|name| encoding.eq_ignore_ascii_case(name));
    let hint = if gzip { "; enable the feature `gzip`" } else { "" };
    Some(format!("expected JSON, but the server compressed it with `{encoding}`, which was not requested{hint}"))
}

/// Explains a JSON error by the media type `text/plain`. Call it only for a body that is not JSON,
/// as many servers send JSON as plain text.
pub(crate) fn explain_media_type(response: &RawResponse) -> Option<String> {
    let sent = response.headers().get(CONTENT_TYPE)?.to_str().ok()?.split(';').next().unwrap_or_default().trim();
    is_plain(sent).then(|| format!("expected JSON, but the server sent `{}`", sent.to_ascii_lowercase()))
}

fn is_plain(essence: &str) -> bool {
    essence.eq_ignore_ascii_case("text/plain")
}

/// Returns `true` for media types of JSON, and for those that servers send for want of a better
/// one. If the description declares JSON, plain text is read as JSON too. HTML is not: it comes
/// from proxies and login pages.
fn is_json(essence: &str) -> bool {
    let ends = |suffix: &str| {
        let start = essence.len().checked_sub(suffix.len());
        start.and_then(|start| essence.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
    };
    essence.is_empty()
        || is_plain(essence)
        || ends("/json")
        || ends("+json")
        || essence.eq_ignore_ascii_case("application/octet-stream")
}
