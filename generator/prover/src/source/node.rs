//! [`Node`]: a value in a file together with its JSON pointer. Must not know OpenAPI.

use serde_json::Value;

/// A value and its location: file and JSON pointer.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// The JSON pointer within the file.
    pub pointer: String,
    /// The value.
    pub value: &'a Value,
}

impl<'a> Node<'a> {
    /// Returns file and pointer in the form of a reference.
    pub(crate) fn address(&self) -> String {
        format!("{}#{}", self.file, self.pointer)
    }

    /// Returns a member of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.value.get(key)?;
        let pointer = format!("{}/{}", self.pointer, escape(key));
        Some(Node { file: self.file, pointer, value })
    }

    /// Returns the members of an object, in order.
    #[must_use]
    pub fn members(&self) -> Vec<(&'a str, Node<'a>)> {
        let members = self.value.as_object().into_iter().flatten();
        members.filter_map(|(key, _)| Some((key.as_str(), self.get(key)?))).collect()
    }

    /// Returns the items of an array.
    #[must_use]
    pub fn items(&self) -> Vec<Node<'a>> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, value)| Node { file: self.file, pointer: format!("{}/{index}", self.pointer), value })
            .collect()
    }

    /// Returns a member that is a string.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Returns `true` if a member is `true`.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or_default()
    }
}

/// Escapes a key for a JSON pointer (RFC 6901, section 3).
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
