//! [`Ranges`]: decides what a download requests next, from the responses and bytes so far: the
//! whole file, or the rest of it (RFC 9110, sections 13.1.5 and 14). Must not know files, sockets
//! or clocks.
//!
//! Bytes of two responses are joined only if the server guarantees that they belong to the same
//! version of the file, by a strong validator sent as `If-Range`. Without one, the download starts
//! over.

use std::time::Duration;

use http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, IF_RANGE,
    LAST_MODIFIED, RANGE,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::now::Now;
use super::retry::backoff;

/// The state of a download, over any number of responses.
#[derive(Debug)]
pub struct Ranges {
    /// `true` for GET, which may be repeated. Other methods have no ranges (section 14.2).
    is_repeatable: bool,
    /// The largest number of consecutive requests without progress.
    retries: u32,
    /// The number of consecutive requests without progress.
    stalled: u32,
    /// The number of bytes received.
    received: u64,
    /// The largest number of bytes received in this run. Only bytes beyond it are progress, so that
    /// a file that changes all the time ends the download too.
    furthest: u64,
    /// The validator of the received bytes, as it is sent in `If-Range`.
    validator: Option<HeaderValue>,
    /// The length of the file, if it is known.
    length: Option<u64>,
    /// The position of the first byte of the current response.
    start: u64,
    /// The position after its last byte, if it is known.
    end: Option<u64>,
}

/// The destination of the bytes of a response.
#[derive(Debug, PartialEq, Eq)]
pub enum Opened {
    /// Write them from the start of the file. Earlier bytes are invalid.
    Restart,
    /// Append them.
    Append,
    /// Drop them, because they belong to another version of the file. Request the whole file.
    Discard,
}

/// The next action at the end of a response.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// Finish: the file is complete.
    Complete,
    /// Send a further request after this delay.
    RequestAgain(Duration),
    /// Fail: the file is incomplete, and no further request is allowed.
    GiveUp,
}

impl Ranges {
    /// Starts a download. At most `retries` consecutive requests are sent without progress.
    #[must_use]
    pub fn new(is_repeatable: bool, retries: u32) -> Ranges {
        Ranges {
            is_repeatable,
            retries,
            stalled: 0,
            received: 0,
            furthest: 0,
            validator: None,
            length: None,
            start: 0,
            end: None,
        }
    }

    /// Resumes after bytes that an earlier run received, with their validator.
    pub fn resume(&mut self, received: u64, validator: HeaderValue) {
        self.received = received;
        self.validator = Some(validator);
    }

