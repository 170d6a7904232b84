//! The description as it stands: texts to trees, references, operations with everything that the OpenAPI rules add to them.
//! Nothing is repaired: what cannot be followed is nothing.

mod operations;
mod schema;
mod swagger;
mod tree;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value};

pub use operations::{Answer, Body, Operation, Parameter};
pub use schema::{Flat, flat, is_bytes};

/// Which rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.0: `nullable`, schemas of their own.
    V30,
    /// OpenAPI 3.1 and later: JSON Schema 2020-12.
    V31,
}

/// A description of one or several files.
#[derive(Debug, Clone)]
pub struct Description {
    root: String,
    files: BTreeMap<String, Value>,
    /// Files that are neither JSON nor YAML, each with the reason: what needs them cannot be proven.
    pub unreadable: Vec<String>,
    /// What the generator told of: the places, as `file#pointer`.
    pub reported: Vec<String>,
    /// Which rules hold.
    pub version: Version,
    /// What any `enum` or `const` lists, as JSON, once somebody asked.
    listed: OnceCell<HashSet<String>>,
}

/// A place: its file, the way to it, and what is there.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The JSON pointer within the file.
    pub pointer: String,
    /// What is there.
    pub value: &'a Value,
}

/// So many references lead on at most.
const HOPS: usize = 64;

impl Description {
    /// Reads all files; names are paths with `/`, as references see them.
    ///
    /// # Errors
    /// Where the root is neither YAML nor JSON, or not a description.
    pub fn read(root: &str, texts: &BTreeMap<String, String>) -> Result<Description, String> {
        let (mut files, mut unreadable) = (BTreeMap::new(), Vec::new());
        for (name, text) in texts {
            match tree::tree(text) {
                Ok(tree) => drop(files.insert(name.clone(), tree)),
                Err(why) => unreadable.push(format!("{name}: {why}")),
            }
        }
        let whole = files.get(root).ok_or_else(|| format!("{root} cannot be read: {unreadable:?}"))?;
        let text = |key: &str| whole.get(key).map(|of| of.as_str().map_or_else(|| of.to_string(), str::to_owned));
        let version = match (text("swagger"), text("openapi")) {
            (Some(_), _) => Version::Swagger,
            (None, Some(of)) if of.starts_with("3.0") => Version::V30,
            (None, Some(_)) => Version::V31,
            (None, None) => return Err(format!("{root} has neither `openapi` nor `swagger`")),
        };
        if let (Version::Swagger, Some(whole)) = (version, files.get_mut(root)) {
            swagger::forms(whole);
            swagger::discriminators(whole);
        }
        let reported = Vec::new();
        Ok(Description { root: root.to_owned(), files, unreadable, reported, version, listed: OnceCell::new() })
    }

