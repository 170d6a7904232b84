//! Marks unions that are the items of arrays or the values of maps. Must not know what that means for emitted code.

use std::collections::BTreeSet;

use super::order::{Roots, each_type};
use crate::lower::model::{Shape, Type, TypeDef, TypeId};

/// Marks the unions that are items, after the last renaming of types.
pub(crate) fn mark(types: &mut [TypeDef], roots: &mut Roots<'_>) {
    let mut found = BTreeSet::new();
    types.iter_mut().for_each(|def| each_type(def, &mut |ty| found.extend(item(ty))));
    roots.each(&mut |_, ty| found.extend(item(ty)));
    for id in found {
        let id = without_aliases(types, id);
        if let Some(TypeDef { shape: Shape::Union(union), .. }) = types.get_mut(id.index()) {
            union.item = true;
        }
    }
}

/// Returns the named type of the items of an array or of the values of a map.
fn item(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Array(inner) | Type::Map(inner) => inner.named(),
        Type::Optional(inner) => item(inner),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File => None,
        Type::Formatted(_) | Type::Named(_) | Type::Own(_) => None,
    }
}

fn without_aliases(types: &[TypeDef], id: TypeId) -> TypeId {
    let mut current = id;
    // This ends, as lowering leaves no cycle of aliases.
    while let Some(TypeDef { shape: Shape::Alias(Type::Named(target)), .. }) = types.get(current.index()) {
        current = *target;
    }
    current
}
