//! The keywords that limit values, as numbers. Must not know samples.

use crate::parse::Node;
use crate::resolve::Schema;

/// Returns the value of a keyword.
pub(super) fn limit<'s>(schema: &'s Schema, keyword: &str) -> Option<&'s Node> {
    schema.annotations.limits.iter().find(|(of, _)| of == keyword).map(|(_, value)| value)
}

/// Returns the integers of a keyword in all parts of a schema.
pub(super) fn counts(chain: &[&Schema], keyword: &str) -> impl Iterator<Item = usize> {
    let values = chain.iter().filter_map(|schema| match limit(schema, keyword)? {
        Node::Number(text) => text.parse::<f64>().ok().filter(|of| *of >= 0.0),
        Node::Null | Node::Bool(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_) => None,
    });
    // A larger limit is never reached.
    values.map(|of| of as usize).collect::<Vec<_>>().into_iter()
}

pub(super) fn at_least(chain: &[&Schema], keyword: &str) -> usize {
    counts(chain, keyword).max().unwrap_or(0)
}

pub(super) fn at_most(chain: &[&Schema], keyword: &str) -> usize {
    counts(chain, keyword).min().unwrap_or(usize::MAX)
}
