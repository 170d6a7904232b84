//! The vendor's responses: routes, credentials, and its errors in all their forms. Must not know
//! sockets.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::uploads::{Course, Upload};

/// The behaviour of the vendor.
#[derive(Debug, Clone)]
pub struct Options {
    /// User name and password of HTTP Basic in base64.
    pub basic: String,
    /// The bearer token.
    pub token: String,
    /// The number of requests for an upload until it is imported.
    pub polls: u32,
    /// Responses have a kind that the documentation does not list.
    pub kind_text: bool,
    /// A part, and the number of times that its `PUT` fails.
    pub fail_part: Option<(u64, u32)>,
    /// The number of stored parts after which the URLs of all others have expired.
    pub expire_after: Option<u32>,
    /// Uploads fail with this reason instead of being imported.
    pub fail_import: Option<String>,
    /// The first action gets the error of a gateway. `true` if the action is carried out
    /// nevertheless.
    pub lose_action: Option<bool>,
    /// The number of requests for which each of the tokens `jwt-1`, `jwt-2`, … is valid.
    pub jwt_uses: Option<u32>,
}

/// The server that received a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Endpoint {
    /// The API.
    Api,
    /// The store for the parts of uploads.
    Store,
}

impl Default for Options {
    /// Returns a vendor with the key `key`, the secret `secret` and the token `token`.
    fn default() -> Self {
        Options {
            basic: "a2V5OnNlY3JldA==".to_owned(),
            token: "token".to_owned(),
            polls: 3,
            kind_text: false,
            fail_part: None,
            expire_after: None,
            fail_import: None,
            lose_action: None,
            jwt_uses: None,
        }
    }
}

/// The vendor with its uploads.
#[derive(Debug)]
pub(crate) struct Vendor {
    options: Options,
    /// The address of the store.
    store: String,
    uploads: BTreeMap<String, Upload>,
    failed: u32,
    /// The number of stored parts.
    stored: u32,
    /// The number of requests with each token.
    used: BTreeMap<String, u32>,
}

/// The fields that a request to create may have.
const FIELDS: [&str; 9] = [
    "fileName",
    "contentType",
    "fileSize",
    "parts",
    "kind",
    "url",
    "civitaiModelUrl",
    "huggingFaceModelName",
    "assetOptions",
];

impl Vendor {
    pub(crate) fn new(options: Options, store: String) -> Vendor {
        Vendor { options, store, uploads: BTreeMap::new(), failed: 0, stored: 0, used: BTreeMap::new() }
    }

    pub(crate) fn respond(&mut self, request: &Request, endpoint: Endpoint) -> Response {
        let path = request.path().to_owned();
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (endpoint, segments.as_slice()) {
            (Endpoint::Store, ["put", id, part]) => self.put(request, id, part),
            (Endpoint::Store, _) => xml(404, "NoSuchKey"),
            (Endpoint::Api, segments) => self.unauthorized(request).unwrap_or_else(|| self.api(request, segments)),
        }
    }

    fn api(&mut self, request: &Request, segments: &[&str]) -> Response {
        match (request.method.as_str(), segments) {
            ("POST", ["v1", "uploads"]) => self.create(request),
            ("GET", ["v1", "uploads", id]) => self.retrieve(id),
            ("POST", ["v1", "uploads", id, "action"]) => self.action(request, id),
            (_, ["v1", ..]) => {
                error(404, json!({ "statusCode": 404, "error": "Not Found", "message": "no such route" }))
            }
            (_, _) => gateway(),
        }
    }

    /// Returns an error if the credentials are invalid.
    fn unauthorized(&mut self, request: &Request) -> Option<Response> {
        let basic = format!("Basic {}", self.options.basic);
        let bearer = format!("Bearer {}", self.options.token);
        let credentials = request.header("authorization").unwrap_or_default();
        if credentials == basic || credentials == bearer {
            return None;
        }
        if let (Some(most), Some(_)) = (self.options.jwt_uses, credentials.strip_prefix("Bearer jwt-")) {
            let used = self.used.entry(credentials.to_owned()).or_default();
            *used += 1;
            return (*used > most).then(expired_token);
        }
        Some(error(401, json!({ "status": "error", "code": "unauthorized", "message": "bad credentials" })))
    }

