//! The function of an operation: the call with its arguments and setters, and how its answers and declared errors are told.

use std::fmt::Write;

use crate::names::{GivenNames, Names, OperationNames, Presence};

/// `src/calls.rs`
pub(super) fn text(names: &Names) -> String {
    let mut out = "use client::{Client, Error};\nuse serde_json::{Map, Value, json};\n\n\
                   use crate::proof::{Built, Proved};\nuse crate::run::{self, Case, Declared};\n\n"
        .to_owned();
    out.push_str("pub const OPERATIONS: &[(fn(&Client, &Case) -> Built<Value>, fn(&str) -> Built<Value>)] = &[\n");
    for (index, operation) in names.operations.iter().enumerate() {
        let body = operation.arguments.iter().chain(&operation.setters).find(|of| of.place == "body");
        let ty = body.map_or("()", |of| of.ty.as_str());
        let _ = writeln!(out, "    (call_{index}, <{ty} as Proved>::again),");
    }
    out.push_str("];\n\n");
    out.push_str(&headers(names));
    for (index, operation) in names.operations.iter().enumerate() {
        out.push_str(&call(index, operation));
        out.push_str(&declared(index, operation));
    }
    out
}

/// Reads whatever declared header is there.
fn headers(names: &Names) -> String {
    let mut out = "fn headers(of: &http::HeaderMap) -> Value {\n    let mut all = Map::new();\n".to_owned();
    for (wire, path, _) in &names.headers {
        let _ = writeln!(
            out,
            "    match {path}.read(of) {{\n        Ok(Some(value)) => {{ all.insert({wire:?}.to_owned(), Proved::show(&value)); }}\n        \
             Ok(None) => {{}}\n        Err(error) => {{ all.insert({wire:?}.to_owned(), json!(error.to_string())); }}\n    }}"
        );
    }
    out + "    Value::Object(all)\n}\n\n"
}

fn call(index: usize, operation: &OperationNames) -> String {
    // Escaped, as a line end of the path would end the comment.
    let mut out = format!(
        "// {:?} {:?}\nfn call_{index}(client: &Client, case: &Case) -> Built<Value> {{\n",
        operation.method, operation.path
    );
    let all = || operation.arguments.iter().chain(&operation.setters);
    let parameters: Vec<String> = all()
        .filter(|of| !matches!(of.place.as_str(), "member" | "body"))
        .map(|of| format!("({:?}, {:?})", of.place, of.wire))
        .collect();
    let _ = writeln!(out, "    case.known(&[{}])?;", parameters.join(", "));
    let members: Vec<String> = all().filter(|of| of.place == "member").map(|of| format!("{:?}", of.wire)).collect();
    let spread = !members.is_empty();
    if spread {
        let _ = writeln!(out, "    let whole = case.whole || !case.all_members(&[{}]);", members.join(", "));
    }
    let arguments: Vec<String> = operation.arguments.iter().map(needed).collect();
    let _ = writeln!(out, "    let mut request = client.{}({});", operation.call, arguments.join(", "));
    for setter in &operation.setters {
        out.push_str(&set(setter, spread));
    }
    if operation.pages.is_some() {
        out.push_str("    if case.is_paged() { return Ok(run::pages(request.pages_blocking())); }\n");
    }
    let errors = if operation.errors.is_some() { format!("declared_{index}") } else { "run::none".to_owned() };
    let _ = writeln!(out, "    Ok(run::told(request.with_response().send_blocking(), headers, {errors}))\n}}\n");
    out
}

fn wrapped(given: &GivenNames) -> String {
    match given.presence {
        Presence::RequiredNullable => format!("Option<{}>", given.ty),
        Presence::Required | Presence::Optional | Presence::OptionalNullable => given.ty.clone(),
    }
}

fn needed(given: &GivenNames) -> String {
    format!("case.need::<{}>({:?}, {:?})?", wrapped(given), given.place, given.wire)
}

fn set(given: &GivenNames, spread: bool) -> String {
    let GivenNames { place, wire, name, ty, presence } = given;
    let condition = match place.as_str() {
        "member" => "if !whole",
        "body" if spread => "if whole",
        _ => "",
    };
    let take = match presence {
        Presence::OptionalNullable => format!("maybe::<{ty}>"),
        Presence::Required | Presence::RequiredNullable | Presence::Optional => format!("may::<{ty}>"),
    };
    let line = format!("if let Some(value) = case.{take}({place:?}, {wire:?})? {{ request = request.{name}(value); }}");
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
