//! The schemas that are sent, those that are received, and the properties that are only sent or
//! only received. A `readOnly` property should not be sent, and the server does not return a
//! `writeOnly` one (OpenAPI 3.0.4, Schema Object; JSON Schema Validation, section 9.4). A type that
//! is only used in the other direction omits the property. In a type that is used in both
//! directions, it is optional.
//!
//! Interpretations of the specification:
//! - a property that one part of an `allOf` makes read-only and another requires may be sent: the
//!   other part is written for requests;
//! - a discriminator is sent and received, as the variants cannot be distinguished without it;
//! - if additional properties have a type, no property is omitted: one that a server returns anyway
//!   would become one of them.
//!
//! Must not know Rust names or types.

use foldhash::HashSet;

use super::classified::Classified;
use super::classify::Kind;
use super::properties::Rest;
use crate::resolve::{MediaType, Parameter, SchemaId};

/// The objects that are sent, and those that are received.
#[derive(Debug, Default)]
pub(crate) struct Directions {
    sent: HashSet<SchemaId>,
    received: HashSet<SchemaId>,
}

/// The flags that limit a property to one direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct OneWay {
    /// `readOnly`: it should not be sent.
    pub read_only: bool,
    /// `writeOnly`: it is not returned.
    pub write_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Sent,
    Received,
}

/// The treatment of a property in the type of an object.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Treatment {
    /// It is omitted, because the type is only used in the other direction.
    pub omitted: bool,
    /// It may be missing although it is required.
    pub excused: bool,
    /// Requests do not offer it.
    pub unset: bool,
    /// The note in its documentation.
    pub note: OneWay,
}

impl Directions {
    /// Returns the treatment of a property of an object.
    #[must_use]
    pub(crate) fn treatment(
        &self,
        schemas: &Classified<'_>,
        object: SchemaId,
        (wire, property): (&str, SchemaId),
        is_discriminator: impl Fn() -> bool,
    ) -> Treatment {
        let note = flags(schemas, property);
        let effective = effective_flags(schemas, object, wire, property);
        if note == OneWay::default() && effective == OneWay::default() {
            return Treatment::default();
        }
        let (sent, received) = (self.sent.contains(&object), self.received.contains(&object));
        let is_discriminator = is_discriminator();
        let has_typed_rest = schemas.properties(object).is_some_and(|of| matches!(of.rest, Rest::Each(_)));
        let only_wrong_way = effective.read_only && sent && !received || effective.write_only && received && !sent;
        Treatment {
            omitted: only_wrong_way && !is_discriminator && !has_typed_rest,
            excused: note.read_only && sent && !is_discriminator || note.write_only && received,
            unset: effective.read_only && !is_discriminator,
            note,
        }
    }
}

/// Finds the schemas of all parameters, bodies, responses and webhooks, with all schemas within
/// them.
#[must_use]
pub(crate) fn directions(schemas: &Classified<'_>) -> Directions {
    let operations = &schemas.resolved.operations;
    let bodies = operations.iter().filter_map(|operation| operation.body.as_ref()).flat_map(|body| &body.content);
    let parameters: Vec<&Parameter> = operations.iter().flat_map(|operation| &operation.parameters).collect();
    let plain = parameters.iter().filter_map(|parameter| parameter.schema);
    let sent = bodies.chain(parameters.iter().flat_map(|parameter| &parameter.content));
    let responses = operations.iter().flat_map(|operation| &operation.responses).flat_map(|response| &response.content);
    let webhooks = schemas.resolved.webhooks.iter().filter_map(|webhook| webhook.body.as_ref());
    let received = responses.chain(webhooks.flat_map(|body| &body.content));
    let roots = |media: &MediaType| media.schema.into_iter().chain(media.item_schema);
    let sent = sent.flat_map(roots).chain(plain).collect();
    let received = received.flat_map(roots).collect();
    Directions {
        sent: reached(schemas, sent, Direction::Sent),
        received: reached(schemas, received, Direction::Received),
    }
}

