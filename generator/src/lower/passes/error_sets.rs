//! Operations that declare the same error bodies share their enum; each keeps its own name as an alias. Must not know schemas.

use foldhash::HashMap;

use crate::lower::model::{DeclaredVariant, ErrorSet, Operation, Resource, Shape, Status, Type, TypeDef, TypeId};
use crate::lower::names::claims::Scope;
use crate::lower::names::error_sets::{ErrorUse, wanted as wanted_for_errors};
use crate::lower::names::lock::{Edition, Lock};

/// A set of error bodies, to be compared: name, status and type of each.
type Key = Vec<(String, Status, Type)>;

/// Finds the sets that several operations declare, and refers these operations to them.
pub(crate) fn share(resources: &mut [Resource], types: &[TypeDef], earlier: &Lock, new: &mut Lock) -> Vec<ErrorSet> {
    let mut order: Vec<Key> = Vec::new();
    let mut users: HashMap<Key, Vec<usize>> = HashMap::default();
    let mut first: HashMap<Key, String> = HashMap::default();
    for (index, resource) in resources.iter().enumerate() {
        for operation in &resource.operations {
            let key = key(types, &operation.declared_errors());
            if key.is_empty() {
                continue;
            }
            let indices = users.entry(key.clone()).or_default();
            if indices.is_empty() {
                first.insert(key.clone(), operation.type_name.clone());
                order.push(key);
            }
            indices.push(index);
        }
    }
    order.retain(|key| users.get(key).is_some_and(|indices| indices.len() > 1));
    let mut scope = Scope::new("errors", earlier, |name| Some(name.to_owned()));
    let names_of: Vec<String> = resources.iter().map(|resource| resource.type_name.clone()).collect();
    let type_name = |index: &usize| names_of.get(*index).cloned();
    let numbers: HashMap<&Key, usize> = order.iter().enumerate().map(|(number, key)| (key, number)).collect();
    for operation in resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        let number = numbers.get(&key(types, &operation.declared_errors())).copied();
        if let Some(errors) = &mut operation.errors {
            errors.shared = number;
        }
    }
    let use_of = |key: &Key| {
        let mut resources: Vec<String> = users.get(key).into_iter().flatten().filter_map(type_name).collect();
        resources.dedup();
        let statuses = key.iter().map(|(name, status, _)| (*status, name.clone())).collect();
        let users = users.get(key).map_or(0, Vec::len);
        ErrorUse { statuses, resources, users, first: first.get(key).cloned().unwrap_or_default() }
    };
    let names = match earlier.edition() {
        Edition::First => order.iter().map(|key| vec![wanted(key)]).collect(),
        Edition::Second => {
            wanted_for_errors(&order.iter().map(use_of).collect::<Vec<_>>(), earlier.edition().longest())
        }
    };
    let set = |(key, wanted): (&Key, Vec<String>)| {
        let item = item(types, key);
        let name = scope.claim_first(&item, &wanted);
        new.set(scope.kind(), &item, &name);
        let mut resources = users.get(key).cloned().unwrap_or_default();
        resources.dedup();
        ErrorSet { name, resources, variants: key.iter().map(variant).collect() }
    };
    order.iter().zip(names).map(set).collect()
}

fn key(types: &[TypeDef], variants: &[DeclaredVariant]) -> Key {
    variants.iter().map(|of| (of.name.clone(), of.status, without_aliases(types, &of.ty))).collect()
}

/// Returns a type with all aliases replaced by their targets.
fn without_aliases(types: &[TypeDef], ty: &Type) -> Type {
    let inner = |of: &Type| Box::new(without_aliases(types, of));
    match ty {
        Type::Named(id) => match types.get(id.index()).map(|def| &def.shape) {
            Some(Shape::Alias(target)) => without_aliases(types, target),
            Some(Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_)) | None => ty.clone(),
        },
        Type::Optional(of) => Type::Optional(inner(of)),
        Type::Array(of) => Type::Array(inner(of)),
        Type::Map(of) => Type::Map(inner(of)),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => ty.clone(),
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => ty.clone(),
        Type::Own(_) => ty.clone(),
    }
}

/// Returns the key of a set in the lock.
fn item(types: &[TypeDef], key: &Key) -> String {
    let name = |id: TypeId| types.get(id.index()).map_or("", |def| def.name.as_str());
    let words = key.iter().map(|(variant, _, ty)| format!("{variant} {}", ty.named().map_or("", name)));
    words.collect::<Vec<_>>().join(", ")
}

/// Returns the name of a set by the first edition of the rules: its statuses, `ForbiddenNotFoundError`.
fn wanted(key: &Key) -> String {
    let names: Vec<&str> = key.iter().map(|(name, _, _)| name.as_str()).collect();
    match names.as_slice() {
        [one, two, three, _, _, ..] => format!("{one}{two}{three}OrOtherError"),
        few => format!("{}Error", few.concat()),
    }
}

fn variant((name, status, ty): &(String, Status, Type)) -> DeclaredVariant {
    // Operations describe the same error in different words.
    DeclaredVariant { name: name.clone(), status: *status, ty: ty.clone(), docs: String::new() }
}

impl Operation {
    /// Returns the declared error bodies with their types.
    #[must_use]
    pub fn declared_errors(&self) -> Vec<DeclaredVariant> {
        let variants = self.errors.iter().flat_map(|errors| &errors.variants);
        let declared = variants.filter_map(|variant| {
            let response = self.responses.get(variant.response)?;
            let ty = response.content.as_ref()?.ty.clone();
            let docs = response.docs.clone();
            Some(DeclaredVariant { name: variant.name.clone(), status: response.status, ty, docs })
        });
        declared.collect()
    }
}
