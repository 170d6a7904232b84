//! The expected body of an example, in its media type. This repeats the runtime's rules on purpose:
//! the tests compare the runtime's requests with it. Must not use the runtime.

use crate::emit::call_tests::address::{RESERVED, between, encoded, flat, inside, pairs};
use crate::emit::call_tests::sent::{OnTheWire, Sent};
use crate::emit::examples::samples::of_format;
use crate::emit::examples::values::beyond;
use crate::emit::operations::facts::{body_record, flag_field};
use crate::lower::model::{Argument, Body, Encoding, Format, MediaKind, Operation, Streams, Style};

/// An expected body.
#[derive(Debug)]
pub(crate) enum Expected {
    Json(Sent),
    /// Text, bytes, or a urlencoded form.
    Text(String),
    /// The parts of a form, each as `name=content`.
    Parts(Vec<String>),
}

/// Returns the body, if the example has one.
pub(crate) fn body(on_the_wire: &OnTheWire<'_>, operation: &Operation) -> Option<Expected> {
    let body = operation.body.as_ref()?;
    let sent = match spread(on_the_wire, operation, body) {
        Some(members) if members.is_empty() && !body.required => return None,
        Some(members) => Sent::Members(members),
        None => {
            let passed = operation.arguments.iter().any(|of| matches!(of, Argument::Body));
            if !passed {
                // An optional body with a flag for events is sent with this flag only.
                let (flag, record) = (flag_field(on_the_wire.api, operation)?, body_record(on_the_wire.api, body)?);
                let alone = !record.fields.iter().any(crate::lower::model::Field::is_argument);
                let flag = vec![(flag.wire.clone(), Sent::Plain("true".to_owned()))];
                return alone.then_some(Expected::Json(Sent::Members(flag)));
            }
            asked_for_events(on_the_wire, operation, body)
        }
    };
    Some(match (body.kind, sent) {
        (MediaKind::Json, sent) => Expected::Json(sent),
        (MediaKind::Form, sent) => Expected::Text(form(&sent, &body.encodings)),
        (MediaKind::Multipart, sent) => Expected::Parts(parts(&sent, &body.encodings)),
        (MediaKind::Text | MediaKind::Raw, Sent::Text(text) | Sent::File(text)) => Expected::Text(text),
        (MediaKind::Text | MediaKind::Raw, sent) => Expected::Text(sent.json()),
    })
}

/// Returns a body that is passed as a whole, with the flag that requests events if there is one.
fn asked_for_events(on_the_wire: &OnTheWire<'_>, operation: &Operation, body: &Body) -> Sent {
    let mut sent = on_the_wire.top(&body.ty, &body.sample, "body", 0);
    if let (Some(flag), Sent::Members(members)) = (flag_field(on_the_wire.api, operation), &mut sent)
        && members.iter().all(|(wire, _)| *wire != flag.wire)
    {
        members.push((flag.wire.clone(), Sent::Plain("true".to_owned())));
    }
    sent
}

/// Returns the properties that are arguments or have a single allowed value.
fn spread(on_the_wire: &OnTheWire<'_>, operation: &Operation, body: &Body) -> Option<Vec<(String, Sent)>> {
    let members = body.spread.as_ref()?;
    let record = body_record(on_the_wire.api, body)?;
    let more = beyond(on_the_wire.api, record, record.least, None);
    let mut passed = Vec::new();
    for (number, member) in members.iter().enumerate() {
        let Some(field) = record.fields.get(member.field) else { continue };
        if operation.streams == Some(Streams::Field(member.field)) {
            passed.push((member.field, field.wire.clone(), Sent::Plain("true".to_owned())));
            continue;
        }
        let argument = operation.arguments.contains(&Argument::BodyField(number));
        if argument || field.is_required() || more.iter().any(|other| other.wire == field.wire) {
            let named = crate::lower::model::Field { name: member.name.clone(), ..field.clone() };
            let sample = body.sample.property(&field.wire).unwrap_or(&field.sample);
            passed.push((member.field, field.wire.clone(), on_the_wire.field(&named, sample, None)));
        }
    }
    passed.sort_by_key(|(index, ..)| *index);
    Some(passed.into_iter().map(|(_, wire, value)| (wire, value)).collect())
}

