//! Examples: calls with plausible arguments, as code that compiles.

use super::credentials::setter;
use super::request::member_field;
use crate::lower::Api;
use crate::lower::model::{
    Argument, Field, Format, Operation, Presence, Record, Resource, Shape, Type, TypeId, Webhook,
};

/// So deep an argument is written out; a required value further in is left to the reader.
const DEEP: usize = 3;

/// So long a call stands on one line.
const WIDE: usize = 90;

/// The first example of the crate, for its README: a whole `main`. Empty without operations.
#[must_use]
pub fn example(api: &Api) -> String {
    let Some((resource, operation)) = first(api) else { return String::new() };
    let name = crate_of(api);
    let mut lines = whole(api, resource, operation);
    lines.push("Ok(())".to_owned());
    let lines: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    format!("#[tokio::main]\nasync fn main() -> Result<(), {name}::Error> {{\n{lines}}}\n")
}

/// The first example as the lines of a documentation test that is compiled and not run.
pub(super) fn documented(api: &Api) -> Option<Vec<String>> {
    let (resource, operation) = first(api)?;
    Some(tested(api, "", whole(api, resource, operation)))
}

/// The example of a method.
pub(super) fn call_example(api: &Api, resource: &Resource, operation: &Operation) -> Vec<String> {
    let client = format!("client: {}::Client", crate_of(api));
    tested(api, &client, imported(api, statement(api, resource, operation)))
}

/// How a payload is read.
pub(super) fn payload(api: &Api, webhook: &Webhook) -> Vec<String> {
    let old = webhook.deprecated.then(|| "#[allow(deprecated)]".to_owned());
    let call = format!("let payload = {}::payloads::{}(body)?;", crate_of(api), webhook.name);
    tested(api, "body: &[u8]", old.into_iter().chain([call]).collect())
}

/// Lines as a documentation test, in a function that takes what they begin with.
fn tested(api: &Api, argument: &str, lines: Vec<String>) -> Vec<String> {
    let start = format!("# async fn example({argument}) -> Result<(), {}::Error> {{", crate_of(api));
    let mut test = vec!["```no_run".to_owned(), start];
    test.extend(lines);
    test.extend(["# Ok(()) }", "```"].map(str::to_owned));
    test
}

/// The client, the call, and a line that prints the answer, where there is one.
fn whole(api: &Api, resource: &Resource, operation: &Operation) -> Vec<String> {
    let mut lines = vec![client(api, operation)];
    lines.extend(statement(api, resource, operation));
    lines.extend((operation.output != Type::Nothing).then(|| "println!(\"{answer:?}\");".to_owned()));
    imported(api, lines)
}

/// With the types that the lines name.
fn imported(api: &Api, mut lines: Vec<String>) -> Vec<String> {
    if lines.iter().any(|line| line.contains("types::")) {
        lines.insert(0, format!("use {}::types;", crate_of(api)));
    }
    lines
}

/// The crate, as code calls it.
fn crate_of(api: &Api) -> String {
    api.crate_name.replace('-', "_")
}

/// The line that makes the client: from the environment where its variables have all that the call needs, else by hand.
fn client(api: &Api, operation: &Operation) -> String {
    let name = crate_of(api);
    let has_variables = |number: &usize| api.schemes.get(*number).is_some_and(|scheme| !scheme.variables.is_empty());
    let named = operation.security.iter().any(|all| all.iter().all(has_variables));
    let from_env = api.names_variables() && (named || operation.security.is_empty());
    // A variable for it is read with the others.
    let base = api.base_to_give(operation).filter(|_| !from_env || api.base_url_variable.is_none());
    let base = base.map(|url| format!(".base_url({url:?})"));
    match (from_env, &base) {
        (true, None) => return format!("let client = {name}::Client::from_env()?;"),
        (true, Some(base)) => return format!("let client = {name}::Client::builder(){base}.from_env()?.build()?;"),
        (false, _) => {}
    }
    let base = base.unwrap_or_default();
    let schemes = operation.security.first().into_iter().flatten().filter_map(|number| api.schemes.get(*number));
    let given: String = schemes
        .map(|scheme| match setter(api, scheme) {
            "basic" => ".basic(\"name\", \"password\")".to_owned(),
            "credential" => format!(".credential({:?}, \"secret\")", scheme.wire),
            other => format!(".{other}(\"secret\")"),
        })
        .collect();
    format!("let client = {name}::Client::builder(){base}{given}.build()?;")
}

/// The operation that shows most with least: one with arguments and an answer, else the first; one that is
/// deprecated where there is no other.
fn first(api: &Api) -> Option<(&Resource, &Operation)> {
    let all = || api.resources.iter().flat_map(|resource| resource.operations.iter().map(move |of| (resource, of)));
    let good = |of: &Operation| !of.deprecated && of.output != Type::Nothing && (1..=2).contains(&of.arguments.len());
    let current = |(_, of): &(&Resource, &Operation)| !of.deprecated;
    all().find(|(_, of)| good(of)).or_else(|| all().find(current)).or_else(|| all().next())
}

/// The call, line by line.
fn statement(api: &Api, resource: &Resource, operation: &Operation) -> Vec<String> {
    let arguments: Vec<String> =
        operation.arguments.iter().filter_map(|argument| value(api, operation, *argument)).collect();
    let start = if operation.output == Type::Nothing { "client" } else { "let answer = client" };
    let old = operation.deprecated.then(|| "#[allow(deprecated)]".to_owned());
    old.into_iter().chain(call(start, &resource.name, &operation.name, &arguments)).collect()
}

