//! Where the values of the root's tree were written: overlays bring values from other texts and move items of lists, and a
//! message must name the line that somebody has to change. Only what is not where it stands is written down. Must not
//! know what overlays are.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{FileId, Part, Pointer, Report, SourceLocation, as_swagger};

/// Where each value of a tree was written.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    file: FileId,
    swagger: bool,
    root: Trail,
}

/// The place of a value in a text.
#[derive(Debug, Clone, Default)]
struct Written {
    span: SourceLocation,
    /// What copied it from there to where it stands: without it nobody understands what is told of that place.
    copied_by: Option<SourceLocation>,
}

impl Written {
    fn child(&self, key: &str) -> Written {
        Written { span: self.span.child(key), copied_by: self.copied_by.clone() }
    }
}

/// Where a value was written, and what is below it as far as that was written elsewhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    /// Nothing: where its parent was, below the same key.
    at: Option<Written>,
    below: BTreeMap<String, Trail>,
}

impl Trail {
    /// Of a value that was written at one place with all that is in it.
    pub(super) fn written(at: SourceLocation) -> Trail {
        Trail { at: Some(Written { span: at, copied_by: None }), below: BTreeMap::new() }
    }

    /// Of what is copied by an action.
    pub(super) fn copied(self, by: &SourceLocation) -> Trail {
        let at = self.at.map(|at| Written { copied_by: Some(by.clone()), ..at });
        Trail { at, ..self }
    }

    /// The place, where it was said.
    pub(super) fn span(&self) -> SourceLocation {
        self.at.as_ref().map(|at| at.span.clone()).unwrap_or_default()
    }

    /// That of a member or item, with its place said. The own place must be said too.
    pub(super) fn step(&self, key: &str) -> Trail {
        let mut below = self.below.get(key).cloned().unwrap_or_default();
        below.at = below.at.or_else(|| self.at.as_ref().map(|at| at.child(key)));
        below
    }

    /// That of a member or item, to be changed.
    pub(super) fn below(&mut self, key: &str) -> &mut Trail {
        self.below.entry(key.to_owned()).or_default()
    }

    /// A member or item that was written elsewhere.
    pub(super) fn put(&mut self, key: &str, trail: Trail) {
        self.below.insert(key.to_owned(), trail);
    }
}

impl Origins {
    /// Of a tree that was written as it stands.
    pub(super) fn new(file: FileId) -> Origins {
        let root = Trail::written(SourceLocation::value(file, Pointer::default()));
        Origins { file, swagger: false, root }
    }

    /// From now on pointers are those of OpenAPI 3.0, for a tree that was Swagger 2.0.
    pub(super) fn of_swagger(&mut self) {
        self.swagger = true;
    }

    /// Where what stands at `steps` was written.
    pub(super) fn span(&self, steps: &[String]) -> SourceLocation {
        self.written(steps).span
    }

    fn written(&self, steps: &[String]) -> Written {
        let (mut written, mut trail) = (self.root.at.clone().unwrap_or_default(), Some(&self.root));
        for step in steps {
            trail = trail.and_then(|trail| trail.below.get(step));
            written = match trail.and_then(|trail| trail.at.as_ref()) {
                Some(at) => at.clone(),
                None => written.child(step),
            };
        }
        written
    }

    /// The trail of what stands at `steps`, with its place said.
    pub(super) fn trail(&self, steps: &[String]) -> Trail {
        let found = steps.iter().try_fold(&self.root, |trail, step| trail.below.get(step));
        Trail { at: Some(self.written(steps)), below: found.map(|trail| trail.below.clone()).unwrap_or_default() }
    }

    /// The trail of what stands at `steps`, to be changed.
    pub(super) fn trail_mut(&mut self, steps: &[String]) -> &mut Trail {
        steps.iter().fold(&mut self.root, |trail, step| trail.below(step))
    }

    /// Items were taken out of a list of so many: those behind move up.
    pub(super) fn removed_items(&mut self, list: &[String], removed: &BTreeSet<usize>, length: usize) {
        let old = self.trail(list);
        let first = removed.first().copied().unwrap_or(length);
        let kept = (first..length).filter(|index| !removed.contains(index));
        let moved: Vec<Trail> = kept.map(|index| old.step(&index.to_string())).collect();
        let below = &mut self.trail_mut(list).below;
        below.retain(|key, _| key.parse::<usize>().is_ok_and(|index| index < first));
        below.extend(moved.into_iter().enumerate().map(|(index, trail)| ((first + index).to_string(), trail)));
    }

    /// Corrects the places of the problems from number `from` on: from where things stand to where they were written.
    pub(crate) fn correct(&self, report: &mut Report, from: usize) {
        if self.root.below.is_empty() {
            return;
        }
        for diagnostic in report.diagnostics.iter_mut().skip(from) {
            let mut copied = Vec::new();
            for span in [&mut diagnostic.span].into_iter().chain(diagnostic.related.iter_mut().map(|(span, _)| span)) {
                let Some(written) = self.moved(span) else { continue };
                *span = SourceLocation { part: span.part, ..written.span };
                copied.extend(written.copied_by);
            }
            diagnostic.related.extend(copied.into_iter().map(|by| (by, "this copied it from there".to_owned())));
        }
    }

    /// Where what is told of a place was written, if not there: what did not move keeps the words in which it was told.
    fn moved(&self, span: &SourceLocation) -> Option<Written> {
        if span.file != self.file || matches!(span.part, Part::Position { .. }) {
            return None;
        }
        let segments = span.pointer.segments().collect();
        let steps = if self.swagger { as_swagger(segments) } else { segments };
        let written = self.written(&steps);
        let moved = written.span.file != self.file || written.span.pointer != pointer(&steps);
        moved.then_some(written)
    }
}

/// A path as a pointer.
pub(super) fn pointer(steps: &[String]) -> Pointer {
    steps.iter().fold(Pointer::default(), |pointer, step| pointer.child(step))
}
