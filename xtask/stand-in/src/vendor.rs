//! What the vendor answers: routes, credentials, and its errors in all their shapes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::uploads::{PART_SIZE, Upload};

/// How the vendor behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// The user name of HTTP Basic and its password, in base64 as the header has them.
    pub basic: String,
    /// The token of Bearer.
    pub token: String,
    /// How often an upload is retrieved before it is imported.
    pub polls: u32,
    /// Answer with a kind that the documentation does not list.
    pub kind_text: bool,
    /// A part whose PUT fails, and how often.
    pub fail_part: Option<(u64, u32)>,
}

impl Default for Options {
    /// The key is `key`, its secret `secret`, the token `token`.
    fn default() -> Self {
        Options {
            basic: "a2V5OnNlY3JldA==".to_owned(),
            token: "token".to_owned(),
            polls: 3,
            kind_text: false,
            fail_part: None,
        }
    }
}

/// The vendor with what was uploaded so far.
#[derive(Debug)]
pub(crate) struct Vendor {
    options: Options,
    address: String,
    uploads: BTreeMap<String, Upload>,
    failed: u32,
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
    pub(crate) fn new(options: Options, address: String) -> Vendor {
        Vendor { options, address, uploads: BTreeMap::new(), failed: 0 }
    }

    pub(crate) fn answer(&mut self, request: &Request) -> Response {
        let path = request.path().to_owned();
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        if let ["put", id, part] = segments.as_slice() {
            return self.put(request, id, part);
        }
        if !self.authorized(request) {
            return error(401, json!({ "status": "error", "code": "unauthorized", "message": "bad credentials" }));
        }
        match (request.method.as_str(), segments.as_slice()) {
            ("POST", ["v1", "uploads"]) => self.create(request),
            ("GET", ["v1", "uploads", id]) => self.retrieve(id),
            ("POST", ["v1", "uploads", id, "action"]) => self.action(request, id),
            (_, ["v1", ..]) => {
                error(404, json!({ "statusCode": 404, "error": "Not Found", "message": "no such route" }))
            }
            (_, _) => Response {
                status: 502,
                headers: vec![("content-type", "text/html".to_owned())],
                body: b"<html>bad gateway</html>".to_vec(),
            },
        }
    }

    fn authorized(&self, request: &Request) -> bool {
        let basic = format!("Basic {}", self.options.basic);
        let bearer = format!("Bearer {}", self.options.token);
        request.header("authorization").is_some_and(|value| value == basic || value == bearer)
    }

    fn create(&mut self, request: &Request) -> Response {
        let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(&request.body) else {
            return error(400, json!({ "message": "the body is no JSON object" }));
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
        let upload = Upload::new(&id, &self.address, &body);
        let Some(upload) = upload else {
            return error(
                400,
                json!({ "reason": format!("parts must be fileSize / {PART_SIZE}, rounded up"), "name": "BadRequest" }),
            );
        };
        let answer = json!({ "upload": upload.json(self.options.kind_text) });
        self.uploads.insert(id, upload);
        Response::json(200, &answer)
    }

    fn retrieve(&mut self, id: &str) -> Response {
        let (polls, kind_text) = (self.options.polls, self.options.kind_text);
        match self.uploads.get_mut(id) {
            Some(upload) => {
                upload.poll(polls);
                Response::json(200, &json!({ "upload": upload.json(kind_text) }))
            }
            None => no_upload(),
        }
    }

    fn action(&mut self, request: &Request, id: &str) -> Response {
        let kind_text = self.options.kind_text;
        let Some(upload) = self.uploads.get_mut(id) else { return no_upload() };
        let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        if body != json!({ "action": "complete" }) {
            return error(400, json!({ "reason": "the action is not known", "name": "BadRequest", "details": {} }));
        }
        if !upload.complete() {
            return error(400, json!({ "reason": "some parts are missing", "name": "BadRequest", "details": {} }));
        }
        Response::json(200, &json!({ "upload": upload.json(kind_text) }))
    }

    /// A presigned address: it needs no credentials and refuses them.
    fn put(&mut self, request: &Request, id: &str, part: &str) -> Response {
        let number = part.parse::<u64>().unwrap_or_default();
        if request.method != "PUT" || request.header("authorization").is_some() {
            return Response {
                status: 403,
                headers: vec![("content-type", "application/xml".to_owned())],
                body: b"<Error>AccessDenied</Error>".to_vec(),
            };
        }
        if self.options.fail_part.is_some_and(|(of, times)| of == number && self.failed < times) {
            self.failed += 1;
            return Response::empty(500);
        }
        let taken = self.uploads.get_mut(id).is_some_and(|upload| upload.put(number, request.body.len() as u64));
        Response::empty(if taken { 200 } else { 400 })
    }
}

fn no_upload() -> Response {
    error(404, json!({ "statusCode": 404, "error": "Not Found", "message": "no such upload" }))
}

fn error(status: u16, body: Value) -> Response {
    Response::json(status, &body)
}
