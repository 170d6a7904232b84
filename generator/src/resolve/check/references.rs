//! Checks references: that they resolve, also where nothing uses them, and their targets. Must not
//! know what the targets mean.

use super::Walk;
use super::objects::Object;
use crate::parse::Node;
use crate::report::{Code, FileId, Pointer, SourceLocation};
use crate::resolve::references::find;
use crate::resolve::resolved::NOT_NEEDED;

impl<'a> Walk<'_, 'a> {
    /// Visits a reference. Its target is visited later, at its own source location.
    pub(super) fn reference(&mut self, reference: &'a Node, object: &'static Object) {
        let Some(text) = reference.as_str() else {
            let message = format!("expected a string, found {}", reference.kind());
            let span = self.span().child("$ref");
            return self.add(Code::WrongKind, span, message, "write a reference such as `#/components/…`".to_owned());
        };
        let is_found = match self.references.get(&(self.from.file, text)) {
            Some(pointer) => pointer.is_some(),
            None => self.target(text, self.from.file, object),
        };
        if !is_found && self.swagger.is_none() && !text.starts_with('#') && !text.contains("://") {
            self.reference_to_file(text);
        }
        // References by `$id` or to the network are reported where they are resolved, if they are
        // used.
        if !is_found && text.starts_with('#') && self.context.identified(text, &self.span()).is_none() {
            let message = format!("unresolved reference `{text}`");
            let help = "correct the reference, or remove it: nothing uses it".to_owned();
            self.add(Code::UnresolvedRef, self.span().child("$ref"), message, help);
        }
    }

    /// Reports a reference to another file that does not resolve. Each broken file is reported
    /// once.
    fn reference_to_file(&mut self, text: &'a str) {
        let span = self.span().child("$ref");
        match self.context.file_of(text, self.from.file) {
            Some((file, Err(diagnostic))) if self.broken.insert(file) => {
                let message = format!("{}; {NOT_NEEDED}", diagnostic.message);
                self.add(diagnostic.code, diagnostic.span.clone(), message, diagnostic.help.clone());
            }
            Some((_, Err(_))) => {}
            found if self.context.identified(text, &span).is_none() => {
                let (code, message) = match found {
                    Some(_) => (Code::UnresolvedRef, format!("unresolved reference `{text}`; {NOT_NEEDED}")),
                    None => (Code::MissingFile, format!("the file of the reference `{text}` is missing; {NOT_NEEDED}")),
                };
                self.add(code, span, message, "correct the reference, or remove it".to_owned());
            }
            Some(_) | None => {}
        }
    }

    /// Reports the duplicate keys of another file.
    fn duplicates_of(&mut self, file: FileId) {
        let Some(tree) = self.context.referenced_file(file).filter(|tree| tree.has_duplicates()) else { return };
        if !self.files.insert(tree.file) {
            return;
        }
        for diagnostic in tree.duplicates(false) {
            let message = format!("{}; {NOT_NEEDED}", diagnostic.message);
            self.add(diagnostic.code, diagnostic.span, message, diagnostic.help);
        }
    }

    /// Returns `true` if a new reference has a target, which is visited later.
    fn target(&mut self, text: &'a str, file: FileId, object: &'static Object) -> bool {
        let found = match self.swagger {
            Some(root) => {
                let pointer = Pointer::from_text(text.strip_prefix('#').unwrap_or(text));
                find(root, &pointer).map(|node| (node, SourceLocation::value(file, pointer)))
            }
            None => self.context.quiet_target(text, file),
        };
        self.references.insert((file, text), found.as_ref().map(|(_, span)| span.pointer.clone()));
        found.iter().for_each(|(_, span)| self.duplicates_of(span.file));
        let is_found = found.is_some();
        self.queue.extend(found.map(|(node, span)| (node, span, object)));
        is_found
    }
}