    fn course(options: &Options) -> Course<'_> {
        Course { polls: options.polls, fails: options.fail_import.as_deref(), kind_text: options.kind_text }
    }

    fn create(&mut self, request: &Request) -> Response {
        let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(&request.body) else {
            return error(400, json!({ "message": "the body is not a JSON object" }));
        };
        if let Some(field) = body.keys().find(|key| !FIELDS.contains(&key.as_str())) {
            return error(
                400,
                json!({ "reason": format!("unknown field {field}"), "traceId": "t-1", "name": "BadRequest", "details": {} }),
            );
        }
        if let Some(field) = FIELDS.iter().take(5).find(|field| !body.contains_key(**field)) {
            return error(
                400,
                json!({ "reason": format!("{field} is required"), "trace_id": "t-2", "name": "BadRequest", "details": {} }),
            );
        }
        let id = format!("upload_{}", self.uploads.len() + 1);
        let upload = match Upload::new(&id, &self.store, &body) {
            Ok(upload) => upload,
            Err(reason) => return bad_request(&reason),
        };
        let response = json!({ "upload": upload.json(Self::course(&self.options)) });
        self.uploads.insert(id, upload);
        Response::json(200, &response)
    }

    fn retrieve(&mut self, id: &str) -> Response {
        let Some(upload) = self.uploads.get_mut(id) else { return no_upload() };
        upload.poll();
        Response::json(200, &json!({ "upload": upload.json(Self::course(&self.options)) }))
    }

    fn action(&mut self, request: &Request, id: &str) -> Response {
        let Some(upload) = self.uploads.get_mut(id) else { return no_upload() };
        let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        if body != json!({ "action": "complete" }) {
            return bad_request("the action is not known");
        }
        let lost = self.options.lose_action.take();
        if lost == Some(false) {
            return gateway();
        }
        if let Err(reason) = upload.complete() {
            return bad_request(&reason);
        }
        if lost == Some(true) {
            return gateway();
        }
        Response::json(200, &json!({ "upload": upload.json(Self::course(&self.options)) }))
    }

    /// Stores a part. Presigned URLs need no credentials and reject them.
    fn put(&mut self, request: &Request, id: &str, part: &str) -> Response {
        let number = part.parse::<u64>().unwrap_or_default();
        if request.method != "PUT" || request.header("authorization").is_some() {
            return xml(403, "AccessDenied");
        }
        if self.options.expire_after.is_some_and(|most| self.stored >= most) {
            return xml(403, "AccessDenied: Request has expired");
        }
        if request.header("transfer-encoding").is_some() {
            return xml(411, "MissingContentLength");
        }
        if self.options.fail_part.is_some_and(|(part, times)| part == number && self.failed < times) {
            self.failed += 1;
            return Response::empty(500);
        }
        let stored = self.uploads.get_mut(id).is_some_and(|upload| upload.put(number, request.body.len() as u64));
        self.stored += u32::from(stored);
        Response::empty(if stored { 200 } else { 400 })
    }
}

fn no_upload() -> Response {
    error(404, json!({ "statusCode": 404, "error": "Not Found", "message": "no such upload" }))
}

/// Returns the error for an expired token.
fn expired_token() -> Response {
    let mut response = error(403, json!({ "message": "the token has expired" }));
    response.headers.push(("x-amzn-errortype", "AccessDeniedException".to_owned()));
    response
}

fn gateway() -> Response {
    Response {
        status: 502,
        headers: vec![("content-type", "text/html".to_owned())],
        body: b"<html>bad gateway</html>".to_vec(),
    }
}

fn bad_request(reason: &str) -> Response {
    error(400, json!({ "reason": reason, "name": "BadRequest", "details": {} }))
}

/// Returns an error of the store.
fn xml(status: u16, code: &str) -> Response {
    Response {
        status,
        headers: vec![("content-type", "application/xml".to_owned())],
        body: format!("<Error>{code}</Error>").into_bytes(),
    }
}

fn error(status: u16, body: Value) -> Response {
    Response::json(status, &body)
}
