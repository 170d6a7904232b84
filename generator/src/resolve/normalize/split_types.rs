//! `type` with several entries: a union with one schema for each type. Must not know Rust.

use crate::parse::Node;
use crate::resolve::resolved::{JsonType, Schema, SchemaId, Schemas};

/// Splits a schema of several types into an `anyOf` with one schema for each type.
pub(super) fn split_types(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index) else { return };
    let composed = schema.reference.is_some()
        || !(schema.all_of.is_empty() && schema.one_of.is_empty() && schema.any_of.is_empty());
    let numbers = schema.types.iter().all(|of| matches!(of, JsonType::Integer | JsonType::Number));
    if schema.types.len() < 2 || composed || numbers {
        return;
    }
    let whole = schema.clone();
    let number = whole.types.contains(&JsonType::Number);
    let types = whole.types.iter().filter(|of| !(number && **of == JsonType::Integer));
    let parts: Vec<Schema> = types.map(|of| part(&whole, *of)).collect();
    let ids: Vec<SchemaId> = parts.into_iter().map(|part| schemas.push(part)).collect();
    if let Some(schema) = schemas.get_mut(index) {
        let Schema { span, component, nullable, annotations, .. } = whole;
        *schema = Schema { span, component, nullable, annotations, any_of: ids, ..Schema::default() };
    }
}

/// Returns the part of a schema that applies to one of its types.
fn part(whole: &Schema, json_type: JsonType) -> Schema {
    let (object, array) = (json_type == JsonType::Object, json_type == JsonType::Array);
    let fits = |node: &&Node| match node {
        Node::Null => false,
        Node::Bool(_) => json_type == JsonType::Boolean,
        Node::Number(_) => matches!(json_type, JsonType::Integer | JsonType::Number),
        Node::String(_) => json_type == JsonType::String,
        Node::Sequence(_) => array,
        Node::Mapping(_) => object,
    };
    let values = whole.enumeration.as_ref().map(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>());
    let name = format!("{json_type:?}").to_lowercase();
    let mut part = Schema { span: whole.span.child("type").child(&name), types: vec![json_type], ..Schema::default() };
    part.enumeration = values.filter(|values| !values.is_empty());
    part.constant = whole.constant.clone().filter(|value| fits(&value));
    if object {
        part.properties.clone_from(&whole.properties);
        part.required.clone_from(&whole.required);
        part.pattern_properties.clone_from(&whole.pattern_properties);
        part.additional = whole.additional;
        (part.unevaluated, part.rest) = (whole.unevaluated, whole.rest);
        part.property_names = whole.property_names;
    } else if array {
        part.items = whole.items;
        part.prefix_items.clone_from(&whole.prefix_items);
    } else if json_type != JsonType::Boolean {
        part.format.clone_from(&whole.format);
        part.content_encoding.clone_from(&whole.content_encoding);
    }
    part
}
