//! The sections of the front page that show code: options, pages, errors, tests and blocking calls,
//! each with operations of this API. Must not know the text around them.

use heck::ToSnakeCase;

use crate::emit::examples::calls::{
    call_with, can_send, client, explicit, first, imported, sending, statement, tested,
};
use crate::emit::examples::values::{At, Values};
use crate::emit::operations::facts::takes_status;
use crate::lower::model::{Api, DeclaredVariant, Operation, Resource, Status, Type};

/// The number of operations that are checked for a response that is short enough to be shown.
const TRIED: usize = 40;
/// The longest value of a response that is shown, in bytes.
const LONGEST: usize = 400;
/// The maximum length of a line that is not broken.
const WIDE: usize = 80;

/// An operation with the resource that has it.
type Shown<'a> = (&'a Resource, &'a Operation);

/// A section: its title and its lines.
pub(crate) type Section = (&'static str, Vec<String>);

/// Returns the sections. An API without an operation that can be shown has none.
pub(crate) fn sections(api: &Api) -> Vec<Section> {
    let Some(usual) = first(api).filter(|(_, operation)| can_send(api) && !operation.deprecated) else {
        return Vec::new();
    };
    let all = [options(api, usual), pages(api), errors(api, usual), tests(api, usual), blocking(api, usual)];
    all.into_iter().flatten().collect()
}

/// Returns the operations that an example may call.
fn shown(api: &Api) -> impl Iterator<Item = Shown<'_>> {
    let all = api.possible_resources().flat_map(|resource| resource.operations.iter().map(move |of| (resource, of)));
    all.filter(|(_, operation)| !operation.deprecated)
}

/// Returns the parameter of an example that needs a client.
fn with_client(api: &Api) -> String {
    format!("client: {}::Client", api.path())
}

fn options(api: &Api, usual: Shown<'_>) -> Option<Section> {
    let steps = [
        ".with_timeout(Duration::from_secs(10))",
        ".with_retries(5)",
        ".with_response()",
        &format!("{}?", sending(api)),
    ];
    let mut code = vec!["use std::time::Duration;".to_owned(), String::new()];
    code.extend(call_with(api, usual, "let response = client", &steps)?);
    code.push("println!(\"{} {:?}\", response.status(), response.headers());".to_owned());
    let mut lines = vec![
        "Each request has options. [`ClientBuilder`] sets them for all requests. `with_response` also returns the status and".to_owned(),
        "the headers; [`Request`] lists the others.".to_owned(),
        String::new(),
    ];
    lines.extend(tested(api, &with_client(api), imported(api, code)));
    Some(("Options", lines))
}

fn pages(api: &Api) -> Option<Section> {
    let found = shown(api).filter(|(_, of)| of.pages.is_some() && of.events.is_none());
    let code = found.take(TRIED).find_map(|(resource, operation)| statement(api, resource, operation))?;
    let mut lines = vec![
        "Operations with pages return their items one by one, and request further pages as needed:".to_owned(),
        String::new(),
    ];
    lines.extend(tested(api, &with_client(api), imported(api, code)));
    Some(("Pages", lines))
}

fn errors(api: &Api, usual: Shown<'_>) -> Option<Section> {
    let declares = |(_, of): &Shown<'_>| of.errors.is_some();
    let declared =
        [usual].into_iter().chain(shown(api).take(TRIED)).find(|of| declares(of) && matched(api, *of).is_some());
    let (code, words) = match declared {
        Some(of) => (declared_error(api, of)?, "Error bodies that an operation declares are read by `declared`."),
        None => (error_status(api, usual)?, "The status, headers and body of an error response are part of it."),
    };
    let mut lines = vec![format!("All failures are an [`Error`]. {words}"), String::new()];
    lines.extend(tested(api, &with_client(api), imported(api, code)));
    Some(("Errors", lines))
}

/// Returns the call whose result the example matches on.
fn matched(api: &Api, shown: Shown<'_>) -> Option<Vec<String>> {
    call_with(api, shown, "let result = client", &[sending(api)])
}

