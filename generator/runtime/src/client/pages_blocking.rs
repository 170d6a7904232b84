//! [`BlockingPages`] and [`BlockingItems`]: the pages of an operation, and the items on them, for
//! blocking calls. Must not decide whether a further page exists (`pager`).

use std::marker::PhantomData;

use super::common::CommonRequest;
use super::pager::Pager;
use super::response::FromResponse;
use crate::call::Paging;
use crate::error::Error;
use crate::transport::drive_blocking;
use crate::value::OutputType;

/// Paged responses, for blocking calls.
impl<T: OutputType, R> CommonRequest<T, R> {
    /// Returns the pages.
    #[doc(hidden)]
    pub fn pages_of_blocking(&self, paging: &'static Paging) -> BlockingPages<T> {
        BlockingPages { pager: Pager::new(self, paging), next: Ok(true), page: PhantomData }
    }

    /// Returns the items of all pages.
    #[doc(hidden)]
    pub fn page_items_of_blocking<I>(
        &self,
        paging: &'static Paging,
        take: fn(T::Value) -> Vec<I>,
    ) -> BlockingItems<T, I> {
        BlockingItems::new(self.pages_of_blocking(paging), take)
    }
}

/// The pages of an operation, one request each.
///
/// It is an iterator that blocks until the next page arrives. Every request has the options of the
/// first one. The iterator ends after the last page, or after an error.
///
/// Available with features `blocking` and `pages`.
#[must_use = "an iterator does nothing until it is advanced"]
pub struct BlockingPages<T> {
    pager: Pager,
    /// `true` if there is a further page; an error if it cannot be requested.
    next: Result<bool, Error>,
    page: PhantomData<fn() -> T>,
}

impl<T: OutputType> BlockingPages<T> {
    fn page(&mut self) -> Result<T::Value, Error> {
        let plan = self.pager.plan()?;
        let (response, _) = drive_blocking(&*self.pager.client.blocking_transport()?, plan)?;
        let page = T::from_response(&response)?;
        self.next = self.pager.advance(&response, T::as_field(&page));
        Ok(page)
    }
}

impl<T: OutputType> Iterator for BlockingPages<T> {
    type Item = Result<T::Value, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.next, Ok(false)) {
            Ok(true) => Some(self.page()),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T> std::fmt::Debug for BlockingPages<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockingPages").field("finished", &matches!(self.next, Ok(false))).finish_non_exhaustive()
    }
}

/// The items of all pages.
///
/// It is an iterator that blocks until the next item is available. A page is requested when all
/// items of the page before it were returned.
///
/// Available with features `blocking` and `pages`.
#[must_use = "an iterator does nothing until it is advanced"]
pub struct BlockingItems<T: OutputType, I> {
    pages: BlockingPages<T>,
    items: std::vec::IntoIter<I>,
    take: fn(T::Value) -> Vec<I>,
}

impl<T: OutputType, I> BlockingItems<T, I> {
    pub(super) fn new(pages: BlockingPages<T>, take: fn(T::Value) -> Vec<I>) -> BlockingItems<T, I> {
        BlockingItems { pages, items: Vec::new().into_iter(), take }
    }
}

impl<T: OutputType, I> Iterator for BlockingItems<T, I> {
    type Item = Result<I, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.items = (self.take)(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: OutputType, I> std::fmt::Debug for BlockingItems<T, I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockingItems").finish_non_exhaustive()
    }
}
