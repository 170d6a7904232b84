//! The values by which unions distinguish objects. Constructors set them, so that callers cannot
//! send a variant that the server does not recognize. Must not know Rust names or types.

use std::cmp::{Ordering, Reverse};

use foldhash::{HashMap, HashSet};

use super::classified::Classified;
use super::classify::Kind;
use super::variants::{ValueSource, VariantValues, discriminator_values, is_default, is_parent, leaves, listed_values};
use crate::lower::model::Preset;
use crate::parse::Node;
use crate::resolve::SchemaId;

/// The discriminator value of an object.
#[derive(Debug, Clone)]
pub(crate) struct KnownValue {
    /// The value; `None` if unions differ.
    pub value: Option<Preset>,
    /// Its source.
    pub source: ValueSource,
    /// The distance to the level of inheritance that declares it: a parent with fewer children is
    /// nearer. `None` is farthest.
    nearness: Option<Reverse<usize>>,
}

/// A union with its subschemas.
type UnionSchema<'t> = (SchemaId, &'t [SchemaId]);

/// The values of objects by discriminator property.
#[derive(Debug, Default)]
pub(crate) struct Discriminators(HashMap<(SchemaId, String), KnownValue>);

impl Discriminators {
    /// Finds the values of all unions. The property of a discriminator is in the payload in any
    /// case (OpenAPI 3.1.1, Discriminator Object), even if the object's own schema does not require
    /// it. Without a discriminator, the first property with a different single value in each
    /// subschema is used.
    pub(crate) fn new(schemas: &Classified<'_>) -> Discriminators {
        let mut found = Discriminators::default();
        for (union, subschemas) in unions(schemas) {
            match &schemas.schema(union).discriminator {
                Some(discriminator) => found.add_declared(schemas, (union, subschemas), &discriminator.property),
                None => found.add_inferred(schemas, subschemas),
            }
        }
        found
    }

    /// Returns the value of a property of an object.
    #[must_use]
    pub(crate) fn get(&self, object: SchemaId, property: &str) -> Option<&KnownValue> {
        self.0.get(&(object, property.to_owned()))
    }

    /// Adds the values of a union with a discriminator.
    fn add_declared(&mut self, schemas: &Classified<'_>, (union, subschemas): UnionSchema<'_>, property: &str) {
        let all: Vec<VariantValues> =
            subschemas.iter().map(|subschema| discriminator_values(schemas, union, *subschema)).collect();
        let mut count: HashMap<&str, usize> = HashMap::default();
        all.iter().flat_map(|values| &values.sent).for_each(|value| *count.entry(value).or_default() += 1);
        let nearness = schemas.schema(union).parent.map(|_| Reverse(subschemas.len()));
        for (subschema, values) in subschemas.iter().zip(&all) {
            let (value, source) = match values.sent.as_slice() {
                // An object without a value is the default.
                _ if is_declared_default(schemas, union, *subschema) => (None, ValueSource::Mapped),
                [value] if count.get(value.as_str()) == Some(&1) => (Some(Preset::Text(value.clone())), values.source),
                [] | [_, ..] => (None, values.source),
            };
            self.add(schemas, *subschema, property, &KnownValue { value, source, nearness });
        }
    }

    /// Adds the values of a union without a discriminator.
    fn add_inferred(&mut self, schemas: &Classified<'_>, subschemas: &[SchemaId]) {
        let Some((property, values)) = inferred(schemas, subschemas) else { return };
        for (subschema, value) in subschemas.iter().zip(values) {
            let known = KnownValue { value: Some(value), source: ValueSource::Listed, nearness: None };
            self.add(schemas, *subschema, &property, &known);
        }
    }

    /// Adds the value of a subschema in one union. Declared values take precedence over names, and
    /// near levels of inheritance over distant ones. Each union writes the values that it declares.
    fn add(&mut self, schemas: &Classified<'_>, subschema: SchemaId, property: &str, new: &KnownValue) {
        for leaf in leaves(schemas, subschema) {
            let Some((Kind::Record, object)) = schemas.kind(leaf) else { continue };
            let known = self.0.entry((object, property.to_owned())).or_insert_with(|| new.clone());
            match (known.source, known.nearness).cmp(&(new.source, new.nearness)) {
                Ordering::Less => *known = new.clone(),
                Ordering::Equal if known.value != new.value => known.value = None,
                Ordering::Equal | Ordering::Greater => {}
            }
        }
    }

