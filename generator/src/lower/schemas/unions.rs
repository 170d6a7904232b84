//! Unions: their variants, with types and discriminator values. Must not know how variants are
//! named ([`super::variant_names`]).

use super::analysis::Analysis;
use super::builder::{TypeBuilder, UsedType};
use super::classified::Classified;
use super::classify::Kind;
use super::samples::sample;
use super::variant_names::wanted_name;
use super::variants::{discriminator_values, is_default, leaves, listed_values, origin};
use crate::lower::model::{Constant, Shape, Type, Union, Variant};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::words;
use crate::parse::Node;
use crate::report::{Code, Diagnostic, Level, SourceLocation};
use crate::resolve::SchemaId;

/// Returns the shape of a union, or an alias if all its subschemas have the same type.
pub(crate) fn union(types: &mut TypeBuilder<'_>, id: SchemaId, subschemas: &[SchemaId], name: &str) -> Shape {
    let analysis = types.analysis;
    let schema = analysis.schema(id);
    let names = variant_names(types, id, subschemas);
    let mut used: Vec<UsedType> = Vec::new();
    for (subschema, variant) in subschemas.iter().zip(&names) {
        used.push(types.used(*subschema, &type_hint(name, variant)));
    }
    unify_strings(&mut used);
    let property = schema.discriminator.as_ref().map(|discriminator| discriminator.property.clone());
    let mut union =
        Union { variants: Vec::new(), discriminator: property, default: None, constants: Vec::new(), item: false };
    for ((subschema, name), used) in subschemas.iter().zip(names).zip(used) {
        add_variant(analysis, (id, *subschema), name, used.ty, &mut union);
    }
    if let [only] = union.variants.as_slice() {
        // A union that contains nothing but itself is any JSON.
        let is_own = types.type_of(id).is_some_and(|own| only.ty == Type::Named(own));
        if is_own || union.discriminator.is_none() && !schema.open {
            return Shape::Alias(if is_own { Type::Any } else { only.ty.clone() });
        }
    }
    drop_shared_values(&mut union);
    report_discriminator(types, id, subschemas, &union);
    Shape::Union(union)
}

fn variant_names(types: &mut TypeBuilder<'_>, id: SchemaId, subschemas: &[SchemaId]) -> Vec<String> {
    let (analysis, longest) = (types.analysis, types.earlier.edition().longest());
    let wanted = subschemas.iter().map(|subschema| wanted_name(analysis, *subschema, subschemas).fitted(longest));
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = analysis.schemas.resolved.key(&analysis.schema(id).span);
    claim_members(&scope, &wanted, types.earlier, &mut types.new)
}

/// Adds a variant. Subschemas of the same type are one variant.
fn add_variant(
    analysis: &Analysis<'_>,
    (union_id, subschema): (SchemaId, SchemaId),
    name: String,
    ty: Type,
    union: &mut Union,
) {
    let schemas = &analysis.schemas;
    let values = discriminator_values(schemas, union_id, subschema);
    let sent = analysis.discriminators.written(schemas, (union_id, subschema), &values);
    let all = values.sent.into_iter().chain(values.read);
    let known = union.variants.iter().position(|variant| variant.ty == ty);
    if is_default(schemas, union_id, subschema) {
        union.default = known.or(Some(union.variants.len()));
    }
    if let Some(known) = known.and_then(|known| union.variants.get_mut(known)) {
        known.values.extend(all);
        return;
    }
    add_constants(schemas, subschema, union);
    let docs = first_line(schemas, subschema);
    let (values, sample) = (all.collect(), sample(analysis, subschema, &[]));
    union.variants.push(Variant { name, docs, ty, values, sent, boxed: false, sample });
}

/// Makes strings of different formats plain ones if there are several: the formats fit each other's
/// values.
fn unify_strings(all: &mut [UsedType]) {
    let is_string = |used: &&mut UsedType| matches!(used.ty, Type::Text | Type::Formatted(_));
    if all.iter_mut().filter(is_string).count() > 1 {
        all.iter_mut().filter(is_string).for_each(|used| used.ty = Type::Text);
    }
}

