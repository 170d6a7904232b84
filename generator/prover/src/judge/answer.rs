//! What the client hands out of an answer: the values that came, by its fields; the declared error that it was; and the same
//! JSON again when it is written (Responses Object).

use serde_json::Value;

use super::equal::{equal, short};
use super::spelling::says;
use super::{Fault, Told};
use crate::digits::nearest;
use crate::proof::in_header;
use crate::sample::{Case, NO_VARIANT, Reply};
use crate::source::{Description, Operation};

/// Checks an answer against what came.
pub(super) fn check(of: &Description, operation: &Operation<'_>, case: &Case, told: &Told, faults: &mut Vec<Fault>) {
    let reply = &case.answer;
    if reply.contradicted {
        return;
    }
    if !accepted(reply, told) {
        // The server was told not to send this; what matters is that nothing else is made of it.
        if told.error.is_none() && told.status != Some(reply.status) {
            faults.push(Fault::new("status", format!("{:?} in place of {}", told.status, reply.status)));
        }
        return;
    }
    // Text in another charset than UTF-8 is decoded or refused; how a failure shows it is left open.
    let success = (200..300).contains(&reply.status);
    if reply.sent.is_some() && (told.error.is_some() || !success) {
        return;
    }
    if let Some(error) = &told.error {
        faults.push(Fault::new("the answer is refused", format!("{} {}: {error}", reply.status, reply.media_type)));
        return;
    }
    if told.status != Some(reply.status) {
        faults.push(Fault::new("status", format!("{:?} in place of {}", told.status, reply.status)));
        return;
    }
    headers(case, told, faults);
    if let Some(value) = reply.value.as_ref().filter(|_| operation.method != "HEAD") {
        body(of, reply, value, told, faults);
    }
}

/// Checks the body of an answer: what was read, and what is written again.
fn body(of: &Description, reply: &Reply, value: &Value, told: &Told, faults: &mut Vec<Fault>) {
    let success = (200..300).contains(&reply.status);
    if let (false, Some(raw), false) = (success, &told.raw, reply.is_json()) {
        // A failure that is no JSON is handed out as it came.
        if !says(raw, value) {
            faults.push(Fault::new(
                "answer that is not JSON",
                format!("{} {raw:?} in place of {}", reply.status, short(value)),
            ));
        }
        return;
    }
    if !success && told.variant.as_deref() != Some(reply.declared.as_str()) {
        let found = told.variant.as_deref().unwrap_or("no declared error");
        faults.push(Fault::new("declared error", format!("{} {} is {found}", reply.declared, reply.media_type)));
        return;
    }
    let read = told.read.as_ref().unwrap_or(&Value::Null);
    if !reply.is_json() {
        if !read.as_str().is_some_and(|text| says(text, value) || is_raw(text, reply)) {
            let what = format!("{} {}: {} in place of {}", reply.status, reply.media_type, short(read), short(value));
            faults.push(Fault::new("answer that is not JSON", what));
        }
        return;
    }
    let label = format!("{} {}", reply.status, reply.media_type);
    // What the description does not know has no field; it is kept.
    let fields = match reply.foreign {
        true => kept_whole(value, read),
        false => is_read(of, reply, read),
    };
    if let Err(why) = fields {
        faults.push(Fault::new("fields of the answer", format!("{label}{why}")));
        return;
    }
    match &told.encoded {
        Some(encoded) => {
            // A format of serde has no more digits than an `f64` has.
            if let Err(why) = equal(&nearest(value.clone()), &nearest(encoded.clone())) {
                faults.push(Fault::new("the answer written again", format!("{label}{why}")));
            }
        }
        None => faults.push(Fault::new("the answer written again", format!("{label}: it cannot be written as JSON"))),
    }
}

/// Checks a value that was read by its fields.
///
/// # Errors
/// The first difference.
pub(super) fn is_read(of: &Description, reply: &Reply, read: &Value) -> Result<(), String> {
    let Some(value) = &reply.value else { return Ok(()) };
    equal(value, &settled(of, value, with_tags(reply, value, read.clone())))
}

/// Bytes are not mangled, whatever their charset is.
fn is_raw(text: &str, reply: &Reply) -> bool {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    reply.sent.as_ref().is_some_and(|sent| text == format!("(bytes) {}", hex(&sent.bytes)))
}

