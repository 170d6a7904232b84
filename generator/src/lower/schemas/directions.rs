//! Which schemas are sent and which are received, and which of their properties go one way only. A property that is `readOnly`
//! should not be sent, and one that is `writeOnly` does not come (OpenAPI 3.0.4, Schema Object; JSON Schema Validation, section
//! 9.4): a type that goes the other way alone does not have it, and in one that goes both ways it is optional.
//!
//! Readings that are decided here:
//! - a property that one part of an `allOf` makes read-only and another requires may be sent: the other part is written for requests;
//! - a discriminator goes both ways, as the variants cannot be distinguished without it;
//! - where the members beyond the named ones have a type, no property is left out: a server that sends it all the same would
//!   put it among them.

use foldhash::HashSet;

use super::classify::Kind;
use super::properties::{Members, Rest};
use super::types::Types;
use crate::resolve::{MediaType, Parameter, SchemaId};

/// What goes which way.
#[derive(Debug, Default)]
pub(crate) struct Directions {
    sent: HashSet<SchemaId>,
    received: HashSet<SchemaId>,
}

/// Which ways a property goes, as far as that is not both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Ways {
    /// `readOnly`: it should not be sent.
    pub read_only: bool,
    /// `writeOnly`: it does not come.
    pub write_only: bool,
}

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Sent,
    Received,
}

/// The treatment of a property in the type of an object.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fate {
    /// It is left out: the type only goes the other way.
    pub omitted: bool,
    /// It may be missing although it is required.
    pub excused: bool,
    /// Requests do not offer it.
    pub unset: bool,
    /// The note in its documentation.
    pub ways: Ways,
}

impl Directions {
    /// Returns the treatment of a property of the schema `owner`.
    #[must_use]
    pub(crate) fn fate(&self, types: &Types<'_>, owner: SchemaId, wire: &str, property: SchemaId) -> Fate {
        let said = flags(types, property);
        let ways = of_property(types, owner, wire, property);
        if said == Ways::default() && ways == Ways::default() {
            return Fate::default();
        }
        let (sent, received) = (self.sent.contains(&owner), self.received.contains(&owner));
        let is_tag = types.tags.contains_key(&(owner, wire.to_owned()));
        let typed = types.members.get(&owner).is_some_and(|of: &Members| matches!(of.rest, Rest::Each(_)));
        let one_way = ways.read_only && sent && !received || ways.write_only && received && !sent;
        Fate {
            omitted: one_way && !is_tag && !typed,
            excused: said.read_only && sent && !is_tag || said.write_only && received,
            unset: ways.read_only && !is_tag,
            ways: said,
        }
    }
}

/// The schemas of all parameters, bodies, responses and webhooks, with all that is in them.
#[must_use]
pub(crate) fn directions(types: &Types<'_>) -> Directions {
    let operations = &types.resolved.operations;
    let bodies = operations.iter().filter_map(|operation| operation.body.as_ref()).flat_map(|body| &body.content);
    let parameters: Vec<&Parameter> = operations.iter().flat_map(|operation| &operation.parameters).collect();
    let plain = parameters.iter().filter_map(|parameter| parameter.schema);
    let sent = bodies.chain(parameters.iter().flat_map(|parameter| &parameter.content));
    let responses = operations.iter().flat_map(|operation| &operation.responses).flat_map(|response| &response.content);
    let webhooks = types.resolved.webhooks.iter().filter_map(|webhook| webhook.body.as_ref());
    let received = responses.chain(webhooks.flat_map(|body| &body.content));
    let of = |media: &MediaType| media.schema.into_iter().chain(media.item_schema);
    let sent = sent.flat_map(of).chain(plain).collect();
    let received = received.flat_map(of).collect();
    Directions { sent: reached(types, sent, Way::Sent), received: reached(types, received, Way::Received) }
}

fn reached(types: &Types<'_>, mut waiting: Vec<SchemaId>, way: Way) -> HashSet<SchemaId> {
    let mut found = HashSet::default();
    while let Some(id) = waiting.pop() {
        let Some((kind, at)) = types.kind(id) else { continue };
        if found.insert(at) {
            inside(types, (kind, at), way, &mut waiting);
        }
    }
    found
}

/// What a value of this schema holds where it goes this way.
fn inside(types: &Types<'_>, (kind, at): (&Kind, SchemaId), way: Way, waiting: &mut Vec<SchemaId>) {
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
            let goes = |(name, property): &&(String, SchemaId)| {
                let ways = of_property(types, at, name, *property);
                match way {
                    Way::Sent => !ways.read_only,
                    Way::Received => !ways.write_only,
                }
            };
            waiting.extend(members.properties.iter().filter(goes).map(|(_, property)| *property));
            match members.rest {
                Rest::Each(each) => waiting.push(each),
                Rest::Unsaid | Rest::Several => {}
            }
        }
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer => {}
        Kind::Number | Kind::Values(_) | Kind::Merge => {}
    }
}

/// `readOnly` and `writeOnly` of a property, less what another part of the object's `allOf` takes back by requiring it.
fn of_property(types: &Types<'_>, owner: SchemaId, wire: &str, property: SchemaId) -> Ways {
    let mut ways = flags(types, property);
    let schema = types.resolved.schema(owner);
    if schema.reference.is_none() && schema.all_of.is_empty() {
        return ways;
    }
    let (mut read, mut write) = (false, false);
    for part in parts(types, owner) {
        let part = types.resolved.schema(part);
        let own = part.properties.iter().find(|(name, _)| name == wire).map(|(_, id)| flags(types, *id));
        let own = own.unwrap_or_default();
        ways = Ways { read_only: ways.read_only || own.read_only, write_only: ways.write_only || own.write_only };
        let is_required = part.required.iter().any(|name| name == wire);
        (read, write) = (read || is_required && !own.read_only, write || is_required && !own.write_only);
    }
    Ways { read_only: ways.read_only && !read, write_only: ways.write_only && !write }
}

/// `readOnly` and `writeOnly` of a schema, of what it refers to or of a part of its `allOf`: one that says so is enough (JSON
/// Schema Validation, section 9.4).
fn flags(types: &Types<'_>, id: SchemaId) -> Ways {
    let mut found = Ways::default();
    for part in parts(types, id) {
        let schema = types.resolved.schema(part);
        found.read_only |= schema.read_only;
        found.write_only |= schema.write_only;
    }
    found
}

/// A schema, with what it refers to and the parts of its `allOf`.
fn parts(types: &Types<'_>, id: SchemaId) -> Vec<SchemaId> {
    let (mut seen, mut waiting, mut all) = (HashSet::from_iter([id]), vec![id], Vec::new());
    while let Some(at) = waiting.pop() {
        let schema = types.resolved.schema(at);
        waiting.extend(schema.reference.iter().chain(&schema.all_of).filter(|part| seen.insert(**part)));
        all.push(at);
    }
    all
}
