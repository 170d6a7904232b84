//! [`Now`]: the time and a random number, passed to the steps that need them. Must not know delays
//! or timeouts: the steps compute them.

use std::time::{Duration, SystemTime};

use crate::call::random;
use crate::error::current_date;

/// The current time, and a random number.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The time on a monotonic clock with an arbitrary start.
    pub clock: Duration,
    /// The date; `None` on targets without a calendar.
    pub date: Option<SystemTime>,
    /// A random number, for the jitter of delays.
    pub random: u64,
}

/// Reads the time. Most steps do not need it, and reading a clock takes time.
pub type Moment<'a> = &'a dyn Fn() -> Now;

impl Now {
    /// Reads the clocks of this machine.
    #[must_use]
    pub fn current() -> Now {
        Now { clock: clock(), date: current_date(), random: random() }
    }
}

/// Returns the time for [`Now::clock`].
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn clock() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// Returns zero: the standard library has no clock on wasm32. A transport brings its own.
#[cfg(target_arch = "wasm32")]
pub(crate) fn clock() -> Duration {
    Duration::ZERO
}
