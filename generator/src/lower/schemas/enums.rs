//! Enums: the names of their values. Must not know where they are used.

use super::builder::TypeBuilder;
use super::scalars::{integer, listed_numbers};
use crate::lower::model::{Numbers, Value};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::reserved::Use;
use crate::resolve::SchemaId;

/// Returns the named values of an enum of strings.
pub(crate) fn strings(types: &mut TypeBuilder<'_>, id: SchemaId, values: &[String]) -> Vec<Value> {
    let longest = types.earlier.edition().longest();
    named(types, id, values, (Use::Variant, longest))
}

/// Returns the named values of an enum of integers. Their names come from the description, and are
/// never shortened.
pub(crate) fn integers(types: &mut TypeBuilder<'_>, id: SchemaId) -> Numbers {
    let schema = types.analysis.schema(id);
    let values = listed_numbers(schema).unwrap_or_default();
    Numbers {
        ty: integer(schema, types.analysis.own_types.integers),
        values: named(types, id, &values, (Use::Constant, usize::MAX)),
    }
}

fn named(types: &mut TypeBuilder<'_>, id: SchemaId, wires: &[String], (used_as, longest): (Use, usize)) -> Vec<Value> {
    let schema = types.analysis.schema(id);
    let wanted = wires.iter().map(|wire| Wanted::new(wire, find(&schema.value_names, wire), used_as).fitted(longest));
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = types.analysis.schemas.resolved.key(&schema.span);
    let names = claim_members(&scope, &wanted, types.earlier, &mut types.new);
    let docs = |wire: &str| find(&schema.value_docs, wire).unwrap_or_default().to_owned();
    wires.iter().zip(names).map(|(wire, name)| Value { wire: wire.clone(), name, docs: docs(wire) }).collect()
}

fn find<'s>(pairs: &'s [(String, String)], value: &str) -> Option<&'s str> {
    pairs.iter().find(|(of, _)| of == value).map(|(_, found)| found.as_str())
}
