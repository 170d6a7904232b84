//! [`BlockingPages`] and [`BlockingItems`]: as [`Pages`](super::Pages) and [`Items`](super::Items), while the thread waits.

use std::marker::PhantomData;

use super::common::CommonRequest;
use super::pager::Pager;
use super::response::FromResponse;
use crate::call::Paging;
use crate::error::Error;
use crate::transport::drive_blocking;
use crate::value::Field;

/// Answers that are pages, while the thread waits.
impl<T: Field, R> CommonRequest<T, R> {
    /// As `pages_of`.
    #[doc(hidden)]
    pub fn pages_of_blocking(&self, paging: &'static Paging) -> BlockingPages<T> {
        BlockingPages { pager: Pager::new(self, paging), next: Ok(true), page: PhantomData }
    }

    /// As `page_items_of`.
    #[doc(hidden)]
    pub fn page_items_of_blocking<I>(&self, paging: &'static Paging, take: fn(T) -> Vec<I>) -> BlockingItems<T, I> {
        BlockingItems::new(self.pages_of_blocking(paging), take)
    }
}

/// The pages of an answer, one request each: an iterator that waits for each of them. It ends behind the last page, or behind an
/// error.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingPages<T> {
    pager: Pager,
    /// `true` if there is a further page; an error if it cannot be requested.
    next: Result<bool, Error>,
    page: PhantomData<fn() -> T>,
}

impl<T: Field> BlockingPages<T> {
    fn page(&mut self) -> Result<T, Error> {
        let plan = self.pager.plan()?;
        let (reply, _) = drive_blocking(&*self.pager.client.blocking_transport()?, plan)?;
        let page = T::from_response(&reply)?;
        self.next = self.pager.turn(&reply, &page);
        Ok(page)
    }
}

impl<T: Field> Iterator for BlockingPages<T> {
    type Item = Result<T, Error>;

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
        f.debug_struct("BlockingPages").field("over", &matches!(self.next, Ok(false))).finish_non_exhaustive()
    }
}

/// The items of all pages: an iterator that asks for a page when those of the page before are through.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingItems<T, I> {
    pages: BlockingPages<T>,
    items: std::vec::IntoIter<I>,
    take: fn(T) -> Vec<I>,
}

impl<T: Field, I> BlockingItems<T, I> {
    pub(super) fn new(pages: BlockingPages<T>, take: fn(T) -> Vec<I>) -> BlockingItems<T, I> {
        BlockingItems { pages, items: Vec::new().into_iter(), take }
    }
}

impl<T: Field, I> Iterator for BlockingItems<T, I> {
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

impl<T, I> std::fmt::Debug for BlockingItems<T, I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockingItems").finish_non_exhaustive()
    }
}
