//! [`Pages`] and [`Items`]: the pages of an operation, and the items on them. Must not decide
//! whether a further page exists (`pager`).

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::common::CommonRequest;
use super::pager::Pager;
use super::response::FromResponse;
use super::response_future::send_plan;
use crate::call::Paging;
use crate::error::Error;
use crate::machine::RawResponse;
use crate::transport::{BoxFuture, CallOutcome};
use crate::value::OutputType;

/// Paged responses.
impl<T: OutputType, R> CommonRequest<T, R> {
    /// Returns the pages.
    #[doc(hidden)]
    pub fn pages_of(&self, paging: &'static Paging) -> Pages<T> {
        Pages { pager: Pager::new(self, paging), state: State::Ready, page: PhantomData }
    }

    /// Returns the items of all pages.
    #[doc(hidden)]
    pub fn page_items_of<I>(&self, paging: &'static Paging, take: fn(T::Value) -> Vec<I>) -> Items<T, I> {
        Items::new(self.pages_of(paging), take)
    }
}

/// The pages of an operation, one request each.
///
/// It is a `Stream`. The next page is requested when it is polled for, with the options of the
/// first request. The stream ends after the last page, or after an error.
///
/// Available with feature `pages`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    pager: Pager,
    state: State,
    page: PhantomData<fn() -> T>,
}

enum State {
    /// The next page has not been requested.
    Ready,
    /// The next page has been requested.
    Sent(BoxFuture<'static, CallOutcome>),
    /// The next page cannot be requested. The page before it was returned.
    Failed(Error),
    /// There is no further page.
    Finished,
}

impl<T: OutputType> Pages<T> {
    /// Returns the next page; `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the request fails, with [`ErrorKind`](crate::ErrorKind). If the pages form a cycle,
    /// or the URL of the next page is not valid, the kind is
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode).
    pub async fn next(&mut self) -> Option<Result<T::Value, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Value, Error>>> {
        if matches!(self.state, State::Ready) {
            self.state = self.send();
        }
        let outcome = match &mut self.state {
            State::Sent(sent) => ready!(sent.as_mut().poll(context)),
            State::Ready | State::Failed(_) | State::Finished => {
                let failed = std::mem::replace(&mut self.state, State::Finished);
                return Poll::Ready(if let State::Failed(error) = failed { Some(Err(error)) } else { None });
            }
        };
        self.state = State::Finished;
        Poll::Ready(Some(outcome.and_then(|(response, _)| self.page(response))))
    }

    fn send(&mut self) -> State {
        let plan = self.pager.plan();
        State::Sent(send_plan(&self.pager.client, plan))
    }

    fn page(&mut self, response: RawResponse) -> Result<T::Value, Error> {
        let page = T::from_response(&response)?;
        self.state = match self.pager.advance(&response, T::as_field(&page)) {
            Ok(true) => State::Ready,
            Ok(false) => State::Finished,
            Err(error) => State::Failed(error),
        };
        Ok(page)
    }
}

impl<T: OutputType> futures_core::Stream for Pages<T> {
    type Item = Result<T::Value, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> std::fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of all pages.
///
/// It is a `Stream`. A page is requested when all items of the page before it were returned.
///
/// Available with feature `pages`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T: OutputType, I> {
    pages: Pages<T>,
    items: std::vec::IntoIter<I>,
    take: fn(T::Value) -> Vec<I>,
}

impl<T: OutputType, I> Items<T, I> {
    pub(super) fn new(pages: Pages<T>, take: fn(T::Value) -> Vec<I>) -> Items<T, I> {
        Items { pages, items: Vec::new().into_iter(), take }
    }

    /// Returns the next item; `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if a page cannot be requested. See [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<I, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.items = (self.take)(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: OutputType, I: Unpin> futures_core::Stream for Items<T, I> {
    type Item = Result<I, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T: OutputType, I> std::fmt::Debug for Items<T, I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
