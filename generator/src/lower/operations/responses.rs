//! Responses: the result of a call, and the declared error bodies by status.
//!
//! Interpretations of the specification: without any 2xx the `default` response is the success and
//! the error. Error bodies that are not JSON are not declared, but the error still keeps their
//! bytes. Responses to HEAD and those with the status 1xx, 204, 205 or 304 have no body. If a
//! redirect is the only success (to an archive or a file), the result is the bytes of its target.
//!
//! Must not know the operations' arguments.

use crate::lower::model::{Content, DeclaredResponse, ErrorVariant, Errors, MediaKind, Sample, Status, Type, Variant};
use crate::lower::schemas::builder::TypeBuilder;
use crate::lower::schemas::classified::Classified;
use crate::lower::schemas::media;
use crate::lower::schemas::media_types;
use crate::lower::schemas::samples::sample;
use crate::lower::schemas::shapes::complete_type;
use crate::report::{Code, Diagnostic, Level, Report};
use crate::resolve::{Operation, Response};

/// Returns the responses of an operation, and the type of a successful call.
pub(crate) fn responses(
    types: &mut TypeBuilder<'_>,
    operation: &Operation,
    whole: &str,
) -> (Vec<DeclaredResponse>, Type) {
    let statuses: Vec<(Status, &Response)> =
        operation.responses.iter().filter_map(|r| Some((Status::parse(&r.status)?, r))).collect();
    let explicit = statuses.iter().any(|(status, _)| status.is_success());
    let elsewhere = statuses.iter().find(|(status, _)| !explicit && is_followed(&operation.method, *status));
    let mut responses: Vec<DeclaredResponse> =
        elsewhere.map(|(status, response)| redirected(*status, response)).into_iter().collect();
    let explicit = explicit || elsewhere.is_some();
    for (status, response) in statuses {
        let success = status.is_success() || status == Status::Default && !explicit;
        let empty = has_no_body(&operation.method, status) && !response.content.is_empty();
        if empty {
            report_body(operation, status, response, types.report);
        }
        if success || is_error(status) {
            let (content, accept) = match empty {
                true => (None, accepted(&types.analysis.schemas, operation, response)),
                false => (content(types, status, response, (whole, success)), None),
            };
            let docs = response.description.clone().unwrap_or_default();
            responses.push(DeclaredResponse { status, redirect: None, content, accept, variant: None, docs });
        }
    }
    responses.sort_by_key(|response| response.status);
    let output = output(types, operation, whole, &mut responses);
    (responses, output)
}

/// Returns `true` for a redirect whose target has a body: 301 and 302 are only followed for safe
/// methods (RFC 9110, section 15.4), and a response to HEAD has no body.
fn is_followed(method: &str, status: Status) -> bool {
    let sends_on = match status {
        Status::Code(301 | 302) => method == "GET",
        Status::Code(303 | 307 | 308) | Status::Range(3) => true,
        Status::Code(_) | Status::Range(_) | Status::Default => false,
    };
    sends_on && method != "HEAD"
}

/// Returns the response of a redirect's target, which the description does not describe.
fn redirected(redirect: Status, response: &Response) -> DeclaredResponse {
    DeclaredResponse {
        status: Status::Range(2),
        redirect: Some(redirect),
        content: Some(Content {
            media_type: "*/*".to_owned(),
            kind: MediaKind::Raw,
            ty: Type::Bytes,
            sample: Sample::Usual,
        }),
        accept: None,
        variant: None,
        docs: response.description.clone().unwrap_or_default(),
    }
}

/// Returns `true` for the status of an error. 1xx and 3xx never reach a caller.
pub(crate) fn is_error(status: Status) -> bool {
    matches!(status, Status::Code(400..=599) | Status::Range(4 | 5) | Status::Default)
}

/// Returns `true` if a response has no body, whatever `content` declares (RFC 9110, sections 6.4.1
/// and 9.3.2).
pub(crate) fn has_no_body(method: &str, status: Status) -> bool {
    method == "HEAD" || matches!(status, Status::Code(100..=199 | 204 | 205 | 304) | Status::Range(1))
}

