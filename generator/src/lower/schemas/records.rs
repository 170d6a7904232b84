//! Objects with known properties, and tuples: their fields and their additional properties. Must
//! not decide what kind a schema is (`classify`).

use super::analysis::Analysis;
use super::builder::TypeBuilder;
use super::classified::Classified;
use super::classify::Kind;
use super::constants::preset;
use super::discriminators::allows;
use super::docs::{property_docs, with_direction};
use super::properties::Rest;
use super::samples::{least_members, sample};
use super::variants::ValueSource;
use crate::lower::model::{self, Field, Presence, Preset, Record, Sample, Type};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::reserved::Use;
use crate::lower::names::words;
use crate::parse::Node;
use crate::report::{Code, Diagnostic, Level, SourceLocation};
use crate::resolve::{Schema, SchemaId, Width, nearest};

/// A property, or an item of a tuple, about to become a field.
struct Source<'s> {
    /// The object or tuple.
    owner: SchemaId,
    /// The scope of the names of its fields.
    scope: &'s str,
    /// The name of the property, or the index of the item.
    wire: &'s str,
    /// The schema of the property or item.
    id: SchemaId,
    /// `true` if values always have it.
    required: bool,
}

/// Returns the record of an object; `name` is the name of its type.
pub(crate) fn record(types: &mut TypeBuilder<'_>, id: SchemaId, name: &str) -> Record {
    let analysis = types.analysis;
    let resolved = analysis.schemas.resolved;
    let schema = analysis.schema(id);
    let object = analysis.schemas.properties(id).cloned().unwrap_or_default();
    let rust_name = |property: &SchemaId| resolved.schema(*property).annotations.rust_name.as_deref();
    let wanted = object.properties.iter().map(|(wire, property)| Wanted::new(wire, rust_name(property), Use::Field));
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = resolved.key(&schema.span);
    let names = claim_members(&scope, &wanted, types.earlier, &mut types.new);
    let mut fields = Vec::with_capacity(names.len());
    for ((wire, property), field_name) in object.properties.iter().zip(names) {
        let treatment = analysis.treatment(id, wire, *property);
        if treatment.omitted {
            types.omitted.insert(*property);
            continue;
        }
        let required = object.required.contains(wire) && !treatment.excused;
        let source = Source { owner: id, scope: &scope, wire, id: *property, required };
        let hint = types.property_hint(name, wire);
        let example = schema.annotations.example.as_ref().and_then(Node::as_mapping).and_then(|all| all.get(wire));
        let field = property_field(types, &source, (&hint, field_name), example);
        let docs = with_direction(&field.docs, treatment.note.read_only, treatment.note.write_only);
        fields.push(Field { docs, unset: treatment.unset, ..field });
    }
    let least = least_members(analysis, id);
    Record { fields, rest: rest(types, object.rest, schema, name), array: false, drafted: false, least }
}

/// Returns the field of a property, with the value that constructors set.
fn property_field(
    types: &mut TypeBuilder<'_>,
    source: &Source<'_>,
    names: (&str, String),
    example: Option<&Node>,
) -> Field {
    let analysis = types.analysis;
    report_undescribed(types, source);
    let sample = shown_sample(analysis, source.required, source.id, example);
    let field = field(types, source, names);
    let field = with_preset(types, source, field);
    let value = || discriminator_value(analysis, source);
    let preset = if field.constant { None } else { field.preset.clone().or_else(value) };
    Field { preset, sample, ..field }
}

