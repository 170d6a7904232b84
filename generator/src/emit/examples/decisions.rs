//! Makes the decisions that keep every example value finite: the variant of a union, and the items
//! of arrays. Each type has one function that returns its value, so decisions are made once. Must
//! not know how values are written.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use heck::ToSnakeCase;

use crate::lower::model::{Api, Presence, Shape, Type, TypeId};

/// The decisions.
pub(crate) struct Decisions {
    /// The functions of records and unions.
    functions: HashMap<TypeId, String>,
    /// The variants of unions.
    variants: HashMap<TypeId, usize>,
    /// Records with arrays of these items that stay empty, because the item would contain the
    /// record again.
    closed: HashSet<(TypeId, TypeId)>,
    /// The discriminator and its value, for records that are variants of a union.
    tags: HashMap<TypeId, (String, String)>,
    /// The depth of the smallest value of each type; `None` for types without a finite value.
    heights: Vec<Option<u32>>,
    /// The types whose functions are called.
    used: RefCell<BTreeSet<TypeId>>,
}

impl Decisions {
    /// Makes all decisions.
    pub(crate) fn new(api: &Api) -> Decisions {
        let mut decisions = Decisions {
            functions: functions(api),
            variants: HashMap::new(),
            closed: HashSet::new(),
            tags: HashMap::new(),
            heights: heights(api),
            used: RefCell::default(),
        };
        decisions.choose(api);
        decisions.tell_apart(api);
        decisions
    }

    /// Returns the function for a value of a record or a union, and marks it as used.
    pub(crate) fn function(&self, id: TypeId) -> &str {
        self.used.borrow_mut().insert(id);
        self.name(id)
    }

    /// Returns the name of the function without marking it as used.
    pub(crate) fn name(&self, id: TypeId) -> &str {
        self.functions.get(&id).map_or("", String::as_str)
    }

    /// Returns the types whose functions are used.
    pub(crate) fn used(&self) -> BTreeSet<TypeId> {
        self.used.borrow().clone()
    }

    /// Returns the selected variant of a union.
    pub(crate) fn variant(&self, id: TypeId) -> usize {
        self.variants.get(&id).copied().unwrap_or_default()
    }

    /// Returns `true` if an array of these items in this record has an item.
    pub(crate) fn is_filled(&self, api: &Api, owner: Option<TypeId>, item: &Type) -> bool {
        match (owner, target(api, item)) {
            (_, None) => true,
            (None, Some(of)) => self.height(of.id).is_some(),
            (Some(owner), Some(of)) => !self.closed.contains(&(owner, of.id)),
        }
    }

    /// Returns the discriminator of a record that is a variant of a union, and its value.
    pub(crate) fn tag(&self, id: TypeId) -> Option<(&str, &str)> {
        self.tags.get(&id).map(|(wire, tag)| (wire.as_str(), tag.as_str()))
    }

    /// Returns `true` if a type has a finite value.
    pub(crate) fn has_value(&self, api: &Api, ty: &Type) -> bool {
        target(api, ty).is_none_or(|of| of.listed || self.height(of.id).is_some())
    }

    /// Returns `true` if a value may be read as a variant of a union other than the one that was
    /// sent, because the JSON is the same.
    pub(crate) fn is_open(&self, api: &Api, ty: &Type, by_status: bool) -> bool {
        let mut seen = BTreeSet::new();
        let mut next: Vec<TypeId> = target(api, ty).map(|of| of.id).into_iter().collect();
        let mut first = by_status;
        while let Some(id) = next.pop() {
            if !seen.insert(id) {
                continue;
            }
            if !std::mem::take(&mut first) && self.is_guessed(api, id) {
                return true;
            }
            next.extend(self.mentioned(api, id));
        }
        false
    }

    /// Returns `true` if the variant of a union is found by its fit.
    fn is_guessed(&self, api: &Api, id: TypeId) -> bool {
        let Shape::Union(union) = &api.type_def(id).shape else { return false };
        let chosen = union.variants.get(self.variant(id));
        let tag = chosen.and_then(|of| self.tag(target(api, &of.ty)?.id));
        let (Some(chosen), Some((wire, tag))) = (chosen, tag) else { return true };
        union.discriminator.as_deref() != Some(wire) || !chosen.values.iter().any(|of| of == tag)
    }

    fn height(&self, id: TypeId) -> Option<u32> {
        self.heights.get(id.index()).copied().flatten()
    }

    /// Returns the types that a value of a type contains, according to the decisions so far.
    fn mentioned(&self, api: &Api, id: TypeId) -> Vec<TypeId> {
        match &api.type_def(id).shape {
            Shape::Record(_) => self.reached(api, id, required(api, id)),
            Shape::Union(union) => {
                self.reached(api, id, union.variants.get(self.variant(id)).into_iter().map(|of| &of.ty))
            }
            Shape::Enum(_) | Shape::Numbers(_) | Shape::Alias(_) => Vec::new(),
        }
    }

