//! The responses of an operation: statuses, headers and bodies that it declares (Responses Object).
//! Must not know requests.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::charset;
use super::coverage::SubschemaCoverage;
use super::mode::{Direction, MODES, Mode};
use super::sampler::Sampler;
use super::statuses::statuses;
use crate::case::{EncodedText, SampleResponse, has_serialization};
use crate::media_type::is_json;
use crate::source::{DeclaredResponse, Description, Operation, is_bytes};

/// The mode, seed and round of a sample.
pub(super) type Aim = (Mode, u64, usize);

/// Makes the responses of an operation. Contradictions are added to `contradicted`, by the key of
/// the response.
pub(super) fn responses(
    description: &Description,
    operation: &Operation<'_>,
    seed: u64,
    contradicted: &mut BTreeMap<String, String>,
) -> Vec<SampleResponse> {
    let mut all: Vec<SampleResponse> = after_redirect(description, operation, seed).into_iter().collect();
    for (index, declared) in operation.responses.iter().enumerate() {
        for (position, status) in statuses(operation, declared).into_iter().enumerate() {
            let seed = seed ^ (index as u64 + 1) << 16 ^ position as u64;
            all.extend(samples(description, declared, status, seed, contradicted));
        }
    }
    all
}

/// Returns the response of a redirect's target, if a redirect is the only declared success. Its
/// content is arbitrary, as nothing describes it. The proof's transport returns it at once: the
/// runtime's tests cover that redirects are followed.
fn after_redirect(description: &Description, operation: &Operation<'_>, seed: u64) -> Option<SampleResponse> {
    // Only GET follows 301 and 302 (RFC 9110, section 15.4), and HEAD has no body.
    let redirects = |response: &DeclaredResponse<'_>| match response.status.as_str() {
        "301" | "302" => operation.method == "GET",
        "303" | "307" | "308" | "3XX" => operation.method != "HEAD",
        _ => false,
    };
    let succeeds = |response: &DeclaredResponse<'_>| response.status.starts_with('2');
    if !operation.responses.iter().any(redirects) || operation.responses.iter().any(succeeds) {
        return None;
    }
    let text = Sampler::new(description, Direction::Response, Mode::Full, seed, 0).text();
    Some(SampleResponse {
        status: 200,
        declared: "200".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        bytes: true,
        value: Some(Value::String(text)),
        ..SampleResponse::default()
    })
}

/// Makes samples of a declared response until all of its subschemas are covered.
fn samples(
    description: &Description,
    declared: &DeclaredResponse<'_>,
    status: u16,
    seed: u64,
    contradicted: &mut BTreeMap<String, String>,
) -> Vec<SampleResponse> {
    let modes = match (declared.media_type.as_str(), status) {
        ("", _) => &MODES[..1],
        (_, 200..300) => &MODES[..],
        (_, _) => &MODES[..3],
    };
    let mut all = Vec::new();
    let mut coverage = SubschemaCoverage::default();
    for (round, mode) in modes.iter().enumerate() {
        match sample(description, declared, status, (*mode, seed, round), &mut coverage) {
            Ok(response) => all.push(response),
            Err(Some(reason)) => drop(contradicted.insert(declared.status.clone(), reason)),
            Err(None) => {}
        }
    }
    all.extend(coverage.additional(modes.len(), |round, coverage| {
        sample(description, declared, status, (Mode::Full, seed, round), coverage).ok()
    }));
    let schema = declared.schema.as_ref().filter(|_| is_json(&declared.media_type));
    if schema.is_some_and(|schema| !is_bytes(description, schema)) {
        all.extend(sample(description, declared, status, (Mode::NewerServer, seed, 0), &mut coverage));
    }
    all
}

