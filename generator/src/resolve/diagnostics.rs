//! Reports diagnostics, and remembers those that count only if something generated needs them. Must
//! not know what is read.

use std::collections::BTreeSet;

use super::context::{Context, Object};
use super::resolved::{Needs, Owner, Unsettled};
use crate::parse::Node;
use crate::report::{Code, Diagnostic, Level, Related, SourceLocation};

impl<'a> Context<'a> {
    /// Reports an error, or in lenient mode the repair that the caller makes.
    pub(super) fn report_error(&mut self, code: Code, span: SourceLocation, message: String, help: String) {
        self.report_error_with(code, span, Vec::new(), message, help);
    }

    /// Reports an error with further spans or facts.
    pub(super) fn report_error_with(
        &mut self,
        code: Code,
        span: SourceLocation,
        related: Vec<Related>,
        message: String,
        help: String,
    ) {
        let is_elsewhere = span.file != self.file;
        let level = self.error_level();
        let diagnostic = self.report.add(Diagnostic { level, code, span, related, message, help });
        if is_elsewhere {
            self.only_where_needed(diagnostic);
        }
    }

    fn error_level(&self) -> Level {
        if self.lenient { Level::Repaired } else { Level::Error }
    }

    /// Reports an error of a reference to another file. It counts if its owner is generated.
    pub(super) fn report_reference_error(&mut self, code: Code, span: SourceLocation, message: String, help: String) {
        let is_elsewhere = span.file != self.file;
        self.report_error(code, span, message, help);
        if !is_elsewhere {
            self.only_where_needed(self.report.diagnostics.len() - 1);
        }
    }

    fn only_where_needed(&mut self, diagnostic: usize) {
        let owners = [self.owner].into();
        self.needs.unsettled.push(Unsettled { diagnostic, owners, targets: Vec::new() });
    }

    /// Reports a file without a tree, once, and records that its reader needs it.
    pub(super) fn report_file_error(&mut self, diagnostic: &Diagnostic, span: &SourceLocation) {
        let file = diagnostic.span.file;
        let known = self.needs.broken.get(&file).and_then(|index| self.needs.unsettled.get_mut(*index));
        match known {
            Some(unsettled) => drop(unsettled.owners.insert(self.owner)),
            None => {
                let related = vec![Related::span(span.clone(), "referenced here")];
                let level = self.error_level();
                let diagnostic = self.report.add(Diagnostic { level, related, ..diagnostic.clone() });
                self.needs.broken.insert(file, self.needs.unsettled.len());
                self.only_where_needed(diagnostic);
            }
        }
    }

    /// Records that the current owner refers into a reported circle of references. It is not
    /// recorded which one: circles in other files are rare, so each of them counts for all owners
    /// that refer to any.
    pub(super) fn need_circle(&mut self) {
        let (owner, diagnostics) = (self.owner, &self.report.diagnostics);
        let is_circle = |index: usize| diagnostics.get(index).is_some_and(|found| found.code == Code::CircularRef);
        for unsettled in self.needs.unsettled.iter_mut().filter(|unsettled| is_circle(unsettled.diagnostic)) {
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

    /// Reports the duplicate keys of other files, for the owners of what surrounds or contains
    /// them.
    pub(super) fn report_duplicates_elsewhere(&mut self) {
        let files_read = self.referenced_files;
        let files = std::mem::take(&mut self.needs.files);
        let reached = files_read.iter().filter(|referenced| files.contains(&referenced.file));
        for diagnostic in reached.flat_map(|referenced| referenced.duplicates(self.lenient)) {
            let targets = self.needs.targets_around(&diagnostic.span);
            let diagnostic = self.report.add(diagnostic);
            self.needs.unsettled.push(Unsettled { diagnostic, owners: BTreeSet::new(), targets });
        }
    }

    /// Takes the dependencies, for the phase that knows what is generated.
    pub(super) fn take_needs(&mut self) -> Needs {
        std::mem::take(&mut self.needs)
    }

    /// Returns the diagnostics so far.
    pub(super) fn reported(&self) -> impl Iterator<Item = &Diagnostic> {
        self.report.diagnostics.iter()
    }

    /// Inserts diagnostics before all others of this phase: a misspelled keyword such as `parameters`
    /// explains the diagnostics that follow from it.
    pub(super) fn report_first(&mut self, found: Vec<Diagnostic>) {
        let count = found.len();
        self.report.diagnostics.splice(self.before..self.before, found).for_each(drop);
        self.needs.unsettled.iter_mut().for_each(|unsettled| unsettled.diagnostic += count);
    }

    /// Reports a keyword that has no effect.
    pub(super) fn report_ignored(&mut self, code: Code, span: SourceLocation, message: String, help: &str) {
        let (related, help) = (Vec::new(), help.to_owned());
        self.report.add(Diagnostic { level: Level::Ignored, code, span, related, message, help });
    }

    pub(super) fn report_type_error(&mut self, span: SourceLocation, key: &str, found: &Node, expected: &str) {
        let message = format!("expected {expected}, found {}", found.kind());
        self.report_error(Code::WrongKind, span, message, format!("write {expected} for `{key}`"));
    }

    /// Reports a missing keyword.
    pub(super) fn report_missing(&mut self, object: &Object<'a>, key: &str, expected: &str) {
        let message = format!("missing keyword `{key}`");
        let related = vec![Related::Missing(key.to_owned())];
        let help = format!("add `{key}`: {expected}");
        self.report_error_with(Code::MissingKeyword, object.span.at_key(), related, message, help);
    }
}
