//! Enums: the names of their values. Must not know where they are used.

use super::types::Types;
use crate::lower::model::{Numbers, Type, Value};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::reserved::Use;
use crate::parse::Node;
use crate::resolve::{Schema, SchemaId};

/// The values of an enum of texts, named.
pub(crate) fn texts(types: &mut Types<'_>, id: SchemaId, values: &[String]) -> Vec<Value> {
    named(types, id, values, Use::Variant)
}

/// The values of an enum of integers, named.
pub(crate) fn numbers(types: &mut Types<'_>, id: SchemaId, ty: Type) -> Numbers {
    let listed = wires(types.resolved.schema(id)).unwrap_or_default();
    Numbers { ty, values: named(types, id, &listed, Use::Constant) }
}

/// Whether an integer is an enum with a type of its own: all its values are named, fit, and are more than one.
/// Without names the type would say nothing that the number does not.
pub(crate) fn is_named_number(schema: &Schema, ty: &Type) -> bool {
    let Some(wires) = wires(schema) else { return false };
    let fits = |wire: &String| match ty {
        Type::I32 => wire.parse::<i32>().is_ok(),
        Type::I64 => wire.parse::<i64>().is_ok(),
        Type::U32 => wire.parse::<u32>().is_ok(),
        Type::U64 => wire.parse::<u64>().is_ok(),
        Type::Nothing | Type::Text | Type::Boolean | Type::F32 | Type::F64 | Type::Number => false,
        Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => false,
        Type::Optional(_) | Type::List(_) | Type::Map(_) | Type::Named(_) => false,
    };
    wires.len() > 1 && wires.iter().all(|wire| fits(wire) && word(&schema.value_names, wire).is_some())
}

/// The numbers that an enum lists, as they are written, each once; none where one is no number.
fn wires(schema: &Schema) -> Option<Vec<String>> {
    let mut wires = Vec::new();
    for value in schema.enumeration.as_deref()? {
        match value {
            Node::Null => {}
            Node::Number(text) if wires.iter().any(|known| known == &**text) => {}
            Node::Number(text) => wires.push(text.to_string()),
            Node::Bool(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_) => return None,
        }
    }
    Some(wires)
}

fn word<'s>(words: &'s [(String, String)], wire: &str) -> Option<&'s str> {
    words.iter().find(|(of, _)| of == wire).map(|(_, word)| word.as_str())
}

fn named(types: &mut Types<'_>, id: SchemaId, wires: &[String], used_as: Use) -> Vec<Value> {
    let schema = types.resolved.schema(id);
    // Constants are numbers with the names that the description gives them.
    let longest = if used_as == Use::Variant { types.old.edition().longest() } else { usize::MAX };
    let wanted = wires.iter().map(|wire| Wanted::new(wire, word(&schema.value_names, wire), used_as).fitted(longest));
    let wanted: Vec<Wanted> = wanted.collect();
    let scope = types.resolved.key(&schema.span);
    let names = claim_members(&scope, &wanted, types.old, &mut types.new);
    let docs = |wire: &str| word(&schema.value_docs, wire).unwrap_or_default().to_owned();
    wires.iter().zip(names).map(|(wire, name)| Value { wire: wire.clone(), name, docs: docs(wire) }).collect()
}
