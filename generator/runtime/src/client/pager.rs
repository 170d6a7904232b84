//! [`Pager`]: the part of [`Pages`](super::Pages) and [`BlockingPages`](super::BlockingPages) that
//! performs no I/O: it decides whether there is a further page, and how to request it. Must not
//! know whether its callers block.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use http::Uri;
use serde_json::Value;

use super::Client;
use super::common::CommonRequest;
use super::create_plan::create_plan;
use super::options::Options;
use crate::call::{Call, PageBy, Paging};
use crate::error::{Error, ErrorKind};
use crate::machine::{CallPlan, RawResponse, next_link, resolve};
use crate::value::{Field, View, lookup, to_string};

/// A request whose responses are pages.
pub(super) struct Pager {
    pub(super) client: Client,
    call: Call,
    options: Options,
    paging: &'static Paging,
    /// Hashes of the cursors and URLs of earlier pages.
    seen: HashSet<u64>,
    /// The URL of the current page.
    current: Option<Uri>,
    /// The number of the next page, or of the items before it.
    count: i64,
}

impl Pager {
    pub(super) fn new<T, R>(request: &CommonRequest<T, R>, paging: &'static Paging) -> Pager {
        let (client, call) = (request.client.clone(), request.call.clone());
        let options = request.options().clone();
        let argument = |parameter: usize| call.parameter_text(parameter).and_then(|text| text.parse().ok());
        let count = match paging.by {
            PageBy::Number { parameter, first } => argument(parameter).unwrap_or(first),
            PageBy::Offset { parameter } => argument(parameter).unwrap_or(0),
            PageBy::Cursor { .. } | PageBy::BodyCursor { .. } | PageBy::NextLink { .. } => 0,
            PageBy::LastItem { .. } | PageBy::Link => 0,
        };
        Pager { client, call, options, paging, seen: HashSet::new(), current: None, count }
    }

    /// Returns the request for the next page.
    pub(super) fn plan(&mut self) -> Result<Box<CallPlan>, Error> {
        let plan = create_plan(&self.client, &self.call, &self.options)?;
        self.current = Some(plan.target.uri.clone());
        Ok(plan)
    }

    /// Prepares the request for the page after this one. Returns `false` if it is the last page.
    ///
    /// # Errors
    ///
    /// Fails if the server refers to an earlier page, or to something that is not a URL. The page
    /// itself is returned before that error.
    pub(super) fn advance(&mut self, response: &RawResponse, page: &dyn Field) -> Result<bool, Error> {
        if let Some(uri) = &response.final_uri {
            self.current = Some((**uri).clone());
        }
        let items = lookup(page, self.paging.items, |items| match items {
            View::Array(list) => Some(list.count()),
            View::Json(Value::Array(items)) => Some(items.len()),
            _ => None,
        });
        let items = items.unwrap_or_default();
        if self.more_flag(page) == Some(false) {
            return Ok(false);
        }
        match self.paging.by {
            PageBy::Cursor { parameter, next } => {
                let cursor = lookup(page, next, to_string).filter(|text| !text.is_empty());
                self.set_cursor(parameter, cursor)
            }
            PageBy::BodyCursor { property, next } => {
                let cursor = lookup(page, next, to_string).filter(|text| !text.is_empty());
                let Some(cursor) = cursor else { return Ok(false) };
                self.reject_cycle(cursor.as_bytes())?;
                self.options.properties.retain(|(name, _)| name != property);
                self.options.properties.push((property.to_owned(), cursor.into()));
                Ok(true)
            }
            PageBy::NextLink { next } => {
                let next = lookup(page, next, to_string).filter(|text| !text.is_empty());
                self.follow(next)
            }
            PageBy::LastItem { parameter, id } => {
                let last = lookup(page, self.paging.items, |list| match list {
                    View::Array(list) if items > 0 => lookup(list.item(items - 1)?, id, to_string),
                    View::Json(Value::Array(items)) => lookup(items.last()?, id, to_string),
                    _ => None,
                });
                self.set_cursor(parameter, last)
            }
            PageBy::Link => self.follow(next_link(response.headers())),
            PageBy::Number { parameter, .. } => Ok(self.count(parameter, items, 1)),
            PageBy::Offset { parameter } => Ok(self.count(parameter, items, items)),
        }
    }

    /// Returns what the flags of a page say. If they are missing, a cursor or a link decides;
    /// without one, the pages end.
    fn more_flag(&self, page: &dyn Field) -> Option<bool> {
        let Paging { by, more, last, .. } = self.paging;
        let flag = |path: &[&str]| match path.is_empty() {
            true => None,
            false => lookup(page, path, |flag| match flag {
                View::Bool(flag) | View::Json(&Value::Bool(flag)) => Some(flag),
                _ => None,
            }),
        };
        flag(more).or_else(|| flag(last).map(|last| !last)).or(match by {
            PageBy::Cursor { .. } | PageBy::BodyCursor { .. } | PageBy::NextLink { .. } | PageBy::Link => None,
            PageBy::LastItem { .. } | PageBy::Number { .. } | PageBy::Offset { .. } => {
                (!more.is_empty() || !last.is_empty()).then_some(false)
            }
        })
    }

    /// Sets the cursor of the next page, unless there is none.
    fn set_cursor(&mut self, parameter: usize, cursor: Option<String>) -> Result<bool, Error> {
        let Some(cursor) = cursor else { return Ok(false) };
        self.reject_cycle(cursor.as_bytes())?;
        self.call.set(parameter, &cursor);
        Ok(true)
    }

    /// Fails if a cursor or URL has occurred before.
    fn reject_cycle(&mut self, next: &[u8]) -> Result<(), Error> {
        let mut hasher = DefaultHasher::new();
        next.hash(&mut hasher);
        if self.seen.insert(hasher.finish()) {
            return Ok(());
        }
        let next: String = String::from_utf8_lossy(next).chars().take(80).collect();
        let what = format!("the pages form a cycle: `{next}` occurs again after other pages");
        Err(Error::new(ErrorKind::Decode, what).with_operation(self.client.0.api, self.call.operation()))
    }

    fn follow(&mut self, next: Option<String>) -> Result<bool, Error> {
        let Some(next) = next else { return Ok(false) };
        let address = self.current.as_ref().and_then(|current| resolve(current, &next)).ok_or_else(|| {
            let what = format!("the URL of the next page, `{next}`, is not valid");
            Error::new(ErrorKind::Decode, what).with_operation(self.client.0.api, self.call.operation())
        })?;
        // The resolved URL counts, because a relative reference may be the same on each page.
        self.reject_cycle(address.to_string().as_bytes())?;
        self.options.address = Some(address);
        Ok(true)
    }

    /// Increases the page number or offset. Returns `false` after an empty page. Equal pages are
    /// not a cycle, because data may repeat.
    fn count(&mut self, parameter: usize, items: usize, more: usize) -> bool {
        if items == 0 {
            return false;
        }
        self.count = self.count.saturating_add(i64::try_from(more).unwrap_or(i64::MAX));
        self.call.set(parameter, &self.count);
        true
    }
}