    /// Returns the headers of the next request. They forbid compression, in the first request too:
    /// a range of a compressed response would be one of its compressed bytes.
    #[must_use]
    pub fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        let mut headers = vec![(ACCEPT_ENCODING, HeaderValue::from_static("identity"))];
        let range = HeaderValue::from_str(&format!("bytes={}-", self.received));
        if let (Some(validator), Ok(range)) = (self.validator.clone().filter(|_| self.received > 0), range) {
            headers.extend([(RANGE, range), (IF_RANGE, validator)]);
        }
        headers
    }

    /// Returns the position of the first requested byte.
    fn requested_start(&self) -> u64 {
        if self.validator.is_some() { self.received } else { 0 }
    }

    /// Continues with the head of a successful response.
    ///
    /// # Errors
    ///
    /// Fails with a message if a 206 contains other bytes than requested.
    pub fn begin_response(&mut self, status: StatusCode, headers: &HeaderMap, now: &Now) -> Result<Opened, String> {
        let start = self.requested_start();
        if status != StatusCode::PARTIAL_CONTENT {
            self.restart(headers, now);
            self.length = content_length(headers);
            self.end = self.length;
            return Ok(Opened::Restart);
        }
        let part =
            content_range(headers).ok_or("the server sent a partial response (206) without a valid `Content-Range`")?;
        if part.first != start {
            return Err(format!("the server sent bytes from {}, but bytes from {start} were requested", part.first));
        }
        if start == 0 {
            self.restart(headers, now);
        } else if self.is_other_version(&part, headers) {
            self.forget();
            return Ok(Opened::Discard);
        }
        self.start = start;
        self.end = Some(part.last.saturating_add(1));
        self.length = part.length.or(self.length);
        Ok(if start == 0 { Opened::Restart } else { Opened::Append })
    }

    /// Starts over with a response that begins at the start of the file.
    fn restart(&mut self, headers: &HeaderMap, now: &Now) {
        let is_resumable = self.is_repeatable && !is_compressed(headers) && !refuses_ranges(headers);
        self.validator = validator(headers, now).filter(|_| is_resumable);
        (self.received, self.start, self.length) = (0, 0, None);
    }

    /// Returns `true` if a part belongs to another version of the file than the received bytes.
    /// Some servers ignore `If-Range`.
    fn is_other_version(&self, part: &Part, headers: &HeaderMap) -> bool {
        let other_length = part.length.is_some() && self.length.is_some() && part.length != self.length;
        other_length || self.is_changed(headers) || is_compressed(headers)
    }

    /// Returns `true` if a response has another validator than the received bytes.
    fn is_changed(&self, headers: &HeaderMap) -> bool {
        self.validator.as_ref().is_some_and(|validator| {
            let latest = if is_strong(validator) {
                headers.get(ETAG).filter(|tag| is_strong(tag))
            } else {
                headers.get(LAST_MODIFIED)
            };
            latest.is_some_and(|latest| latest != validator)
        })
    }

    /// Continues with a response of status 416. The file is complete if its length is that of the
    /// received bytes (section 14.4). Otherwise these belong to another version of the file.
    pub fn not_satisfiable(&mut self, headers: &HeaderMap) -> Ended {
        if self.requested_start() == 0 {
            return Ended::GiveUp;
        }
        if unsatisfied_length(headers) == Some(self.received) && !self.is_changed(headers) {
            return Ended::Complete;
        }
        self.forget();
        Ended::RequestAgain(Duration::ZERO)
    }

    /// Counts received bytes.
    ///
    /// # Errors
    ///
    /// Fails with a message if they are more than the server declared.
    pub fn receive(&mut self, bytes: u64) -> Result<(), String> {
        self.received = self.received.saturating_add(bytes);
        if self.received > self.furthest {
            self.furthest = self.received;
            self.stalled = 0;
        }
        match self.end {
            Some(end) if self.received > end => {
                Err(format!("received more bytes than the {end} that the server declared"))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Continues after the end of a response.
    pub fn end_response(&mut self, now: &Now) -> Ended {
        let is_whole_part = self.end.is_none_or(|end| self.received == end);
        // A part of a file of unknown length may be the last one. Only a further request can tell.
        let is_whole_file = self.end.is_none() || self.length == Some(self.received);
        if is_whole_part && is_whole_file {
            return Ended::Complete;
        }
        // A server may send less than requested (section 15.3.7). That is not a failure, and needs
        // no delay.
        let progress = is_whole_part && self.is_repeatable && self.received > self.start;
        if progress && self.validator.is_some() { Ended::RequestAgain(Duration::ZERO) } else { self.retry(now) }
    }

    /// Continues after the connection was lost.
    pub fn interrupt(&mut self, now: &Now) -> Ended {
        if self.length == Some(self.received) { Ended::Complete } else { self.retry(now) }
    }

    /// Requests the rest again, with exponential back-off, if that is allowed.
    fn retry(&mut self, now: &Now) -> Ended {
        if !self.is_repeatable || self.stalled >= self.retries {
            return Ended::GiveUp;
        }
        let delay = backoff(self.stalled, now.random);
        self.stalled += 1;
        Ended::RequestAgain(delay)
    }

    /// Drops what is known about the received bytes.
    fn forget(&mut self) {
        (self.validator, self.length, self.end) = (None, None, None);
    }

    /// Counts retries of a request as requests without progress.
    pub fn count_retries(&mut self, retries: u32) {
        self.stalled = self.stalled.saturating_add(retries).min(self.retries);
    }

    /// Returns the number of consecutive requests without progress.
    #[must_use]
    pub fn stalled(&self) -> u32 {
        self.stalled
    }

    /// Returns the number of bytes received.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Returns the length of the file, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the validator of the received bytes; `None` if the download cannot be resumed.
    #[must_use]
    pub fn validator(&self) -> Option<&HeaderValue> {
        self.validator.as_ref()
    }
}

/// The contents of `Content-Range`.
struct Part {
    first: u64,
    last: u64,
    length: Option<u64>,
}

/// Reads `bytes 5-9/10`, or `bytes 5-9/*` (section 14.4).
fn content_range(headers: &HeaderMap) -> Option<Part> {
    let (range, length) = byte_range(headers)?;
    let (first, last) = range.split_once('-')?;
    let part = Part { first: number(first)?, last: number(last)?, length: number(length) };
    let is_valid = part.first <= part.last && part.length.is_none_or(|length| part.last < length);
    (is_valid && (part.length.is_some() || length.trim() == "*")).then_some(part)
}

/// Reads `bytes */10`, the length of the file in a 416.
fn unsatisfied_length(headers: &HeaderMap) -> Option<u64> {
    let (range, length) = byte_range(headers)?;
    if range.trim() == "*" { number(length) } else { None }
}

fn byte_range(headers: &HeaderMap) -> Option<(&str, &str)> {
    let (unit, rest) = headers.get(CONTENT_RANGE)?.to_str().ok()?.trim().split_once(' ')?;
    if unit.eq_ignore_ascii_case("bytes") { rest.split_once('/') } else { None }
}

/// Parses digits. Rust's own parser also accepts a sign.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Returns the length of a response with the whole file; `None` for a compressed one.
fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH).filter(|_| !is_compressed(headers))?.to_str().ok().and_then(number)
}

/// Returns `true` if the server compressed the response, although the request forbids it.
fn is_compressed(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Returns `true` for `Accept-Ranges: none` (section 14.3). Ranges are requested from servers that
/// do not send the header.
fn refuses_ranges(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT_RANGES).is_some_and(|unit| unit.as_bytes().eq_ignore_ascii_case(b"none"))
}

/// Returns the validator for `If-Range` (section 13.1.5): the entity tag if it is strong. Without a
/// tag, it is the date of the last change, if the response was created at least a second later
/// (section 8.8.2.2).
fn validator(headers: &HeaderMap, now: &Now) -> Option<HeaderValue> {
    if let Some(tag) = headers.get(ETAG) {
        return is_strong(tag).then(|| tag.clone());
    }
    let date = |name: &HeaderName| httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok();
    let (modified, created) = (date(&LAST_MODIFIED)?, date(&DATE).or(now.date)?);
    let age = created.duration_since(modified).unwrap_or_default();
    headers.get(LAST_MODIFIED).filter(|_| age >= Duration::from_secs(1)).cloned()
}

/// Returns `true` for an entity tag in quotes, without `W/` (section 8.8.3).
fn is_strong(tag: &HeaderValue) -> bool {
    let tag = tag.as_bytes();
    tag.len() > 1 && tag.starts_with(b"\"") && tag.ends_with(b"\"")
}