fn reached(schemas: &Classified<'_>, mut waiting: Vec<SchemaId>, direction: Direction) -> HashSet<SchemaId> {
    let mut found = HashSet::default();
    while let Some(id) = waiting.pop() {
        let Some((kind, target)) = schemas.kind(id) else { continue };
        if found.insert(target) {
            add_inner(schemas, (kind, target), direction, &mut waiting);
        }
    }
    found
}

/// Adds the schemas within a schema whose values are used in this direction.
fn add_inner(
    schemas: &Classified<'_>,
    (kind, id): (&Kind, SchemaId),
    direction: Direction,
    waiting: &mut Vec<SchemaId>,
) {
    match kind {
        Kind::Union(subschemas) => waiting.extend(subschemas),
        Kind::Array(item) => waiting.extend(item),
        Kind::Map(value) => waiting.extend(value),
        Kind::Tuple => {
            let schema = schemas.schema(id);
            waiting.extend(schema.prefix_items.iter().copied().chain(schema.items));
        }
        Kind::Record => add_properties(schemas, id, direction, waiting),
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean | Kind::Integer => {}
        Kind::Number | Kind::Values(_) | Kind::Merge => {}
    }
}

fn add_properties(schemas: &Classified<'_>, object: SchemaId, direction: Direction, waiting: &mut Vec<SchemaId>) {
    let Some(properties) = schemas.properties(object) else { return };
    let goes = |(name, property): &&(String, SchemaId)| {
        let flags = effective_flags(schemas, object, name, *property);
        match direction {
            Direction::Sent => !flags.read_only,
            Direction::Received => !flags.write_only,
        }
    };
    waiting.extend(properties.properties.iter().filter(goes).map(|(_, property)| *property));
    match properties.rest {
        Rest::Each(value) => waiting.push(value),
        Rest::Unsaid | Rest::Several => {}
    }
}

/// Returns `readOnly` and `writeOnly` of a property, unless another part of the object's `allOf`
/// requires it.
fn effective_flags(schemas: &Classified<'_>, object: SchemaId, wire: &str, property: SchemaId) -> OneWay {
    let mut found = flags(schemas, property);
    let schema = schemas.schema(object);
    if schema.reference.is_none() && schema.all_of.is_empty() {
        return found;
    }
    let (mut read, mut write) = (false, false);
    for part in parts(schemas, object) {
        let part = schemas.schema(part);
        let own = part.properties.iter().find(|(name, _)| name == wire).map(|(_, id)| flags(schemas, *id));
        let own = own.unwrap_or_default();
        found.read_only |= own.read_only;
        found.write_only |= own.write_only;
        let is_required = part.required.iter().any(|name| name == wire);
        (read, write) = (read || is_required && !own.read_only, write || is_required && !own.write_only);
    }
    OneWay { read_only: found.read_only && !read, write_only: found.write_only && !write }
}

/// Returns `readOnly` and `writeOnly` of a schema. It is enough if its target or a part of its
/// `allOf` has them (JSON Schema Validation, section 9.4).
fn flags(schemas: &Classified<'_>, id: SchemaId) -> OneWay {
    let mut found = OneWay::default();
    for part in parts(schemas, id) {
        let schema = schemas.schema(part);
        found.read_only |= schema.annotations.read_only;
        found.write_only |= schema.annotations.write_only;
    }
    found
}

/// Returns a schema, the targets of its references, and the parts of its `allOf`.
fn parts(schemas: &Classified<'_>, id: SchemaId) -> Vec<SchemaId> {
    let (mut seen, mut waiting, mut all) = (HashSet::from_iter([id]), vec![id], Vec::new());
    while let Some(next) = waiting.pop() {
        let schema = schemas.schema(next);
        waiting.extend(schema.reference.iter().chain(&schema.all_of).filter(|part| seen.insert(**part)));
        all.push(next);
    }
    all
}
