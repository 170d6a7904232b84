//! Examples: calls with plausible arguments, as code that compiles. Must not choose the values of
//! arguments (`values`).

use crate::emit::docs::credentials::setter;
use crate::emit::examples::values::{At, Values, beyond};
use crate::emit::operations::facts::{body_record, is_json, member_field};
use crate::lower::model::{Api, Argument, Field, Operation, Presence, Resource, Scheme, Type, Webhook};

/// The longest line of an example, in characters.
const WIDE: usize = 90;

/// Returns the first example of the crate, for its README: a whole `main`. Empty without
/// operations.
#[must_use]
pub fn example(api: &Api) -> String {
    let Some(mut lines) = first(api).and_then(|(resource, operation)| whole(api, resource, operation)) else {
        return String::new();
    };
    let name = api.path();
    lines.push("Ok(())".to_owned());
    let lines: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    format!("#[tokio::main]\nasync fn main() -> Result<(), {name}::Error> {{\n{lines}}}\n")
}

/// Returns the first example as a documentation test that is compiled but not run.
pub(crate) fn documented(api: &Api) -> Option<Vec<String>> {
    let (resource, operation) = first(api).filter(|_| can_send(api))?;
    Some(tested(api, "", whole(api, resource, operation)?))
}

/// Returns the example of a method. Empty if an argument has no finite value.
pub(crate) fn call_example(api: &Api, resource: &Resource, operation: &Operation) -> Option<Vec<String>> {
    if !can_send(api) {
        return None;
    }
    let client = format!("client: {}::Client", api.path());
    Some(tested(api, &client, imported(api, statement(api, resource, operation)?)))
}

/// Returns an example that reads a payload.
pub(crate) fn payload(api: &Api, webhook: &Webhook) -> Vec<String> {
    let deprecation = webhook.deprecated.then(|| "#[allow(deprecated)]".to_owned());
    let call = format!("let payload = {}::payloads::{}(body)?;", api.path(), webhook.name);
    tested(api, "body: &[u8]", deprecation.into_iter().chain([call]).collect())
}

/// Returns the step that sends a request in examples: blocking if a module has no async requests.
pub(crate) fn sending(api: &Api) -> &'static str {
    if api.may_have("async") { ".await" } else { ".send_blocking()" }
}

/// Returns the keyword of functions that send requests.
fn asynchronous(api: &Api) -> &'static str {
    if api.may_have("async") { "async " } else { "" }
}

/// Returns `true` if requests can be sent.
pub(crate) fn can_send(api: &Api) -> bool {
    api.may_have("async") || api.may_have("blocking")
}

/// Returns lines as a documentation test, in a function with these parameters.
pub(crate) fn tested(api: &Api, argument: &str, lines: Vec<String>) -> Vec<String> {
    let start = format!("# {}fn example({argument}) -> Result<(), {}::Error> {{", asynchronous(api), api.path());
    // The documentation of a package can use its items, but no test can use a module by its path in
    // the crate.
    let fence = if api.module.is_some() { "```ignore" } else { "```no_run" };
    let mut test = vec![fence.to_owned(), start];
    test.extend(lines);
    test.extend(["# Ok(()) }", "```"].map(str::to_owned));
    test
}

/// Returns the client, the call, and a line that prints the response if there is one.
fn whole(api: &Api, resource: &Resource, operation: &Operation) -> Option<Vec<String>> {
    let mut lines = client(api, operation);
    lines.extend(statement(api, resource, operation)?);
    let printed = operation.output != Type::Nothing && operation.events.is_none() && operation.pages.is_none();
    lines.extend(printed.then(|| "println!(\"{response:?}\");".to_owned()));
    Some(imported(api, lines))
}

/// Adds the import of `types` if the lines need it.
pub(crate) fn imported(api: &Api, mut lines: Vec<String>) -> Vec<String> {
    if lines.iter().any(|line| line.contains("types::")) {
        let import = format!("use {}::types;", api.path());
        // In rustfmt's order.
        let at = lines.iter().take_while(|line| line.starts_with("use ") && **line < import).count();
        lines.insert(at, import);
    }
    lines
}

