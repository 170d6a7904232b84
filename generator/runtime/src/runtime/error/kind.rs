//! What can go wrong, in a few words that a program can choose by.

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request is not set up right; nothing was sent.
    Config,
    /// No connection: name, network, proxy or certificate. Nothing was sent.
    Connect,
    /// The time that was given was over.
    Timeout,
    /// The connection broke while the request was sent or before the answer was there.
    Interrupted,
    /// The answer's body did not arrive whole.
    Body,
    /// The server answered with a status that is no success.
    Status,
    /// The server sends the request somewhere else, and following is not safe or has no end.
    Redirect,
    /// The answer is not what the description says.
    Decode,
}
