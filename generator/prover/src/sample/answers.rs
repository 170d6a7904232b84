//! The answers of an operation: statuses, headers and bodies that its responses declare (Responses Object).

use std::collections::BTreeMap;

use serde_json::Value;

use super::choice::Branches;
use super::value::{Direction, Mode, Sampler};
use super::{MODES, Reply, charset, has_spelling, is_json};
use crate::source::{Answer, Description, Operation, is_bytes};

/// What stands where a request is sent to whose only success that is: of any kind, as nothing is said of it. The server of the proof answers with it
/// at once; that redirects are followed is for the tests of the runtime.
fn elsewhere(of: &Description, operation: &Operation<'_>, seed: u64) -> Option<Reply> {
    // 301 and 302 are followed by GET alone (RFC 9110 section 15.4), and HEAD has no body.
    let sends_on = |answer: &Answer<'_>| match answer.status.as_str() {
        "301" | "302" => operation.method == "GET",
        "303" | "307" | "308" | "3XX" => operation.method != "HEAD",
        _ => false,
    };
    if !operation.answers.iter().any(sends_on) || operation.answers.iter().any(|answer| answer.status.starts_with('2'))
    {
        return None;
    }
    let text = Sampler::new(of, Direction::Answer, Mode::Full, seed, 0).text();
    Some(Reply {
        status: 200,
        declared: "200".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        bytes: true,
        value: Some(Value::String(text)),
        ..Reply::default()
    })
}

pub(super) fn replies(
    of: &Description,
    operation: &Operation<'_>,
    seed: u64,
    contradicted: &mut BTreeMap<String, String>,
) -> Vec<Reply> {
    let mut all: Vec<Reply> = elsewhere(of, operation, seed).into_iter().collect();
    for (index, answer) in operation.answers.iter().enumerate() {
        for (turn, status) in statuses(operation, answer).into_iter().enumerate() {
            let success = (200..300).contains(&status);
            let modes = if answer.media_type.is_empty() {
                &MODES[..1]
            } else if success {
                &MODES[..]
            } else {
                &MODES[..3]
            };
            let seed = seed ^ (index as u64 + 1) << 16 ^ turn as u64;
            let mut branches = Branches::default();
            for (round, mode) in modes.iter().enumerate() {
                match reply(of, answer, status, (*mode, seed, round), &mut branches) {
                    Ok(reply) => all.push(reply),
                    Err(Some(why)) => drop(contradicted.insert(answer.status.clone(), why)),
                    Err(None) => {}
                }
            }
            all.extend(branches.further(modes.len(), |round, branches| {
                reply(of, answer, status, (Mode::Full, seed, round), branches).ok()
            }));
            let schema = answer.schema.as_ref().filter(|_| is_json(&answer.media_type));
            if schema.is_some_and(|schema| !is_bytes(of, schema)) {
                all.extend(reply(of, answer, status, (Mode::Foreign, seed, 0), &mut branches));
            }
        }
    }
    all
}

/// An answer; else the reason, where its schema contradicts itself.
fn reply(
    of: &Description,
    answer: &Answer<'_>,
    status: u16,
    (mode, seed, turn): (Mode, u64, usize),
    branches: &mut Branches,
) -> Result<Reply, Option<String>> {
    let mut sampler = Sampler::new(of, Direction::Answer, mode, seed, turn);
    // No body comes with these (RFC 9110, sections 15.3.5 and 15.3.6).
    let media_type = if matches!(status, 204 | 205) { "" } else { answer.media_type.as_str() };
    let bytes = answer.schema.as_ref().is_some_and(|schema| is_bytes(of, schema));
    let text = charset::declared(media_type).filter(|_| !bytes && charset::is_text(media_type));
    let value = match (&answer.schema, media_type) {
        (_, "") => None,
        (_, _) if text.is_some() => text.as_ref().map(|(text, _)| Value::String(text.clone())),
        (_, _) if bytes => Some(Value::String(sampler.text())),
        (Some(schema), media_type) if is_json(media_type) => {
            sampler.branches = std::mem::take(branches);
            let value = sampler.value(std::slice::from_ref(schema));
            *branches = std::mem::take(&mut sampler.branches);
            Some(value.ok_or(sampler.contradicted.take())?)
        }
        (None, media_type) if is_json(media_type) => Some(serde_json::json!({"any": true})),
        (_, _) => Some(Value::String(sampler.text())),
    };
    Ok(Reply {
        status,
        declared: answer.status.clone(),
        media_type: concrete(media_type),
        bytes,
        value,
        headers: headers(of, answer, mode, seed, turn),
        foreign: mode == Mode::Foreign,
        sent: text.and_then(|(_, sent)| sent),
        free: sampler.free,
        tags: sampler.tags,
        contradicted: false,
    })
}

/// The headers of an answer, by their names in small letters.
fn headers(of: &Description, answer: &Answer<'_>, mode: Mode, seed: u64, turn: usize) -> Vec<(String, Value)> {
    let value = |(name, schema): &(String, _)| {
        let mut sampler = Sampler::new(of, Direction::Answer, mode, seed ^ 0x4ead, turn);
        sampler.parameter = Some(("header".to_owned(), "simple".to_owned()));
        let value = single(name, sampler.value(std::slice::from_ref(schema))?);
        // An object has two spellings, and which of them a client reads is left open.
        (!value.is_object() && has_spelling(&value, "simple")).then(|| (name.to_lowercase(), value))
    };
    answer.headers.iter().filter_map(value).collect()
}

/// Fields that hold commas by their own grammar, and are no lists (RFC 9110, section 5.3; RFC 6265, section 3).
fn single(name: &str, value: Value) -> Value {
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

/// A media type that a range stands for.
fn concrete(media_type: &str) -> String {
    match media_type {
        "*/*" => "application/octet-stream".to_owned(),
        range => range.replace("/*", "/x-any"),
    }
}

/// The statuses that an answer is tried with: of a range and of `default` one that is not declared otherwise.
fn statuses(operation: &Operation<'_>, answer: &Answer<'_>) -> Vec<u16> {
    let declared = |status: u16| operation.answers.iter().any(|of| of.status == status.to_string());
    // Not the first of its hundred, which a client may take for all of them.
    let free = |from: u16| (from + 50..from + 100).chain(from..from + 50).find(|of| !declared(*of) && !special(*of));
    let ranged =
        |hundred: u16| operation.answers.iter().any(|of| of.status.eq_ignore_ascii_case(&format!("{hundred}XX")));
    match answer.status.as_str() {
        // Whether an answer that is declared for everything is a success too is not said: a failure it is for sure.
        "default" => {
            [5u16, 4].iter().find(|hundred| !ranged(**hundred)).and_then(|of| free(of * 100)).into_iter().collect()
        }
        range if range.to_ascii_uppercase().ends_with("XX") => {
            let hundred = range.get(..1).and_then(|of| of.parse::<u16>().ok()).unwrap_or(5);
            free(hundred * 100).into_iter().collect()
        }
        code => code.parse().ok().filter(|code| !special(*code)).into_iter().collect(),
    }
}

/// Statuses that are no answer to a call: interim ones, and redirects, which are followed.
fn special(status: u16) -> bool {
    !(200..600).contains(&status) || matches!(status, 300..=399)
}
