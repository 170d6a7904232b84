//! Looks at all of a description, also at what a client needs nothing of and at components that nothing uses: a keyword
//! that is misspelt, missing or of a wrong kind has no effect then, and somebody wanted one. It tells only of what
//! nothing else told of, and refuses nothing. Must not know what is read, only what OpenAPI allows ([`objects`]).

mod objects;
mod schemas;

use foldhash::{HashMap, HashSet};

use super::context::Context;
use super::nearest::nearest;
use crate::parse::{Mapping, Node, Version};
use crate::report::{Code, FileId, Pointer, SourceLocation};
use crate::resolve::reference::find;
use crate::resolve::response::status;
use objects::{Is, Object};

/// What was found: a code, where, what and what to do.
pub(super) type Found = (Code, SourceLocation, String, String);

/// A walk over the trees.
struct Walk<'c, 'a> {
    context: &'c Context<'a>,
    version: Version,
    /// The root as it was written, where that was Swagger 2.0.
    swagger: Option<&'a Node>,
    /// Where the walk is: from a place on, these steps further. A place is only made where there is something to tell.
    from: SourceLocation,
    steps: Vec<Step<'a>>,
    /// What references lead to.
    queue: Vec<(&'a Node, SourceLocation, &'static Object)>,
    /// References that were met, with where they lead.
    met: HashMap<(FileId, &'a str), Option<Pointer>>,
    /// Objects that were looked at, by where they lie in memory.
    seen: HashSet<usize>,
    found: Vec<Found>,
    /// The files without a tree that were reported, and those with duplicate keys.
    broken: HashSet<FileId>,
    files: HashSet<FileId>,
}

/// From a value to one in it.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// Looks. `context` is the walk's own: nothing is told yet.
pub(super) fn look(context: &Context<'_>) -> Vec<Found> {
    let mut walk = Walk::new(context);
    match walk.swagger {
        Some(root) => walk.object(root, &objects::SWAGGER),
        None => walk.object(context.root, &objects::ROOT),
    }
    while let Some((node, span, of)) = walk.queue.pop() {
        walk.from = span;
        walk.object(node, of);
    }
    walk.say_what_is_referred_to();
    walk.found
}

/// Tells of what nothing else told of.
pub(super) fn tell(found: Vec<Found>, context: &mut Context<'_>) {
    let found = untold(found, context, context.swagger.is_some());
    context.no_effect_first(found.into_iter());
}

/// Of what was found that of which nothing was told. It is little, and told is much.
fn untold(mut found: Vec<Found>, context: &Context<'_>, swagger: bool) -> Vec<Found> {
    if found.is_empty() {
        return found;
    }
    let spans: HashSet<(FileId, Pointer)> =
        found.iter().map(|(_, span, ..)| (span.file, span.pointer.clone())).collect();
    let mut told: HashSet<(FileId, Pointer)> = HashSet::default();
    let mut missing: HashSet<(Pointer, &str)> = HashSet::default();
    for diagnostic in context.told() {
        let span = &diagnostic.span;
        let pointer = if swagger { span.pointer.as_swagger() } else { span.pointer.clone() };
        let key = (span.file, pointer);
        if spans.contains(&key) {
            missing.insert((key.1.clone(), &diagnostic.message));
            told.insert(key);
        }
    }
    found.retain(|(code, span, message, _)| match code {
        // Of one object several keywords may be missing.
        Code::MissingKeyword => !missing.contains(&(span.pointer.clone(), message.as_str())),
        _ => !told.contains(&(span.file, span.pointer.clone())),
    });
    found
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
            met: HashMap::default(),
            seen: HashSet::default(),
            found: Vec::new(),
            broken: HashSet::default(),
            files: HashSet::default(),
        }
    }

    /// Where the walk is.
    fn span(&self) -> SourceLocation {
        let pointer = self.steps.iter().fold(self.from.pointer.clone(), |at, step| match step {
            Step::Key(key) => at.child(key),
            Step::Item(index) => at.item(*index),
        });
        SourceLocation::value(self.from.file, pointer)
    }

    fn tell(&mut self, code: Code, span: SourceLocation, message: String, help: String) {
        self.found.push((code, span, message, help));
    }

    fn within(&mut self, step: Step<'a>, look: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        look(self);
        self.steps.pop();
    }

    /// The name of what the walk is at, as a message says it.
    fn called(&self) -> String {
        match self.steps.last() {
            Some(Step::Key(key)) => format!("`{key}`"),
            Some(Step::Item(index)) => format!("item {index}"),
            None => "this".to_owned(),
        }
    }

    fn wrong_kind(&mut self, node: &Node, expected: &str) {
        let message = format!("{} is {}, expected {expected}", self.called(), node.kind());
        self.tell(Code::WrongKind, self.span(), message, format!("write {expected} here"));
    }

    /// An object of the specification, behind its references.
    fn object(&mut self, node: &'a Node, of: &'static Object) {
        let is_schema = std::ptr::eq(of, &objects::SCHEMA);
        if is_schema && matches!(node, Node::Bool(_)) {
            return;
        }
        let Some(map) = node.as_mapping() else { return self.wrong_kind(node, "a mapping") };
        if !self.seen.insert(std::ptr::from_ref(node) as usize) {
            return;
        }
        if let Some(reference) = map.get("$ref") {
            self.reference(reference, of);
            if !is_schema || self.version == Version::V30 {
                return;
            }
        }
        if let Some(is) = of.free() {
            for (key, value) in map.iter().filter(|(key, _)| !key.starts_with("x-")) {
                self.within(Step::Key(key), |walk| walk.value(value, is));
            }
            return;
        }
        self.required(map, of);
        for (key, value) in map.iter() {
            match of.field(key) {
                Some(is) => self.within(Step::Key(key), |walk| walk.value(value, is)),
                None if key.starts_with("x-") => {}
                None => self.unknown(key, map, of, is_schema),
            }
        }
        if is_schema {
            self.words_of_schema(map);
        }
    }

    /// What a reference leads to is looked at later, with its own place.
    fn reference(&mut self, reference: &'a Node, of: &'static Object) {
        let Some(text) = reference.as_str() else {
            let message = format!("`$ref` is {}, expected text", reference.kind());
            let span = self.span().child("$ref");
            return self.tell(Code::WrongKind, span, message, "write a reference like `#/components/…`".to_owned());
        };
        let found = match self.met.get(&(self.from.file, text)) {
            Some(pointer) => pointer.is_some(),
            None => self.target(text, self.from.file, of),
        };
        if !found && self.swagger.is_none() && !text.starts_with('#') && !text.contains("://") {
            self.reference_elsewhere(text);
        }
        // By an `$id`, or to the network: references that are used are told of where they are followed.
        if !found && text.starts_with('#') && self.context.identified(text, &self.span()).is_none() {
            let message = format!("`{text}` refers to nothing");
            let help = "nothing uses what stands here; correct the reference, or remove both".to_owned();
            self.tell(Code::UnresolvedRef, self.span().child("$ref"), message, help);
        }
    }

    /// Reports a reference to another file that does not resolve; each broken file once.
    fn reference_elsewhere(&mut self, text: &'a str) {
        let unused = "nothing that is generated needs it";
        let span = self.span().child("$ref");
        match self.context.file_of(text, self.from.file) {
            Some((file, Err(diagnostic))) if self.broken.insert(file) => {
                let message = format!("{}; {unused}", diagnostic.message);
                self.tell(diagnostic.code, diagnostic.span.clone(), message, diagnostic.help.clone());
            }
            Some((_, Err(_))) => {}
            found if self.context.identified(text, &span).is_none() => {
                let (code, message) = match found {
                    Some(_) => (Code::UnresolvedRef, format!("`{text}` refers to nothing; {unused}")),
                    None => (Code::MissingFile, format!("`{text}` refers to a file that is not there; {unused}")),
                };
                self.tell(code, span, message, "correct the reference, or remove what stands here".to_owned());
            }
            Some(_) | None => {}
        }
    }

    /// Tells of the keys of another file that stand more than once.
    fn duplicates_of(&mut self, file: FileId) {
        let Some(other) =
            self.context.other(file).filter(|other| other.has_duplicates() && self.files.insert(other.file))
        else {
            return;
        };
        for diagnostic in other.duplicates(false) {
            let message = format!("{}; nothing that is generated needs it", diagnostic.message);
            self.tell(diagnostic.code, diagnostic.span, message, diagnostic.help);
        }
    }

    /// Whether there is a target of a reference that was not met before; if so it is looked at later.
    fn target(&mut self, text: &'a str, file: FileId, of: &'static Object) -> bool {
        let found = match self.swagger {
            Some(root) => {
                let pointer = Pointer::from_text(text.strip_prefix('#').unwrap_or(text));
                find(root, &pointer).map(|node| (node, SourceLocation::value(file, pointer)))
            }
            None => self.context.quiet_target(text, file),
        };
        self.met.insert((file, text), found.as_ref().map(|(_, span)| span.pointer.clone()));
        found.iter().for_each(|(_, span)| self.duplicates_of(span.file));
        let is_there = found.is_some();
        self.queue.extend(found.map(|(node, span)| (node, span, of)));
        is_there
    }

    fn required(&mut self, map: &Mapping, of: &Object) {
        let ever = of.required.iter().filter(|(_, until)| self.version <= *until).map(|(key, _)| *key);
        let is = map.get("type").and_then(Node::as_str);
        let by_type = of.required_by_type.iter().filter(|(of, _)| Some(*of) == is).map(|(_, key)| *key);
        for key in ever.chain(by_type).filter(|key| map.get(key).is_none()) {
            let message = format!("the keyword `{key}` is missing");
            let help = format!("add `{key}`, which {} must have", of.called);
            self.found.push((Code::MissingKeyword, self.span().at_key(), message, help));
        }
    }

    fn unknown(&mut self, key: &str, map: &Mapping, of: &Object, is_schema: bool) {
        let span = self.span().child(key).at_key();
        let help = self.instead(key, map, of);
        let code = if is_schema { Code::UnknownSchemaKeyword } else { Code::UnknownKeyword };
        self.tell(code, span, format!("`{key}` is no keyword of {}, and has no effect", of.called), help);
    }

    /// What to do about an unknown keyword.
    fn instead(&self, key: &str, map: &Mapping, of: &Object) -> String {
        if let Some(near) = nearest(key, of.keywords().filter(|known| map.get(known).is_none())) {
            return format!("did you mean `{near}`?");
        }
        if let Some(near) = nearest(key, of.keywords()) {
            return format!("did you mean `{near}`, which is here too? remove one of the two");
        }
        match objects::owners(key, self.swagger.is_some()) {
            Some(owners) => format!("it is a keyword of {owners}; move it to where it belongs, or remove it"),
            None => "remove it, or begin it with `x-`".to_owned(),
        }
    }

    /// What stands behind an unknown keyword is read all the same where a reference leads into it.
    fn say_what_is_referred_to(&mut self) {
        let targets: Vec<&Pointer> = self.met.values().flatten().collect();
        for (code, span, message, _) in &mut self.found {
            let unknown = matches!(code, Code::UnknownKeyword | Code::UnknownSchemaKeyword);
            if unknown && targets.iter().any(|target| target.is_within(&span.pointer)) {
                *message = message
                    .replace(", and has no effect", "; what is in it is only read where a reference leads to it");
            }
        }
    }

    fn value(&mut self, node: &'a Node, is: Is) {
        match is {
            Is::Any => {}
            Is::Text => self.text(node),
            Is::Word(words) => self.word(node, words),
            Is::Flag if matches!(node, Node::Bool(_)) => {}
            Is::Flag => self.wrong_kind(node, "true or false"),
            Is::Number if matches!(node, Node::Number(_)) => {}
            Is::Number => self.wrong_kind(node, "a number"),
            Is::Items => self.items(node, |_, _| {}),
            Is::Texts => self.items(node, Walk::text),
            Is::Names => self.members(node, false, |_, _| {}),
            Is::TextMap => self.members(node, false, Walk::text),
            Is::Object(of) => self.object(node, of),
            Is::List(of) => self.items(node, |walk, item| walk.object(item, of)),
            Is::Map(of) => self.members(node, false, |walk, value| walk.object(value, of)),
            Is::Statuses(of) => {
                self.statuses(node);
                self.members(node, true, |walk, value| walk.object(value, of));
            }
            Is::Patterned(of) => self.members(node, true, |walk, value| walk.object(value, of)),
            Is::Schema => self.object(node, &objects::SCHEMA),
            Is::SchemaOrList if node.as_sequence().is_none() => self.object(node, &objects::SCHEMA),
            Is::SchemaOrList | Is::Schemas => self.items(node, |walk, item| walk.object(item, &objects::SCHEMA)),
            Is::Discriminator if self.swagger.is_some() => self.text(node),
            Is::Discriminator => self.object(node, &objects::DISCRIMINATOR),
            Is::Since(version, _) if self.version < version => {}
            Is::Since(_, is) => self.value(node, *is),
            Is::SchemaMap => self.members(node, false, |walk, value| walk.object(value, &objects::SCHEMA)),
        }
    }

    fn items(&mut self, node: &'a Node, look: impl Fn(&mut Self, &'a Node)) {
        let Some(items) = node.as_sequence() else { return self.elsewhere(node, "a list") };
        for (index, item) in items.iter().enumerate() {
            self.within(Step::Item(index), |walk| look(walk, item));
        }
    }

    fn members(&mut self, node: &'a Node, extensible: bool, look: impl Fn(&mut Self, &'a Node)) {
        let Some(map) = node.as_mapping() else { return self.wrong_kind(node, "a mapping") };
        // `paths: { $ref: paths.yaml }`, as tools that bundle files read it.
        if map.len() == 1 && map.get("$ref").is_some_and(|reference| reference.as_str().is_some()) {
            return;
        }
        for (key, value) in map.iter().filter(|(key, _)| !(extensible && key.starts_with("x-"))) {
            self.within(Step::Key(key), |walk| look(walk, value));
        }
    }

    fn statuses(&mut self, node: &'a Node) {
        let keys = node.as_mapping().into_iter().flat_map(Mapping::keys);
        for key in keys.filter(|key| !key.starts_with("x-") && *key != "$ref" && status(key).is_none()) {
            let help = "write a status like 200, a range like 4XX, or default".to_owned();
            let span = self.span().child(key).at_key();
            self.tell(Code::BadStatus, span, format!("`{key}` is no status of an response"), help);
        }
    }

    /// A list that lies elsewhere as a whole is read too.
    fn elsewhere(&mut self, node: &'a Node, expected: &str) {
        if node.as_mapping().is_none_or(|map| map.len() != 1 || map.get("$ref").is_none()) {
            self.wrong_kind(node, expected);
        }
    }

    fn text(&mut self, node: &'a Node) {
        match node {
            // Nothing behind a key says nothing.
            Node::String(_) | Node::Null => {}
            Node::Number(number) => {
                let message = format!("{} is a number, expected text, and is read as text", self.called());
                self.tell(Code::WrongKind, self.span(), message, format!("write it in quotes: `\"{number}\"`"));
            }
            Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => self.wrong_kind(node, "text"),
        }
    }

    fn word(&mut self, node: &'a Node, words: &[&str]) {
        let Some(text) = node.as_str() else { return self.wrong_kind(node, "text") };
        if !words.contains(&text) {
            let message = format!("{} cannot be `{text}`", self.called());
            let help = match nearest(text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of: {}", words.join(", ")),
            };
            self.tell(Code::WrongValue, self.span(), message, help);
        }
    }
}
