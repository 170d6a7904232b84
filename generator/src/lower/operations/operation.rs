//! Operations: parameters, body, responses, security and the order of arguments. Must not know
//! other operations.

use super::body::{body, spread};
use super::events::{events, streams};
use super::parameters::parameter;
use super::resources::{Named, item};
use super::responses::{errors, responses};
use super::security::{Schemes, security, unsupported};
use crate::lower::model::{
    Argument, Body, Operation, Parameter, ParameterLocation, Server, ServerVariable, Shape, Type,
};
use crate::lower::names::claims::{Wanted, claim_members};
use crate::lower::names::reserved::Use;
use crate::lower::schemas::builder::TypeBuilder;
use crate::lower::schemas::constants::preset;
use crate::report::Diagnostic;
use crate::resolve::{In, Operation as Declared, Server as DeclaredServer, ServerVariable as DeclaredVariable};

/// Lowers an operation under its names.
///
/// # Errors
///
/// Returns the reason why it is skipped.
pub(crate) fn operation(
    types: &mut TypeBuilder<'_>,
    declared: &Declared,
    named: &Named,
    schemes: &Schemes,
) -> Result<Operation, Diagnostic> {
    let (resolved, whole) = (types.analysis.schemas.resolved, named.whole.as_str());
    let parameters = parameters(types, declared, whole)?;
    let mut sent = match &declared.body {
        Some(of) => body(types, of, whole),
        None => None,
    };
    let (responses, output) = responses(types, declared, whole);
    let events = events(types, declared, whole);
    let streams = events.as_ref().and_then(|_| streams(types, declared, &parameters, sent.as_ref()));
    if let (Some(body), Some(of)) = (&mut sent, &declared.body) {
        body.spread = spread(types, of, body, &parameters, &item(declared));
    }
    let arguments = arguments(types, declared, &parameters, sent.as_ref());
    Ok(Operation {
        span: declared.span.clone(),
        id: declared.id.clone(),
        method: declared.method.clone(),
        path: declared.path.clone(),
        name: named.name.clone(),
        errors: errors(&responses, &named.type_name),
        headers: Vec::new(),
        type_name: named.type_name.clone(),
        docs: docs(declared),
        deprecated: declared.deprecated,
        servers: servers(&declared.servers),
        parameters,
        body: sent,
        responses,
        output,
        events,
        streams,
        pages: None,
        idempotency_key: idempotency_key(declared, resolved.idempotency_key.as_deref()),
        security: security(declared, schemes),
        unsupported_security: unsupported(resolved, declared),
        arguments,
    })
}

/// Returns the header that makes repeated requests harmless: by `x-idempotency-key` of the
/// operation or the description, else a parameter with the name in the IETF's draft. Idempotent
/// methods need none.
fn idempotency_key(declared: &Declared, shared: Option<&str>) -> Option<String> {
    if matches!(declared.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY") {
        return None;
    }
    let is_key =
        |of: &&crate::resolve::Parameter| of.location == In::Header && of.name.eq_ignore_ascii_case("idempotency-key");
    let parameter = || declared.parameters.iter().find(is_key).map(|of| of.name.as_str());
    declared.idempotency_key.as_deref().or_else(parameter).or(shared).map(str::to_owned)
}

/// Lowers base URLs.
#[must_use]
pub(crate) fn servers(declared: &[DeclaredServer]) -> Vec<Server> {
    let variable = |variable: &DeclaredVariable| ServerVariable {
        name: variable.name.clone(),
        default: variable.default.clone(),
        values: variable.values.clone(),
        docs: variable.description.clone().unwrap_or_default(),
    };
    let server = |server: &DeclaredServer| Server {
        url: server.url.clone(),
        variables: server.variables.iter().map(variable).collect(),
        docs: server.description.clone().unwrap_or_default(),
    };
    declared.iter().map(server).collect()
}

fn docs(declared: &Declared) -> String {
    let summary = declared.summary.as_deref().unwrap_or_default().trim();
    let description = declared.description.as_deref().unwrap_or_default().trim();
    match (summary, description) {
        ("", text) | (text, "") => text.to_owned(),
        (summary, description) if description.starts_with(summary) => description.to_owned(),
        (summary, description) => format!("{summary}\n\n{description}"),
    }
}

