//! By which text every choice knows an object that is one of its variants: so constructors set it, and nobody sends a variant that the server cannot tell.

use foldhash::{HashMap, HashSet};

use super::classify::Kind;
use super::model::Tag;
use super::types::Types;
use super::variants::{certain, chosen, is_default, member, tags_of};
use crate::parse::Node;
use crate::resolve::SchemaId;

/// Objects and the members that tell them apart, each with its value; `None` where there is more than one.
pub(super) type Tags = HashMap<(SchemaId, String), Option<Tag>>;

/// Looks at all choices. The property of a discriminator is in the payload in any case (OpenAPI 3.1.1, Discriminator Object), so also where the object's own
/// schema does not require it; without a discriminator it is a property of which each branch has one value of its own.
pub(super) fn tags(types: &Types<'_>) -> Tags {
    let mut found = Tags::default();
    for (union, branches) in choices(types) {
        let (property, all): (String, Vec<Vec<Tag>>) = match &types.resolved.schema(union).discriminator {
            Some(discriminator) => {
                let texts = |branch| tags_of(types, union, branch).into_iter().map(Tag::Text).collect();
                (discriminator.property.clone(), branches.iter().copied().map(texts).collect())
            }
            None => match inferred(types, branches) {
                Some((property, values)) => (property, values.into_iter().map(|value| vec![value]).collect()),
                None => continue,
            },
        };
        add(types, (union, branches), &property, &all, &mut found);
    }
    found
}

/// Adds what the branches of a choice are known by.
fn add(
    types: &Types<'_>,
    (union, branches): (SchemaId, &[SchemaId]),
    property: &str,
    all: &[Vec<Tag>],
    found: &mut Tags,
) {
    let mut claims: HashMap<&Tag, usize> = HashMap::default();
    all.iter().flatten().for_each(|tag| *claims.entry(tag).or_default() += 1);
    for (branch, tags) in branches.iter().zip(all) {
        let one = match tags.as_slice() {
            // What has no tag is the default.
            [one] if claims.get(one) == Some(&1) && !is_default(types, union, *branch) => Some(one),
            [] | [_, ..] => None,
        };
        for inner in chosen(types, *branch) {
            let Some((Kind::Record, record)) = types.kind(inner) else { continue };
            let known = found.entry((record, property.to_owned())).or_insert_with(|| one.cloned());
            if known.as_ref() != one {
                *known = None;
            }
        }
    }
}

/// The first property that has one value in each branch, another in each; with these values.
fn inferred(types: &Types<'_>, branches: &[SchemaId]) -> Option<(String, Vec<Tag>)> {
    let (first, _) = branches.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let (Kind::Record, record) = types.kind(*first)? else { return None };
    types.members.get(&record)?.properties.iter().find_map(|(name, _)| {
        let values: Vec<Tag> = branches.iter().map(|branch| only_value(types, *branch, name)).collect::<Option<_>>()?;
        let distinct: HashSet<&Tag> = values.iter().collect();
        (distinct.len() == values.len()).then(|| (name.clone(), values.clone()))
    })
}

/// The one text or integer that a property of a branch can be.
fn only_value(types: &Types<'_>, branch: SchemaId, property: &str) -> Option<Tag> {
    let id = member(types, branch, property)?;
    match types.kind(id)? {
        (Kind::Values(values), _) => match values.as_slice() {
            [one] => Some(Tag::Text(one.clone())),
            [] | [_, ..] => None,
        },
        (Kind::Integer, _) => match certain(types, id).as_slice() {
            [Node::Number(digits)] => digits.parse::<i64>().ok().map(|number| Tag::Integer(number.to_string())),
            [] | [_, ..] => None,
        },
        (Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Number, _) => None,
        (Kind::List(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _) => None,
    }
}

fn choices<'t>(types: &'t Types<'_>) -> impl Iterator<Item = (SchemaId, &'t [SchemaId])> {
    let numbered = types.classes.iter().enumerate();
    numbered.filter_map(|(index, class)| match &class.kind {
        Kind::Union(branches) => Some((SchemaId(u32::try_from(index).ok()?), branches.as_slice())),
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer => None,
        Kind::Number | Kind::Values(_) | Kind::List(_) | Kind::Tuple | Kind::Record | Kind::Map(_) | Kind::Merge => {
            None
        }
    })
}
