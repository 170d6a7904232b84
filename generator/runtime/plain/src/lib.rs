//! An empty library: this package only has a test.
