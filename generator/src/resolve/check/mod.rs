//! Checks the whole description against the keywords that OpenAPI allows, also parts that a client
//! does not need and components that nothing uses: a keyword that is misspelled, missing or of the
//! wrong type is ignored there, and its author expected an effect. Reports only what no other
//! module reported, and no errors. Must not know what is read, only what OpenAPI allows
//! ([`objects`]).

mod objects;
mod references;
mod schemas;
mod values;

use foldhash::{HashMap, HashSet};

use super::context::Context;
use super::suggestion::nearest;

use crate::parse::{Mapping, Node, Version};
use crate::report::{Code, Diagnostic, FileId, Level, Pointer, Related, SourceLocation};
use objects::Object;

/// A walk over the trees.
struct Walk<'c, 'a> {
    context: &'c Context<'a>,
    version: Version,
    /// The root as it was written, if that was Swagger 2.0.
    swagger: Option<&'a Node>,
    /// The steps from a source location to the current value. The location of the current value is
    /// only computed for a diagnostic.
    from: SourceLocation,
    steps: Vec<Step<'a>>,
    /// Targets of references, not yet visited.
    queue: Vec<(&'a Node, SourceLocation, &'static Object)>,
    /// The references found, with their targets.
    references: HashMap<(FileId, &'a str), Option<Pointer>>,
    /// The objects visited, by their addresses in memory.
    visited: HashSet<usize>,
    found: Vec<Diagnostic>,
    /// The files without a tree that were reported, and those with duplicate keys.
    broken: HashSet<FileId>,
    files: HashSet<FileId>,
}

/// A step from a value to one inside it.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// Returns the findings. `context` belongs to the walk alone: nothing is reported to it.
pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut walk = Walk::new(context);
    match walk.swagger {
        Some(root) => walk.object(root, &objects::SWAGGER),
        None => walk.object(context.root, &objects::ROOT),
    }
    while let Some((node, span, object)) = walk.queue.pop() {
        walk.from = span;
        walk.object(node, object);
    }
    walk.complete_unknown_keywords();
    walk.found
}

/// Reports the findings that no other module reported.
pub(super) fn report(found: Vec<Diagnostic>, context: &mut Context<'_>) {
    let found = unreported(found, context, context.swagger.is_some());
    context.report_first(found);
}

/// Returns the findings not reported yet. They are few, so the reported diagnostics are compared
/// with them by location.
fn unreported(mut found: Vec<Diagnostic>, context: &Context<'_>, swagger: bool) -> Vec<Diagnostic> {
    if found.is_empty() {
        return found;
    }
    let spans: HashSet<(FileId, Pointer)> =
        found.iter().map(|finding| (finding.span.file, finding.span.pointer.clone())).collect();
    let mut reported: HashSet<(FileId, Pointer)> = HashSet::default();
    let mut missing: HashSet<(Pointer, &str)> = HashSet::default();
    for diagnostic in context.reported() {
        let span = &diagnostic.span;
        let pointer = if swagger { span.pointer.as_swagger() } else { span.pointer.clone() };
        let key = (span.file, pointer);
        if spans.contains(&key) {
            missing.extend(missing_keyword(diagnostic).map(|keyword| (key.1.clone(), keyword)));
            reported.insert(key);
        }
    }
    found.retain(|finding| match missing_keyword(finding) {
        // One object may lack several keywords.
        Some(keyword) => !missing.contains(&(finding.span.pointer.clone(), keyword)),
        None => !reported.contains(&(finding.span.file, finding.span.pointer.clone())),
    });
    found
}

fn missing_keyword(diagnostic: &Diagnostic) -> Option<&str> {
    diagnostic.related.iter().find_map(|related| match related {
        Related::Missing(keyword) => Some(keyword.as_str()),
        Related::Suggestion(_) | Related::Span { .. } => None,
    })
}

impl<'c, 'a> Walk<'c, 'a> {
    fn new(context: &'c Context<'a>) -> Walk<'c, 'a> {
        Walk {
            context,
            version: context.version,
            swagger: context.swagger,
            from: SourceLocation::value(context.file, Pointer::default()),
            steps: Vec::new(),
            queue: Vec::new(),
            references: HashMap::default(),
            visited: HashSet::default(),
            found: Vec::new(),
            broken: HashSet::default(),
            files: HashSet::default(),
        }
    }

    /// Returns the source location of the current value.
    fn span(&self) -> SourceLocation {
        let pointer = self.steps.iter().fold(self.from.pointer.clone(), |at, step| match step {
            Step::Key(key) => at.child(key),
            Step::Item(index) => at.item(*index),
        });
        SourceLocation::value(self.from.file, pointer)
    }

    fn add(&mut self, code: Code, span: SourceLocation, message: String, help: String) {
        self.add_with(code, span, Vec::new(), message, help);
    }

