//! Objects with known properties and arrays of fixed places: their fields, what else they may hold, and the words of both.

use super::claims::{Wanted, claim_members};
use super::classify::Kind;
use super::facts::with_facts;
use super::members::Rest;
use super::model::{self, Field, Presence, Record, Sample, Tag, Type};
use super::reserved::Use;
use super::samples::{least_members, sample};
use super::single::preset;
use super::types::{Types, words_of};
use super::words;
use crate::parse::Node;
use crate::report::{Code, Level, Problem, Report};
use crate::resolve::{Schema, SchemaId};

/// The record of an object; `name` is its own.
pub(super) fn record(types: &mut Types<'_>, id: SchemaId, name: &str, report: &mut Report) -> Record {
    let resolved = types.resolved;
    let schema = resolved.schema(id);
    let members = types.members.get(&id).cloned().unwrap_or_default();
    let given = |property: &SchemaId| resolved.schema(*property).rust_name.as_deref();
    let wanted = members.properties.iter().map(|(wire, property)| Wanted::new(wire, given(property), Use::Field));
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = resolved.key(&schema.place);
    let names = claim_members(&scope, &wanted, types.old, &mut types.new);
    let mut fields = Vec::with_capacity(names.len());
    for ((wire, property), field_name) in members.properties.iter().zip(names) {
        let required = members.required.contains(wire) && !types.directions.excuses(types, id, *property);
        let spoken = types.member_name(name, wire);
        let example = schema.example.as_ref().and_then(Node::as_mapping).and_then(|all| all.get(wire));
        let field = Field {
            sample: shown(types, required, *property, example),
            ..field(types, required, wire, *property, (&spoken, field_name), report)
        };
        let field = preset_as(types, (&scope, wire), *property, field);
        let tag = if field.constant { None } else { field.tag.clone().or_else(|| tag(types, id, wire, *property)) };
        fields.push(Field { tag, ..field });
    }
    let least = least_members(types, id);
    Record { fields, rest: rest(types, members.rest, schema, name, report), array: false, least }
}

/// The record of an array of fixed places. An array may be shorter than its places, as the specification has it: only the
/// first `minItems` are required.
pub(super) fn tuple(types: &mut Types<'_>, id: SchemaId, name: &str, report: &mut Report) -> Record {
    let resolved = types.resolved;
    let schema = resolved.schema(id);
    let given = |place: &SchemaId| resolved.schema(*place).rust_name.as_deref();
    let wanted = schema.prefix_items.iter().enumerate().map(|(index, place)| {
        let called = Wanted::new(&words::place(index), given(place), Use::Field);
        Wanted { key: index.to_string(), ..called }
    });
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = resolved.key(&schema.place);
    let names = claim_members(&scope, &wanted, types.old, &mut types.new);
    let least = schema.limits.iter().find(|(keyword, _)| keyword == "minItems");
    let least: usize = match least {
        Some((_, Node::Number(text))) => text.parse().unwrap_or_default(),
        Some(_) | None => 0,
    };
    let mut fields = Vec::with_capacity(names.len());
    for (index, (place, field_name)) in schema.prefix_items.iter().zip(names).enumerate() {
        let spoken = format!("{name} {field_name}");
        let sample = shown(types, index < least, *place, None);
        let field = field(types, index < least, &index.to_string(), *place, (&spoken, field_name), report);
        let docs = if field.docs.is_empty() { format!("Item {index}.") } else { field.docs.clone() };
        let field = preset_as(types, (&scope, &index.to_string()), *place, field);
        fields.push(Field { docs, sample, ..field });
    }
    let said = schema.items.map_or(Rest::Unsaid, Rest::Each);
    Record { fields, rest: rest(types, said, schema, name, report), array: true, least: 0 }
}

/// A sample of a member, where an example may show it: one that is required, or a scalar. `example` is what that of the object has.
fn shown(types: &Types<'_>, required: bool, id: SchemaId, example: Option<&Node>) -> Sample {
    let scalar = || match types.kind(id) {
        Some((Kind::Text | Kind::Boolean | Kind::Integer | Kind::Number | Kind::Values(_), _)) => true,
        Some((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::List(_) | Kind::Tuple, _)) | None => false,
        Some((Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _)) => false,
    };
    if required || scalar() { sample(types, id, &example.into_iter().collect::<Vec<_>>()) } else { Sample::Usual }
}

/// What the members beyond the named ones are, where that is one type.
fn rest(types: &mut Types<'_>, said: Rest, of: &Schema, name: &str, report: &mut Report) -> Option<model::Rest> {
    match said {
        Rest::Unsaid => None,
        Rest::Each(id) => {
            let ty = types.item(Some(id), &format!("{name} extra"), report);
            let docs = words_for(types, id);
            (ty != Type::Any).then_some(model::Rest { ty, docs })
        }
        Rest::Several => {
            report.add(Problem {
                level: Level::Widened,
                code: Code::TypedRest,
                place: of.place.clone(),
                also: Vec::new(),
                what: "the members beyond the named ones have several schemas, and are any JSON in `extra`".to_owned(),
                help: "read them with serde_json::from_value".to_owned(),
            });
            None
        }
    }
}

/// A field; `names` are how a person would call what it holds, and its own.
fn field(
    types: &mut Types<'_>,
    required: bool,
    wire: &str,
    id: SchemaId,
    names: (&str, String),
    report: &mut Report,
) -> Field {
    let property = types.resolved.schema(id);
    let used = types.used(id, names.0, report);
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
        constant: false,
        tag: None,
        sample: Sample::Usual,
        docs: words_for(types, id),
        deprecated: property.deprecated,
    }
}

/// The field as constructors set it, where it is required and has one value.
fn preset_as(types: &mut Types<'_>, item: (&str, &str), id: SchemaId, field: Field) -> Field {
    if field.presence != Presence::Required {
        return field;
    }
    let tag = preset(types, item, id);
    let only =
        |text: &String| matches!(types.kind(id), Some((Kind::Values(all), _)) if all == std::slice::from_ref(text));
    match tag {
        Some(Tag::Text(text)) if only(&text) => Field { constant: true, ..field },
        tag => Field { tag, ..field },
    }
}

/// What a member is in every choice that holds the object, where its schema allows it and has a plain type.
fn tag(types: &Types<'_>, owner: SchemaId, wire: &str, member: SchemaId) -> Option<Tag> {
    let tag = types.tags.get(&(owner, wire.to_owned()))?.clone()?;
    let fits = match (types.kind(member)?, &tag) {
        ((Kind::Text, at), Tag::Text(_)) => types.resolved.schema(at).format.is_none(),
        ((Kind::Values(values), _), Tag::Text(text)) => values.contains(text),
        ((Kind::Integer, _), Tag::Integer(_)) => true,
        ((Kind::Text | Kind::Values(_), _), Tag::Integer(_) | Tag::Number(_) | Tag::Boolean(_)) => false,
        ((Kind::Integer, _), Tag::Text(_) | Tag::Number(_) | Tag::Boolean(_)) => false,
        ((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Boolean | Kind::Number, _), _) => false,
        ((Kind::List(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _), _) => false,
    };
    fits.then_some(tag)
}

/// A member's own words, or a parameter's, else those of what it refers to.
pub(super) fn words_for(types: &Types<'_>, member: SchemaId) -> String {
    let member = types.resolved.schema(member);
    let own = words_of(member);
    let words = match member.reference.or(member.all_of.first().copied().filter(|_| member.all_of.len() == 1)) {
        Some(target) if own.is_empty() => words_of(types.resolved.schema(target)),
        Some(_) | None => own,
    };
    with_facts(&words, member)
}
