//! Boxes: every edge of a strongly connected component of types that contain each other directly, not through arrays or maps, is
//! boxed. Must not know schemas.

use crate::lower::model::{Presence, Record, Shape, Type, TypeDef, TypeId};
use crate::lower::schemas::components::strongly_connected;
use crate::report::{Code, Diagnostic, Level, Report};

/// Boxes recursive fields. A recursion through required fields only has no finite value: these fields become nullable, and that is
/// reported.
pub(crate) fn break_cycles(types: &mut [TypeDef], report: &mut Report) {
    let always = components(types, |presence| presence == Presence::Required);
    for_each_edge(types, &always, |def, span| {
        def.presence = Presence::RequiredNullable;
        report.add(endless(span));
    });
    box_variants(types);
    let all = components(types, |_| true);
    for_each_edge(types, &all, |field, _| field.boxed = true);
}

/// Boxes variants that are structs or unions, even outside of cycles, so that a union never closes
/// a cycle, and no variant determines the size of all others.
fn box_variants(types: &mut [TypeDef]) {
    let large: Vec<bool> = (0..types.len()).map(|index| is_large(types, index)).collect();
    for def in types {
        let Shape::Union(union) = &mut def.shape else { continue };
        for variant in &mut union.variants {
            if let Type::Named(id) = variant.ty {
                variant.boxed = large.get(id.index()).copied().unwrap_or_default();
            }
        }
    }
}

/// Returns `true` if a type is a struct or a union, after aliases.
fn is_large(types: &[TypeDef], index: usize) -> bool {
    let mut current = index;
    for _ in 0..types.len() {
        match types.get(current).map(|def| &def.shape) {
            Some(Shape::Alias(Type::Named(target))) => current = target.index(),
            Some(Shape::Record(_) | Shape::Union(_)) => return true,
            Some(Shape::Enum(_) | Shape::Numbers(_) | Shape::Alias(_)) | None => return false,
        }
    }
    false
}

fn endless(field: crate::report::SourceLocation) -> Diagnostic {
    Diagnostic {
        level: Level::Widened,
        code: Code::EndlessValue,
        span: field,
        related: Vec::new(),
        message: "the schema requires itself, so that no finite value fits; the property is taken as nullable"
            .to_owned(),
        help: "take the property out of `required`".to_owned(),
    }
}

/// Calls `change` with every field whose type lies in the same component as the type it belongs to.
fn for_each_edge(
    types: &mut [TypeDef],
    component: &[usize],
    mut change: impl FnMut(&mut crate::lower::model::Field, crate::report::SourceLocation),
) {
    let aliases: Vec<Option<TypeId>> = (0..types.len()).map(|index| record_of(types, index)).collect();
    for (index, def) in types.iter_mut().enumerate() {
        let Shape::Record(Record { fields, .. }) = &mut def.shape else { continue };
        for field in fields {
            let Type::Named(target) = &field.ty else { continue };
            let Some(Some(target)) = aliases.get(target.index()) else { continue };
            let (own, its) = (component.get(index), component.get(target.index()));
            if own == its && own.is_some_and(|&number| number != usize::MAX) {
                let span = field.span.clone();
                change(field, span);
            }
        }
    }
}

/// Returns the record that a type is, after aliases.
fn record_of(types: &[TypeDef], index: usize) -> Option<TypeId> {
    let mut current = TypeId::new(index);
    for _ in 0..types.len() {
        match types.get(current.index()).map(|def| &def.shape)? {
            Shape::Alias(Type::Named(target)) => current = *target,
            Shape::Record(_) => return Some(current),
            Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) | Shape::Alias(_) => return None,
        }
    }
    None
}

/// Returns the component of each type over the fields of some presences, as [`strongly_connected`] does.
fn components(types: &[TypeDef], follow: impl Fn(Presence) -> bool) -> Vec<usize> {
    strongly_connected(types.iter().map(|def| targets(types, def, &follow)).collect())
}

fn targets(types: &[TypeDef], def: &TypeDef, follow: &impl Fn(Presence) -> bool) -> Vec<usize> {
    let Shape::Record(record) = &def.shape else { return Vec::new() };
    let target = |ty: &Type| match ty {
        Type::Named(id) => record_of(types, id.index()).map(|id| id.index()),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => None,
        Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Own(_) => None,
    };
    record.fields.iter().filter(|field| follow(field.presence)).filter_map(|field| target(&field.ty)).collect()
}
