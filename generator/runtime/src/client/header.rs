//! [`Header`]: a declared response header with its type. Must not know which operations declare it.

use std::borrow::Cow;
use std::marker::PhantomData;

use http::HeaderMap;

use super::Response;
use crate::call::quoted_length;
use crate::error::{Error, ErrorKind};
use crate::value::{OutputType, ViewMut, json};

/// A response header that the description declares, with its type. The module `headers` of a
/// generated crate has all of them.
#[derive(Debug)]
pub struct Header<T> {
    name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T: OutputType> Header<T> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Header<T> {
        Header { name, value: PhantomData }
    }

    /// Returns the name, in lower case.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Reads the value; `None` if the header is missing.
    ///
    /// Several lines are one list (RFC 9110, section 5.3). Fields that are not lists, such as
    /// `Set-Cookie` or `Last-Modified`, are an exception: each line is an item of an array, and any
    /// other type reads the first line.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`] if the value does not have the declared type.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T::Value>, Error> {
        let lines: Vec<_> =
            headers.get_all(self.name).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        if lines.is_empty() {
            return Ok(None);
        }
        let mut filled = Ok(());
        let made = T::make(&mut |slot| {
            filled = fill_lines(slot, self.name, &lines);
            filled.is_ok()
        });
        match filled {
            Ok(()) => Ok(made),
            Err(error) => {
                let what = format!("the header `{}` does not match the description: {error}", self.name);
                Err(Error::new(ErrorKind::Decode, what).with_source(error))
            }
        }
    }
}

impl<T> Response<T> {
    /// Reads a header that the description declares; `None` if the response does not have it.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`] if the value does not have the declared type.
    /// [`Response::headers`] has the original value.
    pub fn header<H: OutputType>(&self, header: &Header<H>) -> Result<Option<H::Value>, Error> {
        header.read(self.headers())
    }
}

/// Response headers that are not lists, and may contain commas (RFC 9110, RFC 6265, RFC 8594).
const SINGLE: [&str; 9] = [
    "date",
    "deprecation",
    "expires",
    "if-modified-since",
    "if-unmodified-since",
    "last-modified",
    "retry-after",
    "set-cookie",
    "sunset",
];

/// Fills a slot with the lines of a field.
fn fill_lines(slot: ViewMut<'_>, name: &str, lines: &[Cow<'_, str>]) -> Result<(), json::DecodeError> {
    let Some(first) = lines.first() else { return Ok(()) };
    let single = SINGLE.iter().any(|single| name.eq_ignore_ascii_case(single));
    match slot {
        ViewMut::Array(to) => {
            let link = name.eq_ignore_ascii_case("link");
            for line in lines {
                let items = if single { vec![line.trim()] } else { items(line, link) };
                items.into_iter().try_for_each(|item| fill(to.push(), item))?;
            }
        }
        slot if single => fill(slot, first.trim())?,
        slot => fill(slot, lines.join(", ").trim())?,
    }
    Ok(())
}

/// Fills a slot with a value of `style: simple`, without percent-decoding (OpenAPI, Header Object).
fn fill(slot: ViewMut<'_>, text: &str) -> Result<(), json::DecodeError> {
    match slot {
        ViewMut::String(to) => text.clone_into(to),
        ViewMut::Array(to) => items(text, false).into_iter().try_for_each(|item| fill(to.push(), item))?,
        ViewMut::Own(to) => to.read_plain(text).map_err(json::DecodeError::custom)?,
        ViewMut::Optional(to) if text != "null" => fill(to.fill(), text)?,
        ViewMut::Deferred(to) => {
            let mut filled = Ok(());
            to.fill(&mut |slot| {
                filled = fill(slot, text);
                filled.is_ok()
            });
            filled?;
        }
        // Numbers and booleans have the same syntax in JSON.
        slot => json::fill(text.as_bytes(), slot)?,
    }
    Ok(())
}

/// Returns the items of a line (RFC 9110, section 5.6.1), without empty ones.
fn items(line: &str, link: bool) -> Vec<&str> {
    let (mut items, mut rest, mut quotes) = (Vec::new(), line, true);
    while !rest.is_empty() {
        let (item, next) = rest.split_at_checked(item_end(rest, link, &mut quotes)).unwrap_or((rest, ""));
        items.push(item.trim());
        rest = next.get(1..).unwrap_or_default();
    }
    items.retain(|item| !item.is_empty());
    items
}

/// Returns the end of the first item. A comma inside a quoted string, the target of a link or a
/// date is a part of its item. A quote without a closing one is a plain character, like all after
/// it: `quotes` becomes `false`.
fn item_end(text: &str, link: bool, quotes: &mut bool) -> usize {
    let (mut index, mut rest) = (0, text);
    while let Some(next) = rest.find([',', '"', '<']) {
        index += next;
        index += match text.as_bytes().get(index) {
            Some(b',') if !is_in_date(text, index) => return index,
            Some(b'"') if *quotes => {
                let quoted = quoted_length(text.get(index + 1..).unwrap_or_default());
                *quotes = quoted.is_some();
                1 + quoted.unwrap_or_default()
            }
            Some(b'<') if link => text.get(index..).and_then(|rest| rest.find('>')).unwrap_or(1),
            _ => 1,
        };
        rest = text.get(index..).unwrap_or_default();
    }
    text.len()
}

/// Returns `true` if a comma separates the day of the week from its date (RFC 9110, section 5.6.7).
fn is_in_date(text: &str, comma: usize) -> bool {
    let after = text.get(comma + 1..).unwrap_or_default();
    let end = comma + 1 + after.find(',').unwrap_or(after.len());
    text.get(..end).is_some_and(|date| httpdate::parse_http_date(date.trim()).is_ok())
}
