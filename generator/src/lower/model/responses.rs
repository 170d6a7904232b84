//! Responses: their bodies, streams, headers, and declared errors. Must not know the operations
//! that have them.

use super::{MediaKind, Sample, Type};

/// A declared response.
#[derive(Debug, Clone)]
pub struct DeclaredResponse {
    /// The statuses.
    pub status: Status,
    /// The status of the redirect that leads to this response; `None` if the server itself returns
    /// it.
    pub redirect: Option<Status>,
    /// The body; `None` if it is not read.
    pub content: Option<Content>,
    /// The value of `Accept` of a request whose response has no body: a HEAD request sends the one
    /// of GET (RFC 9110, section 9.3.2).
    pub accept: Option<String>,
    /// The variant of the union of all successes, if their bodies have several types.
    pub variant: Option<usize>,
    /// The description.
    pub docs: String,
}

/// The body of a response.
#[derive(Debug, Clone)]
pub struct Content {
    /// The declared media type.
    pub media_type: String,
    /// The way in which it is read.
    pub kind: MediaKind,
    /// The type.
    pub ty: Type,
    /// A valid value.
    pub sample: Sample,
}

/// A response that is read item by item as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events {
    /// The media type: `text/event-stream`.
    pub media_type: String,
    /// The separation of the items.
    pub framing: Framing,
    /// The type of an item.
    pub ty: Type,
}

/// The flag of a request that selects a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Streams {
    /// A parameter, as an index into [`super::Operation::parameters`].
    Parameter(usize),
    /// A field of the body's type, by its index.
    Field(usize),
}

/// The ways in which the items of a stream are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Server-Sent Events; an item is the data of an event.
    Events,
    /// Server-Sent Events; an item is a whole event (`itemSchema`).
    WholeEvents,
    /// One item per line.
    Lines,
    /// JSON text sequences (RFC 7464).
    Records,
}

/// A declared response header.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name of its static.
    pub name: String,
    /// The name on the wire in lower case.
    pub wire: String,
    /// The type of its value, never one of the API's types.
    pub ty: Type,
    /// The description.
    pub docs: String,
}

/// The statuses of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// A single status.
    Code(u16),
    /// A range, by its first digit: 4 for `4XX`.
    Range(u16),
    /// All other statuses.
    Default,
}

impl Status {
    /// Parses a key of the Responses Object: a code, a range like `4XX`, or `default`.
    #[must_use]
    pub fn parse(key: &str) -> Option<Status> {
        if key == "default" {
            return Some(Status::Default);
        }
        match key.strip_suffix("XX") {
            Some(hundred) => hundred.parse().ok().map(Status::Range),
            None => key.parse().ok().map(Status::Code),
        }
    }

    /// Returns `true` if it is a success by its code (RFC 9110, section 15.3).
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Status::Code(200..=299) | Status::Range(2))
    }
}

/// The enum of an operation's declared error bodies.
#[derive(Debug, Clone)]
pub struct Errors {
    /// The name of the enum, in the resource's module: `TriggerActionError`.
    pub type_name: String,
    /// The variants in the order of the responses.
    pub variants: Vec<ErrorVariant>,
    /// The index into [`super::Api::error_sets`], if other operations declare the same bodies.
    pub shared: Option<usize>,
}

/// A declared error body.
#[derive(Debug, Clone)]
pub struct ErrorVariant {
    /// The variant: `NotFound`.
    pub name: String,
    /// The index into [`super::Operation::responses`].
    pub response: usize,
}

/// Error bodies that several operations have in common.
#[derive(Debug, Clone)]
pub struct ErrorSet {
    /// The name of the enum.
    pub name: String,
    /// The resources whose operations declare it, by their indices.
    pub resources: Vec<usize>,
    /// The variants in the order of the operations' responses.
    pub variants: Vec<DeclaredVariant>,
}

/// A declared error body of several operations.
#[derive(Debug, Clone)]
pub struct DeclaredVariant {
    /// The variant: `NotFound`.
    pub name: String,
    /// The statuses.
    pub status: Status,
    /// The type of the body.
    pub ty: Type,
    /// The description.
    pub docs: String,
}
