//! Reads Responses Objects and Response Objects. Must not know the operation that they belong to.

use crate::parse::Version;
use crate::report::Code;
use crate::resolve::context::{Context, Object};
use crate::resolve::field_names::is_field_name;
use crate::resolve::resolved::{Header, Response};

impl<'a> Context<'a> {
    /// Reads `responses`, in order.
    pub(crate) fn responses(&mut self, operation: &Object<'a>) -> Vec<Response> {
        if operation.get("responses").is_none() && self.version == Version::V30 {
            self.report_missing(operation, "responses", "the responses of the operation");
        }
        let Some(all) = self.child(operation, "responses") else { return Vec::new() };
        let mut responses = Vec::new();
        for (key, node) in all.map.iter().filter(|(key, _)| !key.starts_with("x-")) {
            let Some(status) = status(key) else {
                let message = format!("`{key}` is not an HTTP status");
                let help = "write a status such as `200`, a range such as `4XX`, or `default`".to_owned();
                self.report_error(Code::BadStatus, all.span.child(key).at_key(), message, help);
                continue;
            };
            let Some(object) = self.follow(node, all.span.child(key), key) else { continue };
            if object.get("description").is_none() && self.version != Version::V32 {
                self.report_missing(&object, "description", "the meaning of the response");
            }
            responses.push(Response {
                status,
                description: self.string(&object, "description"),
                content: self.content(&object),
                headers: self.headers(&object),
                span: object.span,
            });
        }
        responses
    }

    /// Reads `headers` of a Response Object: `Content-Type` "SHALL be ignored". Names that HTTP
    /// does not allow are skipped.
    fn headers(&mut self, response: &Object<'a>) -> Vec<Header> {
        let Some(all) = self.child(response, "headers") else { return Vec::new() };
        let mut headers = Vec::new();
        for (name, node) in all.map.iter() {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if !is_field_name(name) {
                self.report_invalid_name(
                    all.span.child(name).at_key(),
                    &format!("`{name}` is not a valid name of a header, and the header is not read"),
                );
                continue;
            }
            let Some(object) = self.follow(node, all.span.child(name), name) else { continue };
            headers.push(Header {
                name: name.to_ascii_lowercase(),
                description: self.string(&object, "description"),
                schema: self.schema_at(&object, "schema"),
            });
        }
        headers
    }
}

/// Parses a key of a Responses Object: a code, a range in capitals, or `default`.
pub(crate) fn status(key: &str) -> Option<String> {
    let upper = key.to_uppercase();
    let code = upper.parse::<u16>().is_ok_and(|code| (100..=999).contains(&code));
    let range = ["1XX", "2XX", "3XX", "4XX", "5XX"].contains(&upper.as_str());
    match (code || range, key) {
        (true, _) => Some(upper),
        (false, "default") => Some("default".to_owned()),
        (false, _) => None,
    }
}
