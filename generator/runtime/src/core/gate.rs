//! [`Gate`]: one at a time, async and blocking alike, so that a token is renewed once for all who wait for it. Of the locks that there are,
//! those for async do not know a limit of time while a thread waits.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
#[cfg(feature = "async")]
use std::task::{Context, Poll};
#[cfg(feature = "blocking")]
use std::time::Duration;

/// Lets one in at a time.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    free: Condvar,
}

#[derive(Debug, Default)]
struct State {
    taken: bool,
    waiting: Vec<Waker>,
}

/// Whoever has it is inside; dropped, it lets the next one in, also where the work was cancelled.
#[derive(Debug)]
pub(crate) struct Inside(Arc<Gate>);

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters, or is woken when it is worth another look.
    #[cfg(feature = "async")]
    pub(crate) fn poll_enter(self: &Arc<Self>, context: &Context<'_>) -> Poll<Inside> {
        let mut state = self.state();
        if state.taken {
            if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                state.waiting.push(context.waker().clone());
            }
            return Poll::Pending;
        }
        state.taken = true;
        Poll::Ready(Inside(self.clone()))
    }

    /// Enters, while the thread waits for at most so long; `None` where that was not enough.
    #[cfg(feature = "blocking")]
    pub(crate) fn enter(self: &Arc<Self>, limit: Option<Duration>) -> Option<Inside> {
        let state = self.state();
        let mut state = match limit {
            None => self.free.wait_while(state, |state| state.taken).unwrap_or_else(PoisonError::into_inner),
            Some(limit) => {
                let waited = self.free.wait_timeout_while(state, limit, |state| state.taken);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        if state.taken {
            return None;
        }
        state.taken = true;
        Some(Inside(self.clone()))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.taken = false;
        for waker in std::mem::take(&mut state.waiting) {
            waker.wake();
        }
        self.0.free.notify_all();
    }
}
