//! Answers: what `.await` gives, and the declared error bodies by status.
//!
//! Readings that are decided here: without any 2xx the `default` response is the success too; error
//! bodies that are no JSON are not declared, their bytes are kept with the error all the same.

use super::media;
use super::model::{Answer, ErrorVariant, Errors, Status, Type};
use super::parameters::unsupported;
use super::types::Types;
use crate::report::{Problem, Report};
use crate::resolve::{Operation, Response, SchemaId};

/// The answers of an operation with what `.await` gives; or why that can't be carried out.
pub(super) fn answers(
    types: &mut Types<'_>,
    operation: &Operation,
    whole: &str,
    report: &mut Report,
) -> Result<(Vec<Answer>, Type), Problem> {
    let statuses: Vec<(Status, &Response)> =
        operation.responses.iter().filter_map(|r| Some((status(&r.status)?, r))).collect();
    let explicit = statuses.iter().any(|(status, _)| is_success(*status));
    let mut answers = Vec::new();
    let mut outputs: Vec<Type> = Vec::new();
    for (status, response) in statuses {
        let success = is_success(status) || status == Status::Default && !explicit;
        if success || is_error(status) {
            let ty = content(types, status, response, (whole, success), report)?;
            if success {
                outputs.push(ty.as_ref().map_or(Type::Nothing, |(_, ty)| ty.clone()));
            }
            answers.push(Answer { status, content: ty, docs: response.description.clone().unwrap_or_default() });
        }
    }
    answers.sort_by_key(|answer| answer.status);
    let output = output(operation, &outputs)?;
    Ok((answers, output))
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// 1xx and 3xx never reach a caller as an answer.
fn is_error(status: Status) -> bool {
    matches!(status, Status::Code(400..=599) | Status::Range(4 | 5) | Status::Default)
}

/// Responses Object: a code, a range like `4XX`, or `default`.
fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    match key.strip_suffix("XX") {
        Some(hundred) => hundred.parse().ok().map(Status::Range),
        None => key.parse().ok().map(Status::Code),
    }
}

/// The JSON body of a response. A success that has only other media types can't be carried out yet.
fn content(
    types: &mut Types<'_>,
    status: Status,
    response: &Response,
    (whole, success): (&str, bool),
    report: &mut Report,
) -> Result<Option<(String, Type)>, Problem> {
    if response.content.is_empty() {
        return Ok(None);
    }
    let Some(media) = media::json(&response.content) else {
        let what = format!("an answer of {} is not supported yet", media::listed(&response.content));
        return if success { Err(unsupported(&response.place, "answer-media-type", &what)) } else { Ok(None) };
    };
    let Some(schema) = media.schema else { return Ok(Some((media.media_type.clone(), Type::Any))) };
    let place = if success { format!("{whole} response") } else { format!("{whole} {} body", variant_name(status)) };
    let ty = body_type(types, schema, &place, report);
    Ok(Some((media.media_type.clone(), ty)))
}

fn body_type(types: &mut Types<'_>, schema: SchemaId, place: &str, report: &mut Report) -> Type {
    let used = types.used(schema, place, report);
    types.finish(report);
    if used.nullable && used.ty != Type::Any { Type::Optional(Box::new(used.ty)) } else { used.ty }
}

/// One type for all successes: that of the body, optional where some have none.
fn output(operation: &Operation, outputs: &[Type]) -> Result<Type, Problem> {
    let mut bodies: Vec<&Type> = outputs.iter().filter(|ty| **ty != Type::Nothing).collect();
    bodies.dedup();
    let some_empty = outputs.contains(&Type::Nothing);
    match bodies.as_slice() {
        [] => Ok(Type::Nothing),
        [one] if some_empty && !matches!(one, Type::Optional(_)) => Ok(Type::Optional(Box::new((*one).clone()))),
        [one] => Ok((*one).clone()),
        [_, ..] => Err(unsupported(
            &operation.place.child("responses"),
            "several-answers",
            "successes with bodies of different types are not supported yet",
        )),
    }
}

/// The enum of the declared error bodies, if there are any.
#[must_use]
pub(super) fn errors(answers: &[Answer], explicit_success: bool, type_name: &str) -> Option<Errors> {
    let declared = answers.iter().enumerate().filter(|(_, answer)| {
        is_error(answer.status) && answer.content.is_some() && (answer.status != Status::Default || explicit_success)
    });
    let variants: Vec<ErrorVariant> =
        declared.map(|(answer, of)| ErrorVariant { name: variant_name(of.status), answer }).collect();
    (!variants.is_empty()).then(|| Errors { type_name: format!("{type_name}Error"), variants })
}

/// Whether a success is declared by status, so that `default` is for errors alone.
#[must_use]
pub(super) fn has_success(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| is_success(answer.status))
}

/// The name of a status: RFC 9110 section 15, RFC 6585, RFC 4918.
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
