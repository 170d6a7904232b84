//! [`Node`]: the tree of a text, with everything that YAML allows: integers of any size, keys that
//! look like numbers, duplicate keys. Must not know OpenAPI.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of a description.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `null`, or a key without a value.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, as a string: integers keep all their digits.
    Number(Box<str>),
    /// A string.
    String(String),
    /// An array.
    Sequence(Vec<Node>),
    /// An object.
    Mapping(Mapping),
}

impl Node {
    /// Returns the string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Node::String(text) => Some(text),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Sequence(_) | Node::Mapping(_) => None,
        }
    }

    /// Returns the object, if it is one.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match self {
            Node::Mapping(mapping) => Some(mapping),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) | Node::Sequence(_) => None,
        }
    }

    /// Returns the items, if it is an array.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match self {
            Node::Sequence(items) => Some(items),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) | Node::Mapping(_) => None,
        }
    }

    /// Returns the value at a path of keys and indices.
    #[must_use]
    pub fn at_path(&self, steps: &[String]) -> Option<&Node> {
        steps.iter().try_fold(self, |node, step| match node {
            Node::Mapping(mapping) => mapping.get(step),
            Node::Sequence(items) => items.get(step.parse::<usize>().ok()?),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => None,
        })
    }

    /// Returns a mutable reference to the value at a path.
    pub(super) fn at_mut(&mut self, steps: &[String]) -> Option<&mut Node> {
        steps.iter().try_fold(self, |node, step| match node {
            Node::Mapping(mapping) => mapping.get_mut(step),
            Node::Sequence(items) => items.get_mut(step.parse::<usize>().ok()?),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => None,
        })
    }

    /// Returns `true` for arrays and objects.
    #[must_use]
    pub fn is_container(&self) -> bool {
        matches!(self, Node::Sequence(_) | Node::Mapping(_))
    }

    /// Returns the name of the type in messages, with an article.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::String(_) => "a string",
            Node::Sequence(_) => "an array",
            Node::Mapping(_) => "an object",
        }
    }

    /// Converts the tree to JSON. An integer of more than 64 bits becomes a float.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(*value),
            Node::Number(text) => serde_json::from_str(text).unwrap_or(Value::Null),
            Node::String(text) => Value::String(text.clone()),
            Node::Sequence(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            Node::Mapping(mapping) => Value::Object(mapping.iter().map(|(k, v)| (k.to_owned(), v.to_json())).collect()),
        }
    }
}

/// An object in the order of the text. The last value of a duplicate key is used, and the
/// duplicates are recorded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    entries: Vec<(String, Node)>,
    /// Boxed, because a large description has hundreds of thousands of mappings, and few have such
    /// parts.
    more: Option<Box<More>>,
}

/// The rare parts of a mapping.
#[derive(Debug, Clone, Default, PartialEq)]
struct More {
    /// The duplicate keys.
    duplicates: Vec<String>,
    /// The positions of entries sorted by key, if there are many: components have thousands.
    sorted: Vec<u32>,
}

/// Mappings with more keys are searched by binary search.
const MANY: usize = 16;

