//! What all of resolve shares: the tree, the report, the arena of schemas, and how a keyword is read that
//! may be missing or of a wrong type. Must not know which keywords there are.

use std::cell::OnceCell;
use std::collections::{BTreeSet, VecDeque};

use foldhash::HashMap;

use super::identifiers::Identifiers;
use super::needs::{Needs, Owner, Unsettled};
use super::resolved::SchemaId;
use super::schemas::Schemas;
use crate::parse::{Document, Mapping, Node, Other, Version};
use crate::report::{Code, Diagnostic, FileId, Level, Pointer, Report, SourceLocation};

/// A mapping of the description with its place.
#[derive(Debug, Clone)]
pub(super) struct Object<'a> {
    /// The keys and values.
    pub map: &'a Mapping,
    /// Where it stands.
    pub span: SourceLocation,
}

impl<'a> Object<'a> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.map.get(key)
    }
}

/// What all of resolve shares.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// The root of the description.
    pub root: &'a Node,
    /// The root as it was written, where that was Swagger 2.0.
    pub swagger: Option<&'a Node>,
    /// The file of the root.
    pub file: FileId,
    /// The version that it is written in.
    pub version: Version,
    /// The schemas so far.
    pub schemas: Schemas,
    /// The other files of the description.
    pub others: &'a [Other<'a>],
    /// The root's name.
    pub name: &'a str,
    /// Which schema stands at a pointer of a file.
    pub ids: HashMap<(FileId, Pointer), SchemaId>,
    /// Schemas that have a name where they stand, though not among the root's components: in the order met.
    pub named: Vec<(String, SchemaId)>,
    /// The schemas that are named already and not read yet.
    pub queue: VecDeque<(SchemaId, &'a Node, SourceLocation)>,
    /// The callbacks of the operations so far.
    pub callbacks: Vec<super::webhooks::Callback<'a>>,
    /// Whether a schema is a reference that leads round and round, of those where it was asked.
    pub round: HashMap<(FileId, Pointer), bool>,
    /// The locations of each `$anchor` of the root, collected on first use.
    pub anchors: OnceCell<std::collections::HashMap<String, Pointer>>,
    /// Where each `$id` stands, once somebody asked.
    pub identifiers: OnceCell<Identifiers>,
    /// The circles of references that were told: the first place of each.
    pub circles: Vec<SourceLocation>,
    /// The owner of what is being read.
    pub owner: Owner,
    /// The dependencies.
    pub needs: Needs,
    lenient: bool,
    report: &'a mut Report,
    /// How many problems there were before.
    before: usize,
}

