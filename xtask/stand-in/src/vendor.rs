//! What the vendor answers: routes, credentials, and its errors in all their shapes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::uploads::{Course, Upload};

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
    /// After so many parts that were taken, the addresses of all others have expired.
    pub expire_after: Option<u32>,
    /// Why uploads fail in the end, in place of being imported.
    pub fail_import: Option<String>,
    /// The first action is answered by a gateway that has lost the real answer; `true`: it was carried out all the same.
    pub lose_action: Option<bool>,
    /// Tokens `jwt-1`, `jwt-2`, … are good too, each for so many requests.
    pub jwt_uses: Option<u32>,
}

/// Which of the two servers a request came to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Door {
    /// The API.
    Api,
    /// The store, where parts are put.
    Store,
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
            expire_after: None,
            fail_import: None,
            lose_action: None,
            jwt_uses: None,
        }
    }
}

/// The vendor with what was uploaded so far.
#[derive(Debug)]
pub(crate) struct Vendor {
    options: Options,
    /// The address of the store.
    store: String,
    uploads: BTreeMap<String, Upload>,
    failed: u32,
    /// How many parts were taken.
    taken: u32,
    /// How often each token was used.
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
        Vendor { options, store, uploads: BTreeMap::new(), failed: 0, taken: 0, used: BTreeMap::new() }
    }

    pub(crate) fn answer(&mut self, request: &Request, door: Door) -> Response {
        let path = request.path().to_owned();
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (door, segments.as_slice()) {
            (Door::Store, ["put", id, part]) => self.put(request, id, part),
            (Door::Store, _) => xml(404, "NoSuchKey"),
            (Door::Api, segments) => self.unauthorized(request).unwrap_or_else(|| self.api(request, segments)),
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

    /// The refusal, where the credentials are not good.
    fn unauthorized(&mut self, request: &Request) -> Option<Response> {
        let basic = format!("Basic {}", self.options.basic);
        let bearer = format!("Bearer {}", self.options.token);
        let given = request.header("authorization").unwrap_or_default();
        if given == basic || given == bearer {
            return None;
        }
        if let (Some(most), Some(_)) = (self.options.jwt_uses, given.strip_prefix("Bearer jwt-")) {
            let used = self.used.entry(given.to_owned()).or_default();
            *used += 1;
            return (*used > most).then(ran_out);
        }
        Some(error(401, json!({ "status": "error", "code": "unauthorized", "message": "bad credentials" })))
    }

    fn course(options: &Options) -> Course<'_> {
        Course { polls: options.polls, fails: options.fail_import.as_deref(), kind_text: options.kind_text }
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
        let upload = match Upload::new(&id, &self.store, &body) {
            Ok(upload) => upload,
            Err(why) => return bad_request(&why),
        };
        let answer = json!({ "upload": upload.json(Self::course(&self.options)) });
        self.uploads.insert(id, upload);
        Response::json(200, &answer)
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
        if let Err(why) = upload.complete() {
            return bad_request(&why);
        }
        if lost == Some(true) {
            return gateway();
        }
        Response::json(200, &json!({ "upload": upload.json(Self::course(&self.options)) }))
    }

    /// A presigned address: it needs no credentials and refuses them.
    fn put(&mut self, request: &Request, id: &str, part: &str) -> Response {
        let number = part.parse::<u64>().unwrap_or_default();
        if request.method != "PUT" || request.header("authorization").is_some() {
            return xml(403, "AccessDenied");
        }
        if self.options.expire_after.is_some_and(|most| self.taken >= most) {
            return xml(403, "AccessDenied: Request has expired");
        }
        if request.header("transfer-encoding").is_some() {
            return xml(411, "MissingContentLength");
        }
        if self.options.fail_part.is_some_and(|(of, times)| of == number && self.failed < times) {
            self.failed += 1;
            return Response::empty(500);
        }
        let taken = self.uploads.get_mut(id).is_some_and(|upload| upload.put(number, request.body.len() as u64));
        self.taken += u32::from(taken);
        Response::empty(if taken { 200 } else { 400 })
    }
}

fn no_upload() -> Response {
    error(404, json!({ "statusCode": 404, "error": "Not Found", "message": "no such upload" }))
}

/// A token whose time is over.
fn ran_out() -> Response {
    let mut refusal = error(403, json!({ "message": "the token has run out" }));
    refusal.headers.push(("x-amzn-errortype", "AccessDeniedException".to_owned()));
    refusal
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

/// An error of the store.
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
