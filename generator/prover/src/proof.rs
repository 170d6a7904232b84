//! From a description and the names of its client to a verdict: cases for the driver, the judge's word on its results, operations
//! proven. Must not compile or run anything.

use serde_json::{Value, json};

use crate::asked;
use crate::digits;
use crate::examples::{Example, examples};
use crate::judge::{Credential, Fault, Setup, Told, accepts, judge, nearly_equal};
use crate::names::{Names, OperationNames};
use crate::precise::Types;
use crate::sample::{Case, Given, Reply, cases};
use crate::source::{Description, Operation};

/// Everything that is to be tried.
pub struct Plan<'a> {
    of: &'a Description,
    operations: Vec<Operation<'a>>,
    setup: Setup,
    /// The cases, each with its operation's position in the source.
    pub cases: Vec<(usize, Case)>,
    /// The examples, each with the driver's operation.
    pub examples: Vec<(usize, Example)>,
    /// The operations that the client lacks.
    left_out: Vec<usize>,
    /// Answers for which no value is valid, as their schemas contradict themselves: operation, key and reason.
    pub contradicted: Vec<String>,
    /// The operations that cannot be called validly, as what has to be sent contradicts itself, with the reason.
    apart: Vec<(usize, String)>,
    /// What is wrong with the client's types and arguments, whatever is sent: with the operation's position.
    told: Vec<(usize, Fault)>,
}

/// What became of an operation.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// `GET /pets/{id}`
    pub operation: String,
    /// How many cases were tried.
    pub samples: usize,
    /// What is wrong, of each cause the smallest case that shows it; nothing where it is proven.
    pub faults: Vec<(Fault, Option<Case>)>,
    /// Why it cannot be called validly: what has to be sent contradicts itself. It is neither proven nor wrong.
    pub apart: Option<String>,
}

impl Verdict {
    fn add(&mut self, fault: Fault, case: Option<&Case>) {
        let size = |case: Option<&Case>| serde_json::to_string(&case).map_or(0, |text| text.len());
        match self.faults.iter_mut().find(|(known, _)| known.cause == fault.cause) {
            Some((known, shown)) if size(case) < size(shown.as_ref()) => (*known, *shown) = (fault, case.cloned()),
            Some(_) => {}
            None => self.faults.push((fault, case.cloned())),
        }
    }
}

/// A base URL for descriptions without one.
pub(crate) const BASE: &str = "http://prover.test";

/// Whether a server is an address: with a name, and without a variable that has no value.
pub(crate) fn is_whole(server: &str) -> bool {
    let named = server.split_once("://").is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('/'));
    named && !server.contains('{')
}

/// Makes the cases of all operations, those whose name holds `only` where something is asked for.
#[must_use]
pub fn plan<'a>(of: &'a Description, names: &Names, only: Option<&str>) -> Plan<'a> {
    let mut operations = of.operations();
    operations.retain(|operation| only.is_none_or(|text| name(operation).contains(text)));
    let (mut all, mut left_out, mut contradicted) = (Vec::new(), Vec::new(), Vec::new());
    let (mut apart, mut told) = (Vec::new(), Vec::new());
    let mut types = Types::new(of, names);
    for (index, operation) in operations.iter().enumerate() {
        match names.operations.iter().position(|names| is_of(names, operation)) {
            Some(number) => {
                let Some(own) = names.operations.get(number) else { continue };
                let cases = cases(of, number, operation, own);
                contradicted.extend(
                    cases.contradicted.iter().map(|(status, why)| format!("{} {status}: {why}", name(operation))),
                );
                match cases.impossible {
                    Some(why) => apart.push((index, why)),
                    None => all.extend(cases.cases.into_iter().map(|case| (index, case))),
                }
                let faults = asked::faults(of, operation, own).into_iter().chain(types.faults(operation, own));
                told.extend(faults.map(|fault| (index, fault)));
            }
            None => left_out.push(index),
        }
    }
    let setup = setup(of, names);
    let number = |index: usize| {
        let operation = operations.get(index)?;
        names.operations.iter().position(|names| is_of(names, operation))
    };
    let examples = examples(of, &operations);
    // A body of another media type than the one that the client sends is none of its own.
    let sent = |number: usize, example: &Example| {
        let media_type = names.operations.get(number).and_then(|of| of.body.as_deref());
        example.answer.is_some() || media_type.is_none_or(|of| crate::judge::fits(of, &example.media_type))
    };
    let examples = examples.into_iter().filter_map(|example| Some((number(example.operation)?, example)));
    let examples = examples.filter(|(number, example)| sent(*number, example)).collect();
    Plan { of, operations, setup, cases: all, examples, left_out, contradicted, apart, told }
}

