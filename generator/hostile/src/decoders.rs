//! Properties of the decoders of the runtime for any bytes of a server: events and lines in any
//! chunks, `Link`, `Retry-After`, JSON by type; and that forms can be read back. Must not know what
//! a decoder should return for them.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{DATE, LINK, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};

use crate::Dice;
use crate::shapes::{Kind, Thing};
use clientwright_runtime::call::multipart;
use clientwright_runtime::error::retry_after;
use clientwright_runtime::machine::{Frame, Frames, Framing, next_link};
use clientwright_runtime::value::{Field, Number, equal, json};

/// A decoded item with the name, ID and delay of its event.
type Came = Vec<(Frame, String, String, Option<Duration>)>;

/// Checks that a stream has the same items in any chunks.
///
/// # Panics
/// Panics if a property is violated.
pub fn events(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let framing = *dice.pick(&[Framing::Events, Framing::WholeEvents, Framing::Lines, Framing::Records]);
    let size = 1 + dice.below(16);
    let body = dice.rest();
    let whole = items(framing, [body]);
    assert_eq!(whole, items(framing, body.chunks(1)), "{framing:?} byte by byte");
    assert_eq!(whole, items(framing, body.chunks(size)), "{framing:?} in pieces of {size}");
    if framing == Framing::Events {
        let payload = |frame: &Frame| matches!(frame, Frame::Item(item) if item == b"[DONE]");
        assert!(!whole.iter().any(|(frame, ..)| payload(frame)), "the end marker is not an item");
    }
}

fn items<'b>(framing: Framing, pieces: impl IntoIterator<Item = &'b [u8]>) -> Came {
    let mut frames = Frames::new(framing, u64::MAX);
    let mut came = Vec::new();
    let mut take = |frames: &mut Frames| {
        while let Ok(Some(frame)) = frames.next_frame() {
            came.push((frame, frames.name.clone(), frames.id.clone(), frames.retry));
        }
    };
    for piece in pieces {
        frames.push(&Bytes::copy_from_slice(piece));
        take(&mut frames);
    }
    frames.end();
    take(&mut frames);
    came
}

/// Checks that a limit holds for any chunks.
///
/// # Panics
/// Panics if the limit is exceeded.
pub fn limited(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let framing = *dice.pick(&[Framing::Events, Framing::WholeEvents, Framing::Lines, Framing::Records]);
    let (limit, size) = (dice.below(64), 1 + dice.below(16));
    let mut frames = Frames::new(framing, limit as u64);
    for piece in dice.rest().chunks(size) {
        frames.push(&Bytes::copy_from_slice(piece));
        loop {
            match frames.next_frame() {
                Err(_) => return,
                Ok(None) => break,
                // As JSON, an event is up to six times longer, plus its names.
                Ok(Some(Frame::Item(item))) => {
                    assert!(item.len() <= (limit + size) * 6 + 100 || framing == Framing::WholeEvents)
                }
                Ok(Some(Frame::Done)) => {}
            }
        }
    }
}

/// Checks `Link`: no bytes cause a panic, and the right one of several well-formed links is found.
///
/// # Panics
/// Panics if a property is violated.
pub fn link(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        headers.extend(HeaderValue::from_bytes(line).ok().map(|value| (LINK, value)));
    }
    let _ = next_link(&headers);
    let mut dice = Dice::new(bytes);
    let (mut line, mut wanted) = (String::new(), None);
    for number in 0..dice.below(6) {
        let target = format!("https://a.example/{number}?a=,;\"<");
        let parameters = [
            "title=\"a, <b>; rel=next\"",
            "title=\"\\\"; rel=next; \\\\\"",
            "rel=\"next\"",
            "rel=next",
            "REL=\"prev Next\"",
        ];
        let others = ["rel=prev", "rel=\"nextt\"", "anchor=\"#a\"", "title*=UTF-8''n%20e", "rel", " ", "x=\"\""];
        let mut own = [*dice.pick(&others), *dice.pick(&parameters), *dice.pick(&others)];
        own.rotate_left(dice.below(3));
        let rel = own.iter().find(|of| of.to_lowercase().starts_with("rel"));
        let is = rel.is_some_and(|of| ["rel=\"next\"", "rel=next", "REL=\"prev Next\""].contains(of));
        wanted = wanted.or_else(|| is.then(|| target.clone()));
        let space = *dice.pick(&["", " ", "\t"]);
        line.push_str(&format!(
            "{}<{target}>{space};{}",
            if number == 0 { "" } else { "," },
            own.join(&format!("{space};{space}"))
        ));
    }
    let headers = HeaderMap::from_iter([(LINK, HeaderValue::from_str(&line).unwrap_or_else(|_| panic!("{line:?}")))]);
    assert_eq!(next_link(&headers), wanted, "{line}");
}

