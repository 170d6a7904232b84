//! [`Frames`]: splits a body into items: Server-Sent Events (HTML Living Standard, section 9.2),
//! JSON lines, and JSON text sequences (RFC 7464). It accepts bytes in pieces of any size, and
//! buffers at most one item. Must not know the types of items, nor connections.

use std::time::Duration;

use bytes::Bytes;
use serde::de::IgnoredAny;

use crate::value::json;

/// The separation of items in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// `text/event-stream`. An item is the data of an event.
    Events,
    /// `text/event-stream`. An item is the whole event as an object: `event`, `data`, `id`, `retry`
    /// (OpenAPI 3.2, `itemSchema`).
    WholeEvents,
    /// `application/x-ndjson` or `application/jsonl`. An item is a line.
    Lines,
    /// `application/json-seq`. A record separator precedes each item.
    Records,
}

/// A frame of a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// An item.
    Item(Vec<u8>),
    /// The end of the stream, which some servers send as `data: [DONE]`.
    Done,
}

/// The error for an item that is larger than the limit.
#[derive(Debug, PartialEq, Eq)]
pub struct TooLarge;

/// The bytes received and not returned yet, and the state between frames.
#[derive(Debug)]
pub struct Frames {
    framing: Framing,
    limit: u64,
    buffer: Vec<u8>,
    /// The start of the next line in the buffer.
    line_start: usize,
    /// The number of bytes from there on that are known to contain no line end. They are not
    /// searched again.
    plain: usize,
    /// `true` if the last line ended with CR: an LF directly after it belongs to it.
    cr: bool,
    begun: bool,
    ended: bool,
    event: Event,
    record: Record,
    /// The last event ID buffer: an ID that no blank line has confirmed yet.
    id_buffer: String,
    /// The last event ID string. A stream is resumed from it.
    pub id: String,
    /// The delay before reconnecting, if the server sent one.
    pub retry: Option<Duration>,
    /// The name of the last event; `message` if it has none.
    pub name: String,
}

/// An event that is not complete yet.
#[derive(Debug, Default)]
struct Event {
    name: String,
    data: Option<Vec<u8>>,
    /// The delay before reconnecting, in milliseconds.
    retry: Option<u64>,
}

/// The record separator. No JSON text contains it.
const SEPARATOR: u8 = 0x1e;

/// The examined part of a record. Each byte is examined once, in pieces of any size.
#[derive(Debug, Default)]
struct Record {
    looked: usize,
    /// Open brackets and braces.
    depth: usize,
    in_text: bool,
    escaped: bool,
    begun: bool,
    /// The record is not a JSON text. It ends at the next separator.
    broken: bool,
}

impl Record {
    /// Returns the end of the record, if it is complete.
    fn end(&mut self, record: &[u8]) -> Option<usize> {
        while let Some(byte) = record.get(self.looked) {
            if *byte == SEPARATOR {
                return Some(self.looked);
            }
            let outside = self.depth == 0 && !self.in_text;
            if *byte == b'\n' && outside && self.begun && !self.broken {
                let text = record.get(..self.looked)?.trim_ascii();
                if serde_json::from_slice::<IgnoredAny>(text).is_ok() {
                    return Some(self.looked);
                }
                self.broken = true;
            }
            self.take(*byte);
            self.looked += 1;
        }
        None
    }