fn declared_error(api: &Api, shown_operation: Shown<'_>) -> Option<Vec<String>> {
    let (resource, operation) = shown_operation;
    let name = &operation.errors.as_ref()?.type_name;
    let variants = operation.declared_errors();
    let is_not_found = |variant: &&DeclaredVariant| variant.status == Status::Code(404);
    let variant = variants.iter().find(is_not_found).or(variants.first())?;
    let (fields, shown) = match takes_status(variant) {
        true => ("status, body", "{status}: {body:?}".to_owned()),
        false => ("body", format!("{}: {{body:?}}", variant.name.to_snake_case().replace('_', " "))),
    };
    let mut lines = vec![format!("use {}::{}::{name};", api.path(), resource.name), String::new()];
    lines.extend(matched(api, shown_operation)?);
    lines.extend([
        "match result {".to_owned(),
        success(operation),
        format!("    Err(error) => match error.declared::<{name}>()? {{"),
        format!("        Some({name}::{}({fields})) => println!(\"{shown}\"),", variant.name),
        "        Some(declared) => println!(\"{}: {declared:?}\", declared.status()),".to_owned(),
        "        None => return Err(error),".to_owned(),
        "    },".to_owned(),
        "}".to_owned(),
    ]);
    Some(lines)
}

fn error_status(api: &Api, shown: Shown<'_>) -> Option<Vec<String>> {
    let mut lines = matched(api, shown)?;
    lines.extend([
        "match result {".to_owned(),
        success(shown.1),
        "    Err(error) if error.status().is_some_and(|status| status == 404) => println!(\"not found\"),".to_owned(),
        "    Err(error) => return Err(error),".to_owned(),
        "}".to_owned(),
    ]);
    Some(lines)
}

/// Returns the match arm of a success.
fn success(operation: &Operation) -> String {
    match operation.output {
        Type::Nothing => "    Ok(()) => println!(\"done\"),".to_owned(),
        _ => "    Ok(response) => println!(\"{response:?}\"),".to_owned(),
    }
}

fn tests(api: &Api, usual: Shown<'_>) -> Option<Section> {
    if !api.may_have("testing") {
        return None;
    }
    let Mocked { mut code, is_value, .. } = mocked(api, usual)?;
    code.push(match is_value {
        true => format!("assert_eq!(request{}?, expected);", sending(api)),
        false => format!("assert!(request{}.is_err());", sending(api)),
    });
    code.push("assert_eq!(mock.requests().len(), 1);".to_owned());
    let words = with_feature(api, "testing", "a mock transport responds without a network and records the requests:");
    let mut lines = vec![words, String::new()];
    lines.extend(only_with(api, "testing", tested(api, "", imported(api, code))));
    Some(("Testing", lines))
}

/// Returns a program that calls an operation without a network, as a file in `examples`. Empty if
/// no operation can be shown.
#[must_use]
pub fn program(api: &Api) -> String {
    let shown = first(api).filter(|(_, operation)| !operation.deprecated).and_then(|usual| mocked(api, usual));
    let Some(Mocked { operation, mut code, is_value }) = shown else { return String::new() };
    code.push(match is_value {
        true => "println!(\"{:#?}\", request.await?);".to_owned(),
        false => "println!(\"{:?}\", request.await.err());".to_owned(),
    });
    code.push("Ok(())".to_owned());
    let code = imported(api, code);
    let imports = code.iter().take_while(|line| !line.is_empty()).count();
    let (imports, body) = code.split_at(imports);
    let real = client(api, operation).concat().replace("    ", "");
    let mut lines = vec![
        "//! Calls an operation without a network: a mock transport responds. Run it with `cargo run --example first`."
            .to_owned(),
        "//!".to_owned(),
        "//! To call the API itself, remove the lines about `mock` and create the client with:".to_owned(),
        format!("//! `{real}`"),
        String::new(),
    ];
    lines.extend(imports.iter().cloned());
    lines.push(String::new());
    lines.push("#[tokio::main(flavor = \"current_thread\")]".to_owned());
    lines.push(format!("async fn main() -> Result<(), {}::Error> {{", api.path()));
    lines.extend(body.iter().filter(|line| !line.is_empty()).map(|line| format!("    {line}")));
    lines.push("}\n".to_owned());
    lines.join("\n")
}

/// The lines of a call whose response a mock transport sends, up to the response.
struct Mocked<'a> {
    operation: &'a Operation,
    code: Vec<String>,
    /// `true` if the response is a value, which is called `expected`; otherwise it is an error.
    is_value: bool,
}

