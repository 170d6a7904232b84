//! What can go wrong, in a few words that a program can choose by.

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request is not set up right; nothing was sent.
    Config,
    /// No token came from its endpoint or source; nothing was sent to the API.
    Credentials,
    /// No connection: name, network, proxy or certificate. Nothing was sent.
    Connect,
    /// Something on this side refused to send it: a middleware, or a build without TLS whose address begins with `https`.
    Refused,
    /// What was to be sent could not be had: a file, a reader or a stream failed.
    Unreadable,
    /// The time that was given was over.
    Timeout,
    /// The connection broke while the request was sent or before the answer was there.
    Interrupted,
    /// A response arrived that is not valid HTTP, or whose head is beyond the limits of 64 KiB and 100 header fields. It is not retried.
    Malformed,
    /// The body of the response is incomplete, too large, or not in the content coding that the server declares.
    Body,
    /// What came could not be put where it was to go: the disk or a writer failed.
    Unwritable,
    /// The server answered with a status that is no success.
    Status,
    /// The server sends the request somewhere else, and following is not safe or has no end.
    Redirect,
    /// The answer is not what the description says.
    Decode,
}