/// Reports a declared body that no response has, once for each Response Object.
fn report_body(operation: &Operation, status: Status, response: &Response, report: &mut Report) {
    let span = response.span.child("content");
    if report.diagnostics.iter().any(|of| of.code == Code::NoBody && of.span == span) {
        return;
    }
    report.add(Diagnostic {
        level: Level::Ignored,
        code: Code::NoBody,
        span,
        related: Vec::new(),
        message: match status {
            Status::Code(code) if operation.method != "HEAD" => {
                format!("a response with the status {code} never has a body")
            }
            Status::Code(_) | Status::Range(_) | Status::Default => "a response to HEAD never has a body".to_owned(),
        },
        help: "remove `content`; headers of the response can be declared and read".to_owned(),
    });
}

/// Returns the media type that a HEAD request accepts: the one of the GET request.
fn accepted(schemas: &Classified<'_>, operation: &Operation, response: &Response) -> Option<String> {
    let (media, kind) = media::to_read(schemas, &response.content).filter(|_| operation.method == "HEAD")?;
    Some(media_types::accepted(&media.media_type, kind))
}

/// Lowers the body of a response: JSON, else text, else bytes. Errors are only declared in JSON.
fn content(
    types: &mut TypeBuilder<'_>,
    status: Status,
    response: &Response,
    (whole, success): (&str, bool),
) -> Option<Content> {
    let (media, kind) = media::to_read(&types.analysis.schemas, &response.content)?;
    if !success && kind != MediaKind::Json {
        return None;
    }
    let hint = if success { format!("{whole} response") } else { format!("{whole} {} body", variant_name(status)) };
    let ty = match (kind, media.schema) {
        (MediaKind::Json, Some(schema)) => complete_type(types, schema, &hint),
        (MediaKind::Json, None) => Type::Any,
        (MediaKind::Text, _) => Type::Text,
        (MediaKind::Raw | MediaKind::Form | MediaKind::Multipart, _) => Type::Bytes,
    };
    let sample = match (kind, media.schema) {
        (MediaKind::Json, Some(schema)) => sample(types.analysis, schema, &[]),
        (MediaKind::Json | MediaKind::Text | MediaKind::Raw | MediaKind::Form | MediaKind::Multipart, _) => {
            Sample::Usual
        }
    };
    Some(Content { media_type: media_types::accepted(&media.media_type, kind), kind, ty, sample })
}

/// Returns the type of all successes: that of the body, optional if some have none, or a union by
/// status if they differ.
fn output(types: &mut TypeBuilder<'_>, operation: &Operation, name: &str, responses: &mut [DeclaredResponse]) -> Type {
    let explicit = has_success(responses);
    let mut successes: Vec<&mut DeclaredResponse> =
        responses.iter_mut().filter(|of| of.status.is_success() || of.status == Status::Default && !explicit).collect();
    let ty =
        |response: &DeclaredResponse| response.content.as_ref().map_or(Type::Nothing, |content| content.ty.clone());
    let mut bodies: Vec<Type> = Vec::new();
    for response in &successes {
        let ty = ty(response);
        if ty != Type::Nothing && !bodies.contains(&ty) {
            bodies.push(ty);
        }
    }
    let some_empty = successes.iter().any(|response| ty(response) == Type::Nothing);
    match bodies.as_slice() {
        [] => Type::Nothing,
        [one] if some_empty && !matches!(one, Type::Optional(_)) => Type::Optional(Box::new(one.clone())),
        [one] => one.clone(),
        [_, ..] => by_status(types, operation, name, &mut successes),
    }
}

