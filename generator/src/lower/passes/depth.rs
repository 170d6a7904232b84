//! The nesting depth of types. rustc stops checking auto traits and drop glue of a type after 128
//! steps, and reports an error in the crate that needs them. A client with deeper types raises the
//! limit in its `lib.rs`, and its users have to do so as well. Must not know schemas.

use crate::lower::model::{Presence, Shape, Type, TypeDef, TypeId};

/// The depth from which the limit is raised: rustc's default, less the steps that a future of the
/// client adds to a type.
const PLENTY: usize = 100;

/// Returns the limit that the crate has to set, or `None` if rustc's default is sufficient.
pub(crate) fn recursion_limit(types: &[TypeDef]) -> Option<usize> {
    let deepest = heights(types).into_iter().max().unwrap_or_default();
    (deepest > PLENTY).then(|| (deepest + PLENTY).next_power_of_two().max(256))
}

/// Returns the number of steps from each type to its innermost part. Recursion adds nothing.
fn heights(types: &[TypeDef]) -> Vec<usize> {
    let edges: Vec<Vec<(usize, usize)>> = types.iter().map(edges).collect();
    let mut heights = vec![0; types.len()];
    let mut seen = vec![false; types.len()];
    for start in 0..types.len() {
        let mut calls = vec![(start, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                if seen.get(node).copied().unwrap_or(true) {
                    continue;
                }
                seen[node] = true;
            }
            if let Some((target, _)) = edges[node].get(edge) {
                calls.push((node, edge + 1));
                calls.push((*target, 0));
            } else {
                let steps = edges[node].iter().map(|(target, steps)| heights[*target] + steps);
                heights[node] = steps.max().unwrap_or_default();
            }
        }
    }
    heights
}

/// Returns the types within a type, with the steps to each: those of `Option`, `Box`, `Vec` and
/// maps.
fn edges(def: &TypeDef) -> Vec<(usize, usize)> {
    let held = |ty: &Type, boxed: bool, optional: bool| {
        let (id, steps) = inner(ty)?;
        Some((id.index(), 1 + steps + 3 * usize::from(boxed) + usize::from(optional)))
    };
    match &def.shape {
        Shape::Record(record) => {
            let fields = record.fields.iter();
            let fields = fields.filter_map(|of| held(&of.ty, of.boxed, of.presence != Presence::Required));
            let rest = record.rest.iter().filter_map(|rest| held(&Type::Map(Box::new(rest.ty.clone())), false, false));
            fields.chain(rest).collect()
        }
        Shape::Union(union) => union.variants.iter().filter_map(|of| held(&of.ty, of.boxed, false)).collect(),
        Shape::Alias(ty) => held(ty, false, false).into_iter().collect(),
        Shape::Enum(_) | Shape::Numbers(_) => Vec::new(),
    }
}

fn inner(ty: &Type) -> Option<(TypeId, usize)> {
    let add = |inner: &Type, steps: usize| self::inner(inner).map(|(id, of)| (id, of + steps));
    match ty {
        Type::Named(id) => Some((*id, 0)),
        Type::Optional(of) => add(of, 1),
        Type::Array(of) => add(of, 5),
        Type::Map(of) => add(of, 8),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => None,
        Type::Own(_) => None,
    }
}