/// Returns the line that creates the client: from the environment if its variables contain
/// everything that the call needs, otherwise with values in the code.
pub(crate) fn client(api: &Api, operation: &Operation) -> Vec<String> {
    let name = api.path();
    let has_variables = |number: &usize| api.schemes.get(*number).is_some_and(|scheme| !scheme.variables.is_empty());
    let named = operation.security.iter().any(|all| all.iter().all(has_variables));
    let from_env = api.names_variables() && (named || operation.security.is_empty());
    // A variable for the base URL is read with the others.
    let base = api.example_base_url(operation).filter(|_| !from_env || api.base_url_variable.is_none());
    let base = base.map(|url| format!(".base_url({url:?})"));
    match (from_env, &base) {
        (true, None) => return vec![format!("let client = {name}::Client::from_env()?;")],
        (true, Some(base)) => {
            return vec![format!("let client = {name}::Client::builder(){base}.from_env()?.build()?;")];
        }
        (false, _) => {}
    }
    explicit(api, operation, &[".build()?"])
}

/// Returns the statement that creates a client for a call with credentials in the code. `end`
/// follows them.
pub(crate) fn explicit(api: &Api, operation: &Operation, end: &[&str]) -> Vec<String> {
    let base = api.example_base_url(operation).map(|url| format!(".base_url({url:?})"));
    // Prefers the alternative with the fewest credentials, then setters that do not take the name
    // of a scheme.
    let by_name = |number: &&usize| api.schemes.get(**number).is_some_and(|of| setter(api, of) == "credential");
    let first = operation.security.first().filter(|all| !all.is_empty());
    let easiest = first.and(
        operation
            .security
            .iter()
            .filter(|all| !all.is_empty())
            .min_by_key(|all| (all.iter().filter(by_name).count(), all.len())),
    );
    let schemes = easiest.into_iter().flatten().filter_map(|number| api.schemes.get(*number));
    let credentials = schemes.map(|scheme| credential(api, scheme));
    let steps: Vec<String> =
        base.into_iter().chain(credentials).chain(end.iter().map(|step| (*step).to_owned())).collect();
    let start = format!("let client = {}::Client::builder()", api.path());
    let line = format!("{start}{};", steps.concat());
    if line.len() <= WIDE {
        return vec![line];
    }
    [start].into_iter().chain(closed(&steps)).collect()
}

/// Returns the call of the builder that sets the credentials of a scheme.
pub(crate) fn credential(api: &Api, scheme: &Scheme) -> String {
    match setter(api, scheme) {
        "basic" => ".basic(\"user\", \"password\")".to_owned(),
        "credential" => format!(".credential({:?}, \"secret\")", scheme.wire),
        other => format!(".{other}(\"secret\")"),
    }
}

/// Returns the operation of the first example: a `GET` with one or two arguments and a response
/// body, else any `GET` with a response body, else an operation with arguments and a response body,
/// else the first one. Deprecated operations come last.
pub(crate) fn first(api: &Api) -> Option<(&Resource, &Operation)> {
    let all = || api.possible_resources().flat_map(|resource| resource.operations.iter().map(move |of| (resource, of)));
    let shown = |(resource, of): &(&Resource, &Operation)| statement(api, resource, of).is_some();
    let responses = |of: &Operation| !of.deprecated && of.output != Type::Nothing;
    let good = |of: &Operation| responses(of) && (1..=2).contains(&of.arguments.len());
    let reads = |of: &Operation| responses(of) && of.method == "GET";
    let found = all().filter(|(_, of)| good(of) && reads(of)).find(shown);
    let found = found.or_else(|| all().filter(|(_, of)| reads(of)).find(shown));
    let found = found.or_else(|| all().filter(|(_, of)| good(of)).find(shown));
    found.or_else(|| all().filter(|(_, of)| !of.deprecated).find(shown)).or_else(|| all().find(shown))
}

