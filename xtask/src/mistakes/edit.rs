//! One change of one node of a tree. Must not know OpenAPI.

use std::fmt;

use serde_json::Value;

/// What is done with a member of an object, or an item of a list.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// It is taken away.
    Drop,
    /// It is called otherwise.
    Rename(String),
    /// It has another value.
    Put(Value),
    /// It stands there twice.
    Twice,
}

/// A change and its place.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// The object or list that is changed.
    pub(super) at: String,
    /// The member, or the number of the item.
    pub(super) key: String,
    pub(super) change: Change,
}

/// A pointer's member.
pub(super) fn child(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

impl Edit {
    /// The node that is changed, as it is called behind the change.
    pub(super) fn node(&self) -> String {
        match &self.change {
            Change::Rename(name) => child(&self.at, name),
            Change::Drop | Change::Put(_) | Change::Twice => child(&self.at, &self.key),
        }
    }

    /// Where what stood at a pointer stands behind the change.
    pub(super) fn moved(&self, pointer: &str) -> String {
        match (&self.change, pointer.strip_prefix(&child(&self.at, &self.key))) {
            (Change::Rename(name), Some(rest)) if rest.is_empty() || rest.starts_with('/') => {
                child(&self.at, name) + rest
            }
            (Change::Rename(_) | Change::Drop | Change::Put(_) | Change::Twice, _) => pointer.to_owned(),
        }
    }

    /// The tree with the change.
    pub(super) fn made(&self, root: &Value) -> Value {
        let mut root = root.clone();
        match root.pointer_mut(&self.at) {
            Some(Value::Object(map)) => {
                let old = map.remove(&self.key).unwrap_or_default();
                match &self.change {
                    Change::Drop => {}
                    Change::Rename(name) => drop(map.insert(name.clone(), old)),
                    Change::Put(value) => drop(map.insert(self.key.clone(), value.clone())),
                    Change::Twice => drop(map.insert(self.key.clone(), old)),
                }
            }
            Some(Value::Array(items)) => self.in_list(items),
            Some(_) | None => {}
        }
        root
    }

    fn in_list(&self, items: &mut Vec<Value>) {
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
        let node = child(&self.at, &self.key);
        match &self.change {
            Change::Drop => write!(f, "{node}: dropped"),
            Change::Rename(name) => write!(f, "{node}: called `{name}`"),
            Change::Put(value) => write!(f, "{node}: is {value}"),
            Change::Twice => write!(f, "{node}: stands there twice"),
        }
    }
}
