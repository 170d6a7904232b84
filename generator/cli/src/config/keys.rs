//! The known keys, for suggestions. A test compares them with the fields of the types. Must not
//! know their values.

/// The keys of a configuration.
pub(super) const CONFIG: &[&str] = &[
    "dependencies",
    "description",
    "features",
    "folder",
    "formats",
    "integers",
    "lenient",
    "only",
    "overlays",
    "root",
    "runtime",
    "source",
    "strict",
    "tests",
    "types",
    "uuid",
];

/// The keys of `source`.
pub(super) const SOURCE: &[&str] = &["headers", "sha256", "url"];

/// Returns `true` for the list of generated keys that earlier versions kept in Cargo.toml. The lock records them now, and
/// generation removes the list.
pub(super) fn is_former(table: &[&str], below: &[String]) -> bool {
    *table == super::TABLE && below.first().is_some_and(|name| name == "keys")
}

/// Returns the known key that is spelled most like `key`: at most one edit for each three letters.
pub(super) fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    let scored = known.iter().map(|known| (strsim::damerau_levenshtein(key, known), *known));
    let near = scored.filter(|(edits, known)| *edits <= known.len().div_ceil(3));
    near.min_by_key(|(edits, _)| *edits).map(|(_, known)| known)
}

/// Returns the keys as part of a sentence.
pub(super) fn listed(known: &[&str]) -> String {
    known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}
