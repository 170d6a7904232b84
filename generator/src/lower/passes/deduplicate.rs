//! Inline types that are equal are emitted once; the others become aliases.
//!
//! Equal types have the same wire names, Rust names, types and documentation; their own names do not matter. They are found by
//! refinement: similar types are in one class until they refer to different classes, so that recursion needs no special case.
//! Components are never merged, nor variants of one union, as their authors distinguish them. Must not know schemas.

use std::hash::Hash;

use foldhash::{HashMap, HashSet};

use crate::lower::model::{Presence, Preset, Shape, Type, TypeDef, TypeId, Value};

/// Turns every inline type that is equal to an earlier inline one into an alias of it.
pub(crate) fn share(types: &mut [TypeDef]) {
    let mut classes = classes_but(types, &HashSet::default());
    let apart = twins(types, &classes);
    if !apart.is_empty() {
        classes = classes_but(types, &apart);
    }
    let mut first: HashMap<usize, usize> = HashMap::default();
    for (index, class) in classes.into_iter().enumerate() {
        let kept = *first.entry(class).or_insert(index);
        if let Some(def) = types.get_mut(index).filter(|_| kept != index) {
            def.shape = Shape::Alias(Type::Named(TypeId::new(kept)));
        }
    }
}

/// Variants of one union that are equal.
fn twins(types: &[TypeDef], classes: &[usize]) -> HashSet<usize> {
    let mut apart = HashSet::default();
    for def in types {
        let mut seen: HashMap<usize, usize> = HashMap::default();
        for target in def.mentioned().iter().filter(|_| matches!(def.shape, Shape::Union(_))) {
            let index = target.index();
            let Some(class) = classes.get(index) else { continue };
            let first = *seen.entry(*class).or_insert(index);
            if first != index {
                apart.extend([first, index]);
            }
        }
    }
    apart
}

/// The class of each type: two of one class are equal. Those of `apart` are only equal to themselves.
fn classes_but(types: &[TypeDef], apart: &HashSet<usize>) -> Vec<usize> {
    let mut known = Numbers::default();
    let look = |(index, def)| if apart.contains(&index) { Look::Alone(index) } else { look(index, def) };
    let mut classes: Vec<usize> = types.iter().enumerate().map(|item| known.number_of(look(item))).collect();
    let targets: Vec<Vec<TypeId>> = types.iter().map(TypeDef::mentioned).collect();
    let mut count = known.count();
    loop {
        let mut known = Numbers::default();
        let class = |id: &TypeId| classes.get(id.index()).copied();
        let refined = classes
            .iter()
            .zip(&targets)
            .map(|(own, targets)| known.number_of((*own, targets.iter().map(class).collect::<Vec<_>>())))
            .collect();
        classes = refined;
        if known.count() == count {
            return classes;
        }
        count = known.count();
    }
}

/// Assigns a number to each distinct value.
#[derive(Debug)]
struct Numbers<T>(HashMap<T, usize>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Numbers(HashMap::default())
    }
}

impl<T: Hash + Eq> Numbers<T> {
    fn number_of(&mut self, thing: T) -> usize {
        let next = self.count();
        *self.0.entry(thing).or_insert(next)
    }

    fn count(&self) -> usize {
        self.0.len()
    }
}

/// The content of a type, without the types that it refers to.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Look<'a> {
    /// A type that is only equal to itself.
    Alone(usize),
    Record([bool; 3], Vec<FieldLook<'a>>, Option<(Type, &'a str)>),
    Enum(bool, Option<Type>, &'a [Value]),
    Union(bool, (Option<&'a str>, Option<usize>), Vec<VariantLook<'a>>, Vec<(usize, &'a str, &'a str)>),
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct FieldLook<'a> {
    names: [&'a str; 4],
    ty: Type,
    presence: Presence,
    flags: [bool; 4],
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct VariantLook<'a> {
    names: [&'a str; 2],
    tags: &'a [String],
    ty: Type,
    boxed: bool,
}

fn look(index: usize, def: &TypeDef) -> Look<'_> {
    match &def.shape {
        Shape::Record(record) if def.wire.is_none() => {
            let fields = record.fields.iter().map(|field| FieldLook {
                names: [&field.wire, &field.name, &field.docs, field.preset.as_ref().map_or("", Preset::spelled)],
                ty: erased(&field.ty),
                presence: field.presence,
                flags: [field.boxed, field.constant, field.undescribed, field.deprecated],
            });
            let rest = record.rest.as_ref().map(|rest| (erased(&rest.ty), rest.docs.as_str()));
            // The lock may keep two forms of `new` for types that are equal now.
            Look::Record([def.deprecated, record.array, def.required_name.is_some()], fields.collect(), rest)
        }
        Shape::Enum(values) if def.wire.is_none() => Look::Enum(def.deprecated, None, values),
        Shape::Numbers(of) if def.wire.is_none() => Look::Enum(def.deprecated, Some(of.ty.clone()), &of.values),
        Shape::Union(union) if def.wire.is_none() => {
            let variants = union.variants.iter().map(|variant| VariantLook {
                names: [&variant.name, &variant.docs],
                tags: &variant.values,
                ty: erased(&variant.ty),
                boxed: variant.boxed,
            });
            let constants = union.constants.iter().map(|of| (of.variant, of.key.as_str(), of.values.as_str()));
            Look::Union(
                def.deprecated,
                (union.discriminator.as_deref(), union.default),
                variants.collect(),
                constants.collect(),
            )
        }
        Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) | Shape::Alias(_) => Look::Alone(index),
    }
}

/// Returns a type without the identity of named types.
fn erased(ty: &Type) -> Type {
    match ty {
        Type::Named(_) => Type::Named(TypeId::new(0)),
        Type::Optional(inner) => Type::Optional(Box::new(erased(inner))),
        Type::Array(inner) => Type::Array(Box::new(erased(inner))),
        Type::Map(inner) => Type::Map(Box::new(erased(inner))),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => ty.clone(),
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => ty.clone(),
        Type::Own(_) => ty.clone(),
    }
}