/// Reports a property that only `required` names and that may have any value.
fn report_undescribed(types: &mut TypeBuilder<'_>, source: &Source<'_>) {
    let property = types.analysis.schema(source.id);
    if !is_undescribed(property) {
        return;
    }
    // The check of the whole description may have found a similar name. This diagnostic is more
    // precise.
    let is_replaced = |known: &Diagnostic| known.code == Code::RequiredNothing && is_same(&known.span, &property.span);
    types.report.diagnostics.retain(|known| !is_replaced(known));
    let object = types.analysis.schemas.properties(source.owner);
    let others = object.into_iter().flat_map(|of| &of.properties).map(|(name, _)| name.as_str());
    let is_optional = |name: &&str| *name != source.wire && object.is_some_and(|of| !of.required.contains(*name));
    let help = match nearest(source.wire, others.filter(is_optional)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "describe it in `properties`, or remove it from `required`".to_owned(),
    };
    types.report.add(Diagnostic {
        level: Level::Widened,
        code: Code::RequiredNothing,
        span: property.span.clone(),
        related: Vec::new(),
        message: format!("the required property `{}` is not described, and may be any JSON", source.wire),
        help,
    });
}

/// Returns `true` if two locations are the same schema. Those of Swagger 2.0 differ after the
/// conversion.
fn is_same(left: &SourceLocation, right: &SourceLocation) -> bool {
    let below = |span: &SourceLocation| {
        let pointer = span.pointer.as_str().to_owned();
        let schemas = ["/definitions", "/components/schemas"].iter().find_map(|folder| pointer.strip_prefix(folder));
        schemas.map(str::to_owned).unwrap_or(pointer)
    };
    left.file == right.file && below(left) == below(right)
}

/// Returns the record of a tuple. An array may be shorter than its `prefixItems`: only the first `minItems` are required.
pub(crate) fn tuple(types: &mut TypeBuilder<'_>, id: SchemaId, name: &str) -> Record {
    let analysis = types.analysis;
    let resolved = analysis.schemas.resolved;
    let schema = analysis.schema(id);
    let rust_name = |item: &SchemaId| resolved.schema(*item).annotations.rust_name.as_deref();
    let wanted = schema.prefix_items.iter().enumerate().map(|(index, item)| {
        let wanted = Wanted::new(&words::ordinal(index), rust_name(item), Use::Field);
        Wanted { key: index.to_string(), ..wanted }
    });
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = resolved.key(&schema.span);
    let names = claim_members(&scope, &wanted, types.earlier, &mut types.new);
    let least = min_items(schema);
    let mut fields = Vec::with_capacity(names.len());
    for (index, (item, field_name)) in schema.prefix_items.iter().zip(names).enumerate() {
        let wire = index.to_string();
        let source = Source { owner: id, scope: &scope, wire: &wire, id: *item, required: index < least };
        let hint = format!("{name} {field_name}");
        let sample = shown_sample(analysis, source.required, *item, None);
        let field = field(types, &source, (&hint, field_name));
        let docs = if field.docs.is_empty() { format!("Item {index}.") } else { field.docs.clone() };
        let field = with_preset(types, &source, field);
        fields.push(Field { docs, sample, ..field });
    }
    let items = schema.items.map_or(Rest::Unsaid, Rest::Each);
    Record { fields, rest: rest(types, items, schema, name), array: true, drafted: false, least: 0 }
}

fn min_items(tuple: &Schema) -> usize {
    match tuple.annotations.limits.iter().find(|(keyword, _)| keyword == "minItems") {
        Some((_, Node::Number(digits))) => digits.parse().unwrap_or_default(),
        Some(_) | None => 0,
    }
}

/// Returns a sample of a property if examples show it: a required one, or a scalar. `example` is its value in the example of the
/// object.
fn shown_sample(analysis: &Analysis<'_>, required: bool, id: SchemaId, example: Option<&Node>) -> Sample {
    let is_scalar = || match analysis.kind(id) {
        Some((Kind::String | Kind::Boolean | Kind::Integer | Kind::Number | Kind::Values(_), _)) => true,
        Some((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Array(_) | Kind::Tuple, _)) | None => false,
        Some((Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _)) => false,
    };
    if required || is_scalar() { sample(analysis, id, &example.into_iter().collect::<Vec<_>>()) } else { Sample::Usual }
}

