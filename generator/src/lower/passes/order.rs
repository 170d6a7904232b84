//! The types in the output and their order: those that an operation uses; components in the order of the description, each followed
//! by its inline types, then those of operations. Must not know schemas.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::lower::model::{Operation, Record, Resource, Shape, Type, TypeDef, TypeId, Webhook};
use crate::resolve::Resolved;

/// The users of types.
#[derive(Debug)]
pub(crate) struct Roots<'r> {
    /// The resources with their operations.
    pub resources: &'r mut [Resource],
    /// The payloads.
    pub webhooks: &'r mut [Webhook],
}

impl Roots<'_> {
    /// Visits every type that is used, with the number of the resource that uses it; webhooks count as one further.
    pub(crate) fn each(&mut self, visit: &mut impl FnMut(usize, &mut Type)) {
        for (index, resource) in self.resources.iter_mut().enumerate() {
            for operation in &mut resource.operations {
                each_type_of_operation(operation, &mut |ty| visit(index, ty));
            }
        }
        let beyond = self.resources.len();
        self.webhooks.iter_mut().for_each(|webhook| visit(beyond, &mut webhook.ty));
    }
}

/// Drops types that only skipped operations use.
pub(crate) fn prune(types: Vec<TypeDef>, roots: &mut Roots<'_>) -> Vec<TypeDef> {
    let mut types = types;
    let mut reached = BTreeSet::new();
    let mut queue = Vec::new();
    roots.each(&mut |_, ty| queue.extend(ty.named()));
    while let Some(id) = queue.pop() {
        if !reached.insert(id) {
            continue;
        }
        if let Some(def) = types.get_mut(id.index()) {
            each_type(def, &mut |ty| queue.extend(ty.named()));
        }
    }
    let mut renamed = vec![TypeId::new(0); types.len()];
    for (span, earlier) in reached.iter().enumerate() {
        if let Some(slot) = renamed.get_mut(earlier.index()) {
            *slot = TypeId::new(span);
        }
    }
    let kept = types.into_iter().enumerate().filter(|(index, _)| reached.contains(&TypeId::new(*index)));
    rename_all(kept.map(|(_, def)| def).collect(), roots, &renamed)
}

/// Sorts the types and renames their ids everywhere.
pub(crate) fn order(resolved: &Resolved, types: Vec<TypeDef>, roots: &mut Roots<'_>) -> Vec<TypeDef> {
    let rank: HashMap<&str, usize> =
        resolved.named.iter().enumerate().map(|(rank, (name, _))| (name.as_str(), rank)).collect();
    let key = |def: &TypeDef| {
        let pointer = def.span.pointer.as_str();
        let component = pointer.strip_prefix("/components/schemas/").and_then(|rest| rest.split('/').next());
        component
            .and_then(|name| rank.get(name.replace("~1", "/").replace("~0", "~").as_str()).copied())
            .unwrap_or(usize::MAX)
    };
    let mut sorted: Vec<(usize, TypeDef)> = types.into_iter().enumerate().collect();
    // Stable: the types of one component, and those of operations, stay in the order in which they were reached.
    sorted.sort_by_key(|(_, def)| key(def));
    let mut renamed = vec![TypeId::new(0); sorted.len()];
    for (span, (earlier, _)) in sorted.iter().enumerate() {
        if let Some(slot) = renamed.get_mut(*earlier) {
            *slot = TypeId::new(span);
        }
    }
    rename_all(sorted.into_iter().map(|(_, def)| def).collect(), roots, &renamed)
}

fn rename_all(mut types: Vec<TypeDef>, roots: &mut Roots<'_>, renamed: &[TypeId]) -> Vec<TypeDef> {
    let mut rename = |ty: &mut Type| rename(ty, renamed);
    types.iter_mut().for_each(|def| each_type(def, &mut rename));
    roots.each(&mut |_, ty| rename(ty));
    types
}

fn rename(ty: &mut Type, renamed: &[TypeId]) {
    match ty {
        Type::Named(id) => *id = renamed.get(id.index()).copied().unwrap_or(*id),
        Type::Optional(inner) | Type::Array(inner) | Type::Map(inner) => rename(inner, renamed),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => {}
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => {}
        Type::Own(_) => {}
    }
}

/// Visits the types of fields, variants and aliases.
pub(crate) fn each_type(def: &mut TypeDef, visit: &mut impl FnMut(&mut Type)) {
    match &mut def.shape {
        Shape::Record(Record { fields, rest, array: _, drafted: _, least: _ }) => {
            fields.iter_mut().for_each(|field| visit(&mut field.ty));
            rest.iter_mut().for_each(|rest| visit(&mut rest.ty));
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
        Shape::Alias(ty) => visit(ty),
        Shape::Enum(_) | Shape::Numbers(_) => {}
    }
}

fn each_type_of_operation(operation: &mut Operation, visit: &mut impl FnMut(&mut Type)) {
    operation.parameters.iter_mut().for_each(|parameter| visit(&mut parameter.ty));
    operation.body.iter_mut().for_each(|body| visit(&mut body.ty));
    operation
        .responses
        .iter_mut()
        .filter_map(|response| response.content.as_mut())
        .for_each(|content| visit(&mut content.ty));
    visit(&mut operation.output);
    operation.events.iter_mut().for_each(|events| visit(&mut events.ty));
}