fn parameters(types: &mut TypeBuilder<'_>, declared: &Declared, whole: &str) -> Result<Vec<Parameter>, Diagnostic> {
    let (mut parameters, mut wanted, mut schemas) = (Vec::new(), Vec::new(), Vec::new());
    for declared_parameter in &declared.parameters {
        let Some(parameter) = parameter(types, declared_parameter, whole)? else { continue };
        // The same name may be used in several locations.
        let key = format!("{:?}/{}", parameter.location, parameter.wire);
        wanted
            .push(Wanted { key, ..Wanted::new(&parameter.wire, declared_parameter.rust_name.as_deref(), Use::Setter) });
        parameters.push(parameter);
        schemas.push(declared_parameter.schema.or(declared_parameter.content.first().and_then(|media| media.schema)));
    }
    let scope = format!("{} parameters", item(declared));
    let names = claim_members(&scope, &wanted, types.earlier, &mut types.new);
    for (((parameter, schema), wanted), name) in parameters.iter_mut().zip(schemas).zip(&wanted).zip(names) {
        parameter.name = name;
        if let Some(schema) = schema.filter(|_| parameter.required) {
            parameter.preset = preset(types, (&scope, &wanted.key), schema);
        }
    }
    Ok(parameters)
}

/// Returns the arguments: required parameters, those of the path first in its order, then the
/// required properties of the body, or the whole body. If two have the same type, exchanging them
/// would compile: the lock keeps their order.
fn arguments(
    types: &mut TypeBuilder<'_>,
    declared: &Declared,
    parameters: &[Parameter],
    body: Option<&Body>,
) -> Vec<Argument> {
    let mut required: Vec<usize> = (0..parameters.len())
        .filter(|&i| parameters.get(i).is_some_and(|p| p.required && p.preset.is_none()))
        .collect();
    required.sort_by_key(|&index| match parameters.get(index) {
        Some(p) if p.location == ParameterLocation::Path => {
            declared.path.find(&format!("{{{}}}", p.wire)).unwrap_or(usize::MAX - 1)
        }
        Some(_) | None => usize::MAX,
    });
    let mut all: Vec<(String, Type, Argument)> = required
        .into_iter()
        .filter_map(|index| parameters.get(index).map(|p| (p.name.clone(), p.ty.clone(), Argument::Parameter(index))))
        .collect();
    match body {
        Some(body) if body.spread.is_some() => all.extend(body_fields(types, body)),
        Some(body) if body.required => all.push(("body".to_owned(), body.ty.clone(), Argument::Body)),
        Some(_) | None => {}
    }
    keep_order(types, &item(declared), &mut all);
    all.into_iter().map(|(_, _, argument)| argument).collect()
}

fn body_fields(types: &TypeBuilder<'_>, body: &Body) -> Vec<(String, Type, Argument)> {
    let Type::Named(id) = body.ty else { return Vec::new() };
    let Some(Shape::Record(record)) = types.definition(id).map(|def| &def.shape) else { return Vec::new() };
    let fields = body.spread.as_deref().unwrap_or_default().iter().enumerate();
    let required = fields.filter_map(|(index, body_field)| {
        let field = record.fields.get(body_field.field)?;
        field.is_argument().then(|| (body_field.name.clone(), field.ty.clone(), Argument::BodyField(index)))
    });
    required.collect()
}

/// Sorts arguments as in the earlier run.
fn keep_order(types: &mut TypeBuilder<'_>, item: &str, all: &mut [(String, Type, Argument)]) {
    let earlier = types.earlier.get("arguments", item).unwrap_or_default();
    let rank = |name: &str| earlier.split(',').position(|kept| kept == name).unwrap_or(usize::MAX);
    all.sort_by_key(|(name, _, _)| rank(name));
    let twice = all.iter().enumerate().any(|(i, (_, ty, _))| all.iter().skip(i + 1).any(|(_, other, _)| other == ty));
    if twice {
        let names: Vec<&str> = all.iter().map(|(name, _, _)| name.as_str()).collect();
        types.new.set("arguments", item, &names.join(","));
    }
}
