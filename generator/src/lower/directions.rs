//! Which schemas are sent and which are received. A property that is `readOnly` need not be sent although it is required, and
//! one that is `writeOnly` need not come (OpenAPI 3.0.4, Schema Object; JSON Schema Validation, section 9.4): `required` counts
//! in the other direction alone.

use foldhash::HashSet;

use super::classify::Kind;
use super::members::Rest;
use super::types::Types;
use crate::resolve::{MediaType, Parameter, SchemaId};

/// What goes which way.
#[derive(Debug, Default)]
pub(super) struct Directions {
    sent: HashSet<SchemaId>,
    received: HashSet<SchemaId>,
}

impl Directions {
    /// Whether a property that the schema `owner` requires may be missing all the same.
    #[must_use]
    pub(super) fn excuses(&self, types: &Types<'_>, owner: SchemaId, property: SchemaId) -> bool {
        let (read_only, write_only) = flags(types, property);
        read_only && self.sent.contains(&owner) || write_only && self.received.contains(&owner)
    }
}

/// The schemas of all parameters, bodies, answers and webhooks, with all that is in them.
#[must_use]
pub(super) fn directions(types: &Types<'_>) -> Directions {
    let operations = &types.resolved.operations;
    let bodies = operations.iter().filter_map(|operation| operation.body.as_ref()).flat_map(|body| &body.content);
    let parameters: Vec<&Parameter> = operations.iter().flat_map(|operation| &operation.parameters).collect();
    let plain = parameters.iter().filter_map(|parameter| parameter.schema);
    let sent = bodies.chain(parameters.iter().flat_map(|parameter| &parameter.content));
    let answers = operations.iter().flat_map(|operation| &operation.responses).flat_map(|response| &response.content);
    let webhooks = types.resolved.webhooks.iter().filter_map(|webhook| webhook.body.as_ref());
    let received = answers.chain(webhooks.flat_map(|body| &body.content));
    let of = |media: &MediaType| media.schema.into_iter().chain(media.item_schema);
    let sent = sent.flat_map(of).chain(plain).collect();
    Directions { sent: reached(types, sent), received: reached(types, received.flat_map(of).collect()) }
}

fn reached(types: &Types<'_>, mut waiting: Vec<SchemaId>) -> HashSet<SchemaId> {
    let mut found = HashSet::default();
    while let Some(id) = waiting.pop() {
        let Some((kind, at)) = types.kind(id) else { continue };
        if found.insert(at) {
            inside(types, kind, at, &mut waiting);
        }
    }
    found
}

/// What a value of this schema holds.
fn inside(types: &Types<'_>, kind: &Kind, at: SchemaId, waiting: &mut Vec<SchemaId>) {
    match kind {
        Kind::Union(branches) => waiting.extend(branches),
        Kind::List(item) => waiting.extend(item),
        Kind::Map(each) => waiting.extend(each),
        Kind::Tuple => {
            let schema = types.resolved.schema(at);
            waiting.extend(schema.prefix_items.iter().copied().chain(schema.items));
        }
        Kind::Record => {
            let Some(members) = types.members.get(&at) else { return };
            waiting.extend(members.properties.iter().map(|(_, property)| *property));
            match members.rest {
                Rest::Each(each) => waiting.push(each),
                Rest::Unsaid | Rest::Several => {}
            }
        }
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer => {}
        Kind::Number | Kind::Values(_) | Kind::Merge => {}
    }
}

/// `readOnly` and `writeOnly` of a schema, of what it refers to or of a part of its `allOf`: one that says so is enough (JSON
/// Schema Validation, section 9.4).
fn flags(types: &Types<'_>, id: SchemaId) -> (bool, bool) {
    let (mut seen, mut waiting, mut found) = (HashSet::from_iter([id]), vec![id], (false, false));
    while let Some(at) = waiting.pop() {
        let schema = types.resolved.schema(at);
        found = (found.0 || schema.read_only, found.1 || schema.write_only);
        waiting.extend(schema.reference.iter().chain(&schema.all_of).filter(|part| seen.insert(**part)));
    }
    found
}