fn name(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn is_of(names: &OperationNames, operation: &Operation<'_>) -> bool {
    let plain = |path: &str| path.trim_start_matches('/').to_owned();
    names.method.eq_ignore_ascii_case(&operation.method) && plain(&names.path) == plain(&operation.path)
}

/// What a client is built with.
#[must_use]
pub fn setup(of: &Description, names: &Names) -> Setup {
    let server = of.server();
    let base_url = (!is_whole(&server)).then(|| match server.contains("://") {
        true => BASE.to_owned(),
        false => format!("{BASE}/{}", server.trim_start_matches('/')).trim_end_matches('/').to_owned(),
    });
    let known = names.schemes.iter().enumerate();
    let credentials = known.filter_map(|(number, (scheme, basic))| {
        let declared = of.security_scheme(scheme)?;
        // With what an address and a cookie have to encode, and a header need not.
        let secret = format!("secret-{number}+/=");
        let text = |key: &str| declared.text(key).unwrap_or_default().to_owned();
        let (place, name, value) = match declared.text("type") {
            Some("apiKey") => (text("in"), text("name"), secret),
            // Of `user name` and `pass:word` (RFC 7617).
            _ if *basic => {
                ("header".to_owned(), "authorization".to_owned(), "Basic dXNlciBuYW1lOnBhc3M6d29yZA==".to_owned())
            }
            _ => ("header".to_owned(), "authorization".to_owned(), format!("Bearer {secret}")),
        };
        Some(Credential { scheme: scheme.clone(), place, name, value })
    });
    Setup { base_url, credentials: credentials.collect() }
}

impl Plan<'_> {
    /// A line for the driver.
    #[must_use]
    pub fn line(&self, operation: usize, case: &Case) -> String {
        let reply = &case.answer;
        let of = self.operations.get(operation);
        let head = of.is_some_and(|of| of.method == "HEAD");
        let base = of.filter(|of| self.setup.base_url.is_none() && !is_whole(&of.server)).map(|_| BASE);
        // A client takes a whole query as it takes a parameter of it.
        let place = |of: &Given| if of.place == "querystring" { "query".to_owned() } else { of.place.clone() };
        let unasked = of.map(|of| asked::of(self.of, of)).unwrap_or_default();
        let asked = case.given.iter().filter(|of| !unasked.parameters.contains(&(of.place.as_str(), of.name.as_str())));
        let given: Vec<Given> = asked.map(|of| Given { place: place(of), ..of.clone() }).collect();
        let mut sent = case.body.clone();
        if let (Some(Value::Object(members)), Some(name)) = (&mut sent, unasked.member) {
            members.remove(name);
        }
        let bytes = reply.sent.as_ref().filter(|_| !head).map(|of| &of.bytes);
        json!({
            "operation": case.operation, "given": given, "body": sent, "whole": case.whole, "base": base,
            "status": reply.status, "headers": headers(reply, case.whole), "answer": if head { String::new() } else { body(reply) },
            "second": case.second.as_ref().map(|of| json!({"headers": headers(&of.answer, case.whole), "answer": body(&of.answer)})),
            "bytes": bytes, "files": case.files, "location": case.location,
            "free": case.free.iter().chain(&reply.free).collect::<Vec<_>>(),
            "tags": case.tags.iter().chain(&reply.tags).collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// A line for an example: of a body to be read and written, of an answer to come back from a call. Nothing for what cannot
    /// be told to a client: an answer of a status that no case has.
    #[must_use]
    pub fn example_line(&self, number: usize, example: &Example) -> Option<String> {
        let own = || self.cases.iter().filter(|(index, _)| *index == example.operation).map(|(_, case)| case);
        let Some((status, media_type)) = &example.answer else {
            let line = json!({
                "operation": number, "given": [], "body": null, "whole": false, "status": 200, "headers": [], "answer": "",
                "files": [], "free": [], "tags": [],
                "example": example.value.to_string(),
            });
            return Some(line.to_string());
        };
        let like = own().map(|case| &case.answer).find(|of| of.declared == *status && of.media_type == *media_type)?;
        let answer = Reply { value: Some(example.value.clone()), headers: Vec::new(), sent: None, ..like.clone() };
        let case = Case { answer, ..own().next()?.clone() };
        Some(self.line(example.operation, &case))
    }

    /// What is wrong with an example that the driver read and wrote; whether the client asks for its media type at all. Numbers
    /// need only be the same as a `format: float` holds them: examples have more digits.
    ///
    /// # Errors
    /// The first difference, or why it could not be read.
    pub fn example_verdict(&self, example: &Example, line: &str) -> Result<bool, String> {
        let told: Told = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let success = |status: &str| status.starts_with('2');
        let unasked = |(status, media_type): &(String, String)| success(status) && !accepts(&told, media_type);
        if example.answer.as_ref().is_some_and(unasked) {
            return Ok(false);
        }
        if let Some(why) = told.fault.or(told.error) {
            return Err(why);
        }
        let null = example.value.is_null().then_some(Value::Null);
        let again = told.again.or(told.encoded).or(null).ok_or("it is not read as JSON")?;
        // Examples are read without the digits that an `f64` does not hold.
        nearly_equal(&example.value, &digits::nearest(again)).map(|()| true)
    }

    /// What the driver's lines mean, operation by operation, in the order of the source. A driver that ended early gave fewer.
    #[must_use]
    pub fn verdicts(&self, lines: &[&str]) -> Vec<Verdict> {
        let blank = |operation: &Operation<'_>| Verdict {
            operation: name(operation),
            samples: 0,
            faults: Vec::new(),
            apart: None,
        };
        let mut all: Vec<Verdict> = self.operations.iter().map(blank).collect();
        for (number, (index, case)) in self.cases.iter().enumerate() {
            let (Some(verdict), Some(operation)) = (all.get_mut(*index), self.operations.get(*index)) else { continue };
            verdict.samples += 1;
            let told = lines.get(number).map(|line| serde_json::from_str::<Told>(line));
            let faults = match told {
                Some(Ok(told)) => judge(self.of, operation, &self.setup, case, &told),
                Some(Err(error)) => vec![Fault { cause: "the driver cannot be read", what: error.to_string() }],
                None => vec![Fault { cause: "the driver ended", what: "before this case".to_owned() }],
            };
            faults.into_iter().for_each(|fault| verdict.add(fault, Some(case)));
        }
        for (index, why) in &self.apart {
            if let Some(verdict) = all.get_mut(*index) {
                verdict.apart = Some(why.clone());
            }
        }
        for (index, fault) in &self.told {
            if let Some(verdict) = all.get_mut(*index).filter(|verdict| verdict.apart.is_none()) {
                verdict.add(fault.clone(), None);
            }
        }
        for index in &self.left_out {
            if let Some(verdict) = all.get_mut(*index) {
                let fault = Fault { cause: "left out", what: "codegen made no method of it".to_owned() };
                verdict.add(fault, None);
            }
        }
        for verdict in &mut all {
            if verdict.samples == 0 && verdict.faults.is_empty() && verdict.apart.is_none() {
                let fault = Fault { cause: "no sample", what: "no case could be made of the description".to_owned() };
                verdict.add(fault, None);
            }
        }
        all
    }
}

/// The header lines of a response; the items of a list in one line of their own each, unless it is sent `whole`.
fn headers(reply: &Reply, whole: bool) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let media_type = reply.sent.as_ref().map_or(&reply.media_type, |of| &of.media_type);
    if !media_type.is_empty() {
        headers.push(("content-type".to_owned(), media_type.clone()));
    }
    for (name, value) in &reply.headers {
        match value {
            // Several lines of one name are one list (RFC 9110, section 5.3), but for cookies.
            Value::Array(items) if !whole || name == "set-cookie" => {
                headers.extend(items.iter().map(|of| (name.clone(), plain(of))))
            }
            value => headers.push((name.clone(), in_header(value))),
        }
    }
    headers
}

/// The text of a response.
fn body(reply: &Reply) -> String {
    match &reply.value {
        Some(value) if reply.is_json() => digits::write(value),
        Some(value) => plain(value),
        None => String::new(),
    }
}

/// A list has commas between its items (Header Object, `style: simple`).
pub(crate) fn in_header(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        value => plain(value),
    }
}

fn plain(value: &Value) -> String {
    let digits = digits::digits(value).or(value.as_str());
    digits.map_or_else(|| value.to_string(), str::to_owned)
}
