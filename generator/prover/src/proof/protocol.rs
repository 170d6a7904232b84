//! The driver's input: a line of JSON for each case and each example. Must not judge the outcomes.

use serde_json::{Value, json};

use super::plan::ProofPlan;
use crate::automatic::{is_automatic, stream_flag};
use crate::case::{Case, ParameterValue, SampleResponse, header_text, primitive_text};
use crate::digits;
use crate::examples::Example;
use crate::setup::{FALLBACK_SERVER, is_absolute};
use crate::source::Operation;

impl ProofPlan<'_> {
    /// Returns the driver's input for a case.
    #[must_use]
    pub fn line(&self, operation: usize, case: &Case) -> String {
        let response = &case.response;
        let operation = self.operations.get(operation);
        let is_head = operation.is_some_and(|operation| operation.method == "HEAD");
        let relative = operation.filter(|of| self.setup.base_url.is_none() && !is_absolute(&of.server));
        let encoded = response.encoded_text.as_ref().filter(|_| !is_head);
        let page = |page: &SampleResponse| json!({"headers": headers(page, case.whole), "response_body": body(page)});
        json!({
            "operation": case.operation,
            "base": relative.map(|_| FALLBACK_SERVER),
            "parameters": self.arguments(operation, case),
            "body": self.body_argument(operation, case), "whole": case.whole,
            "status": response.status, "headers": headers(response, case.whole),
            "response_body": if is_head { String::new() } else { body(response) },
            "second": case.second.as_ref().map(|second| page(&second.response)),
            "bytes": encoded.map(|encoded| &encoded.bytes),
            "files": case.files, "redirect": case.redirect,
            "pattern_names": case.pattern_names.iter().chain(&response.pattern_names).collect::<Vec<_>>(),
            "undeclared_discriminators":
                case.undeclared_discriminators.iter().chain(&response.undeclared_discriminators).collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// Returns the parameters that the client does not send automatically. It accepts a whole query
    /// like a parameter of it.
    fn arguments(&self, operation: Option<&Operation<'_>>, case: &Case) -> Vec<Value> {
        let is_automatic = |of: &ParameterValue| {
            operation.is_some_and(|operation| is_automatic(self.description, operation, &of.location, &of.name))
        };
        let argument = |of: &ParameterValue| {
            let location = if of.location == "querystring" { "query" } else { &of.location };
            json!({"location": location, "name": of.name, "value": of.value})
        };
        case.parameters.iter().filter(|parameter| !is_automatic(parameter)).map(argument).collect()
    }

    /// Returns the body without the flag that the client sends automatically.
    fn body_argument(&self, operation: Option<&Operation<'_>>, case: &Case) -> Option<Value> {
        let mut body = case.body.clone();
        let flag = operation.and_then(|operation| {
            operation.bodies.iter().find_map(|body| stream_flag(self.description, operation, body))
        });
        if let (Some(Value::Object(members)), Some(flag)) = (&mut body, flag) {
            members.remove(flag);
        }
        body
    }

    /// Returns the driver's input for an example: a body is read and written, a response is
    /// returned by a call. Returns `None` for a response whose status no case has.
    #[must_use]
    pub fn example_line(&self, number: usize, example: &Example) -> Option<String> {
        let Some((status, media_type)) = &example.response else {
            let line = json!({
                "operation": number, "parameters": [], "body": null, "whole": false,
                "status": 200, "headers": [], "response_body": "",
                "files": [], "pattern_names": [], "undeclared_discriminators": [],
                "example": example.value.to_string(),
            });
            return Some(line.to_string());
        };
        let own = || self.cases.iter().filter(|(index, _)| *index == example.operation).map(|(_, case)| case);
        let mut responses = own().map(|case| &case.response);
        let like = responses.find(|of| of.declared == *status && of.media_type == *media_type)?;
        let value = Some(example.value.clone());
        let response = SampleResponse { value, headers: Vec::new(), encoded_text: None, ..like.clone() };
        let case = Case { response, ..own().next()?.clone() };
        Some(self.line(example.operation, &case))
    }
}

/// Returns the header lines of a response. The items of a list are lines of their own, unless
/// `joined`.
fn headers(response: &SampleResponse, joined: bool) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let media_type = response.encoded_text.as_ref().map_or(&response.media_type, |encoded| &encoded.media_type);
    if !media_type.is_empty() {
        headers.push(("content-type".to_owned(), media_type.clone()));
    }
    for (name, value) in &response.headers {
        match value {
            // Lines with the same name are a list (RFC 9110, section 5.3), except for cookies.
            Value::Array(items) if !joined || name == "set-cookie" => {
                headers.extend(items.iter().map(|item| (name.clone(), primitive_text(item))));
            }
            value => headers.push((name.clone(), header_text(value))),
        }
    }
    headers
}

/// Returns the text of a response body.
fn body(response: &SampleResponse) -> String {
    match &response.value {
        Some(value) if response.is_json() => digits::write(value),
        Some(value) => primitive_text(value),
        None => String::new(),
    }
}
