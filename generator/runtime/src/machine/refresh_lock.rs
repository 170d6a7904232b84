//! [`RefreshLock`]: lets one call at a time refresh a token, while the others wait for it. Must not
//! know tokens or where they come from.
//!
//! It is shared by async and blocking calls. Existing async locks have no timeout for waiting
//! threads.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
#[cfg(feature = "async")]
use std::task::{Context, Poll};
#[cfg(feature = "blocking")]
use std::time::Duration;

/// A lock for async tasks and threads.
#[derive(Debug, Default)]
pub(crate) struct RefreshLock {
    state: Mutex<State>,
    free: Condvar,
}

#[derive(Debug, Default)]
struct State {
    locked: bool,
    waiting: Vec<Waker>,
}

/// The guard of a [`RefreshLock`]. Dropping it releases the lock, also if the call was cancelled.
#[derive(Debug)]
pub(crate) struct RefreshGuard(Arc<RefreshLock>);

impl RefreshLock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Polls for the lock. The task is woken when it may be free.
    #[cfg(feature = "async")]
    pub(crate) fn poll_lock(self: &Arc<Self>, context: &Context<'_>) -> Poll<RefreshGuard> {
        let mut state = self.state();
        if state.locked {
            if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                state.waiting.push(context.waker().clone());
            }
            return Poll::Pending;
        }
        state.locked = true;
        Poll::Ready(RefreshGuard(self.clone()))
    }

    /// Waits for the lock. Returns `None` if it is not free within `timeout`.
    #[cfg(feature = "blocking")]
    pub(crate) fn lock(self: &Arc<Self>, timeout: Option<Duration>) -> Option<RefreshGuard> {
        let state = self.state();
        let mut state = match timeout {
            None => self.free.wait_while(state, |state| state.locked).unwrap_or_else(PoisonError::into_inner),
            Some(timeout) => {
                let waited = self.free.wait_timeout_while(state, timeout, |state| state.locked);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        if state.locked {
            return None;
        }
        state.locked = true;
        Some(RefreshGuard(self.clone()))
    }
}

impl Drop for RefreshGuard {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.locked = false;
        for waker in std::mem::take(&mut state.waiting) {
            waker.wake();
        }
        self.0.free.notify_all();
    }
}