impl Mapping {
    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.get(self.position(key)?).map(|(_, value)| value)
    }

    /// Returns a mutable reference to the value of a key.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let position = self.position(key)?;
        self.entries.get_mut(position).map(|(_, value)| value)
    }

    fn position(&self, key: &str) -> Option<usize> {
        let Some(more) = self.more.as_ref().filter(|more| !more.sorted.is_empty()) else {
            return self.entries.iter().position(|(name, _)| name == key);
        };
        let name = |index: &u32| self.entries.get(*index as usize).map_or("", |(name, _)| name.as_str());
        let found = more.sorted.binary_search_by(|index| name(index).cmp(key)).ok()?;
        more.sorted.get(found).map(|index| *index as usize)
    }

    /// Appends entries with new keys.
    pub(super) fn add(&mut self, entries: Vec<(String, Node)>) {
        self.entries.extend(entries);
        self.sort();
    }

    /// Removes entries.
    pub(super) fn remove(&mut self, keys: &std::collections::BTreeSet<String>) {
        self.entries.retain(|(key, _)| !keys.contains(key));
        self.sort();
    }

    /// Returns the entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Returns the keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_str())
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns `true` if there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the duplicate keys.
    #[must_use]
    pub fn duplicates(&self) -> &[String] {
        self.more.as_ref().map_or(&[], |more| &more.duplicates)
    }

    /// Creates a mapping from entries.
    pub(super) fn from_entries(entries: Vec<(String, Node)>) -> Mapping {
        Mapping::merged(entries, Vec::new())
    }

    /// Creates a mapping from entries, and from mappings (or sequences of them) whose entries are
    /// added if their keys are missing.
    pub(super) fn merged(mut entries: Vec<(String, Node)>, merged: Vec<Node>) -> Mapping {
        let keys = if merged.is_empty() { distinct(&entries) } else { None };
        let Some(sorted) = keys else { return Mapping::from_repeated(entries, merged) };
        entries.shrink_to_fit();
        let more = (!sorted.is_empty()).then(|| Box::new(More { sorted, ..More::default() }));
        Mapping { entries, more }
    }

    /// Creates a mapping from entries that may have equal keys or merge keys.
    fn from_repeated(entries: Vec<(String, Node)>, merged: Vec<Node>) -> Mapping {
        let mut indices = std::collections::HashMap::with_capacity(entries.len());
        let mut mapping = Mapping { entries: Vec::with_capacity(entries.len()), more: None };
        for (key, value) in entries {
            if let Some(&index) = indices.get(&key) {
                mapping.more.get_or_insert_default().duplicates.push(key.clone());
                if let Some(slot) = mapping.entries.get_mut::<usize>(index) {
                    slot.1 = value;
                }
                continue;
            }
            indices.insert(key.clone(), mapping.entries.len());
            mapping.entries.push((key, value));
        }
        for value in merged {
            mapping.merge(value, &mut indices);
        }
        mapping.sort();
        mapping
    }

    /// Updates the sorted positions.
    fn sort(&mut self) {
        let sorted = if self.entries.len() > MANY { by_key(&self.entries) } else { Vec::new() };
        if !sorted.is_empty() || self.more.is_some() {
            self.more.get_or_insert_default().sorted = sorted;
        }
    }

    /// Adds the entries of a merge key of YAML. Existing entries win, and earlier mappings before
    /// later.
    fn merge(&mut self, value: Node, indices: &mut std::collections::HashMap<String, usize>) {
        let sources = match value {
            Node::Sequence(items) => items,
            one => vec![one],
        };
        for source in sources {
            let Node::Mapping(source) = source else { continue };
            for (key, value) in source.entries {
                if !indices.contains_key(&key) {
                    indices.insert(key.clone(), self.entries.len());
                    self.entries.push((key, value));
                }
            }
        }
    }
}

/// Returns the sorted positions of entries, or an empty list if there are few; `None` if there are
/// duplicate keys.
fn distinct(entries: &[(String, Node)]) -> Option<Vec<u32>> {
    if entries.len() <= MANY {
        let twice =
            |(index, (key, _)): (usize, &(String, Node))| entries.iter().take(index).any(|(other, _)| other == key);
        return (!entries.iter().enumerate().any(twice)).then(Vec::new);
    }
    let sorted = by_key(entries);
    let name = |index: &u32| entries.get(*index as usize).map(|(name, _)| name);
    (!sorted.windows(2).any(|pair| matches!(pair, [first, second] if name(first) == name(second)))).then_some(sorted)
}

/// Returns the positions of entries, sorted by key.
fn by_key(entries: &[(String, Node)]) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
    let name = |index: &u32| entries.get(*index as usize).map(|(name, _)| name);
    sorted.sort_by(|first, second| name(first).cmp(&name(second)));
    sorted
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Json)
    }
}

/// Reads JSON.
struct Json;

impl<'de> Visitor<'de> for Json {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(number(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(number(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(number(value))
    }
    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::String(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::String(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Node::Sequence(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = from.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Mapping(Mapping::from_entries(entries)))
    }
}

fn number(value: impl fmt::Display) -> Node {
    Node::Number(value.to_string().into())
}