/// Makes a response. The error is the contradiction in its schema, if there is one.
fn sample(
    description: &Description,
    declared: &DeclaredResponse<'_>,
    status: u16,
    aim: Aim,
    coverage: &mut SubschemaCoverage,
) -> Result<SampleResponse, Option<String>> {
    let (mode, seed, round) = aim;
    let mut sampler = Sampler::new(description, Direction::Response, mode, seed, round);
    // These statuses have no body (RFC 9110, sections 15.3.5 and 15.3.6).
    let media_type = if matches!(status, 204 | 205) { "" } else { declared.media_type.as_str() };
    let bytes = declared.schema.as_ref().is_some_and(|schema| is_bytes(description, schema));
    let text = charset::declared(media_type).filter(|_| !bytes && charset::is_text(media_type));
    let value = body(declared, media_type, bytes, text.as_ref(), (&mut sampler, coverage))?;
    Ok(SampleResponse {
        status,
        declared: declared.status.clone(),
        media_type: concrete(media_type),
        bytes,
        value,
        headers: headers(description, declared, aim),
        newer_server: mode == Mode::NewerServer,
        encoded_text: text.and_then(|(_, encoded)| encoded),
        pattern_names: sampler.pattern_names,
        undeclared_discriminators: sampler.undeclared_discriminators,
        contradicted: false,
    })
}

fn body<'a>(
    declared: &DeclaredResponse<'a>,
    media_type: &str,
    bytes: bool,
    text: Option<&(String, Option<EncodedText>)>,
    (sampler, coverage): (&mut Sampler<'a>, &mut SubschemaCoverage),
) -> Result<Option<Value>, Option<String>> {
    let value = match (&declared.schema, text) {
        _ if media_type.is_empty() => return Ok(None),
        (_, Some((text, _))) => Value::String(text.clone()),
        _ if bytes => Value::String(sampler.text()),
        (Some(schema), None) if is_json(media_type) => {
            sampler.coverage = std::mem::take(coverage);
            let value = sampler.value(std::slice::from_ref(schema));
            *coverage = std::mem::take(&mut sampler.coverage);
            value.ok_or(sampler.contradiction.take())?
        }
        (None, None) if is_json(media_type) => json!({"any": true}),
        (_, None) => Value::String(sampler.text()),
    };
    Ok(Some(value))
}

/// Makes the headers of a response. Their names are in lower case.
fn headers(
    description: &Description,
    declared: &DeclaredResponse<'_>,
    (mode, seed, round): Aim,
) -> Vec<(String, Value)> {
    let value = |(name, schema): &(String, _)| {
        let mut sampler = Sampler::new(description, Direction::Response, mode, seed ^ 0x4ead, round);
        sampler.parameter = Some(("header".to_owned(), "simple".to_owned()));
        let value = with_commas(name, sampler.value(std::slice::from_ref(schema))?);
        // An object has two serializations, and the specification does not say which one clients
        // read.
        (!value.is_object() && has_serialization(&value, "simple")).then(|| (name.to_lowercase(), value))
    };
    declared.headers.iter().filter_map(value).collect()
}

/// Replaces strings in headers that contain commas by their own grammar and are not lists (RFC
/// 9110, section 5.3; RFC 6265, section 3).
fn with_commas(name: &str, value: Value) -> Value {
    let cookie = |id: &str| Value::String(format!("{id}=a; Expires=Wed, 21 Oct 2015 07:28:00 GMT"));
    let plain = |value: &Value| value.as_str().is_some_and(|text| text.starts_with("text"));
    match (name.to_ascii_lowercase().as_str(), value) {
        ("set-cookie", Value::Array(items)) if items.iter().all(Value::is_string) => {
            Value::Array(vec![cookie("one"), cookie("two")])
        }
        ("set-cookie", value) if plain(&value) => cookie("one"),
        ("date" | "expires" | "last-modified", value) if plain(&value) => {
            Value::String("Wed, 21 Oct 2015 07:28:00 GMT".to_owned())
        }
        (_, value) => value,
    }
}

/// Returns a media type for a range.
fn concrete(media_type: &str) -> String {
    match media_type {
        "*/*" => "application/octet-stream".to_owned(),
        range => range.replace("/*", "/x-any"),
    }
}
