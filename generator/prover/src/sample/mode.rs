//! The kinds of samples. Must not know how values are made.

/// The aim of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Only the required parts.
    Minimal,
    /// Everything.
    Full,
    /// Everything, with strings and numbers that are difficult to transport.
    Hostile,
    /// Everything, with values at their limits.
    Boundary,
    /// Null wherever it is allowed.
    Null,
    /// Everything, and properties, values and variants that only a newer server knows.
    NewerServer,
}

/// The sender of a value. Clients do not send read-only properties, servers do not send write-only
/// ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// The client.
    Request,
    /// The server.
    Response,
}

/// The modes of requests and of successes. Failures use the first three.
pub(super) const MODES: [Mode; 8] = [
    Mode::Minimal,
    Mode::Full,
    Mode::Hostile,
    Mode::Boundary,
    Mode::Null,
    Mode::Full,
    // The other limit: this round is even.
    Mode::Boundary,
    Mode::Hostile,
];
