//! Many requests, so many at a time, each in a thread that waits.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use super::{CommonRequest, FromReply};
use crate::error::Error;

/// Sends requests by at most `at_once` threads, and gives their answers in the order of the requests.
pub fn send_all_blocking<I, R, T, O>(requests: I, at_once: usize) -> Vec<Result<T, Error>>
where
    I: IntoIterator<Item = R>,
    I::IntoIter: Send,
    R: Deref<Target = CommonRequest<T, O>>,
    T: FromReply + Send,
{
    let requests = Mutex::new(requests.into_iter().enumerate());
    let answers = Mutex::new(Vec::new());
    let work = || loop {
        // The lock is let go before the request is sent.
        let next = requests.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((index, request)) = next else { break };
        let answer = request.send_blocking();
        answers.lock().unwrap_or_else(PoisonError::into_inner).push((index, answer));
    };
    std::thread::scope(|scope| {
        for _ in 0..at_once.max(1) {
            scope.spawn(work);
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
