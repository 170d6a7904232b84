//! What the description lacks: calls to other routes, bodies and members of bodies, through the same stack.

use http::Uri;
use serde_json::Value;

use super::common::CommonRequest;
use super::{Client, Request};
use crate::call::{BodyKind, Operation, Payload, RequestBody};
use crate::core::same_origin;
use crate::value::{File, json};

/// The operation of all calls that the description does not know.
static UNTYPED: Operation = Operation {
    name: "call",
    method: "",
    path: "",
    servers: &[],
    parameters: &[],
    body: Some(RequestBody {
        media_type: "application/json",
        kind: BodyKind::Json,
        encodings: &[],
        required: false,
        properties: None,
    }),
    responses: &[],
    errors: None,
    idempotency_key: None,
    security: &[],
};

/// Where an untyped call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) method: String,
    pub(super) path: String,
}

/// What takes the place of a call's own body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnBody {
    pub(super) payload: Payload,
    pub(super) content_type: String,
}

impl Client {
    /// A call to a route that the description lacks: `client.call::<serde_json::Value>("GET", "/beta/things?page=2")`. The path stands behind the
    /// base URL as it is. All that holds for other calls holds for this one; it carries the first credentials that there are.
    ///
    /// A whole address (`https://…`) is taken as well. On another server than the API's it gets neither credentials nor the headers of
    /// the client.
    pub fn call<T>(&self, method: &str, path: &str) -> Request<T> {
        let route = Route { method: method.to_owned(), path: path.to_owned() };
        Request::<T>::new(self, UNTYPED.call()).with(|options| options.route = Some(route))
    }
}

impl<T, R: From<CommonRequest<T, R>>> CommonRequest<T, R> {
    /// With this value as JSON in the place of the body.
    pub fn with_json(&self, value: &impl serde::Serialize) -> R {
        self.with(|options| match serde_json::to_vec(value) {
            Ok(text) => {
                let content_type = "application/json".to_owned();
                options.body = Some(OwnBody { payload: text.into(), content_type });
            }
            Err(error) => options.fail(format!("the body cannot be sent: {error}")),
        })
    }

    /// With these bytes in the place of the body, of their own media type, else `application/octet-stream`.
    pub fn with_body(&self, body: impl Into<File>) -> R {
        let File { content, content_type, .. } = body.into();
        let content_type = content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        self.with(|options| options.body = Some(OwnBody { payload: Payload::from_pieces([content]), content_type }))
    }

    /// With a further member of the JSON body, in place of one of that name.
    pub fn with_property(&self, name: &str, value: impl Into<Value>) -> R {
        self.with(|options| options.members.push((name.to_owned(), value.into())))
    }
}

/// Whether an address is that of another server than this one.
pub(super) fn is_foreign(path: &str, base: Option<&Uri>) -> bool {
    let Some(uri) = absolute(path) else { return false };
    !base.is_some_and(|base| same_origin(base, &uri))
}

/// The address, where it is a whole one.
pub(super) fn absolute(path: &str) -> Option<Uri> {
    path.parse::<Uri>().ok().filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")))
}

/// A body with further members.
///
/// # Errors
/// In our words, where it is no JSON object.
#[inline]
pub(super) fn with_properties(body: Option<Payload>, members: &[(String, Value)]) -> Result<Option<Payload>, String> {
    if members.is_empty() {
        return Ok(body);
    }
    let text = body.as_ref().map_or_else(|| Some("{}".into()), Payload::bytes);
    let Some(Value::Object(mut whole)) = text.and_then(|text| json::parse(&text)) else {
        return Err("`with_property` adds to a body that is a JSON object, and this one is not".to_owned());
    };
    whole.extend(members.iter().cloned());
    Ok(Some(json::format(&Value::Object(whole)).into()))
}
