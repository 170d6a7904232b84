//! Objects with known properties and arrays of fixed places: their fields, what else they may hold, and the words of both.

use super::classify::Kind;
use super::constants::preset;
use super::discriminators::allows;
use super::docs::{with_direction, with_facts};
use super::properties::Rest;
use super::samples::{least_members, sample};
use super::types::{Types, words_of};
use super::unions::Rank;
use crate::lower::model::{self, Field, Presence, Record, Sample, Tag, Type};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::reserved::Use;
use crate::lower::names::words;
use crate::parse::Node;
use crate::report::{Code, Diagnostic, Level, Report, SourceLocation};
use crate::resolve::{Schema, SchemaId, Width, nearest};

/// The record of an object; `name` is its own.
pub(crate) fn record(types: &mut Types<'_>, id: SchemaId, name: &str, report: &mut Report) -> Record {
    let resolved = types.resolved;
    let schema = resolved.schema(id);
    let members = types.members.get(&id).cloned().unwrap_or_default();
    let given = |property: &SchemaId| resolved.schema(*property).rust_name.as_deref();
    let wanted = members.properties.iter().map(|(wire, property)| Wanted::new(wire, given(property), Use::Field));
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = resolved.key(&schema.span);
    let names = claim_members(&scope, &wanted, types.old, &mut types.new);
    let mut fields = Vec::with_capacity(names.len());
    for ((wire, property), field_name) in members.properties.iter().zip(names) {
        let fate = types.directions.fate(types, id, wire, *property);
        if fate.omitted {
            types.omitted.insert(*property);
            continue;
        }
        let required = members.required.contains(wire) && !fate.excused;
        let spoken = types.member_name(name, wire);
        if resolved.schema(*property).undescribed {
            undescribed(types, (id, wire), resolved.schema(*property), report);
        }
        let example = schema.example.as_ref().and_then(Node::as_mapping).and_then(|all| all.get(wire));
        let sample = shown(types, required, *property, example);
        let field = field(types, required, wire, *property, (&spoken, field_name), report);
        let field = preset_as(types, (&scope, wire), *property, field);
        let tag = || tag(types, id, wire, *property, required);
        let tag = if field.constant { None } else { field.tag.clone().or_else(tag) };
        let docs = with_direction(&field.docs, fate.ways.read_only, fate.ways.write_only);
        fields.push(Field { tag, docs, unset: fate.unset, sample, ..field });
    }
    let least = least_members(types, id);
    Record { fields, rest: rest(types, members.rest, schema, name, report), array: false, least }
}

/// Reports a property that only `required` names and that may have any value.
fn undescribed(types: &Types<'_>, (owner, wire): (SchemaId, &str), property: &Schema, report: &mut Report) {
    if !is_undescribed(property) {
        return;
    }
    // The look at the whole description may have found a name that is nearly the same: here is more to tell.
    report.diagnostics.retain(|of| of.code != Code::RequiredNothing || !is_same(&of.span, &property.span));
    let members = types.members.get(&owner);
    let others = members.into_iter().flat_map(|of| &of.properties).map(|(name, _)| name.as_str());
    let others = others.filter(|name| *name != wire && members.is_some_and(|of| !of.required.contains(*name)));
    report.add(Diagnostic {
        level: Level::Widened,
        code: Code::RequiredNothing,
        span: property.span.clone(),
        related: Vec::new(),
        message: format!("`{wire}` is required and not described: it is any JSON"),
        help: match nearest(wire, others) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "describe it in `properties`, or remove it from `required`".to_owned(),
        },
    });
}

/// Returns `true` if two places of a description are the same: Swagger 2.0 has its schemas elsewhere.
fn is_same(one: &SourceLocation, other: &SourceLocation) -> bool {
    let below = |span: &SourceLocation| {
        let pointer = span.pointer.as_str().to_owned();
        let schemas = ["/definitions", "/components/schemas"].iter().find_map(|folder| pointer.strip_prefix(folder));
        schemas.map(str::to_owned).unwrap_or(pointer)
    };
    one.file == other.file && below(one) == below(other)
}

