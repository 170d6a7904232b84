//! A response as the client returns it: the values by its fields, the declared error, and the JSON
//! that it serializes to (Responses Object). Must not know requests, except for `Accept`.

use serde_json::Value;

use super::equal::{equal, short};
use super::mismatch::Mismatch;
use super::outcome::CallOutcome;
use super::read_value::{compare_unknown, with_discriminators, with_known_values};
use super::serialized::represents;
use crate::case::{Case, SampleResponse, header_text};
use crate::digits::nearest;
use crate::fault::{Cause, Fault};
use crate::media_type::{essence, includes};
use crate::source::{Description, Operation};

/// Compares the returned response with the one that the transport returned.
pub(super) fn check(
    description: &Description,
    operation: &Operation<'_>,
    case: &Case,
    outcome: &CallOutcome,
    faults: &mut Vec<Fault>,
) {
    let response = &case.response;
    if response.contradicted {
        return;
    }
    let wrong_status = || {
        let detail = format!("{:?} instead of {}", outcome.status, response.status);
        Fault::new(Cause::Status, detail)
    };
    if !is_accepted(response, outcome) {
        // The request excludes this response, so the client may fail. It must not return another
        // status.
        if outcome.error.is_none() && outcome.status != Some(response.status) {
            faults.push(wrong_status());
        }
        return;
    }
    // Text in another charset than UTF-8 is decoded or fails. How an error shows it is not
    // specified.
    if response.encoded_text.is_some() && (outcome.error.is_some() || !response.is_success()) {
        return;
    }
    if let Some(error) = &outcome.error {
        let detail = format!("{} {}: {error}", response.status, response.media_type);
        faults.push(Fault::new(Cause::ResponseRejected, detail));
        return;
    }
    if outcome.status != Some(response.status) {
        faults.push(wrong_status());
        return;
    }
    check_headers(case, outcome, faults);
    if let Some(value) = response.value.as_ref().filter(|_| operation.method != "HEAD") {
        faults.extend(body_fault(description, response, value, outcome));
    }
}

/// Checks the body: the value that was read, and the JSON that it serializes to.
fn body_fault(
    description: &Description,
    response: &SampleResponse,
    value: &Value,
    outcome: &CallOutcome,
) -> Option<Fault> {
    let success = response.is_success();
    let label = format!("{} {}", response.status, response.media_type);
    if let (false, Some(raw), false) = (success, &outcome.raw, response.is_json()) {
        // The client returns failures that are not JSON unchanged.
        let detail = format!("{} {raw:?} instead of {}", response.status, short(value));
        return (!represents(raw, value)).then(|| Fault::new(Cause::OtherResponse, detail));
    }
    if !success && outcome.variant.as_deref() != Some(response.declared.as_str()) {
        let found = outcome.variant.as_deref().unwrap_or("no declared error");
        let detail = format!("{} {} is {found}", response.declared, response.media_type);
        return Some(Fault::new(Cause::DeclaredError, detail));
    }
    let read = outcome.read.as_ref().unwrap_or(&Value::Null);
    if !response.is_json() {
        let detail = format!("{label}: {} instead of {}", short(read), short(value));
        let same = read.as_str().is_some_and(|text| represents(text, value) || is_raw(text, response));
        return (!same).then(|| Fault::new(Cause::OtherResponse, detail));
    }
    // Values that the description does not define have no field, but they are preserved.
    let fields = match response.newer_server {
        true => compare_unknown(value, read),
        false => compare_fields(description, response, read),
    };
    if let Err(difference) = fields {
        return Some(Fault::new(Cause::ResponseFields, format!("{label}{difference}")));
    }
    let fault = |detail: String| Some(Fault::new(Cause::Reserialized, format!("{label}{detail}")));
    let Some(encoded) = &outcome.encoded else { return fault(": it cannot be serialized as JSON".to_owned()) };
    // Other formats of serde have no more digits than an `f64`.
    let difference = equal(&nearest(value.clone()), &nearest(encoded.clone())).err()?;
    fault(difference.to_string())
}

/// Compares a value that was read, by its fields, with the response.
///
/// # Errors
/// Returns the first difference.
pub(super) fn compare_fields(
    description: &Description,
    response: &SampleResponse,
    read: &Value,
) -> Result<(), Mismatch> {
    let Some(value) = &response.value else { return Ok(()) };
    let read = with_discriminators(response, value, read.clone());
    equal(value, &with_known_values(description, value, read))
}

/// Returns `true` if the client returned the bytes of a text in another charset.
fn is_raw(text: &str, response: &SampleResponse) -> bool {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    response.encoded_text.as_ref().is_some_and(|encoded| text == format!("(bytes) {}", hex(&encoded.bytes)))
}

/// Returns `true` if the request accepts the media type of a response (RFC 9110, section 12.5.1).
pub(super) fn is_accepted(response: &SampleResponse, outcome: &CallOutcome) -> bool {
    response.media_type.is_empty() || accepts(outcome, &response.media_type)
}

/// Returns `true` if the request accepts a media type.
pub(crate) fn accepts(outcome: &CallOutcome, media_type: &str) -> bool {
    let Some(accept) = outcome.requests.first().and_then(|request| request.header("accept")) else { return true };
    let sent = essence(media_type);
    accept.split(',').map(essence).any(|range| includes(&range, &sent))
}

/// Checks that every declared header is returned with its value.
fn check_headers(case: &Case, outcome: &CallOutcome, faults: &mut Vec<Fault>) {
    for (name, value) in &case.response.headers {
        let found = outcome.headers.as_ref().and_then(|all| all.get(name)).unwrap_or(&Value::Null);
        // A list may be returned as one string, if two responses declare the header differently.
        let is_joined = |text: &str| name != "set-cookie" && text == header_text(value);
        let same = equal(value, found).is_ok()
            || found.as_str().is_some_and(|text| represents(text, value) || is_joined(text));
        if !same {
            let detail = format!("{name}: {} instead of {}", short(found), short(value));
            faults.push(Fault::new(Cause::ResponseHeader, detail));
        }
    }
}