/// Checks `Retry-After`: no bytes cause a panic, and seconds and dates are read correctly.
///
/// # Panics
/// Panics if a property is violated.
pub fn waits(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let number = dice.below(1 << 24);
    let mut headers = HeaderMap::new();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for name in ["retry-after", "retry-after-ms", "date"] {
        let (line, _) = dice.rest().split_at(dice.rest().len() / 2);
        headers.extend(HeaderValue::from_bytes(line).ok().map(|value| (http::HeaderName::from_static(name), value)));
        let _ = retry_after(&headers, Some(now));
        let _ = dice.below(256);
    }
    let seconds = Duration::from_secs(number as u64);
    let headers = |text: String| {
        HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(&text).unwrap_or_else(|_| panic!("{text}")))])
    };
    assert_eq!(retry_after(&headers(format!(" {number} ")), None), Some(seconds));
    let mut dated = headers(httpdate::fmt_http_date(now + seconds));
    assert_eq!(retry_after(&dated, Some(now)), Some(seconds));
    dated.extend(HeaderValue::from_str(&httpdate::fmt_http_date(now + seconds * 2)).ok().map(|value| (DATE, value)));
    assert_eq!(retry_after(&dated, Some(now)), Some(Duration::ZERO));
}

/// Checks that a form with any names and strings is read back correctly by a reader that knows only
/// the boundary.
///
/// # Panics
/// Panics if a property is violated.
pub fn form(bytes: &[u8]) {
    let mut parts = BTreeMap::new();
    for line in bytes.split(|byte| *byte == 0xff).take(20) {
        let (name, text) = line.split_at(line.len().min(1 + line.len() / 3));
        parts.insert(String::from_utf8_lossy(name).into_owned(), String::from_utf8_lossy(text).into_owned());
    }
    let (payload, boundary) = multipart(&parts, &[]).unwrap_or_else(|why| panic!("{why}"));
    let body = payload.bytes().unwrap_or_default();
    assert_eq!(
        read_back(&body, &boundary),
        parts.into_iter().map(|(name, text)| (quoted(&name), text)).collect::<Vec<_>>()
    );
}

/// Returns a name as it is quoted (WHATWG HTML).
fn quoted(name: &str) -> String {
    name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

fn read_back(body: &[u8], boundary: &str) -> Vec<(String, String)> {
    let text = std::str::from_utf8(body).unwrap_or_else(|_| panic!("no text"));
    let end = format!("--{boundary}--\r\n");
    let inner = text.strip_suffix(&end).unwrap_or_else(|| panic!("no end: {text}"));
    let begin = format!("--{boundary}\r\n");
    let parts = inner.split(&begin).skip(1);
    let part = |part: &str| {
        let (head, body) = part.split_once("\r\n\r\n")?;
        let name = head.strip_prefix("content-disposition: form-data; name=\"")?.strip_suffix('"')?;
        Some((name.to_owned(), body.strip_suffix("\r\n")?.to_owned()))
    };
    parts.map(|of| part(of).unwrap_or_else(|| panic!("no part: {of}"))).collect()
}

/// Checks that JSON is read into types, written, and read again with the same value and bytes.
///
/// # Panics
/// Panics if a property is violated.
pub fn values(bytes: &[u8]) {
    stable::<Thing>(bytes);
    stable::<Vec<Option<Kind>>>(bytes);
    stable::<BTreeMap<String, Vec<f64>>>(bytes);
    stable::<Vec<Number>>(bytes);
    stable::<Option<Vec<i32>>>(bytes);
    stable::<Vec<f32>>(bytes);
    stable::<Vec<bool>>(bytes);
    stable::<String>(bytes);
    stable::<serde_json::Value>(bytes);
}

/// Checks that a float is read as it was written, with 64 and 32 bits.
///
/// # Panics
/// Panics if it differs.
pub fn float(value: f64) {
    if value.is_finite() {
        assert_eq!(json::from_slice::<f64>(format!("{value:e}").as_bytes()).ok(), Some(value), "{value:e}");
    }
    let single = value as f32;
    if single.is_finite() {
        assert_eq!(json::from_slice::<f32>(format!("{single:e}").as_bytes()).ok(), Some(single), "{single:e}");
    }
}

fn stable<T: Field>(bytes: &[u8]) {
    let first: T = match json::from_slice(bytes) {
        Ok(value) => value,
        // Displaying the error must not panic.
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    // JSON has no spelling for some numbers of 32 bits; nothing is sent then.
    let Ok(text) = json::to_vec(&first) else { return };
    let second: T =
        json::from_slice(&text).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&text)));
    let again = json::to_vec(&second).unwrap_or_default();
    assert_eq!(String::from_utf8_lossy(&text), String::from_utf8_lossy(&again));
    assert!(equal(&first, &second), "{}", String::from_utf8_lossy(&text));
}
