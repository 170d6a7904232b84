//! [`Fault`]: the failure of a single attempt. It becomes an error if the call is not retried. Must
//! not decide whether the call is retried.

/// The reason why an attempt has no response, or no complete one.
#[derive(Debug)]
pub struct Fault {
    /// The kind of failure. It decides whether the call is retried.
    pub kind: FaultKind,
    /// The underlying error of the transport or of a middleware.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// The kinds of a [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// No connection could be established. Nothing was sent.
    Connect,
    /// The server's certificate is not trusted. Nothing was sent.
    Untrusted,
    /// A timeout expired.
    Timeout,
    /// The connection was lost.
    Interrupted,
    /// The client itself refused to send the request, for example in a middleware.
    Refused,
    /// The request body could not be read: its file, reader or stream failed, or had another length
    /// than declared.
    Unreadable,
    /// A response arrived that cannot be processed: it is not valid HTTP, its head exceeds the
    /// limits, or its body is not in the content coding that it declares.
    Malformed,
}

/// Returns the message of the innermost cause. The messages that libraries wrap around it add
/// nothing.
pub(super) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
