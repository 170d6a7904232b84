//! Nothing: this package only has a test.