    fn reached<'a>(&self, api: &Api, id: TypeId, types: impl Iterator<Item = &'a Type>) -> Vec<TypeId> {
        let targets = types.filter_map(|ty| target(api, ty));
        targets.filter(|of| !of.listed || !self.closed.contains(&(id, of.id))).map(|of| of.id).collect()
    }

    /// Selects the smallest values first, which are finite. Then replaces them with more
    /// informative ones where that causes no recursion.
    fn choose(&mut self, api: &Api) {
        let all = || (0..api.types.len()).map(TypeId::new);
        for id in all() {
            if let Shape::Union(union) = &api.type_def(id).shape {
                let height = |ty: &Type| target(api, ty).map_or(Some(0), |of| self.height(of.id));
                let heights = union.variants.iter().enumerate();
                let least = heights.filter_map(|(index, of)| Some((height(&of.ty)?, index))).min();
                self.variants.insert(id, least.map_or(0, |(_, index)| index));
            }
            self.closed.extend(listed(api, id).into_iter().map(|item| (id, item)));
        }
        for id in all() {
            if let Shape::Union(union) = &api.type_def(id).shape {
                let first = union.variants.first().and_then(|of| target(api, &of.ty));
                if first.is_none_or(|of| self.height(of.id).is_some() && !self.leads(api, of.id, id)) {
                    self.variants.insert(id, 0);
                }
            }
            for item in listed(api, id) {
                if self.height(item).is_some() && !self.leads(api, item, id) {
                    self.closed.remove(&(id, item));
                }
            }
        }
    }

    /// Returns `true` if a value of one type contains a value of another.
    fn leads(&self, api: &Api, from: TypeId, to: TypeId) -> bool {
        let (mut seen, mut next) = (HashSet::new(), vec![from]);
        while let Some(id) = next.pop() {
            if id == to {
                return true;
            }
            if seen.insert(id) {
                next.extend(self.mentioned(api, id));
            }
        }
        false
    }

    /// Records the discriminator values of variants: first of selected variants, then of the
    /// others.
    fn tell_apart(&mut self, api: &Api) {
        for chosen in [true, false] {
            for (index, def) in api.types.iter().enumerate() {
                let Shape::Union(union) = &def.shape else { continue };
                let at = self.variant(TypeId::new(index));
                for (_, variant) in union.variants.iter().enumerate().filter(|(number, _)| (*number == at) == chosen) {
                    let record = target(api, &variant.ty).filter(|of| !of.listed).map(|of| of.id);
                    if let (Some(id), Some(wire), Some(tag)) = (record, &union.discriminator, variant.values.first()) {
                        self.tags.entry(id).or_insert_with(|| (wire.clone(), tag.clone()));
                    }
                }
            }
        }
    }
}

/// The record or union of a type or of its items.
#[derive(Debug, Clone, Copy)]
struct Target {
    id: TypeId,
    listed: bool,
}

fn target(api: &Api, ty: &Type) -> Option<Target> {
    match ty {
        Type::Array(inner) | Type::Map(inner) => target(api, inner).map(|of| Target { listed: true, ..of }),
        Type::Named(id) => {
            let id = api.without_aliases(*id);
            match &api.type_def(id).shape {
                Shape::Alias(ty) => target(api, ty),
                Shape::Record(_) | Shape::Union(_) => Some(Target { id, listed: false }),
                Shape::Enum(_) | Shape::Numbers(_) => None,
            }
        }
        // The example value is empty.
        Type::Optional(_) | Type::Own(_) => None,
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
        Type::F32 | Type::F64 | Type::Number | Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => None,
    }
}

/// Returns the items of the arrays within a type.
fn listed(api: &Api, id: TypeId) -> Vec<TypeId> {
    let types: Vec<&Type> = match &api.type_def(id).shape {
        Shape::Record(_) => required(api, id).collect(),
        Shape::Union(union) => union.variants.iter().map(|of| &of.ty).collect(),
        Shape::Enum(_) | Shape::Numbers(_) | Shape::Alias(_) => Vec::new(),
    };
    types.into_iter().filter_map(|ty| target(api, ty)).filter(|of| of.listed).map(|of| of.id).collect()
}

/// Returns the types of the required fields of a record.
fn required(api: &Api, id: TypeId) -> impl Iterator<Item = &Type> {
    let fields = api.type_def(id).fields().iter();
    fields.filter(|field| field.presence == Presence::Required && field.is_argument()).map(|field| &field.ty)
}

/// Returns the depth of the smallest value of each type.
fn heights(api: &Api) -> Vec<Option<u32>> {
    let mut heights: Vec<Option<u32>> = vec![None; api.types.len()];
    loop {
        let mut changed = false;
        for index in 0..api.types.len() {
            let id = TypeId::new(index);
            let height = |ty: &Type| match target(api, ty) {
                Some(Target { id, listed: false }) => heights.get(id.index()).copied().flatten(),
                Some(Target { listed: true, .. }) | None => Some(0),
            };
            let found = match &api.type_def(id).shape {
                Shape::Record(_) => required(api, id).map(height).try_fold(0, |most, of| Some(of?.max(most))),
                Shape::Union(union) => union.variants.iter().filter_map(|of| height(&of.ty)).min(),
                Shape::Enum(_) | Shape::Numbers(_) | Shape::Alias(_) => Some(0),
            };
            let found = found.map(|height| height + 1);
            if let Some(height) = heights.get_mut(index).filter(|height| height.is_none() && found.is_some()) {
                *height = found;
                changed = true;
            }
        }
        if !changed {
            return heights;
        }
    }
}

/// Returns a unique name for each function.
fn functions(api: &Api) -> HashMap<TypeId, String> {
    let (mut functions, mut taken) = (HashMap::new(), HashSet::new());
    for (index, def) in api.types.iter().enumerate() {
        let mut name = def.name.to_snake_case();
        if syn::parse_str::<syn::Ident>(&name).is_err() {
            name.push('_');
        }
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        functions.insert(TypeId::new(index), name);
    }
    functions
}
