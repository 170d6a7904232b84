//! By which text every choice knows an object that is one of its variants: so constructors set it, and nobody sends a variant that the server cannot tell.

use std::cmp::{Ordering, Reverse};

use foldhash::{HashMap, HashSet};

use super::classify::Kind;
use super::types::Types;
use super::unions::{Claim, Rank, certain, chosen, is_default, is_parent, member, tags_of};
use crate::lower::model::Tag;
use crate::parse::Node;
use crate::resolve::SchemaId;

/// Objects and the properties that tell them apart, each with its value.
pub(crate) type Tags = HashMap<(SchemaId, String), Known>;

/// The value by which unions know an object.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// The value; `None` where unions differ.
    pub tag: Option<Tag>,
    /// Its source.
    pub rank: Rank,
    /// How near the level of inheritance is that says so: a parent with fewer children is nearer. None is least.
    near: Option<Reverse<usize>>,
}

/// A union with its branches.
type Choice<'t> = (SchemaId, &'t [SchemaId]);

/// Looks at all choices. The property of a discriminator is in the payload in any case (OpenAPI 3.1.1, Discriminator Object), so also where the object's own
/// schema does not require it; without a discriminator it is a property of which each branch has one value of its own.
pub(crate) fn tags(types: &Types<'_>) -> Tags {
    let mut found = Tags::default();
    for (union, branches) in choices(types) {
        match &types.resolved.schema(union).discriminator {
            Some(discriminator) => {
                let claims: Vec<Claim> = branches.iter().map(|branch| tags_of(types, union, *branch)).collect();
                declared(types, (union, branches), &discriminator.property, &claims, &mut found);
            }
            None => {
                let Some((property, values)) = inferred(types, branches) else { continue };
                for (branch, value) in branches.iter().zip(values) {
                    add(
                        types,
                        *branch,
                        &property,
                        Known { tag: Some(value), rank: Rank::Listed, near: None },
                        &mut found,
                    );
                }
            }
        }
    }
    found
}

/// Adds what a union with a discriminator knows its branches by.
fn declared(types: &Types<'_>, (union, branches): Choice<'_>, property: &str, claims: &[Claim], found: &mut Tags) {
    let mut count: HashMap<&str, usize> = HashMap::default();
    claims.iter().flat_map(|claim| &claim.sent).for_each(|tag| *count.entry(tag).or_default() += 1);
    let near = types.resolved.schema(union).parent.map(|_| Reverse(branches.len()));
    for (branch, claim) in branches.iter().zip(claims) {
        let (tag, rank) = match claim.sent.as_slice() {
            // What has no tag is the default.
            _ if is_real_default(types, union, *branch) => (None, Rank::Mapped),
            [one] if count.get(one.as_str()) == Some(&1) => (Some(Tag::Text(one.clone())), claim.rank),
            [] | [_, ..] => (None, claim.rank),
        };
        add(types, *branch, property, Known { tag, rank, near }, found);
    }
}

/// Returns `true` if a branch is what `defaultMapping` refers to; a parent among its children is the default without being declared so.
fn is_real_default(types: &Types<'_>, union: SchemaId, branch: SchemaId) -> bool {
    is_default(types, union, branch) && !is_parent(types, union, branch)
}

/// Adds what one union knows a branch by: what is declared counts more than what follows from names, and a near level of
/// inheritance more than another. Each union itself writes what it declares.
fn add(types: &Types<'_>, branch: SchemaId, property: &str, new: Known, found: &mut Tags) {
    for inner in chosen(types, branch) {
        let Some((Kind::Record, record)) = types.kind(inner) else { continue };
        let known = found.entry((record, property.to_owned())).or_insert_with(|| new.clone());
        match (known.rank, known.near).cmp(&(new.rank, new.near)) {
            Ordering::Less => *known = new.clone(),
            Ordering::Equal if known.tag != new.tag => known.tag = None,
            Ordering::Equal | Ordering::Greater => {}
        }
    }
}

/// The discriminator value that a union itself writes for a branch: where a value of the branch may lack it, or have another one.
pub(crate) fn sent(types: &Types<'_>, union: SchemaId, branch: SchemaId, claim: &Claim) -> Option<String> {
    let property = &types.resolved.schema(union).discriminator.as_ref()?.property;
    let tag = claim.sent.first()?;
    // A parent is also what a value is without a known discriminator.
    if claim.rank == Rank::Parent {
        return None;
    }
    // Of several values that the variants of a variant list, each has its own.
    let unclear = claim.rank == Rank::Listed && claim.sent.len() > 1;
    let lacks = |leaf: &SchemaId| match types.kind(*leaf) {
        Some((Kind::Record, record)) => match member(types, record, property) {
            // A parent may also be a child that is not known.
            Some(_) if is_parent(types, union, branch) => false,
            Some(declared) => allows(types, declared, tag) && !is_set(types, record, property, declared, tag),
            None => true,
        },
        Some((Kind::Map(_), _)) => true,
        Some((
            Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Text | Kind::Boolean | Kind::Integer,
            _,
        )) => false,
        Some((Kind::Number | Kind::Values(_) | Kind::List(_) | Kind::Tuple | Kind::Union(_) | Kind::Merge, _)) => false,
        None => false,
    };
    let is_sent = !unclear && !is_real_default(types, union, branch) && chosen(types, branch).iter().any(lacks);
    is_sent.then(|| tag.clone())
}

/// Returns `true` if a property may have a discriminator value.
pub(crate) fn allows(types: &Types<'_>, property: SchemaId, tag: &str) -> bool {
    match types.kind(property) {
        Some((Kind::Text, at)) => types.resolved.schema(at).format.is_none(),
        Some((Kind::Values(values), _)) => values.iter().any(|value| value == tag),
        Some((Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Boolean | Kind::Integer, _)) => false,
        Some((Kind::Number | Kind::List(_) | Kind::Tuple | Kind::Record | Kind::Map(_), _)) => false,
        Some((Kind::Union(_) | Kind::Merge, _)) | None => false,
    }
}

/// Returns `true` if constructors set a property to a discriminator value, or it can have no other.
fn is_set(types: &Types<'_>, record: SchemaId, property: &str, declared: SchemaId, tag: &str) -> bool {
    let key = (record, property.to_owned());
    let same = |known: &Known| matches!(&known.tag, Some(Tag::Text(text)) if text == tag);
    let is_required = || types.members.get(&record).is_some_and(|of| of.required.contains(property));
    let only = || matches!(types.kind(declared), Some((Kind::Values(values), _)) if values.len() == 1);
    types.tags.get(&key).is_some_and(|known| same(known) && !(known.rank == Rank::Parent && is_required()))
        || only() && is_required()
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