/// A variant that does not declare its discriminator has no field for it: the variant says it. It is there when it is written again.
fn with_tags(reply: &Reply, wanted: &Value, mut read: Value) -> Value {
    if !reply.tags.is_empty() {
        add_tags(reply, wanted, &mut read);
    }
    read
}

fn add_tags(reply: &Reply, wanted: &Value, read: &mut Value) {
    match (wanted, read) {
        (Value::Array(wanted), Value::Array(read)) => {
            wanted.iter().zip(read).for_each(|(wanted, read)| add_tags(reply, wanted, read));
        }
        (Value::Object(wanted), Value::Object(read)) => {
            for (key, wanted) in wanted {
                if reply.tags.contains(key) && !read.contains_key(key) {
                    read.insert(key.clone(), wanted.clone());
                } else if let Some(read) = read.get_mut(key) {
                    add_tags(reply, wanted, read);
                }
            }
        }
        (_, _) => {}
    }
}

/// What is none of the variants of a choice is handed out as none of them, or as the JSON that it is.
fn kept_whole(wanted: &Value, read: &Value) -> Result<(), String> {
    match (wanted, read) {
        (Value::Array(wanted), Value::Array(read)) => {
            wanted.iter().zip(read).try_for_each(|(wanted, read)| kept_whole(wanted, read))
        }
        (Value::Object(wanted), Value::Object(read))
            if wanted.values().any(|of| of == NO_VARIANT) && wanted != read =>
        {
            Err(format!(": {} is taken for one of the variants", short(&Value::Object(wanted.clone()))))
        }
        (Value::Object(wanted), Value::Object(read)) => wanted
            .iter()
            .filter_map(|(key, wanted)| Some((wanted, read.get(key)?)))
            .try_for_each(|(wanted, read)| kept_whole(wanted, read)),
        (_, _) => Ok(()),
    }
}

/// What the client hands out, where a value that no enum of the description lists is said to be unknown: it is.
fn settled(of: &Description, wanted: &Value, mut read: Value) -> Value {
    settle(of, wanted, &mut read);
    read
}

fn settle(of: &Description, wanted: &Value, read: &mut Value) {
    match (wanted, read) {
        (Value::Array(wanted), Value::Array(read)) => {
            wanted.iter().zip(read).for_each(|(wanted, read)| settle(of, wanted, read));
        }
        (Value::Object(wanted), Value::Object(read)) => {
            for (key, read) in read {
                if let Some(wanted) = wanted.get(key) {
                    settle(of, wanted, read);
                }
            }
        }
        (wanted @ (Value::String(_) | Value::Number(_)), read @ Value::String(_)) => {
            let text = wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned);
            if *read == format!("(unknown value) {text}") && !of.lists(wanted) {
                *read = wanted.clone();
            }
        }
        (_, _) => {}
    }
}

/// Whether the request accepts the media type of a success (RFC 9110, section 12.5.1). Failures come as they are.
pub(super) fn accepted(reply: &Reply, told: &Told) -> bool {
    reply.media_type.is_empty() || accepts(told, &reply.media_type)
}

/// Whether the request accepts a media type.
pub(crate) fn accepts(told: &Told, media_type: &str) -> bool {
    let accept = told.requests.first().and_then(|of| of.headers.iter().find(|(name, _)| name == "accept"));
    let Some((_, accept)) = accept else { return true };
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let sent = essence(media_type);
    accept.split(',').map(essence).any(|range| super::body::fits(&range, &sent))
}

/// Every declared header that came is there with its value.
fn headers(case: &Case, told: &Told, faults: &mut Vec<Fault>) {
    for (name, value) in &case.answer.headers {
        let found = told.headers.as_ref().and_then(|all| all.get(name)).unwrap_or(&Value::Null);
        // A list may be handed out as it came, where two answers say different things of the header.
        let same = equal(value, found).is_ok()
            || found.as_str().is_some_and(|text| says(text, value) || name != "set-cookie" && text == in_header(value));
        if !same {
            faults.push(Fault::new(
                "header of the answer",
                format!("{name}: {} in place of {}", short(found), short(value)),
            ));
        }
    }
}
