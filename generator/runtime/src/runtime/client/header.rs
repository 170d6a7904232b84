//! [`Header`]: a header of an answer that the description declares, with its type.

use std::borrow::Cow;
use std::marker::PhantomData;

use http::HeaderMap;

use super::Response;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::value::{Field, Slot, json};

/// A header that answers are said to have. The crate's `headers` has all that the description declares.
#[derive(Debug)]
pub struct Header<T> {
    name: &'static str,
    of: PhantomData<fn() -> T>,
}

impl<T: Field> Header<T> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Header<T> {
        Header { name, of: PhantomData }
    }

    /// The name, in lower case.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value; `None` where it is not there. Several lines of one name are one list (RFC 9110, section 5.3).
    ///
    /// # Errors
    /// Where the value is not of the declared type.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T>, Error> {
        let lines: Vec<Cow<'_, str>> =
            headers.get_all(self.name).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        if lines.is_empty() {
            return Ok(None);
        }
        let mut value = T::blank();
        match fill(value.slot(), lines.join(", ").trim()) {
            Ok(()) => Ok(Some(value)),
            Err(error) => {
                let what = format!("the header `{}` is not what the description says: {error}", self.name);
                Err(Error::new(ErrorKind::Decode, what).with_source(error))
            }
        }
    }
}

impl<T> Response<T> {
    /// A header that the description declares; `None` where the answer does not have it.
    ///
    /// # Errors
    /// Where the value is not of the declared type; [`Response::headers`] has it as it came.
    pub fn header<H: Field>(&self, header: &Header<H>) -> Result<Option<H>, Error> {
        header.read(self.headers())
    }
}

/// Header Object: `style: simple`, and nothing is percent-encoded.
fn fill(slot: Slot<'_>, text: &str) -> Result<(), json::DecodeError> {
    match slot {
        Slot::Text(to) => text.clone_into(to),
        Slot::List(to) => {
            for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
                fill(to.push(), item)?;
            }
        }
        // Numbers and booleans look as they do in JSON.
        slot => json::fill(text.as_bytes(), slot)?,
    }
    Ok(())
}
