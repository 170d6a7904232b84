//! The Rust types that [`crate::names::Names`] contain. Must not know schemas.

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RustType<'n> {
    /// `serde_json::Value`.
    AnyJson,
    /// A `Vec` of a type.
    Vec(&'n str),
    /// A `BTreeMap` with values of a type.
    Map(&'n str),
    /// An `Option` of a type.
    Option(&'n str),
    /// A type of the client, by its path.
    Client(&'n str),
    /// `String`.
    String,
    /// All other types.
    Other,
}

impl RustType<'_> {
    /// Parses a type.
    pub(super) fn parse(text: &str) -> RustType<'_> {
        let generic = |start: &str| text.strip_prefix(start)?.strip_suffix('>');
        match text {
            "serde_json::Value" => return RustType::AnyJson,
            "String" => return RustType::String,
            _ if text.starts_with("client::types::") => return RustType::Client(text),
            _ => {}
        }
        let vec = generic("Vec<").map(RustType::Vec);
        let option = || generic("Option<").map(RustType::Option);
        let map = || generic("std::collections::BTreeMap<String, ").map(RustType::Map);
        vec.or_else(option).or_else(map).unwrap_or(RustType::Other)
    }
}
