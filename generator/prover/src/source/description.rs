//! [`Description`]: the files of a description, and references between them. Nothing is repaired: a
//! reference that cannot be resolved has no target. Must not know operations and schemas.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use serde_json::{Map, Value};

use super::node::{Node, escape};
use super::{swagger_forms, tree};
use crate::pattern;

/// The rules that apply to a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.0: `nullable`, and a dialect of its own for schemas.
    V30,
    /// OpenAPI 3.1 and later: JSON Schema 2020-12.
    V31,
}

/// An OpenAPI description of one or several files.
#[derive(Debug, Clone)]
pub struct Description {
    root: String,
    files: BTreeMap<String, Value>,
    /// Files that are neither JSON nor YAML, each with the reason. Operations that need them cannot
    /// be proven.
    pub unreadable: Vec<String>,
    /// The locations of the generator's diagnostics, as `file#pointer`.
    pub reported: Vec<String>,
    /// The rules that apply.
    pub version: Version,
    /// All values of `enum` and `const` as JSON, collected on first use.
    listed: OnceCell<HashSet<String>>,
}

/// The reason why a description cannot be read.
#[derive(Debug, Clone)]
pub enum ReadError {
    /// The root file is missing, or neither JSON nor YAML.
    Unreadable {
        /// The name of the root file.
        root: String,
        /// All unreadable files with their errors.
        files: Vec<String>,
    },
    /// The root file has neither `openapi` nor `swagger`.
    NotADescription {
        /// The name of the root file.
        root: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Unreadable { root, files } => write!(f, "cannot read {root}: {}", files.join(", ")),
            ReadError::NotADescription { root } => write!(f, "{root} has neither `openapi` nor `swagger`"),
        }
    }
}

impl std::error::Error for ReadError {}

/// The maximum number of references to follow.
const MAX_HOPS: usize = 64;

impl Description {
    /// Reads all files. Their names are paths with `/`, as references use them.
    ///
    /// # Errors
    /// Returns an error if the root is neither YAML nor JSON, or not a description.
    pub fn read(root: &str, texts: &BTreeMap<String, String>) -> Result<Description, ReadError> {
        let (mut files, mut unreadable) = (BTreeMap::new(), Vec::new());
        for (name, text) in texts {
            match tree::tree(text) {
                Ok(tree) => drop(files.insert(name.clone(), tree)),
                Err(error) => unreadable.push(format!("{name}: {error}")),
            }
        }
        let Some(document) = files.get_mut(root) else {
            return Err(ReadError::Unreadable { root: root.to_owned(), files: unreadable });
        };
        let version = version(document).ok_or_else(|| ReadError::NotADescription { root: root.to_owned() })?;
        if version == Version::Swagger {
            swagger_forms::merge_forms(document);
            swagger_forms::convert_discriminators(document);
        }
        let reported = Vec::new();
        Ok(Description { root: root.to_owned(), files, unreadable, reported, version, listed: OnceCell::new() })
    }

    /// Returns the root document.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        static NOTHING: Value = Value::Null;
        Node { file: &self.root, pointer: String::new(), value: self.files.get(&self.root).unwrap_or(&NOTHING) }
    }

    /// Resolves a node that may be a reference. Returns `None` if a reference has no target.
    #[must_use]
    pub fn follow<'a>(&'a self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut current = node.clone();
        for _ in 0..MAX_HOPS {
            let Some(reference) = current.value.get("$ref").and_then(Value::as_str) else { return Some(current) };
            current = self.target(&current, reference)?;
        }
        None
    }

    /// Returns the target of a reference in the node `from`.
    #[must_use]
    pub fn target<'a>(&'a self, from: &Node<'a>, reference: &str) -> Option<Node<'a>> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let (name, document) = match file {
            "" => self.files.get_key_value(from.file)?,
            file => self.files.get_key_value(&relative(from.file, file))?,
        };
        let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8().ok()?;
        if let Some(value) = document.pointer(&pointer) {
            return Some(Node { file: name, pointer: pointer.into_owned(), value });
        }
        // The fragment is not a pointer: it names an `$anchor`.
        let wanted = reference.rsplit('#').next().filter(|_| !pointer.starts_with('/'))?;
        let anchored = |value: &Value| value.get("$anchor").and_then(Value::as_str) == Some(wanted);
        let (pointer, value) = find(document, &anchored, String::new())?;
        Some(Node { file: name, pointer, value })
    }

    /// Returns `true` if any `enum` or `const` contains the value.
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

    fn each_object<'v>(&'v self, visit: &mut dyn FnMut(&'v Map<String, Value>)) {
        self.files.values().for_each(|document| each_object(document, visit));
    }

    /// Returns the patterns that are not regular expressions, sorted. The proof ignores them.
    #[must_use]
    pub fn unreadable_patterns(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        self.each_object(&mut |members| found.extend(members.get("pattern").and_then(Value::as_str)));
        found.into_iter().filter(|pattern| !pattern::is_readable(pattern)).map(str::to_owned).collect()
    }
}

fn version(document: &Value) -> Option<Version> {
    let text = |key: &str| document.get(key).map(|of| of.as_str().map_or_else(|| of.to_string(), str::to_owned));
    match (text("swagger"), text("openapi")) {
        (Some(_), _) => Some(Version::Swagger),
        (None, Some(version)) if version.starts_with("3.0") => Some(Version::V30),
        (None, Some(_)) => Some(Version::V31),
        (None, None) => None,
    }
}

/// Resolves the name of a file relative to another file.
fn relative(from: &str, file: &str) -> String {
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

/// Visits every object of a tree.
fn each_object<'v>(value: &'v Value, visit: &mut dyn FnMut(&'v Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_object(item, visit)),
        Value::Object(members) => {
            visit(members);
            members.values().for_each(|member| each_object(member, visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns the first value that is `wanted`, with its pointer.
fn find<'a>(value: &'a Value, wanted: &dyn Fn(&Value) -> bool, pointer: String) -> Option<(String, &'a Value)> {
    if wanted(value) {
        return Some((pointer, value));
    }
    match value {
        Value::Object(members) => {
            members.iter().find_map(|(key, value)| find(value, wanted, format!("{pointer}/{}", escape(key))))
        }
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, value)| find(value, wanted, format!("{pointer}/{index}")))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