    /// The whole root.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        static NOTHING: Value = Value::Null;
        Node { file: &self.root, pointer: String::new(), value: self.files.get(&self.root).unwrap_or(&NOTHING) }
    }

    /// Behind all references; `None` where one leads to nothing.
    #[must_use]
    pub fn follow<'a>(&'a self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut at = node.clone();
        for _ in 0..HOPS {
            let Some(reference) = at.value.get("$ref").and_then(Value::as_str) else { return Some(at) };
            at = self.target(&at, reference)?;
        }
        None
    }

    /// Where a reference leads.
    #[must_use]
    pub fn target<'a>(&'a self, from: &Node<'a>, reference: &str) -> Option<Node<'a>> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let (name, whole) = match file {
            "" => self.files.get_key_value(from.file)?,
            file => self.files.get_key_value(&beside(from.file, file))?,
        };
        let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8().ok()?;
        if let Some(value) = whole.pointer(&pointer) {
            return Some(Node { file: name, pointer: pointer.into_owned(), value });
        }
        // `$anchor`, `$id`: by their text, wherever they stand.
        let wanted = reference.rsplit('#').next().filter(|_| !pointer.starts_with('/'))?;
        let anchored = |of: &Value| of.get("$anchor").and_then(Value::as_str) == Some(wanted);
        let (way, value) = find(whole, &anchored, String::new())?;
        Some(Node { file: name, pointer: way, value })
    }

    /// The base URL of the whole description; empty where none is said.
    #[must_use]
    pub fn server(&self) -> String {
        match self.version {
            Version::Swagger => swagger::server(&self.root()),
            Version::V30 | Version::V31 => operations::server(&self.root()).unwrap_or_default(),
        }
    }

    /// Whether an `enum` or `const` anywhere lists a value.
    #[must_use]
    pub fn lists(&self, value: &Value) -> bool {
        let listed = self.listed.get_or_init(|| {
            let mut all = HashSet::new();
            self.each_object(&mut |members| {
                let values = members.get("enum").and_then(Value::as_array).into_iter().flatten();
                all.extend(values.chain(members.get("const")).map(Value::to_string));
            });
            all
        });
        listed.contains(&value.to_string())
    }

    fn each_object<'v>(&'v self, show: &mut dyn FnMut(&'v Map<String, Value>)) {
        self.files.values().for_each(|whole| each_object(whole, show));
    }

    /// The patterns that are no regular expressions, and are left out: each once, in order.
    #[must_use]
    pub fn unreadable_patterns(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        self.each_object(&mut |members| found.extend(members.get("pattern").and_then(Value::as_str)));
        found.into_iter().filter(|pattern| !crate::sample::is_readable(pattern)).map(str::to_owned).collect()
    }

    /// A security scheme by its key.
    #[must_use]
    pub fn security_scheme<'a>(&'a self, key: &str) -> Option<Node<'a>> {
        let root = self.root();
        let all = match self.version {
            Version::Swagger => root.get("securityDefinitions"),
            Version::V30 | Version::V31 => {
                root.get("components").and_then(|of| self.follow(&of)?.get("securitySchemes"))
            }
        };
        self.follow(&self.follow(&all?)?.get(key)?)
    }

    /// All operations.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation<'_>> {
        operations::operations(self)
    }
}

impl<'a> Node<'a> {
    /// File and pointer, as a reference would name them.
    pub(crate) fn address(&self) -> String {
        format!("{}#{}", self.file, self.pointer)
    }

    /// A member; `None` where it is not there.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.value.get(key)?;
        let pointer = format!("{}/{}", self.pointer, key.replace('~', "~0").replace('/', "~1"));
        Some(Node { file: self.file, pointer, value })
    }

    /// The members of an object, in order.
    #[must_use]
    pub fn members(&self) -> Vec<(&'a str, Node<'a>)> {
        let members = self.value.as_object().into_iter().flatten();
        members.filter_map(|(key, _)| Some((key.as_str(), self.get(key)?))).collect()
    }

    /// The items of an array.
    #[must_use]
    pub fn items(&self) -> Vec<Node<'a>> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, value)| Node { file: self.file, pointer: format!("{}/{index}", self.pointer), value })
            .collect()
    }

    /// A text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Whether something is said to be so.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or_default()
    }
}

/// The name of a file that is named from another.
fn beside(from: &str, file: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let absolute = from.starts_with('/');
    for part in file.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("{}{}", if absolute { "/" } else { "" }, parts.join("/"))
}

/// Shows every object of a tree.
fn each_object<'v>(of: &'v Value, show: &mut dyn FnMut(&'v Map<String, Value>)) {
    match of {
        Value::Array(items) => items.iter().for_each(|item| each_object(item, show)),
        Value::Object(members) => {
            show(members);
            members.values().for_each(|member| each_object(member, show));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The first object that is wanted, with the way to it.
fn find<'a>(value: &'a Value, wanted: &dyn Fn(&Value) -> bool, way: String) -> Option<(String, &'a Value)> {
    if wanted(value) {
        return Some((way, value));
    }
    match value {
        Value::Object(members) => members.iter().find_map(|(key, value)| {
            find(value, wanted, format!("{way}/{}", key.replace('~', "~0").replace('/', "~1")))
        }),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, value)| find(value, wanted, format!("{way}/{index}")))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
