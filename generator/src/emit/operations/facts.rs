//! Facts about operations that several emitters need. Must not emit items.

use heck::ToShoutySnakeCase;

use crate::emit::docs::markdown::in_one_line;
use crate::lower::model::{
    Api, Argument, Body, DeclaredVariant, Field, Operation, Record, Shape, Status, Streams, Style, Type,
};

/// Returns the record of a body, after aliases.
pub(crate) fn body_record<'a>(api: &'a Api, body: &Body) -> Option<&'a Record> {
    let Type::Named(id) = body.ty else { return None };
    match &api.type_def(api.without_aliases(id)).shape {
        Shape::Record(record) => Some(record),
        Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
    }
}

/// Returns the field for property `number` of a spread body.
pub(crate) fn member_field<'a>(api: &'a Api, body: &Body, number: usize) -> Option<&'a Field> {
    let member = body.spread.as_ref()?.get(number)?;
    body_record(api, body)?.fields.get(member.field)
}

/// Returns the field of the body that requests events.
pub(crate) fn flag_field<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Field> {
    let (Some(Streams::Field(number)), Some(body)) = (&operation.streams, &operation.body) else { return None };
    body_record(api, body)?.fields.get(*number)
}

/// Returns `true` if a request has methods of its own.
pub(crate) fn is_own(operation: &Operation) -> bool {
    let is_setter = |argument: Argument| !operation.arguments.contains(&argument);
    let parameters = (0..operation.parameters.len()).any(|number| is_setter(Argument::Parameter(number)));
    let body = operation.body.is_some() && is_setter(Argument::Body);
    parameters || body || operation.events.is_some() || operation.pages.is_some()
}

/// Returns the names of an operation's setters.
pub(crate) fn setter_names(operation: &Operation) -> impl Iterator<Item = &str> {
    let is_setter = |argument: Argument| !operation.arguments.contains(&argument);
    let parameters = operation.parameters.iter().enumerate();
    let parameters = parameters.filter(move |(number, _)| is_setter(Argument::Parameter(*number)));
    let spread = operation.body.iter().filter_map(|body| body.spread.as_deref()).flatten().enumerate();
    let members = spread.filter(move |(number, _)| is_setter(Argument::BodyField(*number)));
    parameters.map(|(_, of)| of.name.as_str()).chain(members.map(|(_, of)| of.name.as_str()))
}

/// Returns `` `GET /pets/{id}` ``, on one line.
pub(crate) fn asked(operation: &Operation) -> String {
    in_one_line(&format!("`{} {}`", operation.method, operation.path))
}

/// Returns the name of an operation's static.
pub(crate) fn static_name(operation: &Operation) -> String {
    operation.type_name.to_shouty_snake_case()
}

/// Returns the constant of `http::StatusCode` if a variant is for one status that has a constant,
/// so that the variant need not contain the number.
pub(crate) fn constant(variant: &DeclaredVariant) -> Option<String> {
    match (variant.status, variant.name.as_str()) {
        (Status::Code(_), "ImATeapot") => Some("IM_A_TEAPOT".to_owned()),
        (Status::Code(_), name) if !name.starts_with("Status") => Some(name.to_shouty_snake_case()),
        (Status::Code(_) | Status::Range(_) | Status::Default, _) => None,
    }
}

/// Returns `true` if a variant contains its status.
pub(crate) fn takes_status(variant: &DeclaredVariant) -> bool {
    constant(variant).is_none()
}

/// Returns the name of the method for the items of all pages: `items`, or `page_items` if a setter
/// has that name.
pub(crate) fn items(operation: &Operation) -> &'static str {
    if setter_names(operation).any(|name| name == "items") { "page_items" } else { "items" }
}

/// Returns `true` if a parameter is serialized as JSON.
pub(crate) fn is_json(style: Style) -> bool {
    match style {
        Style::Json | Style::WholeJson => true,
        Style::Simple | Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject => false,
        Style::TabDelimited | Style::Label | Style::Matrix | Style::Cookie | Style::WholeText => false,
    }
}
