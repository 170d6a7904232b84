//! [`sleep`]: waits without blocking. It uses tokio's timer inside of a tokio runtime, and a thread
//! otherwise, so that clients work with any executor. Must not know why a call waits.

use std::time::Duration;

use super::BoxFuture;

/// Waits for a time.
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
pub(super) fn sleep(time: Duration) -> BoxFuture<'static, ()> {
    if tokio::runtime::Handle::try_current().is_ok() { Box::pin(tokio::time::sleep(time)) } else { by_thread(time) }
}

/// Waits for a time.
#[cfg(all(not(feature = "async"), not(target_arch = "wasm32")))]
pub(super) fn sleep(time: Duration) -> BoxFuture<'static, ()> {
    by_thread(time)
}

/// Waits forever: there are neither threads nor timers on wasm32. A transport for the browser
/// brings its own. Without one, a call is not retried, instead of being retried at once.
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
    let shared = state.clone();
    std::thread::spawn(move || {
        std::thread::sleep(time);
        let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
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
