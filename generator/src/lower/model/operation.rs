//! Operations, with their Rust names and their wire names. Must not know types beyond their IDs.

use super::{Body, DeclaredResponse, Errors, Events, Pages, Parameter, Server, Status, Streams, Type};
use crate::report::SourceLocation;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The source location.
    pub span: SourceLocation,
    /// `operationId`.
    pub id: Option<String>,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The Rust method of the resource: `trigger_action`.
    pub name: String,
    /// The type of the request, in the resource's module: `TriggerAction`.
    pub type_name: String,
    /// The summary, then the description.
    pub docs: String,
    /// `deprecated`.
    pub deprecated: bool,
    /// The base URLs that replace those of the API; usually none.
    pub servers: Vec<Server>,
    /// The parameters in the description's order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses, most specific status first.
    pub responses: Vec<DeclaredResponse>,
    /// The type of a successful call.
    pub output: Type,
    /// The pages, if the response is one.
    pub pages: Option<Pages>,
    /// The items of the first success that is a stream.
    pub events: Option<Events>,
    /// The optional flag that requests a stream, if every success is one: it is sent as `true`.
    pub streams: Option<Streams>,
    /// The declared error bodies.
    pub errors: Option<Errors>,
    /// The declared response headers, as indices into [`super::Api::headers`].
    pub headers: Vec<usize>,
    /// The header with a key by which the server recognises a repeated request. `None` for
    /// idempotent methods.
    pub idempotency_key: Option<String>,
    /// Alternatives of schemes that are needed together, as indices into [`super::Api::schemes`].
    pub security: Vec<Vec<usize>>,
    /// The declared security schemes that are not supported: name and kind.
    pub unsupported_security: Vec<(String, String)>,
    /// The arguments of the method in their order; everything else has a setter.
    pub arguments: Vec<Argument>,
}

impl Operation {
    /// Returns the successful responses. `default` is one if no success is declared by status.
    pub fn successes(&self) -> impl Iterator<Item = &DeclaredResponse> {
        let has_success = self.responses.iter().any(|response| response.status.is_success());
        let is_success = move |status: Status| status.is_success() || status == Status::Default && !has_success;
        self.responses.iter().filter(move |response| is_success(response.status))
    }
}

/// An argument of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// A required parameter, as an index into [`Operation::parameters`].
    Parameter(usize),
    /// A required property of a spread body, as an index into [`Body::spread`].
    BodyField(usize),
    /// The whole body.
    Body,
}
