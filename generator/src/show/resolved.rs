//! Schemas and operations after references are resolved. Must not know Rust names.

use std::fmt::Write;

use crate::resolve::{MediaType, Operation, Resolved, SchemaId};

/// Returns all components and operations, each with its text.
pub(super) fn items(resolved: &Resolved) -> Vec<(String, String)> {
    let mut items: Vec<(String, String)> =
        resolved.named.iter().map(|(name, id)| (name.clone(), schema(resolved, name, *id))).collect();
    items.extend(resolved.operations.iter().map(|of| {
        let name = of.id.clone().unwrap_or_else(|| format!("{} {}", of.method, of.path));
        (name, operation(of))
    }));
    items
}

fn schema(resolved: &Resolved, name: &str, id: SchemaId) -> String {
    let schema = resolved.schema(id);
    let mut text = format!("schema {name}  #{}\n", schema.span.pointer.as_str());
    let _ = writeln!(text, "  types {:?} nullable {} format {:?}", schema.types, schema.nullable, schema.format);
    if let Some(values) = &schema.enumeration {
        let values: Vec<String> = values.iter().map(|value| value.to_json().to_string()).collect();
        let _ = writeln!(text, "  enum {}", values.join(", "));
    }
    for (name, id) in &schema.properties {
        let property = resolved.schema(*id);
        let target = property.reference.map(|id| resolved.schema(id).span.pointer.as_str().to_owned());
        let kind = target.map_or_else(|| format!("{:?}", property.types), |target| format!("-> #{target}"));
        let required = if schema.required.contains(name) { "required" } else { "optional" };
        let _ = writeln!(text, "  \"{name}\" {required} {kind}");
    }
    text
}

fn operation(operation: &Operation) -> String {
    let mut text = format!("{} {}  #{}\n", operation.method, operation.path, operation.span.pointer.as_str());
    for parameter in &operation.parameters {
        let _ = writeln!(
            text,
            "  {:?} \"{}\" required {} style {} explode {}  #{}",
            parameter.location,
            parameter.name,
            parameter.required,
            parameter.style,
            parameter.explode,
            parameter.span.pointer.as_str()
        );
    }
    if let Some(body) = &operation.body {
        let _ = writeln!(text, "  body required {} of {}", body.required, media_types(&body.content));
    }
    for response in &operation.responses {
        let pointer = response.span.pointer.as_str();
        let _ = writeln!(text, "  {} {}  #{pointer}", response.status, media_types(&response.content));
    }
    text
}

fn media_types(content: &[MediaType]) -> String {
    content.iter().map(|media| media.media_type.as_str()).collect::<Vec<_>>().join(", ")
}
