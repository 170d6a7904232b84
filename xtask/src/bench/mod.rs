//! `cargo xtask bench`: the figures of the guide's page on benchmarks. Scratch crates are in
//! `target`, tables go to stdout as Markdown. Must not judge the figures.

mod call;
mod cost;
mod documents;
mod first;
mod measure;
mod scratch;

pub(crate) use call::call;
pub(crate) use cost::cost;
pub(crate) use documents::documents;
pub(crate) use first::first;
pub(crate) use measure::measured;