/// A call as it would be formatted: on one line, else a line a step, else a line an argument.
fn call(start: &str, resource: &str, method: &str, arguments: &[String]) -> Vec<String> {
    let joined = arguments.join(", ");
    let line = format!("{start}.{resource}().{method}({joined}).await?;");
    if line.len() <= WIDE {
        return vec![line];
    }
    let mut lines = vec![start.to_owned(), format!("    .{resource}()")];
    if joined.len() + method.len() + 7 <= WIDE {
        lines.push(format!("    .{method}({joined})"));
    } else {
        lines.push(format!("    .{method}("));
        lines.extend(arguments.iter().map(|argument| format!("        {argument},")));
        lines.push("    )".to_owned());
    }
    lines.push("    .await?;".to_owned());
    lines
}

fn value(api: &Api, operation: &Operation, argument: Argument) -> Option<String> {
    match argument {
        Argument::Parameter(number) => {
            operation.parameters.get(number).map(|of| expression(api, &of.ty, &of.name, 0, true))
        }
        Argument::Member(number) => {
            let body = operation.body.as_ref()?;
            let name = &body.spread.as_ref()?.get(number)?.name;
            let field = member_field(api, body, number)?;
            Some(match field.presence {
                Presence::RequiredNullable => "None".to_owned(),
                Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                    expression(api, &field.ty, name, 0, true)
                }
            })
        }
        Argument::Body => operation.body.as_ref().map(|body| expression(api, &body.ty, "body", 0, true)),
    }
}

/// A value of a type. `into` says that the place takes whatever becomes it.
fn expression(api: &Api, ty: &Type, name: &str, depth: usize, into: bool) -> String {
    match ty {
        Type::Nothing => "()".to_owned(),
        Type::Text if into => format!("\"{name}\""),
        Type::Text => format!("\"{name}\".to_owned()"),
        Type::Boolean => "true".to_owned(),
        Type::I32 | Type::I64 | Type::U32 | Type::U64 => "1".to_owned(),
        Type::F32 | Type::F64 => "1.0".to_owned(),
        Type::Number if into => "1".to_owned(),
        Type::Number => "1.into()".to_owned(),
        Type::Any => "serde_json::json!({})".to_owned(),
        Type::Formatted(format) if into => format!("{:?}", sample(*format)),
        Type::Formatted(format) => format!("{:?}.into()", sample(*format)),
        Type::Bytes if into => "\"bytes\"".to_owned(),
        Type::Bytes => "\"bytes\".into()".to_owned(),
        Type::File if into => "\"bytes\".as_bytes()".to_owned(),
        Type::File => "\"bytes\".as_bytes().into()".to_owned(),
        Type::Optional(_) => "None".to_owned(),
        Type::List(inner) if depth < DEEP => format!("vec![{}]", expression(api, inner, name, depth + 1, false)),
        Type::List(_) => "Vec::new()".to_owned(),
        Type::Map(_) => "Default::default()".to_owned(),
        Type::Named(id) => named(api, *id, name, depth, into),
    }
}

/// A text of a format.
fn sample(format: Format) -> &'static str {
    match format {
        Format::DateTime => "2026-01-31T12:00:00Z",
        Format::Date => "2026-01-31",
        Format::Time => "12:00:00Z",
        Format::Duration => "PT1H",
        Format::Uuid => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        Format::Uri => "https://example.com/",
        Format::Decimal => "1.50",
        Format::Base64 => "Ynl0ZXM=",
    }
}

fn named(api: &Api, id: TypeId, name: &str, depth: usize, into: bool) -> String {
    let def = api.type_def(id);
    let path = format!("types::{}", def.name);
    let behind = api.type_def(api.behind_aliases(id));
    match &behind.shape {
        Shape::Alias(ty) => expression(api, ty, name, depth, into),
        Shape::Enum(values) => match values.first() {
            Some(value) => format!("{path}::{}", value.name),
            None => format!("{path}::from(\"\")"),
        },
        Shape::Numbers(of) => match of.values.first() {
            Some(value) => format!("{path}::{}", value.name),
            // An alias is no constructor.
            None => format!("types::{}(0)", behind.name),
        },
        Shape::Union(union) => match union.variants.first() {
            Some(_) if depth >= DEEP => "todo!()".to_owned(),
            Some(variant) => {
                let value = expression(api, &variant.ty, name, depth + 1, false);
                let value = if variant.boxed { format!("Box::new({value})") } else { value };
                format!("{path}::{}({value})", variant.name)
            }
            None => "todo!()".to_owned(),
        },
        Shape::Record(_) if depth >= DEEP => "todo!()".to_owned(),
        Shape::Record(of) => {
            // The alias of an inline type has a name of its own for it, that of a component has none.
            record(api, of, &path, def.required_name.as_ref().or(behind.required_name.as_ref()), depth)
        }
    }
}

/// A call of a record's constructor, which takes a struct of its required fields where `required` names one.
fn record(api: &Api, record: &Record, path: &str, required: Option<&String>, depth: usize) -> String {
    let fields = record.fields.iter().filter(|field| field.is_argument());
    let value = |field: &Field, into| match field.presence {
        Presence::Required => expression(api, &field.ty, &field.name, depth + 1, into),
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => "None".to_owned(),
    };
    match required {
        Some(of) => {
            let fields: Vec<String> = fields.map(|field| format!("{}: {}", field.name, value(field, false))).collect();
            format!("{path}::new(types::{of} {{ {} }})", fields.join(", "))
        }
        None => format!("{path}::new({})", fields.map(|field| value(field, true)).collect::<Vec<_>>().join(", ")),
    }
}
