//! Rust types as [`crate::names::Names`] spells them.

/// A type of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rust<'n> {
    /// Any JSON.
    Any,
    /// A list.
    List(&'n str),
    /// A map, by the type of its values.
    Map(&'n str),
    /// Nothing or a value.
    Optional(&'n str),
    /// Of the client, by its path.
    Own(&'n str),
    /// A text.
    Text,
    /// Everything else.
    Other,
}

impl Rust<'_> {
    /// Reads one.
    pub(super) fn of(text: &str) -> Rust<'_> {
        let inner = |front: &str| text.strip_prefix(front)?.strip_suffix('>');
        match text {
            "serde_json::Value" => Rust::Any,
            "String" => Rust::Text,
            _ if inner("Vec<").is_some() => Rust::List(inner("Vec<").unwrap_or_default()),
            _ if inner("Option<").is_some() => Rust::Optional(inner("Option<").unwrap_or_default()),
            _ if text.starts_with("std::collections::BTreeMap<String, ") => {
                Rust::Map(inner("std::collections::BTreeMap<String, ").unwrap_or_default())
            }
            _ if text.starts_with("client::types::") => Rust::Own(text),
            _ => Rust::Other,
        }
    }
}
