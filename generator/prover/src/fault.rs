//! [`Fault`]: a difference between a client and its description. Must not know how faults are found.

use std::fmt;

/// A difference between a client and its description.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The kind of the fault.
    pub cause: Cause,
    /// The details: what was expected and what was found.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(cause: Cause, detail: impl Into<String>) -> Fault {
        Fault { cause, detail: detail.into() }
    }
}

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident => $text:literal,)*) => {
        /// The kind of a fault. Reports group faults by it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Cause {
            $($(#[$doc])* $name,)*
        }

        impl Cause {
            /// Returns a short description of the cause.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Cause::$name => $text,)*
                }
            }
        }
    };
}

causes! {
    /// The method of the request.
    Method => "method",
    /// The server of the request.
    Server => "server",
    /// The path of the request.
    Path => "path",
    /// The query of the request.
    Query => "query",
    /// A header of the request.
    Header => "header",
    /// A cookie of the request.
    Cookie => "cookie",
    /// The credentials of the request.
    Security => "security",
    /// The body of the request, unless it is JSON.
    Body => "body",
    /// The JSON body of the request.
    JsonBody => "JSON body",
    /// The media type of the request's body.
    BodyMediaType => "media type of the body",
    /// The call cannot be made with the values.
    UnacceptedValues => "the call does not accept the values",
    /// A value that must be rejected was sent.
    NotRejected => "not rejected",
    /// There was no request, or more than one.
    RequestCount => "not exactly one request",
    /// A redirect was not followed as it has to be.
    Redirect => "redirect",
    /// The pages of a response, or the request for the second one.
    Pages => "pages",
    /// A declared response fails the call.
    ResponseRejected => "the response is rejected",
    /// The status that the client returns.
    Status => "status",
    /// A header of the response.
    ResponseHeader => "header of the response",
    /// The error variant that a failure is read as.
    DeclaredError => "declared error",
    /// A response body that is not JSON.
    OtherResponse => "response that is not JSON",
    /// The fields of a response body.
    ResponseFields => "fields of the response",
    /// A response body that is serialized again.
    Reserialized => "the response serialized again",
    /// A method takes an argument for a parameter that has one possible value.
    SingleValueArgument => "asks for a value, but only one is possible",
    /// A constructor takes an argument for the discriminator value that the type implies.
    ImpliedArgument => "asks for a discriminator value, but the type implies it",
    /// A type is any JSON, but the schema is more precise.
    AnyJson => "any JSON, but the schema is more precise",
    /// A type is any string, but the schema is more precise.
    AnyString => "any string, but the schema is more precise",
    /// A required property is an optional field.
    OptionalField => "optional, but required by the schema",
    /// The client has no method for the operation.
    Skipped => "skipped",
    /// No case could be made from the description.
    NoCase => "no case",
    /// The driver wrote something unreadable.
    DriverOutput => "unreadable output of the driver",
    /// The driver ended before the case.
    DriverEnded => "the driver ended early",
}

impl Cause {
    /// Returns `true` if the cause only concerns values that callers pass, not those that are
    /// received.
    pub(crate) fn is_about_arguments(self) -> bool {
        matches!(self, Cause::SingleValueArgument | Cause::ImpliedArgument)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
