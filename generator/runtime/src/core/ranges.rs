//! [`Ranges`]: what a download asks for next, given the answers and bytes so far: the whole, or what is behind the bytes that are
//! there (RFC 9110 sections 13.1.5 and 14). Must not know files, sockets or clocks.
//!
//! Bytes of two answers are put together only where the server vouches that they are of the same state of the file: by a strong
//! validator, sent as `If-Range`. Without one it begins anew.

use std::time::Duration;

use http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, IF_RANGE,
    LAST_MODIFIED, RANGE,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::now::Now;
use super::retry::backoff;

/// A download, whatever number of answers it takes.
#[derive(Debug)]
pub struct Ranges {
    /// Whether it may be asked for again: a GET. Ranges are defined for no other method (section 14.2).
    repeatable: bool,
    /// How often in a row it is asked for again without a byte that was not there before.
    retries: u32,
    /// How often that was.
    stalled: u32,
    /// The bytes that are there.
    have: u64,
    /// The most bytes that were there in this run: only beyond them is progress, so that a file that changes all the time has an end too.
    furthest: u64,
    /// What the server calls the state of the file that these bytes are of, in the words of `If-Range`.
    validator: Option<HeaderValue>,
    /// How long the file is, where that was said.
    whole: Option<u64>,
    /// Where the bytes of the answer that comes now begin.
    since: u64,
    /// Where they end, where that was said.
    until: Option<u64>,
}

/// Where the bytes of an answer go.
#[derive(Debug, PartialEq, Eq)]
pub enum Opened {
    /// To the start of the file: nothing that was there counts any more.
    Anew,
    /// Behind what is there.
    Behind,
    /// Nowhere: they are of another state of the file, which is to be asked for whole.
    Nowhere,
}

/// What is to be done when no more bytes come.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nothing: the file is whole.
    Whole,
    /// Ask again, after this time.
    Ask(Duration),
    /// Give up: it is not whole, and was asked for often enough.
    Over,
}

impl Ranges {
    /// Of a request that may be repeated or not, asked for again at most so often in a row without any progress.
    #[must_use]
    pub fn new(repeatable: bool, retries: u32) -> Ranges {
        Ranges {
            repeatable,
            retries,
            stalled: 0,
            have: 0,
            furthest: 0,
            validator: None,
            whole: None,
            since: 0,
            until: None,
        }
    }

    /// So many bytes are there of an earlier run, of the state of the file that this is the validator of.
    pub fn earlier(&mut self, have: u64, validator: HeaderValue) {
        self.have = have;
        self.validator = Some(validator);
    }

    /// The headers to ask with. A range of a compressed answer would be one of its compressed bytes, so that none is asked for;
    /// not in the first request either, whose bytes may have to be gone on from.
    #[must_use]
    pub fn ask(&self) -> Vec<(HeaderName, HeaderValue)> {
        let mut headers = vec![(ACCEPT_ENCODING, HeaderValue::from_static("identity"))];
        let range = HeaderValue::from_str(&format!("bytes={}-", self.have));
        if let (Some(validator), Ok(range)) = (self.validator.clone().filter(|_| self.have > 0), range) {
            headers.extend([(RANGE, range), (IF_RANGE, validator)]);
        }
        headers
    }

    /// From which byte it is asked for.
    fn from(&self) -> u64 {
        if self.validator.is_some() { self.have } else { 0 }
    }

    /// The server answered with a success.
    ///
    /// # Errors
    /// Where a 206 is of other bytes than were asked for.
    pub fn opened(&mut self, status: StatusCode, headers: &HeaderMap, now: &Now) -> Result<Opened, String> {
        let from = self.from();
        if status != StatusCode::PARTIAL_CONTENT {
            self.begin(headers, now);
            self.whole = length(headers);
            self.until = self.whole;
            return Ok(Opened::Anew);
        }
        let part =
            content_range(headers).ok_or("the server sent a part (206) without saying which: `Content-Range`")?;
        if part.first != from {
            return Err(format!(
                "the server sent the bytes from {} on, and those from {from} on were asked for",
                part.first
            ));
        }
        if from == 0 {
            self.begin(headers, now);
        } else if self.is_other(&part, headers) {
            self.forget();
            return Ok(Opened::Nowhere);
        }
        self.since = from;
        self.until = Some(part.last.saturating_add(1));
        self.whole = part.whole.or(self.whole);
        Ok(if from == 0 { Opened::Anew } else { Opened::Behind })
    }

    /// What comes is the file from its start.
    fn begin(&mut self, headers: &HeaderMap, now: &Now) {
        let resumable = self.repeatable && !is_packed(headers) && !refuses_ranges(headers);
        self.validator = validator(headers, now).filter(|_| resumable);
        (self.have, self.since, self.whole) = (0, 0, None);
    }

    /// Whether a part is of another state of the file than the bytes that are there, though the request had `If-Range`: some
    /// servers read over it.
    fn is_other(&self, part: &Part, headers: &HeaderMap) -> bool {
        let other_length = part.whole.is_some() && self.whole.is_some() && part.whole != self.whole;
        other_length || self.is_changed(headers) || is_packed(headers)
    }

    /// Whether an answer names another state of the file than the one of the bytes that are there.
    fn is_changed(&self, headers: &HeaderMap) -> bool {
        self.validator.as_ref().is_some_and(|of| {
            let tag = is_strong(of);
            let now = if tag { headers.get(ETAG).filter(|now| is_strong(now)) } else { headers.get(LAST_MODIFIED) };
            now.is_some_and(|now| now != of)
        })
    }

