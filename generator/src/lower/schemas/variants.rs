//! The subschemas of unions: which component each of them is, and which discriminator values stand
//! for it. Must not know Rust names or types.

use std::collections::BTreeSet;

use super::classified::Classified;
use super::classify::Kind;
use crate::parse::Node;
use crate::resolve::SchemaId;

/// The maximum number of references and `allOf`s that lead from a subschema to its component.
const MOST_STEPS: usize = 64;

/// The discriminator values of a variant.
#[derive(Debug, Default)]
pub(crate) struct VariantValues {
    /// The values that the union itself declares for it.
    pub sent: Vec<String>,
    /// The values that other levels of inheritance declare: they are only read.
    pub read: Vec<String>,
    /// The source of `sent`.
    pub source: ValueSource,
}

/// The source of a discriminator value. Later ones take precedence.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ValueSource {
    /// The name of a parent, which is usually abstract.
    #[default]
    Parent,
    /// The name of the component.
    Name,
    /// The values that the variant lists for the property.
    Listed,
    /// `mapping` or `x-ms-discriminator-value`.
    Mapped,
}

/// Returns `true` if a subschema is the target of `defaultMapping`.
pub(crate) fn is_default(schemas: &Classified<'_>, union: SchemaId, subschema: SchemaId) -> bool {
    let default = schemas.schema(union).discriminator.as_ref().and_then(|discriminator| discriminator.default);
    default.is_some_and(|default| origin(schemas, default) == origin(schemas, subschema))
}

/// Returns `true` if a subschema is the parent in the union of a parent and its children.
pub(crate) fn is_parent(schemas: &Classified<'_>, union: SchemaId, subschema: SchemaId) -> bool {
    schemas.schema(union).parent.is_some_and(|parent| parent == origin(schemas, subschema))
}

/// Returns the schema that a subschema was written as, before keywords next to the union were added
/// to it, with references followed.
pub(crate) fn origin(schemas: &Classified<'_>, subschema: SchemaId) -> SchemaId {
    let mut current = schemas.schema(subschema).branch_of.unwrap_or(subschema);
    for _ in 0..MOST_STEPS {
        let schema = schemas.schema(current);
        match (schema.component.as_ref(), schema.reference, schema.all_of.as_slice()) {
            (None, Some(target), _) => current = target,
            (None, None, [part]) => current = *part,
            (_, _, _) => break,
        }
    }
    current
}

/// Returns the discriminator values that stand for a subschema: those of `mapping`, else those of
/// other levels of inheritance, those that the subschema lists, or the name of its component
/// (OpenAPI 3.1.1, Discriminator Object).
pub(crate) fn discriminator_values(schemas: &Classified<'_>, union: SchemaId, subschema: SchemaId) -> VariantValues {
    let Some(discriminator) = &schemas.schema(union).discriminator else { return VariantValues::default() };
    let origin = origin(schemas, subschema);
    let own = mapped(schemas, &discriminator.mapping, origin);
    let inherited = mapped(schemas, &discriminator.inherited, origin);
    let extension = schemas.schema(origin).discriminator_value.clone();
    for sent in [own, inherited.clone(), extension.into_iter().collect()] {
        if !sent.is_empty() {
            return VariantValues { sent, read: inherited, source: ValueSource::Mapped };
        }
    }
    let parent = schemas.schema(union).parent;
    let common = parent.and_then(|parent| schemas.property(parent, &discriminator.property));
    // A property that children inherit lists the values of all of them.
    if common.is_none() || common != schemas.property(subschema, &discriminator.property) {
        let sent = listed(schemas, subschema, &discriminator.property);
        if !sent.is_empty() {
            return VariantValues { sent, read: Vec::new(), source: ValueSource::Listed };
        }
    }
    let source = if parent == Some(origin) { ValueSource::Parent } else { ValueSource::Name };
    let sent = schemas.schema(origin).component.iter().cloned().collect();
    VariantValues { sent, read: Vec::new(), source }
}

/// Returns the values that are mapped to a schema, each once.
fn mapped(schemas: &Classified<'_>, mapping: &[(String, SchemaId)], target: SchemaId) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for (value, _) in mapping.iter().filter(|(_, schema)| origin(schemas, *schema) == target) {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    values
}

/// Returns the values that a subschema lists for the property; none if the property may have any
/// value.
fn listed(schemas: &Classified<'_>, subschema: SchemaId, property: &str) -> Vec<String> {
    let values = |leaf: &SchemaId| match schemas.property(*leaf, property).and_then(|id| schemas.kind(id)) {
        Some((Kind::Values(values), _)) => Some(values),
        Some(_) | None => None,
    };
    let all: Option<Vec<&Vec<String>>> = leaves(schemas, subschema).iter().map(values).collect();
    let mut seen = BTreeSet::new();
    all.unwrap_or_default().into_iter().flatten().filter(|value| seen.insert(*value)).cloned().collect()
}

/// Returns the subschemas that are not unions: all of those within a union, or the subschema
/// itself.
pub(crate) fn leaves(schemas: &Classified<'_>, subschema: SchemaId) -> Vec<SchemaId> {
    let (mut leaves, mut seen, mut waiting) = (Vec::new(), BTreeSet::new(), vec![subschema]);
    while let Some(next) = waiting.pop() {
        match schemas.kind(next) {
            Some((Kind::Union(inner), union)) if seen.insert(union) => waiting.extend(inner.iter().rev()),
            Some((Kind::Union(_), _)) => {}
            Some(_) | None => leaves.push(next),
        }
    }
    leaves
}

/// Returns the values that a schema lists in `const` or `enum`, else those of the schema that it is
/// an alias of: the nearer list is the narrower one.
pub(crate) fn listed_values<'r>(schemas: &Classified<'r>, id: SchemaId) -> Vec<&'r Node> {
    let mut current = id;
    for _ in 0..=schemas.classes.len() {
        let schema = schemas.schema(current);
        let values: Vec<&Node> = schema.constant.iter().chain(schema.enumeration.iter().flatten()).collect();
        match schemas.class(current).map(|class| &class.kind) {
            Some(Kind::Same(target)) if values.is_empty() => current = *target,
            Some(_) | None => return values,
        }
    }
    Vec::new()
}
