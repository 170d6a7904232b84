//! The source locations of values in the tree of the root. Overlays add values from other files and
//! move items of arrays, and a diagnostic must name the line to change. Only values that moved are
//! recorded. Must not know overlays.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{FileId, Part, Pointer, Related, Report, SourceLocation, as_swagger};

/// The source location of each value of a tree.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    file: FileId,
    swagger: bool,
    root: Trail,
}

/// The source location of a value.
#[derive(Debug, Clone, Default)]
struct Written {
    span: SourceLocation,
    /// The action that copied it from there. Without it, the location would be confusing.
    copied_by: Option<SourceLocation>,
}

impl Written {
    fn child(&self, key: &str) -> Written {
        Written { span: self.span.child(key), copied_by: self.copied_by.clone() }
    }
}

/// The source location of a value, and of the values inside it that were written elsewhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    /// `None`: at the same key of the parent.
    own: Option<Written>,
    below: BTreeMap<String, Trail>,
}

impl Trail {
    /// Creates the trail of a value that was written at one location with everything inside it.
    pub(super) fn written(span: SourceLocation) -> Trail {
        Trail { own: Some(Written { span, copied_by: None }), below: BTreeMap::new() }
    }

    /// Adds the action that copied the value.
    pub(super) fn copied(self, by: &SourceLocation) -> Trail {
        let own = self.own.map(|own| Written { copied_by: Some(by.clone()), ..own });
        Trail { own, ..self }
    }

    /// Returns the source location, if it is recorded here.
    pub(super) fn span(&self) -> SourceLocation {
        self.own.as_ref().map(|own| own.span.clone()).unwrap_or_default()
    }

    /// Returns the trail of a property or item with its location. This trail must have one too.
    pub(super) fn step(&self, key: &str) -> Trail {
        let mut below = self.below.get(key).cloned().unwrap_or_default();
        below.own = below.own.or_else(|| self.own.as_ref().map(|own| own.child(key)));
        below
    }

    /// Returns the trail of a property or item.
    pub(super) fn below(&mut self, key: &str) -> &mut Trail {
        self.below.entry(key.to_owned()).or_default()
    }

    /// Sets the trail of a property or item that was written elsewhere.
    pub(super) fn put(&mut self, key: &str, trail: Trail) {
        self.below.insert(key.to_owned(), trail);
    }
}

impl Origins {
    /// Creates the origins of a tree in which nothing moved.
    pub(super) fn new(file: FileId) -> Origins {
        let root = Trail::written(SourceLocation::value(file, Pointer::default()));
        Origins { file, swagger: false, root }
    }

    /// Switches to pointers of OpenAPI 3.0 for a tree of Swagger 2.0.
    pub(super) fn use_swagger(&mut self) {
        self.swagger = true;
    }

    /// Returns the source location of the value at a path.
    pub(super) fn span(&self, steps: &[String]) -> SourceLocation {
        self.written(steps).span
    }

    fn written(&self, steps: &[String]) -> Written {
        let (mut written, mut trail) = (self.root.own.clone().unwrap_or_default(), Some(&self.root));
        for step in steps {
            trail = trail.and_then(|trail| trail.below.get(step));
            written = match trail.and_then(|trail| trail.own.as_ref()) {
                Some(own) => own.clone(),
                None => written.child(step),
            };
        }
        written
    }

    /// Returns the trail of the value at a path, with its location.
    pub(super) fn trail(&self, steps: &[String]) -> Trail {
        let found = steps.iter().try_fold(&self.root, |trail, step| trail.below.get(step));
        Trail { own: Some(self.written(steps)), below: found.map(|trail| trail.below.clone()).unwrap_or_default() }
    }

    /// Returns a mutable reference to the trail of the value at a path.
    pub(super) fn trail_mut(&mut self, steps: &[String]) -> &mut Trail {
        steps.iter().fold(&mut self.root, |trail, step| trail.below(step))
    }

    /// Records that items were removed from an array of `length` items: the items after them move
    /// up.
    pub(super) fn removed_items(&mut self, array: &[String], removed: &BTreeSet<usize>, length: usize) {
        let old = self.trail(array);
        let first = removed.first().copied().unwrap_or(length);
        let kept = (first..length).filter(|index| !removed.contains(index));
        let moved: Vec<Trail> = kept.map(|index| old.step(&index.to_string())).collect();
        let below = &mut self.trail_mut(array).below;
        below.retain(|key, _| key.parse::<usize>().is_ok_and(|index| index < first));
        below.extend(moved.into_iter().enumerate().map(|(index, trail)| ((first + index).to_string(), trail)));
    }

    /// Corrects the source locations of all diagnostics from index `from` on.
    pub(crate) fn correct(&self, report: &mut Report, from: usize) {
        if self.root.below.is_empty() {
            return;
        }
        for diagnostic in report.diagnostics.iter_mut().skip(from) {
            let mut copied = Vec::new();
            for span in
                [&mut diagnostic.span].into_iter().chain(diagnostic.related.iter_mut().filter_map(Related::span_mut))
            {
                let Some(written) = self.moved(span) else { continue };
                *span = SourceLocation { part: span.part, ..written.span };
                copied.extend(written.copied_by);
            }
            diagnostic.related.extend(copied.into_iter().map(|by| Related::span(by, "copied by this action")));
        }
    }

    /// Returns where a value was written, if it moved.
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

/// Converts a path to a pointer.
pub(super) fn pointer(steps: &[String]) -> Pointer {
    steps.iter().fold(Pointer::default(), |pointer, step| pointer.child(step))
}
