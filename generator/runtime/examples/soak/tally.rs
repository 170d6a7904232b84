//! [`Tally`]: the outcomes of the calls, and the memory over time.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use clientwright_runtime::Error;

/// The largest growth of memory in the second half, in kB. The buffers of allocators vary by less.
const MOST_GROWTH: u64 = 4 * 1024;

/// The outcomes of the calls.
pub(crate) struct Tally {
    calls: u64,
    next: AtomicU64,
    responded: AtomicU64,
    failed: AtomicU64,
    ended: AtomicU64,
    /// Descriptions of the failures.
    lost: Mutex<Vec<String>>,
    /// The memory at 10 %, 50 % and 100 %, in kB.
    memory: Mutex<Vec<(u64, Option<u64>)>>,
}

impl Tally {
    pub(crate) fn new(calls: u64) -> Tally {
        Tally {
            calls,
            next: AtomicU64::new(0),
            responded: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            lost: Mutex::default(),
            memory: Mutex::default(),
        }
    }

    /// Returns the number of the next call, or `None` after the last one.
    pub(crate) fn next(&self) -> Option<u64> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.calls).then_some(number)
    }

    /// Records the outcome of a call.
    pub(crate) fn take(&self, number: u64, outcome: Result<u64, Error>) {
        match outcome {
            Ok(response) if response == number => {
                self.responded.fetch_add(1, Ordering::Relaxed);
            }
            Ok(other) => self.lose(format!("call {number} got the response {other}")),
            Err(error) if error.attempts() == super::RETRIES + 1 => {
                self.failed.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => self.lose(format!("call {number}: {error}")),
        }
        let ended = self.ended.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(share) = [10, 50, 100].into_iter().find(|share| ended == self.calls * share / 100) {
            self.memory.lock().unwrap_or_else(PoisonError::into_inner).push((share, resident()));
        }
    }

    fn lose(&self, what: String) {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    /// Returns `true` if nothing is lost, every call has ended, and the memory did not grow.
    pub(crate) fn is_well(&self) -> bool {
        let memory_at = |wanted: u64| {
            let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            memory.iter().find(|(share, _)| *share == wanted).and_then(|(_, size)| *size)
        };
        let grown = memory_at(100).zip(memory_at(50)).map_or(0, |(end, half)| end.saturating_sub(half));
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
            && self.ended.load(Ordering::Relaxed) == self.calls
            && grown <= MOST_GROWTH
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        let (responded, failed) = (self.responded.load(Ordering::Relaxed), self.failed.load(Ordering::Relaxed));
        write!(f, "{responded} responded, {failed} failed after all their attempts, {} lost", lost.len())?;
        for what in lost.iter().take(10) {
            write!(f, "\n  {what}")?;
        }
        for (share, size) in self.memory.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            match size {
                Some(size) => write!(f, "\nat {share} %: {:.1} MB", *size as f64 / 1024.0)?,
                None => write!(f, "\nat {share} %: this system does not say")?,
            }
        }
        Ok(())
    }
}

/// Returns the memory of this process in kB, on systems that report it in a file (Linux).
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
