//! Resolves references by `$id`, and by `$self` of the description: the URIs that schemas declare
//! for themselves (JSON Schema, section 8.2; OpenAPI 3.2, "Resolving Schema Resources"). It is only
//! used for references that do not resolve as paths, so that descriptions without `$id` have no
//! extra cost. Must not know what targets mean.

use foldhash::HashMap;

use super::pointers::{anchor, find, percent_decoded};
use crate::parse::Node;
use crate::report::{FileId, Pointer, SourceLocation};
use crate::resolve::context::{Context, Identifiers};
use crate::sources::joined;

/// The maximum depth, as in the readers.
const DEEP: usize = 128;

impl<'a> Context<'a> {
    /// Returns the target of a reference by the `$id`s of the description.
    pub(crate) fn identified(&self, text: &str, span: &SourceLocation) -> Option<(&'a Node, SourceLocation)> {
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (base, around) = self.base(span);
        let (file, pointer) = match uri {
            "" => around?,
            uri => self.identifiers().get(&resolved(&base, uri))?.clone(),
        };
        let (root, fragment) = (self.root_of(file)?, percent_decoded(fragment));
        let resource = find(root, &pointer)?;
        let pointer = match fragment.as_ref() {
            "" => pointer,
            inner if inner.starts_with('/') => Pointer::from_text(&format!("{}{inner}", pointer.as_str())),
            name => anchor(resource, name, &pointer)?,
        };
        find(root, &pointer).map(|node| (node, SourceLocation::value(file, pointer)))
    }

    fn identifiers(&self) -> &Identifiers {
        self.identifiers.get_or_init(|| {
            let mut all = HashMap::default();
            // The `$id`s of an invalid file are unknown.
            let files =
                self.referenced_files.iter().filter_map(|referenced| Some((referenced.file, referenced.root().ok()?)));
            for (file, root) in [(self.file, self.root)].into_iter().chain(files) {
                collect(root, file, &Pointer::default(), "", 0, &mut all);
            }
            all
        })
    }

    /// Returns the base URI at a location, and the innermost enclosing schema that declares one.
    fn base(&self, span: &SourceLocation) -> (String, Option<(FileId, Pointer)>) {
        let (mut base, mut around) = (String::new(), None);
        let Some(mut node) = self.root_of(span.file) else { return (base, around) };
        let mut pointer = Pointer::default();
        let mut segments = span.pointer.segments();
        loop {
            if let Some(id) = identifier(node) {
                base = resolved(&base, id);
                around = Some((span.file, pointer.clone()));
            }
            let Some(segment) = segments.next() else { break };
            pointer = pointer.child(&segment);
            match find(node, &Pointer::default().child(&segment)) {
                Some(child) => node = child,
                None => break,
            }
        }
        (base, around)
    }

    fn root_of(&self, file: FileId) -> Option<&'a Node> {
        if file == self.file {
            return Some(self.root);
        }
        self.referenced_file(file)?.root().ok()
    }
}

/// Returns the URI that a schema or a description declares for itself.
fn identifier(node: &Node) -> Option<&str> {
    let map = node.as_mapping()?;
    map.get("$id").or_else(|| map.get("$self")).and_then(Node::as_str)
}

fn collect(node: &Node, file: FileId, pointer: &Pointer, base: &str, depth: usize, to: &mut Identifiers) {
    if depth > DEEP {
        return;
    }
    let own = identifier(node).map(|id| resolved(base, id));
    if let Some(own) = &own {
        to.entry(own.clone()).or_insert_with(|| (file, pointer.clone()));
    }
    let base = own.as_deref().unwrap_or(base);
    match node {
        Node::Mapping(map) => {
            map.iter().for_each(|(key, node)| collect(node, file, &pointer.child(key), base, depth + 1, to));
        }
        Node::Sequence(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, node)| collect(node, file, &pointer.item(index), base, depth + 1, to));
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

/// Resolves a URI against a base URI (RFC 3986, section 5.2), without its fragment. The result is
/// only used for comparisons.
fn resolved(base: &str, uri: &str) -> String {
    let uri = uri.split('#').next().unwrap_or_default();
    let absolute = uri.split('/').next().is_some_and(|first| first.contains(':'));
    match uri.strip_prefix('/') {
        _ if absolute => joined("", uri),
        // A reference with an absolute path keeps the host.
        Some(path) => joined("", &base.split('/').take(2).chain([path]).collect::<Vec<_>>().join("/")),
        None => joined(base, uri),
    }
}
