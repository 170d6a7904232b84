//! An item as it stands after a phase: for whoever looks for the line of the generator to change.
//! Wire names and pointers stand beside Rust names. Must not know how it is printed.

use std::fmt::Write;

use crate::generate::Options;
use crate::lower::model::{Api, Operation, Presence, Shape, Type, TypeDef};
use crate::lower::{Lock, lower, settle};
use crate::parse::{Document, Node, parse};
use crate::report::Report;
use crate::resolve::{Resolved, nearest, resolve};
use crate::sources::Sources;
use crate::{emit, print};

/// A phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The tree of the text.
    Parse,
    /// References followed.
    Resolve,
    /// Types and names decided.
    Lower,
    /// Tokens.
    Emit,
    /// Text.
    Print,
}

impl Stage {
    /// By its name on the command line.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Stage> {
        match name {
            "parse" => Some(Stage::Parse),
            "resolve" => Some(Stage::Resolve),
            "lower" => Some(Stage::Lower),
            "emit" => Some(Stage::Emit),
            "print" => Some(Stage::Print),
            _ => None,
        }
    }
}

/// Why there is nothing to show.
#[derive(Debug)]
pub enum ShowError {
    /// The description is wrong.
    Wrong(Report),
    /// Nothing has that name; the text says which are near.
    NotFound(String),
}

/// Shows an item, or without one the names that there are.
///
/// # Errors
/// Where the description is wrong, or nothing has that name.
pub fn show(
    stage: Stage,
    item: Option<&str>,
    sources: &Sources,
    options: &Options,
    lock: &Lock,
) -> Result<String, ShowError> {
    let mut report = Report::default();
    let document = parse(sources, options.lenient, &mut report).filter(|_| !report.has_errors());
    let Some(document) = document else { return Err(ShowError::Wrong(report)) };
    if stage == Stage::Parse {
        return parsed(&document, item);
    }
    let told = report.diagnostics.len();
    let resolved = resolve(&document, options.lenient, &mut report);
    settle(&resolved, &options.only, &mut report);
    if report.has_errors() {
        document.origins.correct(&mut report, told);
        return Err(ShowError::Wrong(report));
    }
    if stage == Stage::Resolve {
        return named(item, resolved_items(&resolved));
    }
    let (api, _) = lower(&resolved, &options.crate_name, &options.only, lock, &mut report);
    match stage {
        Stage::Lower => named(item, lowered_items(&api)),
        Stage::Emit => named(item, emitted_items(&api, options, |tokens| format!("{tokens}\n"))),
        Stage::Print => named(item, emitted_items(&api, options, print::print_tokens)),
        Stage::Parse | Stage::Resolve => Ok(String::new()),
    }
}

/// What one name stands for: several texts, where several items have it.
type Items = Vec<(String, String)>;

fn named(item: Option<&str>, items: Items) -> Result<String, ShowError> {
    let Some(wanted) = item else {
        let mut names: Vec<String> = items.into_iter().map(|(name, _)| name).collect();
        names.dedup();
        return Ok(names.join("\n") + "\n");
    };
    let found: String = items.iter().filter(|(name, _)| name == wanted).map(|(_, text)| text.as_str()).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    Err(not_found(wanted, items.iter().map(|(name, _)| name.as_str())))
}

fn not_found<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> ShowError {
    ShowError::NotFound(match nearest(wanted, names) {
        Some(near) => format!("nothing is called `{wanted}`; did you mean `{near}`?"),
        None => format!("nothing is called `{wanted}`; without a name all names are listed"),
    })
}

fn parsed(document: &Document<'_>, item: Option<&str>) -> Result<String, ShowError> {
    let components = document.root.as_mapping().and_then(|root| root.get("components")?.as_mapping()?.get("schemas"));
    let schemas = components.and_then(Node::as_mapping);
    let names = || schemas.into_iter().flat_map(|map| map.keys());
    let Some(wanted) = item else { return Ok(names().collect::<Vec<_>>().join("\n") + "\n") };
    let pointer = wanted.trim_start_matches('#');
    let by_pointer = || {
        let steps: Vec<String> = crate::report::Pointer::from_text(pointer).segments().collect();
        document.root.at(&steps).filter(|_| pointer.starts_with('/'))
    };
    match schemas.and_then(|map| map.get(wanted)).or_else(by_pointer) {
        Some(node) => Ok(serde_json::to_string_pretty(&node.to_json()).unwrap_or_default() + "\n"),
        None => Err(not_found(wanted, names())),
    }
}

