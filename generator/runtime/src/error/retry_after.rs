//! When a server wants to hear again.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

use crate::call::header_text;

static RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// The time that the server names: `retry-after-ms`, else `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3).
/// A date is seen from the answer's own `Date`, so that it does not matter whose clock is wrong.
#[must_use]
pub fn retry_after(headers: &HeaderMap, date: Option<SystemTime>) -> Option<Duration> {
    let text = |name: &HeaderName| header_text(headers, name).map(str::trim);
    if let Some(wait) = text(&RETRY_AFTER_MS).and_then(seconds).map(|of_millis| of_millis / 1000) {
        return Some(wait);
    }
    let named = text(&RETRY_AFTER)?;
    if let Some(wait) = seconds(named) {
        return Some(wait);
    }
    let until = httpdate::parse_http_date(named).ok()?;
    let from = text(&DATE).and_then(|text| httpdate::parse_http_date(text).ok()).or(date)?;
    Some(until.duration_since(from).unwrap_or_default())
}

/// Digits, and the fraction that some servers send although the RFC has none. The RFC sets no limit to the digits: what no `Duration` holds is the
/// longest one, and not a field to ignore. By hand, as the standard library's reading of a float brings
/// 17 kB into each program that has no other use for it.
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
    // All of them are digits: only their number can be too large.
    Some(whole.parse().map_or(Duration::MAX, |whole| Duration::new(whole, nanos)))
}

/// The date here, where there is a calendar.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub(crate) fn today() -> Option<SystemTime> {
    Some(SystemTime::now())
}

/// The standard library has no calendar there.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub(crate) fn today() -> Option<SystemTime> {
    None
}
