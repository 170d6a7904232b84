//! Whether a response has many items: tells `list` from `get` where a path cannot.

use std::collections::BTreeSet;

use super::super::answers::status;
use super::super::media;
use super::super::model::MediaKind;
use crate::resolve::{JsonType, Operation, Resolved, Schema, SchemaId};

/// What a successful response is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reply {
    /// Not described in JSON.
    Unknown,
    /// One value without arrays.
    One,
    /// An object with an array, which may be a page.
    Holder,
    /// An array.
    Array,
}

/// How many schemas are looked at: enough for every page, and few for a composition of hundreds.
const MOST: usize = 100;

/// What the first success of an operation is.
pub(super) fn reply(resolved: &Resolved, operation: &Operation) -> Reply {
    let success = operation.responses.iter().find(|of| status(&of.status).is_some_and(|status| status.is_success()));
    let content = success.map(|of| of.content.as_slice()).unwrap_or_default();
    let json = content.iter().find(|of| media::kind(&of.media_type) == MediaKind::Json);
    let mut seen = BTreeSet::new();
    json.and_then(|of| of.schema).map_or(Reply::Unknown, |schema| of_schema(resolved, schema, &mut seen))
}

fn of_schema(resolved: &Resolved, id: SchemaId, seen: &mut BTreeSet<SchemaId>) -> Reply {
    if seen.len() >= MOST || !seen.insert(id) {
        return Reply::Unknown;
    }
    let schema = resolved.schema(id);
    if is_array(schema) {
        return Reply::Array;
    }
    let holds = schema.properties.iter().any(|(_, id)| leads_to_array(resolved, *id, &mut BTreeSet::new()));
    let own = match (holds, schema.properties.is_empty() && schema.types.is_empty()) {
        (true, _) => Reply::Holder,
        (false, false) => Reply::One,
        (false, true) => Reply::Unknown,
    };
    parts(schema).map(|id| of_schema(resolved, id, seen)).max().map_or(own, |of| of.max(own))
}

fn is_array(schema: &Schema) -> bool {
    schema.types.contains(&JsonType::Array) || schema.items.is_some()
}

/// What a schema is by reference or composition.
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
