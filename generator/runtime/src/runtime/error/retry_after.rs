//! When a server wants to hear again.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

use crate::runtime::call::header_text;

static RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// The time that the server names: `retry-after-ms`, else `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3).
/// A date is seen from the answer's own `Date`, so that it does not matter whose clock is wrong.
#[must_use]
pub(crate) fn retry_after(headers: &HeaderMap, date: Option<SystemTime>) -> Option<Duration> {
    let text = |name: &HeaderName| header_text(headers, name).map(str::trim);
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| *number >= 0.0);
    let time = |seconds: f64| Duration::try_from_secs_f64(seconds).ok();
    if let Some(wait) = text(&RETRY_AFTER_MS).and_then(number).and_then(|millis| time(millis / 1000.0)) {
        return Some(wait);
    }
    let named = text(&RETRY_AFTER)?;
    if let Some(wait) = number(named).and_then(time) {
        return Some(wait);
    }
    let until = httpdate::parse_http_date(named).ok()?;
    let from = text(&DATE).and_then(|text| httpdate::parse_http_date(text).ok()).or(date)?;
    Some(until.duration_since(from).unwrap_or_default())
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