    /// Returns the discriminator value that a union itself writes for a subschema, if a value of it
    /// may lack the property or have another value.
    pub(crate) fn written(
        &self,
        schemas: &Classified<'_>,
        (union, subschema): (SchemaId, SchemaId),
        values: &VariantValues,
    ) -> Option<String> {
        let property = &schemas.schema(union).discriminator.as_ref()?.property;
        let value = values.sent.first()?;
        // A parent also stands for values without a known discriminator.
        if values.source == ValueSource::Parent {
            return None;
        }
        // If the variants of a variant list several values, each of them has its own.
        let is_unclear = values.source == ValueSource::Listed && values.sent.len() > 1;
        let may_lack = |leaf: &SchemaId| match schemas.kind(*leaf) {
            Some((Kind::Record, object)) => match schemas.property(object, property) {
                // A parent may also be a child that is not known.
                Some(_) if is_parent(schemas, union, subschema) => false,
                Some(declared) => {
                    allows(schemas, declared, value) && !self.is_set(schemas, (object, property), declared, value)
                }
                None => true,
            },
            Some((kind, _)) => matches!(kind, Kind::Map(_)),
            None => false,
        };
        let is_written = !is_unclear
            && !is_declared_default(schemas, union, subschema)
            && leaves(schemas, subschema).iter().any(may_lack);
        is_written.then(|| value.clone())
    }

    /// Returns `true` if constructors set a property to a discriminator value, or if it can have no
    /// other.
    fn is_set(
        &self,
        schemas: &Classified<'_>,
        (object, property): (SchemaId, &str),
        declared: SchemaId,
        value: &str,
    ) -> bool {
        let is_same = |known: &KnownValue| matches!(&known.value, Some(Preset::Text(known)) if known == value);
        let is_required = || schemas.properties(object).is_some_and(|of| of.required.contains(property));
        let has_no_other =
            || matches!(schemas.kind(declared), Some((Kind::Values(values), _)) if values.len() == 1) && is_required();
        let known = self.get(object, property);
        known.is_some_and(|known| is_same(known) && !(known.source == ValueSource::Parent && is_required()))
            || has_no_other()
    }
}

/// Returns `true` if a subschema is the target of `defaultMapping`. A parent among its children is
/// the default without being declared.
fn is_declared_default(schemas: &Classified<'_>, union: SchemaId, subschema: SchemaId) -> bool {
    is_default(schemas, union, subschema) && !is_parent(schemas, union, subschema)
}

/// Returns `true` if a property may have a discriminator value.
pub(crate) fn allows(schemas: &Classified<'_>, property: SchemaId, value: &str) -> bool {
    match schemas.kind(property) {
        Some((Kind::String, target)) => schemas.schema(target).format.is_none(),
        Some((Kind::Values(values), _)) => values.iter().any(|known| known == value),
        Some((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Boolean | Kind::Integer, _)) => false,
        Some((Kind::Number | Kind::Array(_) | Kind::Tuple | Kind::Record | Kind::Map(_), _)) => false,
        Some((Kind::Union(_) | Kind::Merge, _)) | None => false,
    }
}

/// Returns the first property that has a single value in each subschema, different ones in all of
/// them, and these values.
fn inferred(schemas: &Classified<'_>, subschemas: &[SchemaId]) -> Option<(String, Vec<Preset>)> {
    let (first, _) = subschemas.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let (Kind::Record, object) = schemas.kind(*first)? else { return None };
    schemas.properties(object)?.properties.iter().find_map(|(name, _)| {
        let values: Vec<Preset> =
            subschemas.iter().map(|subschema| only_value(schemas, *subschema, name)).collect::<Option<_>>()?;
        let distinct: HashSet<&Preset> = values.iter().collect();
        (distinct.len() == values.len()).then(|| (name.clone(), values.clone()))
    })
}

/// Returns the single string or integer that a property of a subschema allows.
fn only_value(schemas: &Classified<'_>, subschema: SchemaId, property: &str) -> Option<Preset> {
    let id = schemas.property(subschema, property)?;
    match schemas.kind(id)? {
        (Kind::Values(values), _) => match values.as_slice() {
            [value] => Some(Preset::Text(value.clone())),
            [] | [_, ..] => None,
        },
        (Kind::Integer, _) => match listed_values(schemas, id).as_slice() {
            [Node::Number(digits)] => digits.parse::<i64>().ok().map(|number| Preset::Integer(number.to_string())),
            [] | [_, ..] => None,
        },
        (Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean | Kind::Number, _) => None,
        (Kind::Array(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _) => None,
    }
}

fn unions<'t>(schemas: &'t Classified<'_>) -> impl Iterator<Item = UnionSchema<'t>> {
    schemas.classes.iter().enumerate().filter_map(|(index, class)| match &class.kind {
        Kind::Union(subschemas) => Some((SchemaId::new(index), subschemas.as_slice())),
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean | Kind::Integer => None,
        Kind::Number | Kind::Values(_) | Kind::Array(_) | Kind::Tuple | Kind::Record | Kind::Map(_) => None,
        Kind::Merge => None,
    })
}