/// Returns a union with a variant for each type of body, named by the first status that has it.
fn by_status(
    types: &mut TypeBuilder<'_>,
    operation: &Operation,
    name: &str,
    successes: &mut [&mut DeclaredResponse],
) -> Type {
    let mut variants: Vec<Variant> = Vec::new();
    for response in successes.iter_mut() {
        let ty = response.content.as_ref().map_or(Type::Nothing, |content| content.ty.clone());
        let known = variants.iter().position(|variant| variant.ty == ty);
        response.variant = Some(known.unwrap_or(variants.len()));
        if known.is_none() {
            let docs = response.docs.lines().next().unwrap_or_default().to_owned();
            let name = variant_name(response.status);
            let sample = response.content.as_ref().map_or(Sample::Usual, |content| content.sample.clone());
            variants.push(Variant { name, docs, ty, values: Vec::new(), sent: None, boxed: false, sample });
        }
    }
    let span = operation.span.child("responses");
    let docs = format!("The responses of `{name}`, by status.");
    types.define_union(span, &format!("{name} response"), docs, variants)
}

/// Returns the enum of the declared error bodies, if there are any.
#[must_use]
pub(crate) fn errors(responses: &[DeclaredResponse], type_name: &str) -> Option<Errors> {
    let json =
        |response: &DeclaredResponse| response.content.as_ref().is_some_and(|content| content.kind == MediaKind::Json);
    let declared = responses.iter().enumerate().filter(|(_, response)| is_error(response.status) && json(response));
    let variants: Vec<ErrorVariant> =
        declared.map(|(response, of)| ErrorVariant { name: variant_name(of.status), response }).collect();
    (!variants.is_empty()).then(|| Errors { type_name: format!("{type_name}Error"), variants, shared: None })
}

/// Returns `true` if a success is declared by status, so that `default` is for errors only.
fn has_success(responses: &[DeclaredResponse]) -> bool {
    responses.iter().any(|response| response.status.is_success())
}

/// Returns the name of a status (RFC 9110, section 15; RFC 6585; RFC 4918).
fn variant_name(status: Status) -> String {
    const NAMES: [(u16, &str); 37] = [
        (400, "BadRequest"),
        (401, "Unauthorized"),
        (402, "PaymentRequired"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (405, "MethodNotAllowed"),
        (406, "NotAcceptable"),
        (407, "ProxyAuthenticationRequired"),
        (408, "RequestTimeout"),
        (409, "Conflict"),
        (410, "Gone"),
        (411, "LengthRequired"),
        (412, "PreconditionFailed"),
        (413, "PayloadTooLarge"),
        (414, "UriTooLong"),
        (415, "UnsupportedMediaType"),
        (416, "RangeNotSatisfiable"),
        (417, "ExpectationFailed"),
        (418, "ImATeapot"),
        (421, "MisdirectedRequest"),
        (422, "UnprocessableEntity"),
        (423, "Locked"),
        (424, "FailedDependency"),
        (426, "UpgradeRequired"),
        (428, "PreconditionRequired"),
        (429, "TooManyRequests"),
        (431, "RequestHeaderFieldsTooLarge"),
        (451, "UnavailableForLegalReasons"),
        (500, "InternalServerError"),
        (501, "NotImplemented"),
        (502, "BadGateway"),
        (503, "ServiceUnavailable"),
        (504, "GatewayTimeout"),
        (505, "HttpVersionNotSupported"),
        (507, "InsufficientStorage"),
        (508, "LoopDetected"),
        (511, "NetworkAuthenticationRequired"),
    ];
    match status {
        Status::Code(200) => "Ok".to_owned(),
        Status::Code(201) => "Created".to_owned(),
        Status::Code(202) => "Accepted".to_owned(),
        Status::Code(203) => "NonAuthoritative".to_owned(),
        Status::Code(204) => "NoContent".to_owned(),
        Status::Code(205) => "ResetContent".to_owned(),
        Status::Code(206) => "PartialContent".to_owned(),
        Status::Code(207) => "MultiStatus".to_owned(),
        Status::Range(2) => "Success".to_owned(),
        Status::Code(code) => {
            let known = NAMES.iter().find(|(of, _)| *of == code);
            known.map_or_else(|| format!("Status{code}"), |(_, name)| (*name).to_owned())
        }
        Status::Range(4) => "ClientError".to_owned(),
        Status::Range(5) => "ServerError".to_owned(),
        Status::Range(hundred) => format!("Status{hundred}xx"),
        Status::Default => "Default".to_owned(),
    }
}
