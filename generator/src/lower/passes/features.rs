//! Cargo features of resources, and the modules of types that follow from them: types that the same
//! resources use share a module, so that each module has one `cfg`, and users only compile the
//! types of the resources that they use. Must not know schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::order::Roots;
use crate::lower::model::{Home, Resource, Shape, Type, TypeDef, TypeId, TypeModule};
use crate::lower::names::lock::Lock;
use crate::lower::names::reserved::{Use, aside};
use crate::lower::names::words;

/// An API with fewer resources has no features, as its client compiles quickly.
const LEAST_RESOURCES: usize = 8;

/// Names the features of resources, if there are enough resources. The lock keeps the decision.
pub(crate) fn name(resources: &mut [Resource], earlier: &Lock, new: &mut Lock) {
    let known = earlier.get("features", "resources").map(|kept| kept == "yes");
    // A lock without an entry is one of a client that was made without features.
    let fresh = earlier.entries("resource").next().is_none();
    let wanted = known.unwrap_or(fresh && resources.len() >= LEAST_RESOURCES);
    new.set("features", "resources", if wanted { "yes" } else { "no" });
    for resource in resources.iter_mut().filter(|_| wanted) {
        resource.feature = Some(aside(resource.name.trim_end_matches('_').replace('_', "-"), Use::Feature));
    }
}

/// Moves each type into its module. Without features there is a single module, even without types.
pub(crate) fn modules(roots: &mut Roots<'_>, types: &mut [TypeDef]) -> Vec<TypeModule> {
    if types.is_empty() || roots.resources.iter().all(|resource| resource.feature.is_none()) {
        let all = TypeModule { name: None, resources: Vec::new(), types: (0..types.len()).map(id).collect() };
        return settled(vec![all], types);
    }
    let reached = reached(roots, types);
    let mut by_set: BTreeMap<&BTreeSet<usize>, Vec<TypeId>> = BTreeMap::new();
    for (index, set) in reached.iter().enumerate() {
        by_set.entry(set).or_default().push(id(index));
    }
    let mut sets: Vec<(&BTreeSet<usize>, Vec<TypeId>)> = by_set.into_iter().collect();
    // Modules of one resource come first, because they have its name.
    sets.sort_by_key(|(set, types)| (set.len() > 1, types.first().copied()));
    let mut used: BTreeSet<String> = types.iter().map(|def| def.name.clone()).collect();
    let modules = sets.into_iter().map(|(set, types_of_set)| {
        let wanted = match (set.len(), set.first().and_then(|index| roots.resources.get(*index))) {
            (1, Some(resource)) => resource.name.clone(),
            _ => format!("shared_{}", shortest(types, &types_of_set)),
        };
        let name = free(&mut used, &words::snake(&wanted));
        TypeModule { name: Some(name), resources: set.iter().copied().collect(), types: types_of_set }
    });
    let modules = modules.collect();
    settled(modules, types)
}

fn id(index: usize) -> TypeId {
    TypeId::new(index)
}

/// Returns the shortest name of some types, the first of several.
fn shortest<'a>(types: &'a [TypeDef], ids: &[TypeId]) -> &'a str {
    let names = ids.iter().filter_map(|id| types.get(id.index())).map(|def| def.name.as_str());
    names.min_by_key(|name| name.len()).unwrap_or_default()
}

fn free(used: &mut BTreeSet<String>, wanted: &str) -> String {
    let mut name = aside(wanted.to_owned(), Use::Resource);
    while !used.insert(name.clone()) {
        name.push('_');
    }
    name
}

fn settled(modules: Vec<TypeModule>, types: &mut [TypeDef]) -> Vec<TypeModule> {
    for (module, of) in modules.iter().enumerate() {
        for (position, id) in of.types.iter().enumerate() {
            if let Some(def) = types.get_mut(id.index()) {
                def.home = Home { module, position };
            }
        }
    }
    modules
}

/// Returns the resources that use each type. Webhooks count as one resource.
fn reached(roots: &mut Roots<'_>, types: &[TypeDef]) -> Vec<BTreeSet<usize>> {
    let edges: Vec<Vec<TypeId>> = types.iter().map(TypeDef::mentioned).collect();
    let mut reached = vec![BTreeSet::new(); types.len()];
    let mut queue: Vec<(usize, TypeId)> = Vec::new();
    roots.each(&mut |index, ty| queue.extend(ty.named().map(|id| (index, id))));
    while let Some((index, id)) = queue.pop() {
        let Some(set) = reached.get_mut(id.index()) else { continue };
        if set.insert(index) {
            queue.extend(edges.get(id.index()).into_iter().flatten().map(|id| (index, *id)));
        }
    }
    with_targets(types, reached)
}

/// Assigns aliases that no resource uses to the module of their target: the names of inline types
/// of a component that is emitted under another name.
fn with_targets(types: &[TypeDef], mut reached: Vec<BTreeSet<usize>>) -> Vec<BTreeSet<usize>> {
    for (index, def) in types.iter().enumerate() {
        let Shape::Alias(Type::Named(target)) = def.shape else { continue };
        let target = reached.get(target.index()).cloned().unwrap_or_default();
        if let Some(set) = reached.get_mut(index).filter(|set| set.is_empty()) {
            *set = target;
        }
    }
    reached
}
