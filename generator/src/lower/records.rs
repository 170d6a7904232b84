//! Objects with known properties: their fields, what else they may hold, and the words of both.

use super::claims::{Wanted, claim_members};
use super::classify::Kind;
use super::facts::with_facts;
use super::members::Rest;
use super::model::{self, Field, Presence, Record, Type};
use super::reserved::Use;
use super::types::{Types, words_of};
use crate::report::{Level, Problem, Report};
use crate::resolve::{Schema, SchemaId};

/// The record of an object; `name` is its own.
pub(super) fn record(types: &mut Types<'_>, id: SchemaId, name: &str, report: &mut Report) -> Record {
    let resolved = types.resolved;
    let schema = resolved.schema(id);
    let members = types.members.get(&id).cloned().unwrap_or_default();
    let given = |property: &SchemaId| resolved.schema(*property).rust_name.as_deref();
    let wanted = members.properties.iter().map(|(wire, property)| Wanted::new(wire, given(property), Use::Field));
    let wanted: Vec<Wanted> = wanted.collect();
    let names = claim_members(&resolved.key(&schema.place), &wanted, types.old, &mut types.new);
    let mut fields = Vec::with_capacity(names.len());
    for ((wire, property), field_name) in members.properties.iter().zip(names) {
        let required = members.required.contains(wire);
        fields.push(field(types, required, wire, *property, (name, field_name), report));
    }
    Record { fields, rest: rest(types, members.rest, schema, name, report) }
}

/// What the members beyond the named ones are, where that is one type.
fn rest(types: &mut Types<'_>, said: Rest, of: &Schema, name: &str, report: &mut Report) -> Option<model::Rest> {
    match said {
        Rest::Unsaid => None,
        Rest::Each(id) => {
            let ty = types.item(Some(id), &format!("{name} extra"), report);
            let docs = words(types, id);
            (ty != Type::Any).then_some(model::Rest { ty, docs })
        }
        Rest::Several => {
            report.add(Problem {
                level: Level::Widened,
                code: "typed-rest",
                place: of.place.clone(),
                also: Vec::new(),
                what: "the members beyond the named ones have several schemas, and are any JSON in `extra`".to_owned(),
                help: "read them with serde_json::from_value".to_owned(),
            });
            None
        }
    }
}

fn field(
    types: &mut Types<'_>,
    required: bool,
    wire: &str,
    id: SchemaId,
    names: (&str, String),
    report: &mut Report,
) -> Field {
    let property = types.resolved.schema(id);
    let used = types.used(id, &format!("{} {wire}", names.0), report);
    let presence = match (required, used.nullable && used.ty != Type::Any) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    };
    Field {
        place: property.place.clone(),
        wire: wire.to_owned(),
        name: names.1,
        ty: used.ty,
        presence,
        boxed: false,
        constant: presence == Presence::Required && is_constant(types, id),
        docs: words(types, id),
        deprecated: property.deprecated,
    }
}

/// Whether a schema has one text for its value, and says so by `const`.
fn is_constant(types: &Types<'_>, id: SchemaId) -> bool {
    let said = |at| types.resolved.schema(at).constant.is_some();
    matches!(types.kind(id), Some((Kind::Values(values), at)) if values.len() == 1 && said(at))
}

/// A member's own words, else those of what it refers to.
fn words(types: &Types<'_>, member: SchemaId) -> String {
    let member = types.resolved.schema(member);
    let own = words_of(member);
    let words = match member.reference.or(member.all_of.first().copied().filter(|_| member.all_of.len() == 1)) {
        Some(target) if own.is_empty() => words_of(types.resolved.schema(target)),
        Some(_) | None => own,
    };
    with_facts(&words, member)
}
