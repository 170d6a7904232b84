//! Resolves `$ref`: from a reference to its target (RFC 6901; RFC 3986, section 3.5). Must not know
//! what targets mean.

use super::pointers::{all_anchors, find, percent_decoded};
use crate::parse::{Mapping, Node, ReferencedFile};
use crate::report::{Code, Diagnostic, FileId, Pointer, SourceLocation};
use crate::resolve::context::{Context, Object};
use crate::resolve::suggestion::nearest;
use crate::sources::joined;

/// The maximum length of a chain of references. Longer ones are reported as circles.
const MAX_CHAIN: usize = 64;

impl<'a> Context<'a> {
    /// Returns a node as an object, or the target of a chain of references. Returns `None`, and
    /// reports why, if there is none.
    pub(crate) fn follow(&mut self, node: &'a Node, span: SourceLocation, name: &str) -> Option<Object<'a>> {
        let mut object = self.object(node, span, name)?;
        for _ in 0..MAX_CHAIN {
            let Some(reference) = object.get("$ref") else { return Some(object) };
            let (target, span) = self.target(reference, &object.span.child("$ref"))?;
            object = self.object(target, span, name)?;
        }
        self.circular(object.map, &object.span);
        None
    }

    /// Reports a circle of references once, at the first location of the circle.
    pub(crate) fn circular(&mut self, within: &'a Mapping, span: &SourceLocation) {
        let first = self.first_of_circle(within, span);
        if self.circles.contains(&first) {
            return;
        }
        self.circles.push(first.clone());
        let message = "circular reference".to_owned();
        self.report_error(
            Code::CircularRef,
            first.child("$ref"),
            message,
            "replace one of the references in the circle by its target".to_owned(),
        );
    }

    fn first_of_circle(&self, within: &'a Mapping, span: &SourceLocation) -> SourceLocation {
        let (mut map, mut current, mut first) = (within, span.clone(), span.clone());
        for _ in 0..MAX_CHAIN {
            let text = map.get("$ref").and_then(Node::as_str);
            let Some((node, next)) = text.and_then(|text| self.quiet_target(text, current.file)) else { break };
            let Some(next_map) = node.as_mapping().filter(|_| next != *span) else { break };
            (map, current) = (next_map, next);
            first = first.min(current.clone());
        }
        first
    }

    /// Returns the target of a reference, with its source location. Reports a reference without
    /// target.
    pub(crate) fn target(&mut self, reference: &'a Node, span: &SourceLocation) -> Option<(&'a Node, SourceLocation)> {
        let Some(text) = reference.as_str() else {
            let message = format!("expected a string, found {}", reference.kind());
            self.report_error(
                Code::WrongKind,
                span.clone(),
                message,
                "write a reference such as `#/components/schemas/Name`".to_owned(),
            );
            return None;
        };
        let found = if text.contains("://") { None } else { self.quiet_target(text, span.file) };
        let found = found.or_else(|| self.identified(text, span));
        match &found {
            None => self.report_no_target(text, span),
            Some((_, target)) if target.file != self.file => self.target_elsewhere(target),
            Some(_) => {}
        }
        found
    }

    /// Records the owner of a reference to a file with mistakes.
    fn target_elsewhere(&mut self, span: &SourceLocation) {
        self.needs.files.insert(span.file);
        if self.referenced_file(span.file).is_some_and(ReferencedFile::has_duplicates) {
            self.needs.target(self.owner, span);
        }
    }

    /// Reports a reference without a target.
    fn report_no_target(&mut self, text: &str, span: &SourceLocation) {
        if text.contains("://") {
            return self.report_network(text, span);
        }
        match self.file_of(text, span.file) {
            None => self.report_no_file(text, span),
            Some((file, Ok(root))) => self.report_unresolved(text, &self.pointer_of(text, file), root, span),
            Some((_, Err(diagnostic))) => self.report_file_error(diagnostic, span),
        }
    }

    /// Returns the target of a reference, as [`Context::target`], but reports nothing.
    pub(crate) fn quiet_target(&self, text: &str, from: FileId) -> Option<(&'a Node, SourceLocation)> {
        let (file, root) = self.file_of(text, from)?;
        let root = root.ok()?;
        let pointer = self.pointer_of(text, file);
        find(root, &pointer).map(|node| (node, SourceLocation::value(file, pointer)))
    }

    /// Returns a file other than the root.
    pub(crate) fn referenced_file(&self, file: FileId) -> Option<&'a ReferencedFile<'a>> {
        let files = self.referenced_files;
        files.binary_search_by_key(&file, |referenced| referenced.file).ok().and_then(|index| files.get(index))
    }

    /// Returns the file of a reference, relative to another file, with its tree or its diagnostic.
    pub(crate) fn file_of(&self, text: &str, from: FileId) -> Option<(FileId, Result<&'a Node, &'a Diagnostic>)> {
        let name = percent_decoded(text.split('#').next().unwrap_or_default());
        let files = self.referenced_files;
        let own = self.referenced_file(from);
        let meant = match own {
            Some(own) if name.is_empty() => Some(own),
            None if name.is_empty() => None,
            own => {
                let wanted = joined(own.map_or(self.name, |own| &own.name), &name);
                match files.iter().find(|referenced| referenced.name == wanted) {
                    None if joined("", self.name) != joined("", &wanted) => return None,
                    found => found,
                }
            }
        };
        Some(meant.map_or((self.file, Ok(self.root)), |referenced| (referenced.file, referenced.root())))
    }

    /// Returns the pointer of a fragment. A plain name is an `$anchor`.
    fn pointer_of(&self, text: &str, file: FileId) -> Pointer {
        let fragment = percent_decoded(text.split_once('#').map_or("", |(_, fragment)| fragment));
        if fragment.is_empty() || fragment.starts_with('/') {
            return Pointer::from_text(&fragment);
        }
        let found = match self.referenced_file(file) {
            Some(other) => other.anchor(&fragment, all_anchors),
            None => self.anchors.get_or_init(|| all_anchors(self.root)).get(fragment.as_ref()).cloned(),
        };
        found.unwrap_or_else(|| Pointer::from_text(&fragment))
    }

    fn report_network(&mut self, text: &str, span: &SourceLocation) {
        let message = format!("unsupported reference to the network: `{text}`");
        let help = "save the file next to the description, and refer to it by its path".to_owned();
        self.report_reference_error(Code::NetworkRef, span.clone(), message, help);
    }

    fn report_no_file(&mut self, text: &str, span: &SourceLocation) {
        let message =
            format!("the file of the reference `{text}` is missing, or outside the folder of the description");
        let help = self.component_meant(text).map_or_else(
            || "correct the path, or pass the parent folder of the files with `--root`".to_owned(),
            |pointer| format!("did you mean `#{pointer}`?"),
        );
        self.report_reference_error(Code::MissingFile, span.clone(), message, help);
    }

    /// Returns the component that a reference to a file probably means: a bare name, or a pointer
    /// without `#`.
    fn component_meant(&self, text: &str) -> Option<Pointer> {
        let schemas = Pointer::default().child("components").child("schemas");
        let name = text.rsplit('/').next().filter(|name| !name.is_empty())?;
        let is_name = text == name || text.trim_start_matches('/').starts_with("components/schemas/");
        let known =
            find(self.root, &schemas).and_then(Node::as_mapping).filter(|_| is_name && !text.contains(['.', '#']))?;
        nearest(name, known.keys()).map(|near| schemas.child(near))
    }

    fn report_unresolved(&mut self, text: &str, pointer: &Pointer, root: &Node, span: &SourceLocation) {
        let mut parent = root;
        let mut meant: Option<(String, String)> = None;
        let mut walked = Pointer::default();
        for segment in pointer.segments() {
            let Some(map) = parent.as_mapping() else { break };
            match map.get(&segment) {
                Some(child) => {
                    parent = child;
                    walked = walked.child(&segment);
                }
                None => {
                    meant = nearest(&segment, map.keys()).map(|near| (segment.clone(), walked.child(near).to_string()));
                    break;
                }
            }
        }
        let help = match meant {
            Some((_, near)) => format!("did you mean `#{near}`?"),
            None => "add the target, or correct the reference".to_owned(),
        };
        let message = format!("unresolved reference `{text}`");
        match text.starts_with('#') {
            true => self.report_error(Code::UnresolvedRef, span.clone(), message, help),
            false => self.report_reference_error(Code::UnresolvedRef, span.clone(), message, help),
        }
    }
}
