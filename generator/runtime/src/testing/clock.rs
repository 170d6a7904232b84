//! [`Clock`]: a clock on which delays take no time. Must not know what waits.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::transport::Now;

/// The time of this machine, plus all delays.
#[derive(Debug, Default)]
pub(super) struct Clock(Mutex<Duration>);

impl Clock {
    /// Returns the current time.
    pub(super) fn now(&self) -> Now {
        let slept = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let current = Now::current();
        let date = current.date.and_then(|date| date.checked_add(slept));
        Now { clock: current.clock.saturating_add(slept), date, random: current.random }
    }

    /// Advances the clock, without waiting.
    pub(super) fn sleep(&self, time: Duration) {
        let mut slept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *slept = slept.saturating_add(time);
    }
}
