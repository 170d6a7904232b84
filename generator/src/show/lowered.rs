//! Types and operations of the model. Must not know tokens.

use std::fmt::Write;

use crate::lower::model::{Api, Argument, Operation, Presence, Record, Shape, Type, TypeDef, Value};

/// Returns all types and operations, each with its text. An operation with an operationId has two
/// names.
pub(super) fn items(api: &Api) -> Vec<(String, String)> {
    let mut items: Vec<(String, String)> =
        api.types.iter().map(|def| (def.name.clone(), definition(api, def))).collect();
    for resource in &api.resources {
        for operation in &resource.operations {
            let text = self::operation(api, &resource.name, operation);
            items.push((format!("{}.{}", resource.name, operation.name), text.clone()));
            items.extend(operation.id.iter().map(|id| (id.clone(), text.clone())));
        }
    }
    items
}

fn definition(api: &Api, def: &TypeDef) -> String {
    let mut text = format!("{}  #{}\n", def.name, def.span.pointer.as_str());
    match &def.shape {
        Shape::Record(record) => {
            text.push_str(&fields(api, record));
            if let Some(name) = &def.required_name {
                let _ = writeln!(text, "  new takes {name}");
            }
        }
        Shape::Enum(all) => text.push_str(&values(all, |value| format!("{:?}", value.wire))),
        Shape::Numbers(numbers) => {
            let _ = writeln!(text, "  of {}", type_name(api, &numbers.ty));
            text.push_str(&values(&numbers.values, |value| value.wire.clone()));
        }
        Shape::Union(union) => {
            for variant in &union.variants {
                let boxed = if variant.boxed { "boxed " } else { "" };
                let values = variant.values.iter().map(|value| format!(" {value:?}")).collect::<String>();
                let _ = writeln!(text, "  {}({boxed}{}){values}", variant.name, type_name(api, &variant.ty));
            }
        }
        Shape::Alias(ty) => {
            let _ = writeln!(text, "  = {}", type_name(api, ty));
        }
    }
    text
}

fn fields(api: &Api, record: &Record) -> String {
    let mut text = String::new();
    for field in &record.fields {
        let boxed = if field.boxed { "Box " } else { "" };
        let ty = type_name(api, &field.ty);
        let presence = match field.presence {
            Presence::Required => "required",
            Presence::RequiredNullable => "required, nullable",
            Presence::Optional => "optional",
            Presence::OptionalNullable => "optional, nullable",
        };
        let _ = writeln!(text, "  {}: {boxed}{ty}  \"{}\" {presence}", field.name, field.wire);
    }
    if let Some(rest) = &record.rest {
        let _ = writeln!(text, "  extra: {} each", type_name(api, &rest.ty));
    }
    text
}

fn values(all: &[Value], wire: impl Fn(&Value) -> String) -> String {
    all.iter().map(|value| format!("  {}  {}\n", value.name, wire(value))).collect()
}

fn operation(api: &Api, resource: &str, operation: &Operation) -> String {
    let Operation { name, method, path, span, .. } = operation;
    let mut text = format!("{resource}.{name}  {method} {path}  #{}\n", span.pointer.as_str());
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let is_argument = operation.arguments.contains(&Argument::Parameter(index));
        let _ = writeln!(
            text,
            "  {} {}: {}  {:?} \"{}\" {:?}",
            if is_argument { "argument" } else { "setter" },
            parameter.name,
            type_name(api, &parameter.ty),
            parameter.location,
            parameter.wire,
            parameter.style
        );
    }
    if let Some(body) = &operation.body {
        let spread = if body.spread.is_some() { ", spread into arguments" } else { "" };
        let _ = writeln!(text, "  body {} of {}{spread}", type_name(api, &body.ty), body.media_type);
    }
    for response in &operation.responses {
        let body = response.content.as_ref().map_or("nothing".to_owned(), |content| {
            format!("{} of {}", type_name(api, &content.ty), content.media_type)
        });
        let _ = writeln!(text, "  {:?}: {body}", response.status);
    }
    let _ = writeln!(text, "  returns {}", type_name(api, &operation.output));
    text
}

fn type_name(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => api.type_def(*id).name.clone(),
        Type::Own(id) => api.own_type(*id).path.clone(),
        Type::Optional(inner) => format!("Option<{}>", type_name(api, inner)),
        Type::Array(inner) => format!("Vec<{}>", type_name(api, inner)),
        Type::Map(inner) => format!("BTreeMap<String, {}>", type_name(api, inner)),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => format!("{ty:?}"),
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => {
            format!("{ty:?}")
        }
    }
}
