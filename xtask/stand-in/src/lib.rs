//! Loopback server for examples and tests.