impl<'a> Context<'a> {
    /// An empty arena over a document.
    pub(super) fn new(document: &'a Document<'a>, lenient: bool, report: &'a mut Report) -> Context<'a> {
        Context {
            root: &document.root,
            swagger: document.swagger.as_ref(),
            file: document.file,
            version: document.version,
            others: &document.others,
            name: &document.name,
            named: Vec::new(),
            round: HashMap::default(),
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

    /// Tells of something wrong; read leniently, of the repair that the caller makes.
    pub(super) fn report_error(&mut self, code: Code, span: SourceLocation, message: String, help: String) {
        self.wrong_with(code, span, Vec::new(), message, help);
    }

    /// As [`Context::wrong`], with further places.
    pub(super) fn wrong_with(
        &mut self,
        code: Code,
        span: SourceLocation,
        related: Vec<(SourceLocation, String)>,
        message: String,
        help: String,
    ) {
        let elsewhere = span.file != self.file;
        let level = if self.lenient { Level::Repaired } else { Level::Error };
        let diagnostic = self.report.add(Diagnostic { level, code, span, related, message, help });
        if elsewhere {
            self.only_where_needed(diagnostic);
        }
    }

    /// As [`Context::wrong`], of a reference to another file: it counts where its owner is generated.
    pub(super) fn report_reference_error(&mut self, code: Code, span: SourceLocation, message: String, help: String) {
        let elsewhere = span.file != self.file;
        self.report_error(code, span, message, help);
        if !elsewhere {
            self.only_where_needed(self.report.diagnostics.len() - 1);
        }
    }

    fn only_where_needed(&mut self, diagnostic: usize) {
        let owners = [self.owner].into();
        self.needs.unsettled.push(Unsettled { diagnostic, owners, targets: Vec::new() });
    }

    /// Reports a file that has no tree, once, and that what is being read needs it.
    pub(super) fn report_file_error(&mut self, diagnostic: &Diagnostic, at: &SourceLocation) {
        let file = diagnostic.span.file;
        let known = self.needs.broken.get(&file).and_then(|index| self.needs.unsettled.get_mut(*index));
        match known {
            Some(unsettled) => drop(unsettled.owners.insert(self.owner)),
            None => {
                let level = if self.lenient { Level::Repaired } else { Level::Error };
                let related = vec![(at.clone(), "this refers to it".to_owned())];
                let diagnostic = self.report.add(Diagnostic { level, related, ..diagnostic.clone() });
                self.needs.broken.insert(file, self.needs.unsettled.len());
                self.only_where_needed(diagnostic);
            }
        }
    }

    /// What is being read refers into a circle of references that was reported. Which one is not known: circles that
    /// lie in other files are rare, and count for all that refer into one.
    pub(super) fn needs_circle(&mut self) {
        let (owner, diagnostics) = (self.owner, &self.report.diagnostics);
        let is_circle = |index: usize| diagnostics.get(index).is_some_and(|of| of.code == Code::CircularRef);
        for unsettled in self.needs.unsettled.iter_mut().filter(|of| is_circle(of.diagnostic)) {
            unsettled.owners.insert(owner);
        }
    }

    /// Reads something on behalf of an owner.
    pub(super) fn on_behalf_of<T>(&mut self, owner: Owner, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.owner, owner);
        let read = read(self);
        self.owner = before;
        read
    }

    /// Reports the keys of other files that stand more than once, for the owners of what they are in, or of what is in them.
    pub(super) fn duplicates_elsewhere(&mut self) {
        let others = self.others;
        let files = std::mem::take(&mut self.needs.files);
        let reached = others.iter().filter(|other| files.contains(&other.file));
        for diagnostic in reached.flat_map(|other| other.duplicates(self.lenient)) {
            let targets = self.needs.targets_around(&diagnostic.span);
            let diagnostic = self.report.add(diagnostic);
            self.needs.unsettled.push(Unsettled { diagnostic, owners: BTreeSet::new(), targets });
        }
    }

    /// Returns the dependencies, for the phase that knows what is generated.
    pub(super) fn needs_of_all(&mut self) -> Needs {
        std::mem::take(&mut self.needs)
    }

    /// All that was told so far.
    pub(super) fn told(&self) -> impl Iterator<Item = &Diagnostic> {
        self.report.diagnostics.iter()
    }

    /// Tells of what has no effect before all else that this phase told: what comes of a misspelt `parameters` is
    /// understood by whoever knows of it.
    pub(super) fn no_effect_first(&mut self, found: impl Iterator<Item = (Code, SourceLocation, String, String)>) {
        let diagnostic = |(code, span, message, help)| Diagnostic {
            level: Level::Ignored,
            code,
            span,
            related: Vec::new(),
            message,
            help,
        };
        let count = self.report.diagnostics.len();
        self.report.diagnostics.splice(self.before..self.before, found.map(diagnostic)).for_each(drop);
        let moved = self.report.diagnostics.len() - count;
        self.needs.unsettled.iter_mut().for_each(|of| of.diagnostic += moved);
    }

    /// Tells of a keyword that has no effect.
    pub(super) fn no_effect(&mut self, code: Code, span: SourceLocation, message: String, help: &str) {
        self.report.add(Diagnostic {
            level: Level::Ignored,
            code,
            span,
            related: Vec::new(),
            message,
            help: help.to_owned(),
        });
    }

    fn report_type_error(&mut self, span: SourceLocation, key: &str, found: &Node, expected: &str) {
        let message = format!("`{key}` is {}, expected {expected}", found.kind());
        self.report_error(Code::WrongKind, span, message, format!("write {expected} here"));
    }

    /// A required keyword is not there.
    pub(super) fn missing(&mut self, of: &Object<'a>, key: &str, expected: &str) {
        let message = format!("the keyword `{key}` is missing");
        self.report_error(Code::MissingKeyword, of.span.at_key(), message, format!("add `{key}`: {expected}"));
    }

    /// The mapping that a node is.
    pub(super) fn object(&mut self, node: &'a Node, span: SourceLocation, name: &str) -> Option<Object<'a>> {
        match node.as_mapping() {
            Some(map) => Some(Object { map, span }),
            None => {
                self.report_type_error(span, name, node, "a mapping");
                None
            }
        }
    }

    /// The mapping behind a key, if there is one.
    pub(super) fn child(&mut self, of: &Object<'a>, key: &str) -> Option<Object<'a>> {
        let (node, span) = self.behind(of.get(key)?, of.span.child(key))?;
        self.object(node, span, key)
    }

    /// What a mapping or list is that lies elsewhere as a whole: `paths: { $ref: paths.yaml }`. OpenAPI has no such
    /// reference; tools that bundle files read it, and it has one reading.
    fn behind(&mut self, node: &'a Node, span: SourceLocation) -> Option<(&'a Node, SourceLocation)> {
        let only = node.as_mapping().filter(|map| map.len() == 1).and_then(|map| map.get("$ref"));
        match only.filter(|reference| reference.as_str().is_some()) {
            Some(reference) => self.target(reference, &span.child("$ref")),
            None => Some((node, span)),
        }
    }

    /// The items of a list behind a key, with their places.
    pub(super) fn list(&mut self, of: &Object<'a>, key: &str) -> Vec<(&'a Node, SourceLocation)> {
        let Some(node) = of.get(key) else { return Vec::new() };
        let Some((node, span)) = self.behind(node, of.span.child(key)) else { return Vec::new() };
        let Some(items) = node.as_sequence() else {
            self.report_type_error(span, key, node, "a list");
            return Vec::new();
        };
        let item = |index: usize| SourceLocation::value(span.file, span.pointer.item(index));
        items.iter().enumerate().map(|(index, node)| (node, item(index))).collect()
    }

    /// The text behind a key.
    pub(super) fn text(&mut self, of: &Object<'a>, key: &str) -> Option<String> {
        let node = of.get(key)?;
        match node {
            Node::String(text) => Some(text.clone()),
            // A title or version that looks like a number is meant as text all the same.
            Node::Number(text) => Some(text.to_string()),
            Node::Null => None,
            Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => {
                self.report_type_error(of.span.child(key), key, node, "text");
                None
            }
        }
    }

    /// The text behind a required key.
    pub(super) fn required_text(&mut self, of: &Object<'a>, key: &str) -> Option<String> {
        if of.get(key).is_none() {
            self.missing(of, key, "text");
        }
        self.text(of, key)
    }

    /// The texts of a list behind a key.
    pub(super) fn texts(&mut self, of: &Object<'a>, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (node, span) in self.list(of, key) {
            match node {
                Node::String(text) => texts.push(text.clone()),
                Node::Number(text) => texts.push(text.to_string()),
                Node::Null | Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => {
                    self.report_type_error(span, key, node, "text")
                }
            }
        }
        texts
    }

    /// `true` or `false` behind a key; false where it is not said.
    pub(super) fn flag(&mut self, of: &Object<'a>, key: &str) -> bool {
        self.maybe_flag(of, key).unwrap_or_default()
    }

    /// `true` or `false` behind a key.
    pub(super) fn maybe_flag(&mut self, of: &Object<'a>, key: &str) -> Option<bool> {
        match of.get(key)? {
            Node::Bool(value) => Some(*value),
            node => {
                self.report_type_error(of.span.child(key), key, node, "true or false");
                None
            }
        }
    }

    /// One text, or a list of texts.
    pub(super) fn one_or_more(&mut self, of: &Object<'a>, key: &str) -> Vec<String> {
        match of.get(key) {
            Some(Node::String(text)) => vec![text.clone()],
            Some(_) => self.texts(of, key),
            None => Vec::new(),
        }
    }
}
