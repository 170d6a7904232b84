//! The body that an example sends, as its media type has it. Written a second time on purpose, as what the runtime makes of the
//! arguments is compared with it.

use super::address::{Flat, encoded, flat, inside, pairs};
use super::sent::{OnTheWire, Sent};
use crate::emit::request::{body_record, flag_field};
use crate::emit::values::beyond;
use crate::lower::model::{Argument, Body, Encoding, MediaKind, Operation, Streams, Style};

/// What is sent.
#[derive(Debug)]
pub(super) enum Expected {
    Json(Sent),
    /// Text, bytes, a form in the body's own spelling.
    Text(String),
    /// The parts of a form, each as `name=content`.
    Parts(Vec<String>),
}

/// The body, where the example has one.
pub(super) fn body(on_the_wire: &OnTheWire<'_>, operation: &Operation) -> Option<Expected> {
    let body = operation.body.as_ref()?;
    let sent = match spread(on_the_wire, operation, body) {
        Some(members) if members.is_empty() && !body.required => return None,
        Some(members) => Sent::Members(members),
        None => {
            let given = operation.arguments.iter().any(|of| matches!(of, Argument::Body));
            if !given {
                // An optional body that asks for events is sent by itself, with nothing else.
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
        (MediaKind::Multipart, sent) => Expected::Parts(parts(&sent)),
        (MediaKind::Text | MediaKind::Raw, Sent::Text(text)) => Expected::Text(text),
        (MediaKind::Text | MediaKind::Raw, sent) => Expected::Text(sent.json()),
    })
}

/// A body that comes whole, with the flag that asks for events where there is one.
fn asked_for_events(on_the_wire: &OnTheWire<'_>, operation: &Operation, body: &Body) -> Sent {
    let mut sent = on_the_wire.top(&body.ty, &body.sample, "body", 0);
    if let (Some(flag), Sent::Members(members)) = (flag_field(on_the_wire.api, operation), &mut sent)
        && members.iter().all(|(wire, _)| *wire != flag.wire)
    {
        members.push((flag.wire.clone(), Sent::Plain("true".to_owned())));
    }
    sent
}

/// The members that are arguments, or have one value.
fn spread(on_the_wire: &OnTheWire<'_>, operation: &Operation, body: &Body) -> Option<Vec<(String, Sent)>> {
    let members = body.spread.as_ref()?;
    let record = body_record(on_the_wire.api, body)?;
    let more = beyond(on_the_wire.api, record, record.least, None);
    let mut given = Vec::new();
    for (number, member) in members.iter().enumerate() {
        let Some(field) = record.fields.get(member.field) else { continue };
        if operation.streams == Some(Streams::Field(member.field)) {
            given.push((member.field, field.wire.clone(), Sent::Plain("true".to_owned())));
            continue;
        }
        let argument = operation.arguments.contains(&Argument::Member(number));
        if argument || field.is_required() || more.iter().any(|other| other.wire == field.wire) {
            let named = crate::lower::model::Field { name: member.name.clone(), ..field.clone() };
            let sample = body.sample.member(&field.wire).unwrap_or(&field.sample);
            given.push((member.field, field.wire.clone(), on_the_wire.field(&named, sample, None)));
        }
    }
    given.sort_by_key(|(index, ..)| *index);
    Some(given.into_iter().map(|(_, wire, value)| (wire, value)).collect())
}

/// `application/x-www-form-urlencoded`.
fn form(sent: &Sent, encodings: &[Encoding]) -> String {
    let Sent::Members(members) = sent else { return String::new() };
    let mut all = Vec::new();
    for (key, value) in members {
        let encoding = encodings.iter().find(|of| of.name == *key);
        let style = encoding.and_then(|of| of.style);
        let name = encoded(key, "");
        if style == Some(Style::DeepObject) {
            inside(key, value, &mut all);
            continue;
        }
        let explode = encoding.and_then(|of| of.explode).unwrap_or(style.is_none_or(|style| style == Style::Form));
        let between = match style {
            Some(Style::SpaceDelimited) => "%20",
            Some(Style::PipeDelimited) => "%7C",
            Some(_) | None => ",",
        };
        match (value, flat(value)) {
            (Sent::Null, _) => {}
            (_, Some(Flat::Members(_))) if style.is_none() => {
                all.push(format!("{name}={}", encoded(&value.json(), "")));
            }
            (_, Some(flat)) => all.extend(pairs(&name, explode, between, "", &flat)),
            (value, None) => {
                all.extend(items(value).iter().map(|item| format!("{name}={}", encoded(&item.json(), ""))));
            }
        }
    }
    all.join("&")
}

/// The items of an array, or the value itself.
fn items(value: &Sent) -> Vec<Sent> {
    match value {
        Sent::List(items) => items.clone(),
        Sent::Null | Sent::Plain(..) | Sent::Text(_) | Sent::Members(_) => vec![value.clone()],
    }
}

/// `multipart/form-data`.
fn parts(sent: &Sent) -> Vec<String> {
    let Sent::Members(members) = sent else { return Vec::new() };
    let mut parts = Vec::new();
    for (key, value) in members {
        for item in items(value) {
            match item {
                Sent::Null => {}
                Sent::Plain(text) | Sent::Text(text) => parts.push(format!("{key}={text}")),
                Sent::List(_) | Sent::Members(_) => parts.push(format!("{key}={}", item.json())),
            }
        }
    }
    parts
}
