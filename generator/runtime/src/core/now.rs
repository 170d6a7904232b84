//! [`Now`]: what a step may know of time and chance. The core has neither; whoever drives it looks.

use std::time::{Duration, SystemTime};

use crate::call::random;
use crate::error::today;

/// A moment, and a number that nobody can foresee.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// On a clock that never goes back, from any start.
    pub clock: Duration,
    /// On the calendar, as far as that is known.
    pub date: Option<SystemTime>,
    /// By chance.
    pub random: u64,
}

/// How a step looks what moment it is. Most steps need not, and each look costs.
pub type Moment<'a> = &'a dyn Fn() -> Now;

impl Now {
    /// Here and now.
    #[must_use]
    pub fn here() -> Now {
        Now { clock: clock(), date: today(), random: random() }
    }
}

/// What [`Now::clock`] is.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn clock() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// The standard library has no clock there; a transport brings its own.
#[cfg(target_arch = "wasm32")]
pub(crate) fn clock() -> Duration {
    Duration::ZERO
}
