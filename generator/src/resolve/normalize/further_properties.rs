//! The schemas of properties that an object does not name: `additionalProperties`,
//! `patternProperties` and `unevaluatedProperties` become one schema, [`Additional`], that applies
//! to each of them (JSON Schema Core, sections 10.3.2.2, 10.3.2.3 and 11.3).
//!
//! Interpretations of the specification:
//! - a client does not match patterns: a value matches one of the schemas of the patterns and
//!   `additionalProperties`;
//! - if names without a pattern may have any value, the union is open: a value may match none of
//!   its subschemas;
//! - if every name matches a pattern, `additionalProperties` has no effect;
//! - `unevaluatedProperties` is `additionalProperties` that takes the patterns of all parts of an
//!   `allOf` into account, and has no effect if a part has `additionalProperties`, which evaluates
//!   all of them;
//! - the schemas of additional properties in several parts of an `allOf` apply together.
//!
//! Must not know Rust.

use super::graph::get;
use crate::report::SourceLocation;
use crate::resolve::resolved::{Additional, Schema, SchemaId, Schemas};

/// Patterns that every name matches, apart from line breaks and the empty name.
const ANY_NAME: [&str; 10] = ["", "^", "$", ".", ".*", "^.*", "^.*$", ".+", "^.+$", "^[\\s\\S]*$"];

/// Combines the patterns of one schema with its `additionalProperties`.
pub(super) fn fold_patterns(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index).filter(|schema| !schema.pattern_properties.is_empty()) else { return };
    let patterns: Vec<(String, SchemaId)> = schema.pattern_properties.clone();
    let (others, span) = (schema.others(), schema.span.clone());
    let each = of_patterns(schemas, &patterns, others, &span);
    if let Some(schema) = schemas.get_mut(index) {
        schema.rest = Some(each);
    }
}

/// Returns the schema of the properties that are not named, by patterns and `additionalProperties`.
fn of_patterns(
    schemas: &mut Schemas,
    patterns: &[(String, SchemaId)],
    others: Additional,
    span: &SourceLocation,
) -> SchemaId {
    let all: Vec<SchemaId> = patterns.iter().map(|(_, id)| *id).collect();
    if let Some((_, id)) = patterns.iter().find(|(pattern, _)| ANY_NAME.contains(&pattern.as_str())) {
        return *id;
    }
    let (all, open) = match others {
        Additional::Schema(other) => (all.into_iter().chain([other]).collect(), false),
        Additional::Never => (all, false),
        Additional::Unsaid | Additional::Any => (all, true),
    };
    if let ([one], false) = (all.as_slice(), open) {
        return *one;
    }
    let span = span.child("patternProperties");
    schemas.push(Schema { span, any_of: all, open, by_name: true, ..Schema::default() })
}

/// Combines the schemas of additional properties of all parts, if several parts have one.
pub(super) fn join_rests(schemas: &mut Schemas, own: SchemaId, parts: &[SchemaId]) {
    let says = |part: &SchemaId| get(schemas, *part).is_some_and(|part| part.unevaluated || part.own_rest().is_some());
    let Some(schema) = get(schemas, own).filter(|schema| schema.one_of.is_empty() && schema.any_of.is_empty()) else {
        return;
    };
    if !parts.iter().any(says) {
        return;
    }
    let span = schema.span.clone();
    let unevaluated = parts.iter().find(|part| get(schemas, **part).is_some_and(|part| part.unevaluated)).copied();
    let rest = match unevaluated {
        Some(of) => unevaluated_rest(schemas, of, parts, &span),
        None => all_rests(schemas, parts, &span),
    };
    if let Some(schema) = schemas.get_mut(own.index()).filter(|_| rest.is_some()) {
        schema.rest = rest;
        schema.joined = true;
    }
}

/// Returns the schema of properties that no part evaluates, and of those of the parts' patterns.
fn unevaluated_rest(
    schemas: &mut Schemas,
    object: SchemaId,
    parts: &[SchemaId],
    span: &SourceLocation,
) -> Option<SchemaId> {
    let all = || parts.iter().filter_map(|part| get(schemas, *part));
    let others = get(schemas, object)?.others();
    if all().any(|part| !part.unevaluated && matches!(part.additional, Additional::Schema(_) | Additional::Any)) {
        return all_rests(schemas, parts, span);
    }
    let patterns: Vec<(String, SchemaId)> = all().flat_map(|part| part.pattern_properties.iter().cloned()).collect();
    match (others, patterns.as_slice()) {
        (_, [_, ..]) => Some(of_patterns(schemas, &patterns, others, span)),
        (Additional::Schema(each), []) => Some(each),
        (Additional::Never | Additional::Any | Additional::Unsaid, []) => None,
    }
}

/// Creates an `allOf` of the schemas of several parts.
fn all_rests(schemas: &mut Schemas, parts: &[SchemaId], span: &SourceLocation) -> Option<SchemaId> {
    let mut all: Vec<SchemaId> = Vec::new();
    for part in parts.iter().filter_map(|part| get(schemas, *part)).filter(|part| !part.unevaluated) {
        all.extend(part.own_rest().filter(|each| !all.contains(each)));
    }
    // A schema for all names applies to names with a pattern too.
    let open = |id: &SchemaId| get(schemas, *id).is_some_and(|of| of.open);
    if all.iter().any(|id| !open(id)) {
        all.retain(|id| !open(id));
    }
    match all.as_slice() {
        [] => None,
        [one] => Some(*one),
        [_, ..] => {
            let span = span.child("additionalProperties");
            Some(schemas.push(Schema { span, all_of: all, ..Schema::default() }))
        }
    }
}

impl Schema {
    /// Returns the schema of names without a pattern.
    fn others(&self) -> Additional {
        // `unevaluatedProperties: false`.
        let closed = self.unevaluated && self.additional == Additional::Unsaid;
        if closed { Additional::Never } else { self.additional }
    }

    /// Returns the schema of additional properties, as far as this schema itself defines it.
    #[must_use]
    pub fn own_rest(&self) -> Option<SchemaId> {
        match (self.rest, self.additional) {
            (Some(each), _) | (None, Additional::Schema(each)) => Some(each),
            (None, Additional::Unsaid | Additional::Never | Additional::Any) => None,
        }
    }
}