/// Returns the type of additional properties or items, if they have a single one.
fn rest(types: &mut TypeBuilder<'_>, rest: Rest, owner: &Schema, name: &str) -> Option<model::Rest> {
    match rest {
        Rest::Unsaid => None,
        Rest::Each(id) => {
            let ty = types.item(Some(id), &format!("{name} extra"));
            let docs = property_docs(&types.analysis.schemas, id);
            (ty != Type::Any).then_some(model::Rest { ty, docs })
        }
        Rest::Several => {
            types.report.add(Diagnostic {
                level: Level::Widened,
                code: Code::TypedRest,
                span: owner.span.clone(),
                related: Vec::new(),
                message: "further properties have several schemas, and are any JSON in `extra`".to_owned(),
                help: "read them with `serde_json::from_value`".to_owned(),
            });
            None
        }
    }
}

/// Returns a field; `names` are the words for the name of its type, and its own name.
fn field(types: &mut TypeBuilder<'_>, source: &Source<'_>, names: (&str, String)) -> Field {
    let (hint, name) = names;
    let property = types.analysis.schema(source.id);
    let used = types.used(source.id, hint);
    let presence = match (source.required, used.nullable && used.ty != Type::Any) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    };
    let undescribed = is_undescribed(property);
    let docs = if undescribed { UNDESCRIBED.to_owned() } else { property_docs(&types.analysis.schemas, source.id) };
    Field {
        span: property.span.clone(),
        wire: source.wire.to_owned(),
        name,
        ty: used.ty,
        presence,
        boxed: false,
        constant: false,
        undescribed,
        preset: None,
        unset: false,
        sample: Sample::Usual,
        docs,
        deprecated: property.annotations.deprecated,
    }
}

/// Returns the field with the value that constructors set, if it is required and has a single value.
fn with_preset(types: &mut TypeBuilder<'_>, source: &Source<'_>, field: Field) -> Field {
    if field.presence != Presence::Required {
        return field;
    }
    let value = preset(types, (source.scope, source.wire), source.id);
    let kind = types.analysis.kind(source.id);
    let is_only = |string: &String| matches!(kind, Some((Kind::Values(all), _)) if all == std::slice::from_ref(string));
    match value {
        Some(Preset::Text(string)) if is_only(&string) => Field { constant: true, ..field },
        preset => Field { preset, ..field },
    }
}

const UNDESCRIBED: &str = "Required by the description, which does not say what it is. It is always sent, and null where a response does not have it.";

/// Returns `true` if a property is only named by `required`, and may have any value. This is
/// usually a mistake of the description, and responses without the property are accepted.
fn is_undescribed(property: &Schema) -> bool {
    property.undescribed && property.types.is_empty() && property.reference.is_none()
}

/// Returns the value by which all unions know the object, if the property allows it and has a plain type.
fn discriminator_value(analysis: &Analysis<'_>, source: &Source<'_>) -> Option<Preset> {
    let known = analysis.discriminators.get(source.owner, source.wire)?;
    if analysis.own_types.chosen(&analysis.schemas, source.id).is_some() {
        return None;
    }
    // A parent that others extend is usually abstract: if its value is required, callers pass it.
    let is_certain = known.source != ValueSource::Parent || !source.required;
    let value = known.value.clone().filter(|_| is_certain)?;
    fits(&analysis.schemas, source.id, &value).then_some(value)
}

fn fits(schemas: &Classified<'_>, property: SchemaId, value: &Preset) -> bool {
    match (schemas.kind(property), value) {
        (Some((Kind::String | Kind::Values(_), _)), Preset::Text(string)) => allows(schemas, property, string),
        (Some((Kind::Integer, target)), Preset::Integer(_)) => schemas.schema(target).width != Width::Unbounded,
        (Some((Kind::String | Kind::Values(_), _)), Preset::Integer(_) | Preset::Number(_) | Preset::Boolean(_)) => {
            false
        }
        (Some((Kind::Integer, _)), Preset::Text(_) | Preset::Number(_) | Preset::Boolean(_)) => false,
        (Some((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Boolean | Kind::Number, _)), _) => false,
        (Some((Kind::Array(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _)), _) => {
            false
        }
        (None, _) => false,
    }
}
