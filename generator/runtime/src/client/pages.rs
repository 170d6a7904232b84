//! [`Pages`] and [`Items`]: the answers of an operation page by page, or item by item.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::common::CommonRequest;
use super::pager::Pager;
use super::response::FromResponse;
use super::sending::sent;
use crate::call::Paging;
use crate::core::Reply;
use crate::error::Error;
use crate::transport::{BoxFuture, Driven};
use crate::value::Field;

/// Answers that are pages.
impl<T: Field, R> CommonRequest<T, R> {
    /// The pages of the answer.
    #[doc(hidden)]
    pub fn pages_of(&self, paging: &'static Paging) -> Pages<T> {
        Pages { pager: Pager::new(self, paging), state: State::Ready, page: PhantomData }
    }

    /// The items of all pages.
    #[doc(hidden)]
    pub fn page_items_of<I>(&self, paging: &'static Paging, take: fn(T) -> Vec<I>) -> Items<T, I> {
        Items::new(self.pages_of(paging), take)
    }
}

/// The pages of an answer, one request each: a `Stream`. The next page is asked for when it is polled for; every request has the
/// options of the first. It ends behind the last page, or behind an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    pager: Pager,
    state: State,
    page: PhantomData<fn() -> T>,
}

enum State {
    /// The next page is to be asked for.
    Ready,
    /// It was.
    Sent(BoxFuture<'static, Driven>),
    /// It cannot be asked for; the page before it was returned.
    Failed(Error),
    /// There is none.
    Over,
}

impl<T: Field> Pages<T> {
    /// The next page; `None` behind the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        if matches!(self.state, State::Ready) {
            self.state = self.send();
        }
        let reply = match &mut self.state {
            State::Sent(sent) => ready!(sent.as_mut().poll(context)),
            State::Ready | State::Failed(_) | State::Over => {
                let failed = std::mem::replace(&mut self.state, State::Over);
                return Poll::Ready(if let State::Failed(error) = failed { Some(Err(error)) } else { None });
            }
        };
        self.state = State::Over;
        Poll::Ready(Some(reply.and_then(|(reply, _)| self.page(reply))))
    }

    fn send(&mut self) -> State {
        let plan = self.pager.plan();
        State::Sent(sent(&self.pager.client, plan))
    }

    fn page(&mut self, reply: Reply) -> Result<T, Error> {
        let page = T::from_response(&reply)?;
        self.state = match self.pager.turn(&reply, &page) {
            Ok(true) => State::Ready,
            Ok(false) => State::Over,
            Err(error) => State::Failed(error),
        };
        Ok(page)
    }
}

impl<T: Field> futures_core::Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> std::fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of all pages: a `Stream`. A page is asked for when those of the page before are through.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T, I> {
    pages: Pages<T>,
    items: std::vec::IntoIter<I>,
    take: fn(T) -> Vec<I>,
}

impl<T: Field, I> Items<T, I> {
    pub(super) fn new(pages: Pages<T>, take: fn(T) -> Vec<I>) -> Items<T, I> {
        Items { pages, items: Vec::new().into_iter(), take }
    }

    /// The next item; `None` behind the last.
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

impl<T: Field, I: Unpin> futures_core::Stream for Items<T, I> {
    type Item = Result<I, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T, I> std::fmt::Debug for Items<T, I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