    /// The server answered that there is nothing behind the bytes that are there (416): they are all, where it says so
    /// (section 14.4), and else of another state of the file.
    pub fn unsatisfied(&mut self, headers: &HeaderMap) -> Ended {
        if self.from() == 0 {
            return Ended::Over;
        }
        if unsatisfied_length(headers) == Some(self.have) && !self.is_changed(headers) {
            return Ended::Whole;
        }
        self.forget();
        Ended::Ask(Duration::ZERO)
    }

    /// So many bytes came.
    ///
    /// # Errors
    /// Where they are more than the server said.
    pub fn came(&mut self, bytes: u64) -> Result<(), String> {
        self.have = self.have.saturating_add(bytes);
        if self.have > self.furthest {
            self.furthest = self.have;
            self.stalled = 0;
        }
        match self.until {
            Some(until) if self.have > until => Err(format!("more bytes came than the {until} that the server said")),
            Some(_) | None => Ok(()),
        }
    }

    /// The answer ended.
    pub fn ended(&mut self, now: &Now) -> Ended {
        let all = self.until.is_none_or(|until| self.have == until);
        // A part of a file whose length is not said may be its last: whether more follows is found out by asking.
        let whole = self.until.is_none() || self.whole == Some(self.have);
        if all && whole {
            return Ended::Whole;
        }
        // A server may send less than was asked for (section 15.3.7): that is no failure, and there is nothing to wait for.
        let progress = all && self.repeatable && self.have > self.since;
        if progress && self.validator.is_some() { Ended::Ask(Duration::ZERO) } else { self.again(now) }
    }

    /// The connection broke while bytes came.
    pub fn broke_off(&mut self, now: &Now) -> Ended {
        if self.whole == Some(self.have) { Ended::Whole } else { self.again(now) }
    }

    /// It is tried again where it may be, after a time that grows.
    fn again(&mut self, now: &Now) -> Ended {
        if !self.repeatable || self.stalled >= self.retries {
            return Ended::Over;
        }
        let wait = backoff(self.stalled, now.random);
        self.stalled += 1;
        Ended::Ask(wait)
    }

    /// Nothing that is there counts any more.
    fn forget(&mut self) {
        (self.validator, self.whole, self.until) = (None, None, None);
    }

    /// So many tries were needed for an answer beyond the first.
    pub fn tried_again(&mut self, times: u32) {
        self.stalled = self.stalled.saturating_add(times).min(self.retries);
    }

    /// How often in a row it was asked for again without any progress.
    #[must_use]
    pub fn stalled(&self) -> u32 {
        self.stalled
    }

    /// The bytes that are there.
    #[must_use]
    pub fn have(&self) -> u64 {
        self.have
    }

    /// How long the file is, where that was said.
    #[must_use]
    pub fn whole(&self) -> Option<u64> {
        self.whole
    }

    /// By what the bytes that are there can be gone on from; nothing where they cannot.
    #[must_use]
    pub fn validator(&self) -> Option<&HeaderValue> {
        self.validator.as_ref()
    }
}

/// What `Content-Range` says of a part.
struct Part {
    first: u64,
    last: u64,
    whole: Option<u64>,
}

/// `bytes 5-9/10`, or `bytes 5-9/*` (section 14.4).
fn content_range(headers: &HeaderMap) -> Option<Part> {
    let (range, whole) = bytes_of(headers)?;
    let (first, last) = range.split_once('-')?;
    let part = Part { first: number(first)?, last: number(last)?, whole: number(whole) };
    let fits = part.first <= part.last && part.whole.is_none_or(|whole| part.last < whole);
    (fits && (part.whole.is_some() || whole.trim() == "*")).then_some(part)
}

/// `bytes */10`: the length that a 416 tells.
fn unsatisfied_length(headers: &HeaderMap) -> Option<u64> {
    let (range, whole) = bytes_of(headers)?;
    if range.trim() == "*" { number(whole) } else { None }
}

fn bytes_of(headers: &HeaderMap) -> Option<(&str, &str)> {
    let (unit, rest) = headers.get(CONTENT_RANGE)?.to_str().ok()?.trim().split_once(' ')?;
    if unit.eq_ignore_ascii_case("bytes") { rest.split_once('/') } else { None }
}

/// Digits alone: a number as Rust reads it may have a sign.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The length of an answer that is the whole; that of a compressed one says nothing of its bytes.
fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH).filter(|_| !is_packed(headers))?.to_str().ok().and_then(number)
}

/// Whether the server compressed it, though it was asked not to.
fn is_packed(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|of| !of.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// `Accept-Ranges: none` (section 14.3). A server that says nothing is asked all the same.
fn refuses_ranges(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT_RANGES).is_some_and(|of| of.as_bytes().eq_ignore_ascii_case(b"none"))
}

/// What may stand in `If-Range` (section 13.1.5): the entity tag where it is strong; where there is none the date of the last change, where
/// the answer was made at least a second later (section 8.8.2.2).
fn validator(headers: &HeaderMap, now: &Now) -> Option<HeaderValue> {
    if let Some(tag) = headers.get(ETAG) {
        return is_strong(tag).then(|| tag.clone());
    }
    let date = |name: &HeaderName| httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok();
    let (changed, made) = (date(&LAST_MODIFIED)?, date(&DATE).or(now.date)?);
    let apart = made.duration_since(changed).unwrap_or_default();
    headers.get(LAST_MODIFIED).filter(|_| apart >= Duration::from_secs(1)).cloned()
}

/// An entity tag in quotes, without `W/` (section 8.8.3).
fn is_strong(tag: &HeaderValue) -> bool {
    let tag = tag.as_bytes();
    tag.len() > 1 && tag.starts_with(b"\"") && tag.ends_with(b"\"")
}