fn resolved_items(resolved: &Resolved) -> Items {
    let mut items = Items::new();
    for (name, id) in &resolved.named {
        let schema = resolved.schema(*id);
        let mut text = format!("schema {name}  #{}\n", schema.span.pointer.as_str());
        let _ = writeln!(text, "  types {:?} nullable {} format {:?}", schema.types, schema.nullable, schema.format);
        if let Some(values) = &schema.enumeration {
            let values: Vec<String> = values.iter().map(|value| value.to_json().to_string()).collect();
            let _ = writeln!(text, "  enum {}", values.join(", "));
        }
        for (property, id) in &schema.properties {
            let of = resolved.schema(*id);
            let target = of.reference.map(|id| resolved.schema(id).span.pointer.as_str().to_owned());
            let kind = target.map_or_else(|| format!("{:?}", of.types), |target| format!("-> #{target}"));
            let required = if schema.required.contains(property) { "required" } else { "optional" };
            let _ = writeln!(text, "  \"{property}\" {required} {kind}");
        }
        items.push((name.clone(), text));
    }
    for operation in &resolved.operations {
        let name = operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method, operation.path));
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
        let media = |content: &[crate::resolve::MediaType]| {
            content.iter().map(|of| of.media_type.clone()).collect::<Vec<_>>().join(", ")
        };
        if let Some(body) = &operation.body {
            let _ = writeln!(text, "  body required {} of {}", body.required, media(&body.content));
        }
        for response in &operation.responses {
            let _ = writeln!(
                text,
                "  {} {}  #{}",
                response.status,
                media(&response.content),
                response.span.pointer.as_str()
            );
        }
        items.push((name, text));
    }
    items
}

fn lowered_items(api: &Api) -> Items {
    let mut items: Items = api.types.iter().map(|def| (def.name.clone(), lowered_type(api, def))).collect();
    for resource in &api.resources {
        for operation in &resource.operations {
            let text = lowered_operation(api, &resource.name, operation);
            items.push((format!("{}.{}", resource.name, operation.name), text.clone()));
            items.extend(operation.id.iter().map(|id| (id.clone(), text.clone())));
        }
    }
    items
}

fn lowered_type(api: &Api, def: &TypeDef) -> String {
    let mut text = format!("{}  #{}\n", def.name, def.span.pointer.as_str());
    match &def.shape {
        Shape::Record(record) => {
            for field in &record.fields {
                let boxed = if field.boxed { "Box " } else { "" };
                let presence = match field.presence {
                    Presence::Required => "required",
                    Presence::RequiredNullable => "required, nullable",
                    Presence::Optional => "optional",
                    Presence::OptionalNullable => "optional, nullable",
                };
                let _ = writeln!(
                    text,
                    "  {}: {boxed}{}  \"{}\" {presence}",
                    field.name,
                    type_name(api, &field.ty),
                    field.wire
                );
            }
            if let Some(rest) = &record.rest {
                let _ = writeln!(text, "  extra: {} each", type_name(api, &rest.ty));
            }
            if let Some(name) = &def.required_name {
                let _ = writeln!(text, "  new takes {name}");
            }
        }
        Shape::Enum(values) => {
            for value in values {
                let _ = writeln!(text, "  {}  {:?}", value.name, value.wire);
            }
        }
        Shape::Numbers(of) => {
            let _ = writeln!(text, "  of {}", type_name(api, &of.ty));
            for value in &of.values {
                let _ = writeln!(text, "  {}  {}", value.name, value.wire);
            }
        }
        Shape::Union(union) => {
            for variant in &union.variants {
                let boxed = if variant.boxed { "boxed " } else { "" };
                let tags = variant.values.iter().map(|tag| format!(" {tag:?}")).collect::<String>();
                let _ = writeln!(text, "  {}({boxed}{}){tags}", variant.name, type_name(api, &variant.ty));
            }
        }
        Shape::Alias(ty) => {
            let _ = writeln!(text, "  = {}", type_name(api, ty));
        }
    }
    text
}

fn lowered_operation(api: &Api, resource: &str, operation: &Operation) -> String {
    let mut text = format!(
        "{resource}.{}  {} {}  #{}\n",
        operation.name,
        operation.method,
        operation.path,
        operation.span.pointer.as_str()
    );
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let how = if operation.arguments.contains(&crate::lower::model::Argument::Parameter(index)) {
            "argument"
        } else {
            "setter"
        };
        let _ = writeln!(
            text,
            "  {how} {}: {}  {:?} \"{}\" {:?}",
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
    let _ = writeln!(text, "  gives {}", type_name(api, &operation.output));
    text
}

fn type_name(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => api.type_def(*id).name.clone(),
        Type::Optional(inner) => format!("Option<{}>", type_name(api, inner)),
        Type::Array(inner) => format!("Vec<{}>", type_name(api, inner)),
        Type::Map(inner) => format!("BTreeMap<String, {}>", type_name(api, inner)),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => format!("{ty:?}"),
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => {
            format!("{ty:?}")
        }
    }
}

/// What was emitted, by the name of the file and by the name of the item that it comes from.
fn emitted_items(api: &Api, options: &Options, text: impl Fn(&proc_macro2::TokenStream) -> String) -> Items {
    let mut items = Items::new();
    let root = options.root();
    for file in emit::units(api).into_iter().filter_map(|unit| emit::emit(api, unit, root)) {
        for item in &file.items {
            let shown = text(&item.tokens);
            items.push((file.path.clone(), shown.clone()));
            items.extend(names_of(api, &item.span).into_iter().map(|name| (name, shown.clone())));
        }
    }
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items
}

fn names_of(api: &Api, span: &crate::report::SourceLocation) -> Vec<String> {
    let types = api.types.iter().filter(|def| def.span == *span).map(|def| def.name.clone());
    let operations = api.resources.iter().flat_map(|resource| {
        let here = resource.operations.iter().filter(|operation| operation.span == *span);
        here.map(move |operation| format!("{}.{}", resource.name, operation.name))
    });
    types.chain(operations).collect()
}
