//! The state that all of resolve shares: the trees, the report and the schemas; and reading a
//! keyword that may be missing or of the wrong type. Must not know which keywords there are.

use std::cell::OnceCell;
use std::collections::VecDeque;

use foldhash::HashMap;

use super::resolved::{Needs, Owner, SchemaId, Schemas};
use crate::parse::{Document, Mapping, Node, ReferencedFile, Version};
use crate::report::{FileId, Pointer, Report, SourceLocation};

/// An object of the description with its source location.
#[derive(Debug, Clone)]
pub(super) struct Object<'a> {
    /// The properties.
    pub map: &'a Mapping,
    /// The source location.
    pub span: SourceLocation,
}

impl<'a> Object<'a> {
    /// Returns the value of a keyword.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.map.get(key)
    }
}

/// A Callback Object that an operation has.
#[derive(Debug)]
pub(super) struct Callback<'a> {
    pub(super) operation: String,
    pub(super) name: String,
    pub(super) node: &'a Node,
    pub(super) span: SourceLocation,
}

/// The location of each URI.
pub(super) type Identifiers = HashMap<String, (FileId, Pointer)>;

/// The state that all of resolve shares.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// The root of the description.
    pub root: &'a Node,
    /// The root as it was written, if that was Swagger 2.0.
    pub swagger: Option<&'a Node>,
    /// The file of the root.
    pub file: FileId,
    /// The version of the description.
    pub version: Version,
    /// The schemas so far.
    pub schemas: Schemas,
    /// The other files of the description.
    pub referenced_files: &'a [ReferencedFile<'a>],
    /// The name of the root file.
    pub name: &'a str,
    /// The schema at a pointer of a file.
    pub ids: HashMap<(FileId, Pointer), SchemaId>,
    /// Schemas whose names are defined outside of the components of the root, in the order of
    /// discovery.
    pub named: Vec<(String, SchemaId)>,
    /// The schemas that have an ID and have not been read yet.
    pub queue: VecDeque<(SchemaId, &'a Node, SourceLocation)>,
    /// The callbacks of the operations so far.
    pub callbacks: Vec<Callback<'a>>,
    /// The schemas that were checked for circular references, with the result.
    pub circular_schemas: HashMap<(FileId, Pointer), bool>,
    /// The locations of each `$anchor` of the root, collected on first use.
    pub anchors: OnceCell<std::collections::HashMap<String, Pointer>>,
    /// The location of each `$id`, collected on first use.
    pub identifiers: OnceCell<Identifiers>,
    /// The circular references that were reported, by the first location of each circle.
    pub circles: Vec<SourceLocation>,
    /// The owner of what is being read.
    pub owner: Owner,
    /// The dependencies.
    pub needs: Needs,
    pub(super) lenient: bool,
    pub(super) report: &'a mut Report,
    /// The number of diagnostics of earlier phases.
    pub(super) before: usize,
}

impl<'a> Context<'a> {
    /// Creates the state for a document, without any schemas.
    pub(super) fn new(document: &'a Document<'a>, lenient: bool, report: &'a mut Report) -> Context<'a> {
        Context {
            root: &document.root,
            swagger: document.swagger.as_ref(),
            file: document.file,
            version: document.version,
            referenced_files: &document.referenced_files,
            name: &document.name,
            named: Vec::new(),
            circular_schemas: HashMap::default(),
            anchors: OnceCell::new(),
            identifiers: OnceCell::new(),
            schemas: Schemas::default(),
            ids: HashMap::default(),
            queue: VecDeque::new(),
            callbacks: Vec::new(),
            circles: Vec::new(),
            owner: Owner::Description,
            needs: Needs::default(),
            lenient,
            before: report.diagnostics.len(),
            report,
        }
    }

    /// Returns a node as an object.
    pub(super) fn object(&mut self, node: &'a Node, span: SourceLocation, name: &str) -> Option<Object<'a>> {
        match node.as_mapping() {
            Some(map) => Some(Object { map, span }),
            None => {
                self.report_type_error(span, name, node, "an object");
                None
            }
        }
    }

    /// Returns the object at a key, if there is one.
    pub(super) fn child(&mut self, object: &Object<'a>, key: &str) -> Option<Object<'a>> {
        let (node, span) = self.elsewhere(object.get(key)?, object.span.child(key))?;
        self.object(node, span, key)
    }

    /// Resolves a reference in place of a whole object or array: `paths: { $ref: paths.yaml }`.
    /// OpenAPI does not define it, but tools that bundle files accept it, and it has a single
    /// reading.
    fn elsewhere(&mut self, node: &'a Node, span: SourceLocation) -> Option<(&'a Node, SourceLocation)> {
        let only = node.as_mapping().filter(|map| map.len() == 1).and_then(|map| map.get("$ref"));
        match only.filter(|reference| reference.as_str().is_some()) {
            Some(reference) => self.target(reference, &span.child("$ref")),
            None => Some((node, span)),
        }
    }

    /// Returns the items of the array at a key, with their source locations.
    pub(super) fn array(&mut self, object: &Object<'a>, key: &str) -> Vec<(&'a Node, SourceLocation)> {
        let Some(node) = object.get(key) else { return Vec::new() };
        let Some((node, span)) = self.elsewhere(node, object.span.child(key)) else { return Vec::new() };
        let Some(items) = node.as_sequence() else {
            self.report_type_error(span, key, node, "an array");
            return Vec::new();
        };
        let item = |index: usize| SourceLocation::value(span.file, span.pointer.item(index));
        items.iter().enumerate().map(|(index, node)| (node, item(index))).collect()
    }

    /// Returns the string at a key.
    pub(super) fn string(&mut self, object: &Object<'a>, key: &str) -> Option<String> {
        let node = object.get(key)?;
        match node {
            Node::String(text) => Some(text.clone()),
            // A title or version that looks like a number is meant as a string.
            Node::Number(text) => Some(text.to_string()),
            Node::Null => None,
            Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => {
                self.report_type_error(object.span.child(key), key, node, "a string");
                None
            }
        }
    }

    /// Returns the string at a required key.
    pub(super) fn required_string(&mut self, object: &Object<'a>, key: &str) -> Option<String> {
        if object.get(key).is_none() {
            self.report_missing(object, key, "a string");
        }
        self.string(object, key)
    }

    /// Returns the strings of the array at a key.
    pub(super) fn strings(&mut self, object: &Object<'a>, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (node, span) in self.array(object, key) {
            match node {
                Node::String(text) => texts.push(text.clone()),
                Node::Number(text) => texts.push(text.to_string()),
                Node::Null | Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => {
                    self.report_type_error(span, key, node, "a string")
                }
            }
        }
        texts
    }

    /// Returns the boolean at a key. Default: `false`.
    pub(super) fn boolean(&mut self, object: &Object<'a>, key: &str) -> bool {
        self.optional_boolean(object, key).unwrap_or_default()
    }

    /// Returns the boolean at a key, if there is one.
    pub(super) fn optional_boolean(&mut self, object: &Object<'a>, key: &str) -> Option<bool> {
        match object.get(key)? {
            Node::Bool(value) => Some(*value),
            node => {
                self.report_type_error(object.span.child(key), key, node, "a boolean");
                None
            }
        }
    }

    /// Returns one string, or the strings of an array.
    pub(super) fn string_or_array(&mut self, object: &Object<'a>, key: &str) -> Vec<String> {
        match object.get(key) {
            Some(Node::String(text)) => vec![text.clone()],
            Some(_) => self.strings(object, key),
            None => Vec::new(),
        }
    }
}