/// Returns the lines of a call. For pages or events they show how each is read.
pub(crate) fn statement(api: &Api, resource: &Resource, operation: &Operation) -> Option<Vec<String>> {
    let values = Values::documented(api);
    let (arguments, set) = (arguments(&values, operation)?, set(&values, operation));
    let deprecation = operation.deprecated.then(|| "#[allow(deprecated)]".to_owned());
    let (start, set, end, each) = match (&operation.events, &operation.pages) {
        (Some(_), _) => {
            let asked = ask_for_events(api, operation);
            ("", format!("{set}{asked}"), "events", Some(("event", "events")))
        }
        (None, Some(_)) => ("", set, crate::emit::operations::facts::items(operation), Some(("item", "items"))),
        (None, None) if operation.output == Type::Nothing => ("client", set, "", None),
        (None, None) => ("let response = client", set, "", None),
    };
    let mut lines: Vec<String> = deprecation.into_iter().collect();
    let steps = |end: String| [set, end].into_iter().filter(|step| !step.is_empty()).collect::<Vec<_>>();
    let called = (resource.name.as_str(), operation.name.as_str());
    match each {
        None => lines.extend(call(start, called, &arguments, &steps(format!("{}?", sending(api))))),
        Some((item, all)) if api.may_have("async") => {
            lines.extend(call(&format!("let mut {all} = client"), called, &arguments, &steps(format!(".{end}()"))));
            lines.extend(each_item(&format!("while let Some({item}) = {all}.next().await"), item));
        }
        Some((item, all)) => {
            let end = format!(".{end}_blocking()");
            lines.extend(call(&format!("let {all} = client"), called, &arguments, &steps(end)));
            lines.extend(each_item(&format!("for {item} in {all}"), item));
        }
    }
    Some(lines)
}

/// Returns a loop that prints each item of a response.
fn each_item(head: &str, item: &str) -> [String; 3] {
    [format!("{head} {{"), format!("    println!(\"{{:?}}\", {item}?);"), "}".to_owned()]
}

/// Returns the setter that requests events if the server may also send a single response: the
/// optional flag `stream`.
fn ask_for_events(api: &Api, operation: &Operation) -> String {
    if operation.streams.is_some() {
        return String::new();
    }
    let is_flag = |wire: &str, ty: &Type| wire == "stream" && *ty == Type::Boolean;
    let parameter = operation.parameters.iter().find(|of| !of.required && is_flag(&of.wire, &of.ty));
    let member = || {
        let body = operation.body.as_ref()?;
        let numbers = 0..body.spread.as_ref()?.len();
        let fields = numbers.filter_map(|number| Some((number, member_field(api, body, number)?)));
        let (number, _) = fields.filter(|(_, field)| !field.is_required()).find(|(_, of)| is_flag(&of.wire, &of.ty))?;
        body.spread.as_ref()?.get(number).map(|member| member.name.clone())
    };
    let name = parameter.map(|of| of.name.clone()).or_else(member);
    name.map(|name| format!(".{name}(true)")).unwrap_or_default()
}

/// Returns the setters of an example: properties that a body needs, and one property of a body that
/// would otherwise be empty.
fn set(values: &Values<'_>, operation: &Operation) -> String {
    let Some(body) = &operation.body else { return String::new() };
    let needed = beyond_arguments(values, operation);
    let has_argument = operation.arguments.iter().any(|of| matches!(of, Argument::Body | Argument::BodyField(_)));
    if has_argument || !needed.is_empty() || !matches!(operation.method.as_str(), "POST" | "PUT" | "PATCH") {
        return needed;
    }
    let plain = |field: &Field| {
        let is_set = field.deprecated || field.constant || field.preset.is_some();
        !is_set && matches!(field.ty, Type::Text | Type::Boolean | Type::I32 | Type::I64)
    };
    let setter = |name: &str, field: &Field| {
        let value = values.code(&field.ty, &field.sample, name, At::ARGUMENT);
        value.map_or_else(String::new, |value| format!(".{name}({value})"))
    };
    if let Some(spread) = &body.spread {
        let mut members =
            (0..spread.len()).filter_map(|number| Some((spread.get(number)?, member_field(values.api, body, number)?)));
        let first = members.find(|(_, field)| plain(field));
        return first.map_or_else(String::new, |(member, field)| setter(&member.name, field));
    }
    let Some(whole) = values.code(&body.ty, &body.sample, "body", At::ARGUMENT) else { return String::new() };
    if !whole.ends_with("::new()") {
        return format!(".body({whole})");
    }
    // An empty object would show nothing, so the example sets a property.
    let fields = body_record(values.api, body).map_or(&[][..], |record| &record.fields);
    let first = fields.iter().find(|field| plain(field) && !field.is_required());
    first.map_or_else(String::new, |field| format!(".body({whole}{})", setter(&field.name, field)))
}

