//! [`ErrorKind`]: the kinds of errors, for programs to decide by. Must not know what an error
//! carries.

/// The kind of an [`Error`](super::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request is not set up correctly. Nothing was sent.
    Config,
    /// The token endpoint or token source returned no token. Nothing was sent to the API.
    Credentials,
    /// No connection could be established: name, network, proxy or certificate. Nothing was sent.
    Connect,
    /// The client itself refused to send the request: in a middleware, or because an `https` URL
    /// needs TLS and the build has none.
    Refused,
    /// The request body could not be read: a file, a reader or a stream failed.
    Unreadable,
    /// A timeout or the deadline expired.
    Timeout,
    /// The connection was lost before the response was complete.
    Interrupted,
    /// A response arrived that is not valid HTTP, or whose head exceeds 64 KiB or 100 header
    /// fields. It is not retried.
    Malformed,
    /// The body of the response is incomplete, too large, or not in the content coding that the
    /// server declares.
    Body,
    /// The response could not be written to its destination: the disk or a writer failed.
    Unwritable,
    /// The server responded with a status other than 2xx.
    Status,
    /// A redirect was not followed, because that is not safe or because there were too many.
    Redirect,
    /// The response does not match the description.
    Decode,
}