/// Drops discriminator values that several variants share.
fn drop_shared_values(union: &mut Union) {
    for variant in &mut union.variants {
        variant.values.sort();
        variant.values.dedup();
    }
    let all: Vec<String> = union.variants.iter().flat_map(|variant| variant.values.clone()).collect();
    for variant in &mut union.variants {
        variant.values.retain(|value| all.iter().filter(|known| *known == value).count() == 1);
        variant.sent = variant.sent.take().filter(|value| variant.values.contains(value));
    }
    if union.variants.iter().all(|variant| variant.values.is_empty()) {
        union.discriminator = None;
    }
    if union.discriminator.is_none() {
        union.default = None;
    }
}

/// Adds the properties of the next variant that only allow certain numbers or booleans, or null.
fn add_constants(schemas: &Classified<'_>, subschema: SchemaId, union: &mut Union) {
    let Some((Kind::Record, object)) = schemas.kind(subschema) else { return };
    let variant = union.variants.len();
    for (name, property) in schemas.properties(object).into_iter().flat_map(|of| &of.properties) {
        let Some((Kind::Integer | Kind::Number | Kind::Boolean, _)) = schemas.kind(*property) else { continue };
        let mut values: Vec<&Node> = listed_values(schemas, *property);
        if !values.is_empty() {
            values.extend(schemas.is_nullable(*property).then_some(&Node::Null));
            let values = values.iter().map(|node| node.to_json()).collect();
            let values = serde_json::Value::Array(values).to_string();
            union.constants.push(Constant { variant, key: name.clone(), values });
        }
    }
}

/// Returns the first line of a variant's description. The whole text is in the documentation of its
/// type.
fn first_line(schemas: &Classified<'_>, subschema: SchemaId) -> String {
    let own = schemas.schema(subschema).annotations.description.clone();
    let origin = schemas.schema(origin(schemas, subschema));
    let docs = own
        .or_else(|| origin.annotations.description.clone())
        .or_else(|| origin.annotations.title.clone())
        .unwrap_or_default();
    docs.lines().next().map(str::trim).unwrap_or_default().to_owned()
}

/// Returns the words that the type of a variant is named by: those of the union and the variant,
/// without repetition.
fn type_hint(union: &str, variant: &str) -> String {
    let (union, variant) = (words::camel(union), words::camel(variant));
    if variant.starts_with(&union) { variant } else { format!("{union} {variant}") }
}

/// Reports a discriminator that has no effect, and entries of `mapping` and `defaultMapping` that
/// refer to none of the variants.
fn report_discriminator(types: &mut TypeBuilder<'_>, id: SchemaId, subschemas: &[SchemaId], union: &Union) {
    let schemas = &types.analysis.schemas;
    let schema = schemas.schema(id);
    let Some(discriminator) = schema.discriminator.as_ref() else { return };
    let span = schema.span.child("discriminator");
    let mut found = Vec::new();
    if schema.parent.is_none() && union.discriminator.is_none() {
        let message = format!(
            "the discriminator `{}` has no effect: no variant has a name or a value of its own",
            discriminator.property
        );
        let help = "list schemas of components, or give each variant a `const` of the property";
        found.push(ignored(Code::Discriminator, span.clone(), message, help));
    } else if schema.parent.is_none() {
        let others = discriminator.mapping.iter().filter(|(_, target)| !is_variant(schemas, subschemas, *target));
        found.extend(others.map(|(value, _)| {
            let message = format!("the value `{value}` is mapped to none of the variants");
            let help = "list the schema in `oneOf` or `anyOf`";
            ignored(Code::Discriminator, span.child("mapping").child(value), message, help)
        }));
    }
    if union.default.is_none() && discriminator.default.is_some() {
        let message = "`defaultMapping` refers to none of the variants".to_owned();
        let help = "list the schema in `oneOf` or `anyOf`";
        found.push(ignored(Code::DefaultMapping, span.child("defaultMapping"), message, help));
    }
    types.report.diagnostics.extend(found);
}

/// Returns `true` if a schema is one of these subschemas, or one of the subschemas of a union among
/// them.
fn is_variant(schemas: &Classified<'_>, subschemas: &[SchemaId], target: SchemaId) -> bool {
    let all = subschemas.iter().flat_map(|subschema| leaves(schemas, *subschema)).chain(subschemas.iter().copied());
    let target = origin(schemas, target);
    all.into_iter().any(|subschema| origin(schemas, subschema) == target)
}

fn ignored(code: Code, span: SourceLocation, message: String, help: &str) -> Diagnostic {
    Diagnostic { level: Level::Ignored, code, span, related: Vec::new(), message, help: help.to_owned() }
}
