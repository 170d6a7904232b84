//! A number that nobody can foresee.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// By chance: the standard library seeds its hashers from the system.
pub(crate) fn chance() -> u64 {
    RandomState::new().build_hasher().finish()
}