/// Returns the setters of optional properties that a spread body needs for its minimum number of
/// properties.
pub(crate) fn beyond_arguments(values: &Values<'_>, operation: &Operation) -> String {
    let Some((body, spread)) = operation.body.as_ref().and_then(|body| Some((body, body.spread.as_ref()?))) else {
        return String::new();
    };
    let Some(record) = body_record(values.api, body) else { return String::new() };
    let more = beyond(values.api, record, record.least, None);
    let named = spread.iter().filter_map(|member| Some((member, record.fields.get(member.field)?)));
    let needed = named.filter(|(_, field)| more.iter().any(|other| other.wire == field.wire));
    let setters = needed.filter_map(|(member, field)| {
        let sample = body.sample.property(&field.wire).unwrap_or(&field.sample);
        let at = if field.presence == Presence::Optional { At::ARGUMENT } else { At::OUT };
        Some(format!(".{}({})", member.name, values.code(&field.ty, sample, &member.name, at)?))
    });
    setters.collect()
}

/// Returns a call of an operation followed by further steps, or `None` if an argument has no finite
/// value.
pub(crate) fn call_with(
    api: &Api,
    operation: (&Resource, &Operation),
    start: &str,
    steps: &[&str],
) -> Option<Vec<String>> {
    let (resource, operation) = operation;
    let values = Values::documented(api);
    let (arguments, set) = (arguments(&values, operation)?, set(&values, operation));
    let steps = [set].into_iter().filter(|set| !set.is_empty()).chain(steps.iter().map(|step| (*step).to_owned()));
    Some(call(start, (&resource.name, &operation.name), &arguments, &steps.collect::<Vec<_>>()))
}

/// Returns the steps of a chain of calls, one on each line, with a semicolon after the last.
fn closed(steps: &[String]) -> impl Iterator<Item = String> + '_ {
    let last = steps.len().saturating_sub(1);
    steps.iter().enumerate().map(move |(at, step)| format!("    {step}{}", if at == last { ";" } else { "" }))
}

/// Formats a call: on one line, or with a line for each step, or with a line for each argument.
fn call(start: &str, (resource, method): (&str, &str), arguments: &[String], steps: &[String]) -> Vec<String> {
    let joined = arguments.join(", ");
    let line = format!("{start}.{resource}().{method}({joined}){};", steps.concat());
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
    if let Some(last) = lines.last_mut().filter(|_| steps.is_empty()) {
        last.push(';');
    }
    lines.extend(closed(steps));
    lines
}

/// Returns the arguments of a method, or `None` if one has no finite value.
pub(crate) fn arguments(values: &Values<'_>, operation: &Operation) -> Option<Vec<String>> {
    operation.arguments.iter().map(|argument| value(values, operation, *argument)).collect()
}

fn value(values: &Values<'_>, operation: &Operation, argument: Argument) -> Option<String> {
    match argument {
        Argument::Parameter(number) => {
            let of = operation.parameters.get(number)?;
            let at = if is_json(of.style) { At::ARGUMENT } else { At::PARAMETER };
            values.code(&of.ty, &of.sample, &of.name, at)
        }
        Argument::BodyField(number) => {
            let body = operation.body.as_ref()?;
            let name = &body.spread.as_ref()?.get(number)?.name;
            let field = member_field(values.api, body, number)?;
            let sample = body.sample.property(&field.wire).unwrap_or(&field.sample);
            match field.presence {
                Presence::RequiredNullable => Some("None".to_owned()),
                Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                    values.code(&field.ty, sample, name, At::ARGUMENT)
                }
            }
        }
        Argument::Body => {
            let body = operation.body.as_ref()?;
            values.code(&body.ty, &body.sample, "body", At::ARGUMENT)
        }
    }
}
