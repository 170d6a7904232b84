//! By which text every choice knows an object that is one of its variants: so constructors set it, and nobody sends a variant that the server cannot tell.

use foldhash::HashMap;

use super::classify::Kind;
use super::types::Types;
use super::variants::{is_default, tags_of};
use crate::resolve::SchemaId;

/// Objects and their members that are the `propertyName` of a discriminator, each with its value; `None` where there is more than one.
pub(super) type Tags = HashMap<(SchemaId, String), Option<String>>;

/// Looks at all choices with a discriminator. That property is in the payload in any case (OpenAPI 3.1.1, Discriminator Object), so also where the object's
/// own schema does not require it.
pub(super) fn tags(types: &Types<'_>) -> Tags {
    let mut found = Tags::default();
    for (union, branches) in choices(types) {
        let Some(discriminator) = &types.resolved.schema(union).discriminator else { continue };
        let all: Vec<Vec<String>> = branches.iter().map(|branch| tags_of(types, union, *branch)).collect();
        let mut claims: HashMap<&str, usize> = HashMap::default();
        all.iter().flatten().for_each(|tag| *claims.entry(tag).or_default() += 1);
        for (branch, tags) in branches.iter().zip(&all) {
            let Some((Kind::Record, record)) = types.kind(*branch) else { continue };
            let one = match tags.as_slice() {
                // What has no tag is the default.
                [one] if claims.get(one.as_str()) == Some(&1) && !is_default(types, union, *branch) => {
                    Some(one.clone())
                }
                [] | [_, ..] => None,
            };
            let known = found.entry((record, discriminator.property.clone())).or_insert_with(|| one.clone());
            if *known != one {
                *known = None;
            }
        }
    }
    found
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