/// Serializes `application/x-www-form-urlencoded`. Bytes are base64 (3.0.4 and 3.1.1, "URL Encoded
/// Form with Binary Values").
fn form(sent: &Sent, encodings: &[Encoding]) -> String {
    let Sent::Members(members) = sent else { return String::new() };
    let mut all = Vec::new();
    for (key, value) in members {
        let encoding = encodings.iter().find(|of| of.name == *key);
        let name = encoded(key, "");
        let bytes = items(value).iter().any(|item| matches!(item, Sent::File(_)));
        let more = if encoding.is_some_and(|of| of.reserved) { RESERVED } else { "" };
        match (encoding.and_then(|of| Some((of.style?, of.explode))).filter(|_| !bytes), flat(value)) {
            _ if *value == Sent::Null => {}
            (Some((Style::DeepObject, _)), _) => inside(key, value, more, &mut all),
            (Some((style, explode)), Some(flat)) => all.extend(pairs(&name, explode, between(style), more, &flat)),
            (_, _) => {
                let declared = encoding.map(|of| of.content_type.as_str()).unwrap_or_default();
                let text = |item: &Sent| match item {
                    Sent::File(_) => of_format(Format::Base64).to_owned(),
                    Sent::Null | Sent::Plain(_) | Sent::Text(_) | Sent::List(_) | Sent::Members(_) => {
                        written(item, declared)
                    }
                };
                all.extend(items(value).iter().map(|item| format!("{name}={}", encoded(&text(item), ""))));
            }
        }
    }
    all.join("&")
}

/// Returns the items of an array, or the value itself.
fn items(value: &Sent) -> Vec<Sent> {
    match value {
        Sent::List(items) => items.iter().filter(|item| **item != Sent::Null).cloned().collect(),
        Sent::Null | Sent::Plain(..) | Sent::Text(_) | Sent::File(_) | Sent::Members(_) => vec![value.clone()],
    }
}

/// Serializes a value in the media type that is selected from a list.
fn written(value: &Sent, declared: &str) -> String {
    let listed = || declared.split(',').map(str::trim).filter(|of| !of.is_empty());
    let named = || listed().filter(|of| !of.contains('*')).map(|of| of.split(';').next().unwrap_or_default().trim());
    let json = |of: &&str| of.ends_with("/json") || of.ends_with("+json");
    let form = |of: &&str| *of == "application/x-www-form-urlencoded";
    let text = named().find(|of| json(of) || of.starts_with("text/")).or_else(|| named().next());
    let ranges = |ranges: [&str; 2]| listed().any(|of| ranges.contains(&of));
    let in_json = text.map_or(ranges(["application/*"; 2]) && !ranges(["text/*", "*/*"]), |of| json(&of));
    match value {
        Sent::File(text) => text.clone(),
        Sent::Plain(text) | Sent::Text(text) if !in_json => text.clone(),
        Sent::Members(_) if named().find(|of| json(of) || form(of)).is_some_and(|of| form(&of)) => {
            self::form(value, &[])
        }
        Sent::Null | Sent::Plain(_) | Sent::Text(_) | Sent::List(_) | Sent::Members(_) => value.json(),
    }
}

/// Serializes `multipart/form-data`.
fn parts(sent: &Sent, encodings: &[Encoding]) -> Vec<String> {
    let Sent::Members(members) = sent else { return Vec::new() };
    let mut parts = Vec::new();
    for (key, value) in members.iter().filter(|(_, value)| *value != Sent::Null) {
        let encoding = encodings.iter().find(|of| of.name == *key);
        // Styles are percent-encoded in urlencoded forms only, so the result is decoded.
        let bytes = items(value).iter().any(|item| matches!(item, Sent::File(_)));
        if !bytes && encoding.is_some_and(|of| of.style.is_some()) && flat(value).is_some() {
            let pairs = form(&Sent::Members(vec![(key.clone(), value.clone())]), encodings);
            parts.extend(pairs.split('&').filter(|pair| !pair.is_empty()).map(decoded));
            continue;
        }
        let declared = encoding.map(|of| of.content_type.as_str()).unwrap_or_default();
        parts.extend(items(value).iter().map(|item| format!("{key}={}", written(item, declared))));
    }
    parts
}

/// Decodes a percent-encoded string.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or_default();
        bytes.extend(u8::from_str_radix(digits, 16));
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
