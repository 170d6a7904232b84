//! The functions of operations: a call with its arguments and setters, and how its declared headers
//! and errors are shown. Must not know types beyond their paths.

use std::fmt::Write;

use crate::names::{ArgumentNames, Names, OperationNames, Presence};

/// Returns the text of `src/calls.rs`.
pub(super) fn text(names: &Names) -> String {
    let mut out = "use client::{Client, Error};\nuse serde_json::{Map, Value, json};\n\n\
                   use crate::proof::{BuildResult, ProvedType};\nuse crate::run::{self, Case, Declared};\n\n"
        .to_owned();
    out.push_str(
        "pub const OPERATIONS: &[(fn(&Client, &Case) -> BuildResult<Value>, fn(&str) -> BuildResult<Value>)] = &[\n",
    );
    for (index, operation) in names.operations.iter().enumerate() {
        let body = operation.arguments.iter().chain(&operation.setters).find(|argument| argument.location == "body");
        let ty = body.map_or("()", |body| body.ty.as_str());
        let _ = writeln!(out, "    (call_{index}, <{ty} as ProvedType>::round_trip),");
    }
    out.push_str("];\n\n");
    out.push_str(&headers(names));
    for (index, operation) in names.operations.iter().enumerate() {
        out.push_str(&call(index, operation));
        out.push_str(&declared(index, operation));
    }
    out
}

/// Writes the function that reads all declared headers that the response has.
fn headers(names: &Names) -> String {
    let mut out = "fn headers(headers: &http::HeaderMap) -> Value {\n    let mut all = Map::new();\n".to_owned();
    for (wire, path, _) in &names.headers {
        let _ = writeln!(
            out,
            "    match {path}.read(headers) {{\n        Ok(Some(value)) => {{ all.insert({wire:?}.to_owned(), ProvedType::show(&value)); }}\n        \
             Ok(None) => {{}}\n        Err(error) => {{ all.insert({wire:?}.to_owned(), json!(error.to_string())); }}\n    }}"
        );
    }
    out + "    Value::Object(all)\n}\n\n"
}

fn call(index: usize, operation: &OperationNames) -> String {
    // Escaped, because a line end in the path would end the comment.
    let mut out = format!(
        "// {:?} {:?}\nfn call_{index}(client: &Client, case: &Case) -> BuildResult<Value> {{\n",
        operation.method, operation.path
    );
    let arguments = || operation.arguments.iter().chain(&operation.setters);
    let parameters: Vec<String> = arguments()
        .filter(|argument| !matches!(argument.location.as_str(), "member" | "body"))
        .map(|argument| format!("({:?}, {:?})", argument.location, argument.wire))
        .collect();
    let _ = writeln!(out, "    case.check_parameters(&[{}])?;", parameters.join(", "));
    let members: Vec<String> = arguments()
        .filter(|argument| argument.location == "member")
        .map(|argument| format!("{:?}", argument.wire))
        .collect();
    let spread = !members.is_empty();
    if spread {
        let _ = writeln!(out, "    let whole = case.whole || !case.has_only_properties(&[{}]);", members.join(", "));
    }
    let required: Vec<String> = operation.arguments.iter().map(required).collect();
    let _ = writeln!(out, "    let mut request = client.{}({});", operation.call, required.join(", "));
    for setter in &operation.setters {
        out.push_str(&set(setter, spread));
    }
    if operation.pages.is_some() {
        out.push_str("    if case.is_paged() { return Ok(run::pages(request.pages_blocking())); }\n");
    }
    let errors = if operation.errors.is_some() { format!("declared_{index}") } else { "run::undeclared".to_owned() };
    let _ = writeln!(out, "    Ok(run::outcome(request.with_response().send_blocking(), headers, {errors}))\n}}\n");
    out
}

fn argument_type(argument: &ArgumentNames) -> String {
    match argument.presence {
        Presence::RequiredNullable => format!("Option<{}>", argument.ty),
        Presence::Required | Presence::Optional | Presence::OptionalNullable => argument.ty.clone(),
    }
}

fn required(argument: &ArgumentNames) -> String {
    format!("case.required::<{}>({:?}, {:?})?", argument_type(argument), argument.location, argument.wire)
}

fn set(argument: &ArgumentNames, spread: bool) -> String {
    let ArgumentNames { location, wire, name, ty, presence } = argument;
    let condition = match location.as_str() {
        "member" => "if !whole",
        "body" if spread => "if whole",
        _ => "",
    };
    let getter = match presence {
        Presence::OptionalNullable => format!("nullable::<{ty}>"),
        Presence::Required | Presence::RequiredNullable | Presence::Optional => format!("optional::<{ty}>"),
    };
    let line =
        format!("if let Some(value) = case.{getter}({location:?}, {wire:?})? {{ request = request.{name}(value); }}");
    if condition.is_empty() { format!("    {line}\n") } else { format!("    {condition} {{ {line} }}\n") }
}

fn declared(index: usize, operation: &OperationNames) -> String {
    let Some((path, variants)) = &operation.errors else { return String::new() };
    let mut out =
        format!("fn declared_{index}(error: &Error) -> Declared {{\n    match error.declared::<{path}>().ok()?? {{\n");
    for variant in variants {
        let name = &variant.name;
        let _ = writeln!(
            out,
            "        {path}::{name}(.., body) => Some(({:?}, body.show(), body.encode())),",
            variant.status
        );
    }
    out + "        _ => None,\n    }\n}\n\n"
}