fn mocked<'a>(api: &'a Api, usual: Shown<'a>) -> Option<Mocked<'a>> {
    let (shown, value) = prepared(api, usual);
    let is_value = value.is_some();
    let mock = if is_value { "MockTransport" } else { "{MockResponse, MockTransport}" };
    let mut code = vec![
        format!("use {}::testing::{mock};", api.path()),
        String::new(),
        "let mock = MockTransport::new();".to_owned(),
    ];
    let transport =
        if api.may_have("async") { ".transport(mock.clone())" } else { ".blocking_transport(mock.clone())" };
    code.extend(explicit(api, shown.1, &[transport, ".build()?"]));
    code.extend(call_with(api, shown, "let request = client", &[])?);
    code.extend(value.into_iter().flatten());
    code.push(match is_value {
        true => "mock.on(&request).respond(expected.clone());".to_owned(),
        false => "mock.on(&request).respond(MockResponse::status(404, ()));".to_owned(),
    });
    Some(Mocked { operation: shown.1, code, is_value })
}

/// Returns the first operation whose response is short enough to be shown, with the statement that
/// creates it.
fn prepared<'a>(api: &'a Api, usual: Shown<'a>) -> (Shown<'a>, Option<Vec<String>>) {
    let candidates = [usual].into_iter().chain(shown(api).take(TRIED));
    let with_value = |of: Shown<'a>| {
        let code = response(api, of.1)?;
        call_with(api, of, "let request = client", &[]).map(|_| (of, code))
    };
    candidates.into_iter().find_map(with_value).map_or((usual, None), |(of, code)| (of, Some(code)))
}

/// Returns the statement that creates a response of an operation; `None` for a long one, or one
/// that needs another crate.
fn response(api: &Api, operation: &Operation) -> Option<Vec<String>> {
    let contents = operation.successes().filter(|response| response.variant.is_none());
    let content = contents.filter_map(|response| response.content.as_ref()).next()?;
    let code = Values::documented(api).code(&operation.output, &content.sample, "response", At::OUT)?;
    let typed = ["types::", "vec![types::"].iter().any(|start| code.starts_with(start));
    let fits = typed && code.len() <= LONGEST && !code.contains("serde_json::");
    fits.then(|| broken(&format!("let expected = {code};")))
}

/// Breaks a long statement within its innermost bracket that contains several values, with a line
/// for each value.
fn broken(statement: &str) -> Vec<String> {
    let fields = statement.split_once("{ ").and_then(|(head, rest)| Some((head, rest.rsplit_once(" }")?)));
    let Some((head, (fields, end))) = fields.filter(|_| statement.len() > WIDE) else {
        return vec![statement.to_owned()];
    };
    let mut lines = vec![format!("{head}{{")];
    lines.extend(split(fields).into_iter().map(|field| format!("    {field},")));
    lines.push(format!("}}{end}"));
    lines
}

/// Splits code at its commas outside of brackets and strings.
fn split(code: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quoted, mut escaped) = (Vec::new(), 0, 0_usize, false, false);
    for (index, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.extend(code.get(start..index).map(str::trim));
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.extend(code.get(start..).map(str::trim).filter(|part| !part.is_empty()));
    parts
}

fn blocking(api: &Api, usual: Shown<'_>) -> Option<Section> {
    // Without async requests, all examples block.
    if !(api.may_have("async") && api.may_have("blocking")) {
        return None;
    }
    let code = call_with(api, usual, "let response = client", &[".send_blocking()?"])?;
    let words = with_feature(api, "blocking", "each request can be sent without an async runtime:");
    let mut lines = vec![words, String::new()];
    let test = tested(api, &with_client(api), imported(api, code));
    let test = test.into_iter().map(|line| line.replace("# async fn", "# fn")).collect();
    lines.extend(only_with(api, "blocking", test));
    Some(("Blocking", lines))
}

/// Returns a sentence about a feature. A module has the feature.
fn with_feature(api: &Api, feature: &str, words: &str) -> String {
    if api.module.is_none() {
        return format!("With the feature `{feature}`, {words}");
    }
    let (first, rest) = words.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// Adds the feature that a documentation test needs to be compiled.
fn only_with(api: &Api, feature: &str, mut test: Vec<String>) -> Vec<String> {
    if api.module.is_some() {
        return test;
    }
    test.insert(1, format!("# #[cfg(feature = \"{feature}\")]"));
    test
}
