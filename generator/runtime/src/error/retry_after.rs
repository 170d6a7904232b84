//! The delay that a server asks for. Must not decide whether a call is retried.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

use crate::call::header_text;

static RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// Returns the delay that the server asks for: `retry-after-ms`, or `Retry-After` in seconds or as
/// a date (RFC 9110, section 10.2.3). A date is compared with the `Date` of the response, so that a
/// wrong clock on either side does not matter.
#[must_use]
pub fn retry_after(headers: &HeaderMap, date: Option<SystemTime>) -> Option<Duration> {
    let text = |name: &HeaderName| header_text(headers, name).map(str::trim);
    if let Some(delay) = text(&RETRY_AFTER_MS).and_then(seconds).map(|millis| millis / 1000) {
        return Some(delay);
    }
    let named = text(&RETRY_AFTER)?;
    if let Some(delay) = seconds(named) {
        return Some(delay);
    }
    let until = httpdate::parse_http_date(named).ok()?;
    let from = text(&DATE).and_then(|text| httpdate::parse_http_date(text).ok()).or(date)?;
    Some(until.duration_since(from).unwrap_or_default())
}

/// Parses digits, and the fraction that some servers send although the RFC has none. The RFC does
/// not limit the digits: a number that does not fit into a [`Duration`] is the longest one. Parsed
/// by hand, because the standard library's parser for floats adds 17 kB to each program that does
/// not use it otherwise.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if whole.is_empty()
        || fraction.is_empty()
        || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let nanos = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanos = nanos.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'));
    // The string has only digits, so that parsing fails only for numbers that are too large.
    Some(whole.parse().map_or(Duration::MAX, |whole| Duration::new(whole, nanos)))
}

/// Returns the current date.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub(crate) fn current_date() -> Option<SystemTime> {
    Some(SystemTime::now())
}

/// Returns `None`: the standard library has no calendar on wasm32.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub(crate) fn current_date() -> Option<SystemTime> {
    None
}
