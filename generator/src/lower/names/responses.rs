//! The form of a response, which distinguishes `list` from `get` if a path does not. Must not know
//! names.

use std::collections::BTreeSet;

use crate::lower::model::{MediaKind, Status};
use crate::resolve::{JsonType, Operation, Resolved, Schema, SchemaId};

/// The form of a successful response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ResponseForm {
    /// Not described in JSON.
    Unknown,
    /// One value without arrays.
    One,
    /// An object with an array, which may be a page.
    Holder,
    /// An array.
    Array,
}

/// The maximum number of schemas that are visited: enough for a page, and few for a composition of
/// hundreds.
const MOST: usize = 100;

/// Returns the form of the first successful response of an operation.
pub(super) fn response_form(resolved: &Resolved, operation: &Operation) -> ResponseForm {
    let success = operation.responses.iter().find(|of| Status::parse(&of.status).is_some_and(Status::is_success));
    let content = success.map(|of| of.content.as_slice()).unwrap_or_default();
    let json = content.iter().find(|of| MediaKind::from_media_type(&of.media_type) == MediaKind::Json);
    let mut seen = BTreeSet::new();
    json.and_then(|of| of.schema).map_or(ResponseForm::Unknown, |schema| of_schema(resolved, schema, &mut seen))
}

fn of_schema(resolved: &Resolved, id: SchemaId, seen: &mut BTreeSet<SchemaId>) -> ResponseForm {
    if seen.len() >= MOST || !seen.insert(id) {
        return ResponseForm::Unknown;
    }
    let schema = resolved.schema(id);
    if is_array(schema) {
        return ResponseForm::Array;
    }
    let holds = schema.properties.iter().any(|(_, id)| leads_to_array(resolved, *id, &mut BTreeSet::new()));
    let own = match (holds, schema.properties.is_empty() && schema.types.is_empty()) {
        (true, _) => ResponseForm::Holder,
        (false, false) => ResponseForm::One,
        (false, true) => ResponseForm::Unknown,
    };
    parts(schema).map(|id| of_schema(resolved, id, seen)).max().map_or(own, |of| of.max(own))
}

fn is_array(schema: &Schema) -> bool {
    schema.types.contains(&JsonType::Array) || schema.items.is_some()
}

/// Returns the schemas that a schema refers to or is composed of.
fn parts(schema: &Schema) -> impl Iterator<Item = SchemaId> + '_ {
    schema.reference.iter().chain(&schema.all_of).chain(&schema.one_of).chain(&schema.any_of).copied()
}

fn leads_to_array(resolved: &Resolved, id: SchemaId, seen: &mut BTreeSet<SchemaId>) -> bool {
    if seen.len() >= MOST || !seen.insert(id) {
        return false;
    }
    let schema = resolved.schema(id);
    is_array(schema) || parts(schema).any(|id| leads_to_array(resolved, id, seen))
}
