//! Property names as the shapes of types hold them: `,"name":`, ready to be written between the properties of an object.
//! Must not know what the properties hold.

use std::borrow::Cow;

/// Returns the name inside `,"name":`, still escaped as JSON.
#[must_use]
#[inline]
pub fn escaped_name(key: &'static str) -> &'static str {
    key.get(2..key.len().saturating_sub(2)).unwrap_or_default()
}

/// Returns the name inside `,"name":`, without JSON escapes.
pub(crate) fn property_name(key: &'static str) -> Cow<'static, str> {
    let name = escaped_name(key);
    if name.contains('\\') { Cow::Owned(unescape(name)) } else { Cow::Borrowed(name) }
}

/// Removes the JSON escapes of a name. They are rare: a quote or a backslash in a property name.
#[cold]
pub(super) fn unescape(name: &str) -> String {
    serde_json::from_str(&format!("\"{name}\"")).unwrap_or_default()
}

/// Returns the index of the key with a name. Properties mostly arrive in the order of the description, so the search begins
/// at `guess` and continues with the keys before it.
#[inline]
pub(super) fn find(keys: &'static [&'static str], guess: usize, name: &str) -> Option<usize> {
    if keys.get(guess).is_some_and(|key| has_name(key, name)) {
        return Some(guess);
    }
    let (before, after) = keys.split_at_checked(guess).unwrap_or((keys, &[]));
    if let Some(index) = after.iter().position(|key| has_name(key, name)) {
        return Some(guess + index);
    }
    let index = before.iter().position(|key| has_name(key, name));
    index.or_else(|| keys.iter().position(|key| key.contains('\\') && unescape(escaped_name(key)) == name))
}

/// Returns `true` if a key without escapes has a name. The length and the last byte distinguish most keys without a call.
#[inline]
pub(super) fn has_name(key: &'static str, name: &str) -> bool {
    let (key, name) = (key.as_bytes(), name.as_bytes());
    key.len() == name.len() + 4
        && key.get(key.len().wrapping_sub(3)) == name.last().or(Some(&b'"'))
        && key.get(2..key.len() - 2) == Some(name)
}