/// The record of an array of fixed places. An array may be shorter than its places, as the specification has it: only the
/// first `minItems` are required.
pub(crate) fn tuple(types: &mut Types<'_>, id: SchemaId, name: &str, report: &mut Report) -> Record {
    let resolved = types.resolved;
    let schema = resolved.schema(id);
    let given = |item: &SchemaId| resolved.schema(*item).rust_name.as_deref();
    let wanted = schema.prefix_items.iter().enumerate().map(|(index, item)| {
        let called = Wanted::new(&words::ordinal(index), given(item), Use::Field);
        Wanted { key: index.to_string(), ..called }
    });
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = resolved.key(&schema.span);
    let names = claim_members(&scope, &wanted, types.old, &mut types.new);
    let least = schema.limits.iter().find(|(keyword, _)| keyword == "minItems");
    let least: usize = match least {
        Some((_, Node::Number(text))) => text.parse().unwrap_or_default(),
        Some(_) | None => 0,
    };
    let mut fields = Vec::with_capacity(names.len());
    for (index, (span, field_name)) in schema.prefix_items.iter().zip(names).enumerate() {
        let spoken = format!("{name} {field_name}");
        let sample = shown(types, index < least, *span, None);
        let field = field(types, index < least, &index.to_string(), *span, (&spoken, field_name), report);
        let docs = if field.docs.is_empty() { format!("Item {index}.") } else { field.docs.clone() };
        let field = preset_as(types, (&scope, &index.to_string()), *span, field);
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
            report.add(Diagnostic {
                level: Level::Widened,
                code: Code::TypedRest,
                span: of.span.clone(),
                related: Vec::new(),
                message: "the members beyond the named ones have several schemas, and are any JSON in `extra`"
                    .to_owned(),
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
        span: property.span.clone(),
        wire: wire.to_owned(),
        name: names.1,
        ty: used.ty,
        presence,
        boxed: false,
        constant: false,
        undescribed: is_undescribed(property),
        tag: None,
        unset: false,
        sample: Sample::Usual,
        docs: if is_undescribed(property) { UNDESCRIBED.to_owned() } else { words_for(types, id) },
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

const UNDESCRIBED: &str = "Required by the description, which does not say what it is. It is always sent, and null where a response does not have it.";

/// Returns `true` if only `required` names a property, and it may have any value: mostly a mistake of the description, for which no
/// response is refused.
fn is_undescribed(property: &Schema) -> bool {
    property.undescribed && property.types.is_empty() && property.reference.is_none()
}

/// What a member is in every choice that holds the object, where its schema allows it and has a plain type.
fn tag(types: &Types<'_>, owner: SchemaId, wire: &str, member: SchemaId, required: bool) -> Option<Tag> {
    let known = types.tags.get(&(owner, wire.to_owned()))?;
    // A parent that others extend is mostly abstract: where its value is required, callers say it.
    let tag = known.tag.clone().filter(|_| known.rank != Rank::Parent || !required)?;
    let fits = match (types.kind(member)?, &tag) {
        ((Kind::Text | Kind::Values(_), _), Tag::Text(text)) => allows(types, member, text),
        ((Kind::Integer, at), Tag::Integer(_)) => types.resolved.schema(at).width != Width::Unbounded,
        ((Kind::Text | Kind::Values(_), _), Tag::Integer(_) | Tag::Number(_) | Tag::Boolean(_)) => false,
        ((Kind::Integer, _), Tag::Text(_) | Tag::Number(_) | Tag::Boolean(_)) => false,
        ((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Boolean | Kind::Number, _), _) => false,
        ((Kind::List(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _), _) => false,
    };
    fits.then_some(tag)
}

/// A member's own words, or a parameter's, else those of what it refers to.
pub(crate) fn words_for(types: &Types<'_>, member: SchemaId) -> String {
    let member = types.resolved.schema(member);
    let own = words_of(member);
    let mut words = own;
    let mut at = member;
    // A part that is a reference is a step further than a reference.
    for _ in 0..2 {
        let target = at.reference.or(at.all_of.first().copied().filter(|_| at.all_of.len() == 1));
        let Some(target) = target.filter(|_| words.is_empty()) else { break };
        at = types.resolved.schema(target);
        words = words_of(at);
    }
    with_facts(&words, member)
}
