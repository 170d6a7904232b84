//! [`Answers`]: a transport that answers from typed values, by operation, and keeps what was called. Must not know operations of any API: a request
//! says which it is of, and with what it answers.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::called::Called;
use super::clock::Clock;
use super::played::{Played, carried, carried_blocking, fault, token};
use super::prepared::{IntoAnswer, Ready};
use crate::CommonRequest;
use crate::call::Operation;
use crate::core::is_token_request;
use crate::transport::{Answer, Attempt, BlockingAnswer, BlockingTransport, Carried, Fault, FaultKind, Now, Transport};
use crate::value::Field;

/// A transport that answers from typed values. All clones share what is prepared and what was called.
///
/// ```text
/// let answers = Answers::new();
/// let client = Client::builder().bearer("any").transport(answers.clone()).build()?;
/// let request = client.uploads().retrieve("any");
/// answers.to(&request, Prepared::fault(FaultKind::Connect)).then(upload);
/// ```
///
/// An answer is for an *operation*, whatever the arguments of the request that it is given with. A call of an operation for which nothing is
/// prepared is an error of the kind `Refused`. Token endpoints answer by themselves, and their calls are not kept.
#[derive(Clone, Default)]
pub struct Answers(Arc<Shared>);

#[derive(Default)]
struct Shared {
    scene: Mutex<Scene>,
    clock: Clock,
}

#[derive(Default)]
struct Scene {
    prepared: Vec<(&'static Operation, VecDeque<Turn>)>,
    calls: Vec<Called>,
}

/// What the next call gets.
#[derive(Clone)]
enum Turn {
    Ready(Ready),
    Ask(Arc<Ask>),
}

type Ask = dyn Fn(&Called) -> Ready + Send + Sync;

impl Answers {
    /// Nothing is prepared yet.
    #[must_use]
    pub fn new() -> Answers {
        Answers::default()
    }

    /// Gives every call of the request's operation this answer, in place of what was prepared before. More in turn: [`Turns::then`].
    pub fn to<T: Field, R>(&self, request: &CommonRequest<T, R>, answer: impl IntoAnswer<T>) -> Turns<T> {
        let operation = request.operation();
        self.put(operation, Turn::Ready(answer.into_answer().ready(operation)), true);
        Turns { answers: self.clone(), operation, answer: PhantomData }
    }

    /// Asks a function for the answer to each call of the request's operation, in place of what was prepared before.
    pub fn ask<T, R, A>(&self, request: &CommonRequest<T, R>, answer: impl Fn(&Called) -> A + Send + Sync + 'static)
    where
        T: Field,
        A: IntoAnswer<T>,
    {
        let operation = request.operation();
        let ask = move |called: &Called| answer(called).into_answer().ready(operation);
        self.put(operation, Turn::Ask(Arc::new(ask)), true);
    }

    /// What was called, each try of it, in order.
    #[must_use]
    pub fn calls(&self) -> Vec<Called> {
        self.scene().calls.clone()
    }

    /// What was called of the request's operation.
    #[must_use]
    pub fn calls_of<T, R>(&self, request: &CommonRequest<T, R>) -> Vec<Called> {
        self.calls().into_iter().filter(|called| called.is_of(request.operation())).collect()
    }

    fn scene(&self) -> MutexGuard<'_, Scene> {
        self.0.scene.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, operation: &'static Operation, turn: Turn, anew: bool) {
        let mut scene = self.scene();
        match scene.prepared.iter_mut().find(|(of, _)| std::ptr::eq(*of, operation)) {
            Some((_, turns)) if anew => *turns = VecDeque::from([turn]),
            Some((_, turns)) => turns.push_back(turn),
            None => scene.prepared.push((operation, VecDeque::from([turn]))),
        }
    }

    /// The next answer for an operation; the last one stays.
    fn turn(&self, called: &Called) -> Option<Turn> {
        let mut scene = self.scene();
        scene.calls.push(called.clone());
        let (_, turns) = scene.prepared.iter_mut().find(|(of, _)| called.is_of(of))?;
        if turns.len() > 1 { turns.pop_front() } else { turns.front().cloned() }
    }

    fn give(&self, attempt: &Attempt, body: Bytes) -> Result<http::Response<Played>, Fault> {
        if is_token_request(attempt.operation) {
            return Ok(token());
        }
        let called = Called::new(attempt, body);
        match self.turn(&called) {
            Some(Turn::Ready(ready)) => ready.give(),
            // Not while the scene is locked: the function may look at the calls.
            Some(Turn::Ask(ask)) => ask(&called).give(),
            None => {
                let name = called.operation;
                let what = format!("no answer is prepared for `{name}`: give one with `answers.to(&request, answer)`");
                Err(fault(FaultKind::Refused, what))
            }
        }
    }
}

/// Answers to an operation, in turn.
pub struct Turns<T> {
    answers: Answers,
    operation: &'static Operation,
    answer: PhantomData<fn(T)>,
}

impl<T: Field> Turns<T> {
    /// And this answer to the call after those that have one; the last answer is that to all further calls.
    pub fn then(self, answer: impl IntoAnswer<T>) -> Turns<T> {
        let ready = answer.into_answer().ready(self.operation);
        self.answers.put(self.operation, Turn::Ready(ready), false);
        self
    }
}

impl<T> fmt::Debug for Turns<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turns").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scene = self.scene();
        let prepared: Vec<&str> = scene.prepared.iter().map(|(operation, _)| operation.name).collect();
        f.debug_struct("Answers").field("prepared", &prepared).field("calls", &scene.calls.len()).finish()
    }
}

impl Transport for Answers {
    fn send(&self, attempt: Attempt) -> Carried<'static, Result<Answer, Fault>> {
        let answers = self.clone();
        carried(attempt, Box::new(move |attempt, body| answers.give(attempt, body)))
    }
    fn now(&self) -> Now {
        self.0.clock.now()
    }
    fn sleep(&self, time: Duration) -> Carried<'static, ()> {
        self.0.clock.sleep(time);
        Box::pin(std::future::ready(()))
    }
}

impl BlockingTransport for Answers {
    fn send(&self, attempt: Attempt) -> Result<BlockingAnswer, Fault> {
        let answers = self.clone();
        carried_blocking(attempt, &move |attempt, body| answers.give(attempt, body))
    }
    fn now(&self) -> Now {
        self.0.clock.now()
    }
    fn sleep(&self, time: Duration) {
        self.0.clock.sleep(time);
    }
}
