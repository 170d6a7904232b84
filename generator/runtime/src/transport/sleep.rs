//! Waiting without blocking: tokio's timer where there is a runtime of tokio, else a thread that wakes the waiting one,
//! so that a client works under any executor.

use std::time::Duration;

use super::BoxFuture;

/// Lets `time` pass.
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
pub(super) fn sleep(time: Duration) -> BoxFuture<'static, ()> {
    if tokio::runtime::Handle::try_current().is_ok() { Box::pin(tokio::time::sleep(time)) } else { by_thread(time) }
}

/// Lets `time` pass.
#[cfg(all(not(feature = "async"), not(target_arch = "wasm32")))]
pub(super) fn sleep(time: Duration) -> BoxFuture<'static, ()> {
    by_thread(time)
}

/// There are neither threads nor timers there: a transport for the browser brings its own. Without one nothing is tried
/// again, rather than at once.
#[cfg(target_arch = "wasm32")]
pub(super) fn sleep(_: Duration) -> BoxFuture<'static, ()> {
    Box::pin(std::future::pending())
}

#[cfg(not(target_arch = "wasm32"))]
fn by_thread(time: Duration) -> BoxFuture<'static, ()> {
    use std::sync::{Arc, Mutex, PoisonError};
    use std::task::{Poll, Waker};

    #[derive(Default)]
    struct State {
        over: bool,
        waker: Option<Waker>,
    }

    let state = Arc::new(Mutex::new(State::default()));
    let theirs = state.clone();
    std::thread::spawn(move || {
        std::thread::sleep(time);
        let mut state = theirs.lock().unwrap_or_else(PoisonError::into_inner);
        state.over = true;
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
    });
    Box::pin(std::future::poll_fn(move |context| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.over {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }))
}
