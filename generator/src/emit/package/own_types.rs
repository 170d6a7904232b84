//! The features of the runtime and the crates that chosen types need in Cargo.toml. They are never optional. Must not
//! know where the types are used.

use crate::emit::package::manifest::Dependency;
use crate::lower::model::{Api, Codec};

/// Returns the crates of the types with a conversion in the runtime.
pub(crate) fn crates(api: &Api) -> impl Iterator<Item = &str> {
    let known = api.own_types.iter().filter(|own| matches!(own.codec, Codec::Format(_)));
    known.filter_map(|own| own.path.split("::").next())
}

/// Returns the features of the runtime that the types need, each once.
#[must_use]
pub fn features(api: &Api) -> Vec<&str> {
    let mut features: Vec<&str> = crates(api).collect();
    features.sort_unstable();
    features.dedup();
    if !api.own_types.is_empty() {
        features.push("own-types");
    }
    features
}

/// Returns the value of a dependency, which is not optional if the types need it.
pub(crate) fn value(api: &Api, dependency: &Dependency) -> String {
    let is_needed =
        crates(api).any(|name| name == dependency.name) || dependency.name == "ref-cast" && !api.own_types.is_empty();
    if is_needed { dependency.value.replace(", optional = true", "") } else { dependency.value.to_owned() }
}
