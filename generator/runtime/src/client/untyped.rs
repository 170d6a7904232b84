//! Requests that the description does not define: other routes, bodies and properties. Must not
//! know how they are applied to a request (`overrides`).

use serde_json::Value;

use super::common::CommonRequest;
use super::overrides::{BodyOverride, Route};
use super::{Client, Request};
use crate::call::{BodyKind, Operation, Payload, RequestBody};
use crate::value::File;

/// The operation of all untyped calls.
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

impl Client {
    /// Creates a request that the description does not define:
    /// `client.call::<serde_json::Value>("GET", "/beta/things?page=2")`.
    ///
    /// The path is appended to the base URL as it is. Options, retries and errors are those of all
    /// other requests. The request carries the first credentials that are set.
    ///
    /// An absolute URL (`https://…`) is accepted as well. If its server is not that of the API,
    /// neither credentials nor the client's headers are sent.
    pub fn call<T>(&self, method: &str, path: &str) -> Request<T> {
        let route = Route { method: method.to_owned(), path: path.to_owned() };
        Request::<T>::new(self, UNTYPED.call()).with(|options| options.route = Some(route))
    }
}

impl<T, R: From<CommonRequest<T, R>>> CommonRequest<T, R> {
    /// Replaces the body by a value, as JSON.
    pub fn with_json(&self, value: &impl serde::Serialize) -> R {
        self.with(|options| match serde_json::to_vec(value) {
            Ok(text) => {
                let content_type = "application/json".to_owned();
                options.body = Some(BodyOverride { payload: text.into(), content_type });
            }
            Err(error) => options.record_fault(format!("the body cannot be serialized: {error}")),
        })
    }

    /// Replaces the body by bytes, a file or a stream. Default media type:
    /// `application/octet-stream`.
    pub fn with_body(&self, body: impl Into<File>) -> R {
        let File { content, content_type, .. } = body.into();
        let content_type = content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        self.with(|options| {
            options.body = Some(BodyOverride { payload: Payload::from_pieces([content]), content_type })
        })
    }

    /// Sets a property of the JSON body. It replaces a property of the same name.
    pub fn with_property(&self, name: &str, value: impl Into<Value>) -> R {
        self.with(|options| options.properties.push((name.to_owned(), value.into())))
    }
}
