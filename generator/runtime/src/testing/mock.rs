//! [`MockTransport`]: a transport that responds with typed values, by operation, and records the
//! requests it receives. Must not know the operations of any API: a request says which operation it
//! belongs to.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::clock::Clock;
use super::mock_response::{IntoMockResponse, PreparedResponse};
use super::played_body::{PlayedBody, fault, respond, respond_blocking, token_response};
use super::received::ReceivedRequest;
use crate::CommonRequest;
use crate::call::Operation;
use crate::machine::is_token_request;
use crate::transport::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, FaultKind, Now, Transport,
    TransportResponse,
};
use crate::value::OutputType;

/// A transport that responds with typed values. All clones share the responses and the recorded
/// requests.
///
/// ```text
/// let mock = MockTransport::new();
/// let client = Client::builder().bearer("any").transport(mock.clone()).build()?;
/// let request = client.uploads().retrieve("any");
/// mock.on(&request).respond(MockResponse::fault(FaultKind::Connect)).then(upload);
/// ```
///
/// A response belongs to an *operation*; the arguments of the request passed to
/// [`on`](MockTransport::on) do not matter. Calling an operation without a response fails with
/// [`ErrorKind::Refused`](crate::ErrorKind::Refused). Requests to token endpoints get a token and
/// are not recorded.
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    clock: Clock,
}

#[derive(Default)]
struct State {
    responders: Vec<(&'static Operation, VecDeque<Responder>)>,
    requests: Vec<ReceivedRequest>,
}

/// Produces the response to one request.
#[derive(Clone)]
enum Responder {
    Ready(PreparedResponse),
    Function(Arc<Respond>),
}

type Respond = dyn Fn(&ReceivedRequest) -> PreparedResponse + Send + Sync;

impl MockTransport {
    /// Creates a mock without responses.
    #[must_use]
    pub fn new() -> MockTransport {
        MockTransport::default()
    }

    /// Selects the operation of `request`, to set its responses.
    pub fn on<T, R>(&self, request: &CommonRequest<T, R>) -> MockOperation<T> {
        MockOperation { mock: self.clone(), operation: request.operation(), output: PhantomData }
    }

    /// Returns all received requests in order, one for each attempt.
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.state().requests.clone()
    }

    /// Returns the received requests for the operation of `request`.
    #[must_use]
    pub fn requests_for<T, R>(&self, request: &CommonRequest<T, R>) -> Vec<ReceivedRequest> {
        self.requests().into_iter().filter(|received| received.is_for(request.operation())).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the next responder of the operation. The last one stays.
    fn next_responder(&self, received: &ReceivedRequest) -> Option<Responder> {
        let mut state = self.state();
        state.requests.push(received.clone());
        let (_, responders) = state.responders.iter_mut().find(|(operation, _)| received.is_for(operation))?;
        if responders.len() > 1 { responders.pop_front() } else { responders.front().cloned() }
    }

    fn respond(&self, attempt: &Attempt, body: Bytes) -> Result<http::Response<PlayedBody>, Fault> {
        if is_token_request(attempt.operation) {
            return Ok(token_response());
        }
        let received = ReceivedRequest::new(attempt, body);
        match self.next_responder(&received) {
            Some(Responder::Ready(prepared)) => prepared.into_result(),
            // The state is not locked here, because the function may look at the requests.
            Some(Responder::Function(respond)) => respond(&received).into_result(),
            None => {
                let name = received.operation;
                let what = format!("no response is set for `{name}`; set one with `mock.on(&request).respond(value)`");
                Err(fault(FaultKind::Refused, what))
            }
        }
    }
}

/// An operation of a [`MockTransport`], selected with [`MockTransport::on`].
///
/// It has no effect until a response is set.
#[must_use = "no response is set until `respond` is called"]
pub struct MockOperation<T> {
    mock: MockTransport,
    operation: &'static Operation,
    output: PhantomData<fn(T)>,
}

impl<T: OutputType> MockOperation<T> {
    /// Responds to every request for the operation with `response`, in place of earlier responses.
    /// Use
    /// [`then`](MockResponses::then) to set the response to later requests.
    pub fn respond(self, response: impl IntoMockResponse<T::Value>) -> MockResponses<T> {
        let prepared = response.into_mock_response().prepare(self.operation, T::as_field);
        self.replace(Responder::Ready(prepared));
        MockResponses(self)
    }

    /// Calls `respond` for the response to each request for the operation, in place of earlier
    /// responses.
    pub fn respond_with<A>(self, respond: impl Fn(&ReceivedRequest) -> A + Send + Sync + 'static)
    where
        A: IntoMockResponse<T::Value>,
    {
        let operation = self.operation;
        let function =
            move |received: &ReceivedRequest| respond(received).into_mock_response().prepare(operation, T::as_field);
        self.replace(Responder::Function(Arc::new(function)));
    }

    fn replace(&self, responder: Responder) {
        let mut state = self.mock.state();
        match state.responders.iter_mut().find(|(operation, _)| std::ptr::eq(*operation, self.operation)) {
            Some((_, responders)) => *responders = VecDeque::from([responder]),
            None => state.responders.push((self.operation, VecDeque::from([responder]))),
        }
    }
}

/// The responses of an operation, in order.
pub struct MockResponses<T>(MockOperation<T>);

impl<T: OutputType> MockResponses<T> {
    /// Appends a response. Each response is used once, but the last one is used for all further
    /// requests.
    pub fn then(self, response: impl IntoMockResponse<T::Value>) -> MockResponses<T> {
        let MockOperation { mock, operation, .. } = &self.0;
        let prepared = response.into_mock_response().prepare(operation, T::as_field);
        let mut state = mock.state();
        if let Some((_, responders)) = state.responders.iter_mut().find(|(known, _)| std::ptr::eq(*known, *operation)) {
            responders.push_back(Responder::Ready(prepared));
        }
        drop(state);
        self
    }
}

impl<T> fmt::Debug for MockOperation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockOperation").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for MockResponses<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockResponses").field("operation", &self.0.operation.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let operations: Vec<&str> = state.responders.iter().map(|(operation, _)| operation.name).collect();
        f.debug_struct("MockTransport")
            .field("operations", &operations)
            .field("requests", &state.requests.len())
            .finish()
    }
}

impl Transport for MockTransport {
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let mock = self.clone();
        respond(attempt, Box::new(move |attempt, body| mock.respond(attempt, body)))
    }
    fn now(&self) -> Now {
        self.0.clock.now()
    }
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.clock.sleep(time);
        Box::pin(std::future::ready(()))
    }
}

impl BlockingTransport for MockTransport {
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        let mock = self.clone();
        respond_blocking(attempt, &move |attempt, body| mock.respond(attempt, body))
    }
    fn now(&self) -> Now {
        self.0.clock.now()
    }
    fn sleep(&self, time: Duration) {
        self.0.clock.sleep(time);
    }
}
