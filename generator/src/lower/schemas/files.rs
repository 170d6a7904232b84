//! The schemas that are files, over all forms of the description. A schema that is JSON elsewhere
//! too is a file only if it is a string. Must not know the table that decides about a single value
//! ([`super::form_values`]).

use foldhash::HashSet;

use super::classified::Classified;
use super::classify::Kind;
use super::form_values::{PassedAs, encoding, forms, is_bytes, passed_as, properties};
use super::outside_forms::used_outside_forms;
use crate::report::{Code, Diagnostic, Level, Related};
use crate::resolve::{Encoding, MediaType, SchemaId};

/// The schemas that are files.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Strings, wherever they are used.
    strings: HashSet<SchemaId>,
    /// Values of a form, before references are followed.
    values: HashSet<SchemaId>,
    /// Arrays that do not describe their items.
    arrays: HashSet<SchemaId>,
    /// The values that have another type than the description declares.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A value of a form that is a file for another reason than its own schema.
struct Candidate<'f> {
    id: SchemaId,
    form: &'f MediaType,
    encoding: Option<&'f Encoding>,
    reason: PassedAs,
}

impl Files {
    /// Finds the files of all multipart forms.
    #[must_use]
    pub(crate) fn new(schemas: &Classified<'_>) -> Files {
        let (mut files, mut candidates) = (Files::default(), Vec::new());
        for form in forms(schemas) {
            for property in properties(schemas, form) {
                let encoding = encoding(form, property.name);
                for value in &property.values {
                    match passed_as(schemas, value, encoding) {
                        PassedAs::Bytes => files.add_string(schemas, value.id),
                        reason @ (PassedAs::Untyped | PassedAs::Unwritable) => {
                            candidates.push(Candidate { id: value.id, form, encoding, reason });
                        }
                        PassedAs::OwnType => {}
                    }
                }
            }
        }
        if !candidates.is_empty() {
            let outside = used_outside_forms(schemas);
            candidates.iter().for_each(|candidate| files.add_candidate(schemas, candidate, &outside));
        }
        files
    }

    /// Adds a string. A string that is bytes only where it is used is a file only there.
    fn add_string(&mut self, schemas: &Classified<'_>, id: SchemaId) {
        match schemas.kind(id).map(|(_, target)| target).filter(|target| is_bytes(schemas.schema(*target))) {
            Some(target) => self.strings.extend([target]),
            None => self.values.extend([id]),
        }
    }

    fn add_candidate(&mut self, schemas: &Classified<'_>, candidate: &Candidate<'_>, outside: &HashSet<SchemaId>) {
        let is_untyped = candidate.reason == PassedAs::Untyped;
        let array = schemas.kind(candidate.id).filter(|(kind, _)| **kind == Kind::Array(None) && is_untyped);
        let is_shared = outside.contains(&array.map_or(candidate.id, |(_, target)| target));
        match array {
            _ if is_shared => {}
            Some((_, target)) => self.arrays.extend([target]),
            None => self.values.extend([candidate.id]),
        }
        self.diagnostics.extend(diagnostic(schemas, candidate, is_shared));
    }

    /// Returns `true` if a string is a file.
    #[must_use]
    pub(crate) fn has_string(&self, id: SchemaId) -> bool {
        self.strings.contains(&id)
    }

    /// Returns `true` if the items of an array without `items` are files.
    #[must_use]
    pub(crate) fn has_array(&self, id: SchemaId) -> bool {
        self.arrays.contains(&id)
    }

    /// Returns `true` if a schema is a file where it is used.
    #[must_use]
    pub(crate) fn has_value(&self, id: SchemaId) -> bool {
        self.values.contains(&id)
    }
}

/// Reports a value that is a file although it has another type, or that cannot be one because it is
/// JSON elsewhere.
fn diagnostic(schemas: &Classified<'_>, candidate: &Candidate<'_>, is_shared: bool) -> Option<Diagnostic> {
    let span = match candidate.encoding {
        Some(encoding) if encoding.content_type.is_some() => encoding.span.child("contentType"),
        Some(_) | None => schemas.schema(candidate.id).span.clone(),
    };
    let (message, help) = match (candidate.reason, is_shared) {
        (PassedAs::Unwritable, false) => {
            ("the client cannot write this media type, and takes the part as a file", "pass the bytes of the part")
        }
        (PassedAs::Unwritable, true) => {
            ("the client cannot write this media type, and sends the part as JSON", "give the form a schema of its own")
        }
        (PassedAs::Bytes | PassedAs::Untyped | PassedAs::OwnType, false) => return None,
        (PassedAs::Bytes | PassedAs::Untyped | PassedAs::OwnType, true) => (
            "a part without a `type` is sent as JSON, because its schema is used outside of forms too",
            "give the form a schema of its own, or write `type: string` with `format: binary`",
        ),
    };
    Some(Diagnostic {
        level: Level::Widened,
        code: Code::Encoding,
        span,
        related: vec![Related::span(candidate.form.span.clone(), "the form")],
        message: message.to_owned(),
        help: help.to_owned(),
    })
}