    fn take(&mut self, byte: u8) {
        self.begun |= !byte.is_ascii_whitespace();
        match byte {
            _ if std::mem::take(&mut self.escaped) => {}
            b'\\' => self.escaped = self.in_text,
            b'"' => self.in_text = !self.in_text,
            b'[' | b'{' if !self.in_text => self.depth += 1,
            b']' | b'}' if !self.in_text => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

impl Frames {
    /// Creates an empty buffer whose items have at most `limit` bytes.
    pub fn new(framing: Framing, limit: u64) -> Frames {
        Frames {
            framing,
            limit,
            buffer: Vec::new(),
            line_start: 0,
            plain: 0,
            cr: false,
            begun: false,
            ended: false,
            event: Event::default(),
            record: Record::default(),
            id_buffer: String::new(),
            id: String::new(),
            retry: None,
            name: String::new(),
        }
    }

    /// Appends received bytes.
    pub fn push(&mut self, bytes: &Bytes) {
        self.buffer.drain(..self.line_start);
        self.line_start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Marks the end of the body.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Starts with a new connection. An incomplete item is dropped, with the ID of an event that
    /// was not dispatched. As in browsers (and the Web Platform Tests), events without an ID keep
    /// that of the last event before the connection was lost.
    pub fn restart(&mut self) {
        self.buffer.clear();
        self.id_buffer.clone_from(&self.id);
        (self.line_start, self.plain, self.cr, self.begun, self.ended) = (0, 0, false, false, false);
        self.event = Event::default();
        self.record = Record::default();
    }

    /// Returns the next complete item.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, TooLarge> {
        let frame = match self.framing {
            Framing::Events | Framing::WholeEvents => self.event(),
            Framing::Lines => self.line_item(),
            Framing::Records => self.record(),
        };
        let held = self.buffer.len() - self.line_start + self.event.data.as_ref().map_or(0, Vec::len);
        if frame.is_none() && held as u64 > self.limit { Err(TooLarge) } else { Ok(frame) }
    }

    /// Returns a line without its end, which is LF, CR or both.
    fn line(&mut self) -> Option<Vec<u8>> {
        if let Some(next) = self.buffer.get(self.line_start).filter(|_| self.cr) {
            self.line_start += usize::from(*next == b'\n');
            self.cr = false;
        }
        let rest = self.buffer.get(self.line_start..)?;
        let looked = self.plain.min(rest.len());
        self.plain = rest.len();
        let end = looked + rest.get(looked..)?.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        self.plain = 0;
        let line = rest.get(..end)?.to_vec();
        self.cr = rest.get(end) == Some(&b'\r');
        self.line_start += end + 1;
        Some(line)
    }

    fn event(&mut self) -> Option<Frame> {
        while let Some(mut line) = self.line() {
            if !std::mem::replace(&mut self.begun, true) && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            if line.is_empty() {
                if let Some(frame) = self.dispatch() {
                    return Some(frame);
                }
            } else {
                self.field(&line);
            }
        }
        None
    }

    /// Reads a line of an event: a field with its value, or a comment.
    fn field(&mut self, line: &[u8]) {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || String::from_utf8_lossy(value).into_owned();
        match name {
            b"data" => match &mut self.event.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.event.data = Some(value.to_vec()),
            },
            b"event" => self.event.name = text(),
            b"id" if !value.contains(&0) => self.id_buffer = text(),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                // The number of digits is not limited, so that parsing fails only for numbers that
                // are too large.
                self.event.retry = Some(text().parse().unwrap_or(u64::MAX));
                self.retry = self.event.retry.map(Duration::from_millis);
            }
            _ => {}
        }
    }

    /// Dispatches an event at a blank line (HTML Living Standard, section 9.2.6). The ID is
    /// confirmed even if the block has no data, and therefore no event.
    fn dispatch(&mut self) -> Option<Frame> {
        if self.id != self.id_buffer {
            self.id.clone_from(&self.id_buffer);
        }
        let Event { name, data, retry } = std::mem::take(&mut self.event);
        let data = data?;
        self.name = if name.is_empty() { "message".to_owned() } else { name };
        if data == b"[DONE]" {
            return Some(Frame::Done);
        }
        match self.framing {
            Framing::WholeEvents => {
                let mut event = serde_json::Map::new();
                event.insert("event".to_owned(), self.name.as_str().into());
                event.insert("data".to_owned(), String::from_utf8_lossy(&data).into());
                if !self.id.is_empty() {
                    event.insert("id".to_owned(), self.id.as_str().into());
                }
                if let Some(retry) = retry {
                    event.insert("retry".to_owned(), retry.into());
                }
                Some(Frame::Item(json::format(&serde_json::Value::Object(event))))
            }
            Framing::Events | Framing::Lines | Framing::Records => Some(Frame::Item(data)),
        }
    }

    fn line_item(&mut self) -> Option<Frame> {
        while let Some(line) = self.line() {
            if !line.trim_ascii().is_empty() {
                return Some(Frame::Item(line));
            }
        }
        self.rest()
    }

    /// Returns the text from a record separator to the next one, or to the line end after a
    /// complete JSON text, which need not be followed by a separator. Everything between that line
    /// end and the next separator is dropped.
    fn record(&mut self) -> Option<Frame> {
        loop {
            let rest = self.buffer.get(self.line_start..)?;
            let Some(begin) = rest.iter().position(|byte| *byte == SEPARATOR) else {
                self.line_start = self.buffer.len();
                return None;
            };
            self.line_start += begin;
            let record = self.buffer.get(self.line_start + 1..)?;
            let end = self.record.end(record).or_else(|| self.ended.then_some(record.len()))?;
            let text = record.get(..end)?.trim_ascii().to_vec();
            self.line_start += 1 + end;
            self.record = Record::default();
            if !text.is_empty() {
                return Some(Frame::Item(text));
            }
        }
    }

    /// Returns the text after the last line end, at the end of the body.
    fn rest(&mut self) -> Option<Frame> {
        let rest = self.buffer.get(self.line_start..)?.trim_ascii().to_vec();
        if !self.ended || rest.is_empty() {
            return None;
        }
        self.line_start = self.buffer.len();
        Some(Frame::Item(rest))
    }
}
