//! [`Clock`]: waits that take no time. Must not know what is waited for.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::transport::Now;

/// The time here, and all that was slept on top of it.
#[derive(Debug, Default)]
pub(super) struct Clock(Mutex<Duration>);

impl Clock {
    /// What time it is.
    pub(super) fn now(&self) -> Now {
        let slept = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let here = Now::here();
        let date = here.date.and_then(|date| date.checked_add(slept));
        Now { clock: here.clock.saturating_add(slept), date, random: here.random }
    }

    /// Lets time pass at once.
    pub(super) fn sleep(&self, time: Duration) {
        let mut slept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *slept = slept.saturating_add(time);
    }
}
