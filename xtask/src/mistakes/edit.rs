//! One change of one node of a tree. Must not know OpenAPI.

use std::fmt;

use serde_json::Value;

/// A change of a member of an object, or of an item of an array.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Removes it.
    Drop,
    /// Renames it.
    Rename(String),
    /// Replaces its value.
    Put(Value),
    /// Duplicates it.
    Twice,
}

/// A change and its location.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// The pointer of the object or array.
    pub(super) pointer: String,
    /// The key of the member, or the index of the item.
    pub(super) key: String,
    pub(super) change: Change,
}

/// Returns the pointer of a member.
pub(super) fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

impl Edit {
    /// Returns the pointer of the changed node after the change.
    pub(super) fn node(&self) -> String {
        match &self.change {
            Change::Rename(name) => child(&self.pointer, name),
            Change::Drop | Change::Put(_) | Change::Twice => child(&self.pointer, &self.key),
        }
    }

    /// Returns the pointer that a node has after the change.
    pub(super) fn moved(&self, pointer: &str) -> String {
        match (&self.change, pointer.strip_prefix(&child(&self.pointer, &self.key))) {
            (Change::Rename(name), Some(rest)) if rest.is_empty() || rest.starts_with('/') => {
                child(&self.pointer, name) + rest
            }
            (Change::Rename(_) | Change::Drop | Change::Put(_) | Change::Twice, _) => pointer.to_owned(),
        }
    }

    /// Returns the tree with the change.
    pub(super) fn apply(&self, root: &Value) -> Value {
        let mut root = root.clone();
        match root.pointer_mut(&self.pointer) {
            Some(Value::Object(map)) => {
                let old = map.remove(&self.key).unwrap_or_default();
                match &self.change {
                    Change::Drop => {}
                    Change::Rename(name) => drop(map.insert(name.clone(), old)),
                    Change::Put(value) => drop(map.insert(self.key.clone(), value.clone())),
                    Change::Twice => drop(map.insert(self.key.clone(), old)),
                }
            }
            Some(Value::Array(items)) => self.apply_to_items(items),
            Some(_) | None => {}
        }
        root
    }

    fn apply_to_items(&self, items: &mut Vec<Value>) {
        let index = self.key.parse().unwrap_or_default();
        let Some(item) = items.get(index).cloned() else { return };
        match &self.change {
            Change::Drop => drop(items.remove(index)),
            Change::Put(value) => items.splice(index..=index, [value.clone()]).for_each(drop),
            Change::Twice => items.push(item),
            Change::Rename(_) => {}
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let node = child(&self.pointer, &self.key);
        match &self.change {
            Change::Drop => write!(f, "{node}: dropped"),
            Change::Rename(name) => write!(f, "{node}: renamed to `{name}`"),
            Change::Put(value) => write!(f, "{node}: replaced with {value}"),
            Change::Twice => write!(f, "{node}: duplicated"),
        }
    }
}
