//! [`Pager`]: what [`Pages`](super::Pages) and [`BlockingPages`](super::BlockingPages) share: which request asks for the next
//! page, and whether there is one.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use http::Uri;
use serde_json::Value;

use super::common::CommonRequest;
use super::options::Options;
use super::{Client, plan};
use crate::call::{Call, PageBy, Paging};
use crate::core::{Plan, Reply, next_link, resolve};
use crate::error::{Error, ErrorKind};
use crate::value::{Field, View, lookup, to_string};

/// A request whose answers are pages.
pub(super) struct Pager {
    pub(super) client: Client,
    call: Call,
    options: Options,
    paging: &'static Paging,
    /// The cursors or addresses that led from page to page so far, as hashes.
    seen: HashSet<u64>,
    /// The address of the last page.
    at: Option<Uri>,
    /// The page that comes, or the items before it.
    count: i64,
}

impl Pager {
    pub(super) fn new<T, R>(request: &CommonRequest<T, R>, paging: &'static Paging) -> Pager {
        let (client, call) = (request.client.clone(), request.call.clone());
        let options = request.options().clone();
        let given = |parameter: usize| call.parameter_text(parameter).and_then(|text| text.parse().ok());
        let count = match paging.by {
            PageBy::Number { parameter, first } => given(parameter).unwrap_or(first),
            PageBy::Offset { parameter } => given(parameter).unwrap_or(0),
            PageBy::Cursor { .. } | PageBy::BodyCursor { .. } | PageBy::NextLink { .. } => 0,
            PageBy::LastItem { .. } | PageBy::Link => 0,
        };
        Pager { client, call, options, paging, seen: HashSet::new(), at: None, count }
    }

    /// The request for the page that comes.
    pub(super) fn plan(&mut self) -> Result<Box<Plan>, Error> {
        let plan = plan::plan(&self.client, &self.call, &self.options)?;
        self.at = Some(plan.target.uri.clone());
        Ok(plan)
    }

    /// A page came: makes the request for the next one ready. Whether there is one.
    ///
    /// # Errors
    /// Fails if the server leads in a circle, or to something that is not an address. The page itself is returned before that error.
    pub(super) fn turn(&mut self, reply: &Reply, page: &dyn Field) -> Result<bool, Error> {
        if let Some(moved) = &reply.moved {
            self.at = Some((**moved).clone());
        }
        let items = match lookup(page, self.paging.items) {
            Some(View::Array(list)) => list.count(),
            Some(View::Json(Value::Array(items))) => items.len(),
            _ => 0,
        };
        let says_more = self.says_more(page);
        if says_more == Some(false) {
            return Ok(false);
        }
        match self.paging.by {
            PageBy::Cursor { parameter, next } => {
                let cursor = lookup(page, next).and_then(to_string).filter(|text| !text.is_empty());
                self.go_on(parameter, cursor)
            }
            PageBy::BodyCursor { property, next } => {
                let cursor = lookup(page, next).and_then(to_string).filter(|text| !text.is_empty());
                let Some(cursor) = cursor else { return Ok(false) };
                self.no_circle(cursor.as_bytes())?;
                self.options.members.retain(|(name, _)| name != property);
                self.options.members.push((property.to_owned(), cursor.into()));
                Ok(true)
            }
            PageBy::NextLink { next } => {
                let next = lookup(page, next).and_then(to_string).filter(|text| !text.is_empty());
                self.follow(next)
            }
            PageBy::LastItem { parameter, id } => {
                let last = match lookup(page, self.paging.items) {
                    Some(View::Array(list)) if items > 0 => list.item(items - 1).and_then(|item| lookup(item, id)),
                    Some(View::Json(Value::Array(items))) => items.last().and_then(|item| lookup(item, id)),
                    _ => None,
                };
                self.go_on(parameter, last.and_then(to_string))
            }
            PageBy::Link => self.follow(next_link(reply.headers())),
            PageBy::Number { parameter, .. } => Ok(self.count(parameter, items, 1)),
            PageBy::Offset { parameter } => Ok(self.count(parameter, items, items)),
        }
    }

    /// Returns what the flags of a page say. If they are missing, a cursor or a link decides; without one, the pages end.
    fn says_more(&self, page: &dyn Field) -> Option<bool> {
        let Paging { by, more, last, .. } = self.paging;
        let flag = |at: &[&str]| match lookup(page, at) {
            Some(View::Bool(flag) | View::Json(&Value::Bool(flag))) if !at.is_empty() => Some(flag),
            _ => None,
        };
        flag(more).or_else(|| flag(last).map(|last| !last)).or(match by {
            PageBy::Cursor { .. } | PageBy::BodyCursor { .. } | PageBy::NextLink { .. } | PageBy::Link => None,
            PageBy::LastItem { .. } | PageBy::Number { .. } | PageBy::Offset { .. } => {
                (!more.is_empty() || !last.is_empty()).then_some(false)
            }
        })
    }

    /// With a cursor, which must not be the one before.
    fn go_on(&mut self, parameter: usize, cursor: Option<String>) -> Result<bool, Error> {
        let Some(cursor) = cursor else { return Ok(false) };
        self.no_circle(cursor.as_bytes())?;
        self.call.set(parameter, &cursor);
        Ok(true)
    }

    /// Each of these may come once.
    fn no_circle(&mut self, next: &[u8]) -> Result<(), Error> {
        let mut hasher = DefaultHasher::new();
        next.hash(&mut hasher);
        if self.seen.insert(hasher.finish()) {
            return Ok(());
        }
        let next: String = String::from_utf8_lossy(next).chars().take(80).collect();
        let what = format!("the server leads in a circle: after other pages it comes to `{next}` once more");
        Err(Error::new(ErrorKind::Decode, what).of(self.client.0.api, self.call.operation()))
    }

    fn follow(&mut self, next: Option<String>) -> Result<bool, Error> {
        let Some(next) = next else { return Ok(false) };
        let address = self.at.as_ref().and_then(|at| resolve(at, &next)).ok_or_else(|| {
            let what = format!("the next page is said to be at `{next}`, which is no address");
            Error::new(ErrorKind::Decode, what).of(self.client.0.api, self.call.operation())
        })?;
        // A relative one may be spelled alike on each page, and lead on.
        self.no_circle(address.to_string().as_bytes())?;
        self.options.address = Some(address);
        Ok(true)
    }

    /// The next number, unless the page is empty. Pages may be equal: readings may well repeat.
    fn count(&mut self, parameter: usize, items: usize, more: usize) -> bool {
        if items == 0 {
            return false;
        }
        self.count = self.count.saturating_add(i64::try_from(more).unwrap_or(i64::MAX));
        self.call.set(parameter, &self.count);
        true
    }
}