    fn add_with(&mut self, code: Code, span: SourceLocation, related: Vec<Related>, message: String, help: String) {
        self.found.push(Diagnostic { level: Level::Ignored, code, span, related, message, help });
    }

    fn within(&mut self, step: Step<'a>, visit: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        visit(self);
        self.steps.pop();
    }

    /// Returns the name of the current value in a message.
    fn name(&self) -> String {
        match self.steps.last() {
            Some(Step::Key(key)) => format!("`{key}`"),
            Some(Step::Item(index)) => format!("item {index}"),
            None => "the description".to_owned(),
        }
    }

    fn wrong_kind(&mut self, node: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}", node.kind());
        self.add(Code::WrongKind, self.span(), message, format!("write {expected} for {}", self.name()));
    }

    /// Visits an object of the specification, or the target of a reference to one.
    fn object(&mut self, node: &'a Node, object: &'static Object) {
        let is_schema = std::ptr::eq(object, &objects::SCHEMA);
        if is_schema && matches!(node, Node::Bool(_)) {
            return;
        }
        let Some(map) = node.as_mapping() else { return self.wrong_kind(node, "an object") };
        if !self.visited.insert(std::ptr::from_ref(node) as usize) {
            return;
        }
        if let Some(reference) = map.get("$ref") {
            self.reference(reference, object);
            if !is_schema || self.version == Version::V30 {
                return;
            }
        }
        if let Some(expected) = object.free() {
            for (key, value) in map.iter().filter(|(key, _)| !key.starts_with("x-")) {
                self.within(Step::Key(key), |walk| walk.value(value, expected));
            }
            return;
        }
        self.required(map, object);
        for (key, value) in map.iter() {
            match object.field(key) {
                Some(expected) => self.within(Step::Key(key), |walk| walk.value(value, expected)),
                None if key.starts_with("x-") => {}
                None => self.unknown(key, map, object, is_schema),
            }
        }
        if is_schema {
            self.keywords_of_schema(map);
        }
    }

    fn required(&mut self, map: &Mapping, object: &Object) {
        let always = object.required.iter().filter(|(_, until)| self.version <= *until).map(|(key, _)| *key);
        let kind = map.get("type").and_then(Node::as_str);
        let by_type = object.required_by_type.iter().filter(|(of, _)| Some(*of) == kind).map(|(_, key)| *key);
        let missing: Vec<&str> = always.chain(by_type).filter(|key| map.get(key).is_none()).collect();
        for key in missing {
            let message = format!("missing keyword `{key}`");
            let help = format!("add `{key}`, which is required in {}", object.name);
            let related = vec![Related::Missing(key.to_owned())];
            self.add_with(Code::MissingKeyword, self.span().at_key(), related, message, help);
        }
    }

    /// Reports an unknown keyword. Its message is completed at the end of the walk.
    fn unknown(&mut self, key: &str, map: &Mapping, object: &Object, is_schema: bool) {
        let span = self.span().child(key).at_key();
        let (suggestion, help) = self.replacement(key, map, object);
        let code = if is_schema { Code::UnknownSchemaKeyword } else { Code::UnknownKeyword };
        let related = suggestion.into_iter().map(|name| Related::Suggestion(name.to_owned())).collect();
        self.add_with(code, span, related, format!("`{key}` is not a keyword of {}", object.name), help);
    }

    /// Returns the keyword that was probably meant, and the help for an unknown one.
    fn replacement(&self, key: &str, map: &Mapping, object: &Object) -> (Option<&'static str>, String) {
        if let Some(near) = nearest(key, object.keywords().filter(|known| map.get(known).is_none())) {
            return (Some(near), format!("did you mean `{near}`?"));
        }
        if let Some(near) = nearest(key, object.keywords()) {
            return (Some(near), format!("did you mean `{near}`, which is present too? remove one of them"));
        }
        let help = match objects::owners(key, self.swagger.is_some()) {
            Some(owners) => format!("move it to where it belongs, or remove it: it is a keyword of {owners}"),
            None => "remove it, or start its name with `x-`".to_owned(),
        };
        (None, help)
    }

    /// Completes the messages of unknown keywords: the value of one is read if a reference points
    /// into it.
    fn complete_unknown_keywords(&mut self) {
        let targets: Vec<&Pointer> = self.references.values().flatten().collect();
        for finding in &mut self.found {
            if !matches!(finding.code, Code::UnknownKeyword | Code::UnknownSchemaKeyword) {
                continue;
            }
            let is_read = targets.iter().any(|target| target.is_within(&finding.span.pointer));
            let effect = if is_read { "; only references into it are read" } else { " and is ignored" };
            finding.message.push_str(effect);
        }
    }
}
