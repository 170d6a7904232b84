//! Cases: for each operation arguments and answers, made of the description alone. The same seed gives the same cases.

mod answers;
mod charset;
mod choice;
mod integer;
mod member_names;
mod pages;
mod pattern;
mod scalar;
mod segment;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::names::OperationNames;
use crate::source::{Answer, Body, Description, Operation, flat, is_bytes};
pub use charset::Sent;
use choice::Branches;
pub(crate) use choice::{NO_VARIANT, own_tag};
pub use pages::{Asked, SecondPage};
pub(crate) use pattern::{bare_braces, is_readable};
pub use value::{Direction, Mode, Sampler};

/// A call and its answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Case {
    /// The operation's position in [`crate::names::Names::operations`].
    pub operation: usize,
    /// What the call is given.
    pub given: Vec<Given>,
    /// The body as a whole, of the media type that the client sends.
    pub body: Option<Value>,
    /// The body is given at once, and not by its members.
    pub whole: bool,
    /// What comes back.
    pub answer: Reply,
    /// What the body holds in place of files.
    #[serde(default)]
    pub files: BTreeSet<String>,
    /// Names of members that a pattern allows, and nothing declares.
    #[serde(default)]
    pub free: BTreeSet<String>,
    /// Discriminators that their variants do not declare.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// Why the call has to be refused before anything is sent.
    #[serde(default)]
    pub refused: Option<String>,
    /// A relative reference that the request is redirected to first.
    #[serde(default)]
    pub location: Option<String>,
    /// The second page of the response.
    #[serde(default)]
    pub second: Option<SecondPage>,
}

/// The cases of an operation.
#[derive(Debug, Default)]
pub struct Cases {
    /// All of them.
    pub cases: Vec<Case>,
    /// The answers whose schemas contradict themselves, by their keys, with the reason.
    pub contradicted: BTreeMap<String, String>,
    /// Why no call can be valid: what has to be sent contradicts itself.
    pub impossible: Option<String>,
}

/// A parameter with its value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Given {
    /// `path`, `query`, `header`, `cookie`.
    pub place: String,
    /// On the wire.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// An answer as it goes back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Under which key of `responses` it is declared.
    pub declared: String,
    /// Its media type; empty without a body.
    pub media_type: String,
    /// It is a file, which comes as it is, also where its media type says JSON.
    #[serde(default)]
    pub bytes: bool,
    /// What the body holds: of JSON the value, of anything else the text; nothing without a body.
    pub value: Option<Value>,
    /// Headers: name and value.
    pub headers: Vec<(String, Value)>,
    /// It holds members and values that the description does not know.
    #[serde(default)]
    pub foreign: bool,
    /// Names of members that a pattern allows, and nothing declares.
    #[serde(default)]
    pub free: BTreeSet<String>,
    /// Discriminators that their variants do not declare.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// The bytes, where the text is in another charset.
    #[serde(default)]
    pub sent: Option<Sent>,
    /// No value is valid by the schemas of the declared answers: whatever comes, nothing can be said of it.
    #[serde(default)]
    pub contradicted: bool,
}

impl Reply {
    /// Whether its body is JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        !self.bytes && is_json(&self.media_type)
    }
}

/// The modes of a request and of a success; a failure is shown the first three.
const MODES: [Mode; 8] = [
    Mode::Minimal,
    Mode::Full,
    Mode::Hostile,
    Mode::Boundary,
    Mode::Null,
    Mode::Full,
    // The other bound, as this turn is an even one.
    Mode::Boundary,
    Mode::Hostile,
];

/// The cases of an operation.
#[must_use]
pub fn cases(of: &Description, number: usize, operation: &Operation<'_>, names: &OperationNames) -> Cases {
    let seed = seed(&format!("{} {}", operation.method, operation.path));
    let mut all = Cases::default();
    let replies = answers::replies(of, operation, seed, &mut all.contradicted);
    let count = replies.len().max(MODES.len());
    let bodies = bodies(of, operation, names, seed, count, &mut all.impossible);
    for (turn, body) in bodies {
        let reply = replies.get(turn % replies.len().max(1)).cloned();
        let given = given(of, operation, (MODES[turn % MODES.len()], seed, turn), &mut all.impossible);
        all.cases.push(Case {
            operation: number,
            given,
            body: body.value,
            whole: turn % 2 == 1,
            answer: reply.unwrap_or_else(|| nothing(!all.contradicted.is_empty())),
            files: body.files,
            free: body.free,
            tags: body.tags,
            refused: None,
            location: None,
            second: None,
        });
    }
    let further = all.cases.first().map(|like| further(of, operation, like, &replies)).unwrap_or_default();
    let paged = pages::cases(names, &all.cases, &replies);
    all.cases.extend(further);
    all.cases.extend(paged);
    all
}

/// Values that have to be refused, texts in other charsets, and a redirect to a relative reference.
fn further(of: &Description, operation: &Operation<'_>, like: &Case, replies: &[Reply]) -> Vec<Case> {
    let mut all = segment::cases(of, operation, like);
    let success = |reply: &&Reply| (200..300).contains(&reply.status) && !reply.bytes && reply.value.is_some();
    if let Some(text) = replies.iter().filter(success).find(|reply| charset::is_text(&reply.media_type)) {
        let texts = charset::all(&text.media_type).into_iter();
        all.extend(texts.map(|(value, sent)| {
            let answer = Reply { value: Some(Value::String(value)), sent: Some(sent), ..text.clone() };
            Case { answer, ..like.clone() }
        }));
    }
    let redirects = operation.answers.iter().any(|of| of.status.starts_with('3'));
    if let (false, "GET", Some(answer)) = (redirects, operation.method.as_str(), replies.iter().find(success)) {
        // A relative reference, though a query holds a scheme (RFC 3986, sections 4.2 and 5.2.2).
        let location = Some("other?u=https://elsewhere.test/y".to_owned());
        all.push(Case { answer: answer.clone(), location, ..like.clone() });
    }
    all
}

/// A body, and what else is to be known of it.
#[derive(Clone, Default)]
struct Made {
    value: Option<Value>,
    files: BTreeSet<String>,
    free: BTreeSet<String>,
    tags: BTreeSet<String>,
}

/// Bodies, each with its turn: so many, and further ones until each branch of each choice in them was sent.
fn bodies(
    of: &Description,
    operation: &Operation<'_>,
    names: &OperationNames,
    seed: u64,
    count: usize,
    impossible: &mut Option<String>,
) -> Vec<(usize, Made)> {
    let mut branches = Branches::default();
    let mut all = Vec::new();
    for turn in 0..count {
        match body(of, operation, names, (MODES[turn % MODES.len()], seed, turn), &mut branches) {
            Ok(made) => all.push((turn, made)),
            Err(why) => {
                if operation.needs_body {
                    *impossible = why.or(impossible.take());
                }
                all.push((turn, Made::default()));
            }
        }
    }
    all.extend(branches.further(count, |turn, branches| {
        let made = body(of, operation, names, (Mode::Full, seed, turn), branches).ok()?;
        made.value.is_some().then_some((turn, made))
    }));
    // Where one value is valid, it stands for those that could not be made.
    let valid = all.iter().find(|(_, made)| made.value.is_some()).map(|(_, made)| made.clone());
    if let (Some(valid), true) = (valid, operation.needs_body) {
        *impossible = None;
        all.iter_mut().filter(|(_, made)| made.value.is_none()).for_each(|(_, made)| *made = valid.clone());
    }
    all
}

fn nothing(contradicted: bool) -> Reply {
    Reply { status: 204, contradicted, ..Reply::default() }
}

/// From a text, the same everywhere (FNV-1a).
fn seed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn given(
    of: &Description,
    operation: &Operation<'_>,
    (mode, seed, turn): (Mode, u64, usize),
    impossible: &mut Option<String>,
) -> Vec<Given> {
    let mut all = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        // What the path has no place for is never sent.
        let place = parameter.place != "path" || operation.path.contains(&format!("{{{}}}", parameter.name));
        if !place || !parameter.required && mode == Mode::Minimal {
            continue;
        }
        let mut sampler = Sampler::new(of, Direction::Request, mode, seed ^ index as u64, turn);
        sampler.parameter = Some((parameter.place.clone(), parameter.style.clone()));
        sampler.reserved = parameter.reserved;
        let value = match &parameter.schema {
            Some(schema) => sampler.value(std::slice::from_ref(schema)),
            None => Some(Value::String(sampler.text())),
        };
        // An empty object or list leaves a segment of a path empty: what is to be refused is tried by itself.
        let value = match value {
            Some(value) if parameter.place == "path" && !has_spelling(&value, "deepObject") => {
                sampler.mode = Mode::Full;
                parameter.schema.as_ref().and_then(|schema| sampler.value(std::slice::from_ref(schema)))
            }
            value => value,
        };
        if let (None, true) = (&value, parameter.required) {
            *impossible = sampler.contradicted.map(|why| format!("{} {}: {why}", parameter.place, parameter.name));
        }
        // What is null, empty or nested has no spelling in a parameter.
        let spelled = |value: &Value| parameter.style == "json" || has_spelling(value, &parameter.style);
        let Some(value) = value.filter(|value| parameter.required || spelled(value)) else { continue };
        all.push(Given { place: parameter.place.clone(), name: parameter.name.clone(), value });
    }
    all
}

/// A body; else the reason, where its schema contradicts itself.
fn body(
    of: &Description,
    operation: &Operation<'_>,
    names: &OperationNames,
    (mode, seed, turn): (Mode, u64, usize),
    branches: &mut Branches,
) -> Result<Made, Option<String>> {
    let Some(media_type) = names.body.as_ref() else { return Ok(Made::default()) };
    if mode == Mode::Minimal && !operation.needs_body {
        return Ok(Made::default());
    }
    let exact = operation.bodies.iter().find(|body| body.media_type == *media_type);
    let fitting = || operation.bodies.iter().find(|body| crate::judge::fits(&body.media_type, media_type));
    let body = exact.or_else(fitting).ok_or(None)?;
    let mut sampler = Sampler::new(of, Direction::Request, mode, seed ^ 0xb0d1, turn);
    sampler.form = media_type.contains("form");
    sampler.multipart = media_type.starts_with("multipart/");
    sampler.branches = std::mem::take(branches);
    let value = match &body.schema {
        Some(schema) if is_bytes(of, schema) => Some(Value::String(sampler.text())),
        Some(schema) if is_json(media_type) || sampler.form => sampler.value(std::slice::from_ref(schema)),
        Some(_) | None if is_json(media_type) => Some(serde_json::json!({"any": [1, "x", null]})),
        Some(_) | None => Some(Value::String(sampler.text())),
    };
    *branches = sampler.branches;
    let mut value = value.ok_or(sampler.contradicted)?;
    if sampler.form && !is_form(&value, sampler.multipart) {
        let why = "a form is an object, as each part has the name of a property (RFC 7578, section 4.2)";
        return Err(Some(format!("{media_type}: {why}")));
    }
    if let (Some(name), Value::Object(members)) = (always(of, operation, body), &mut value) {
        members.insert(name.to_owned(), Value::Bool(true));
    }
    Ok(Made { value: Some(value), files: sampler.files, free: sampler.free, tags: sampler.tags })
}

/// Returns `true` if a value can be sent as a form: a string only as the text of a urlencoded one.
fn is_form(value: &Value, multipart: bool) -> bool {
    value.is_object() || value.is_string() && !multipart
}

/// The property that asks for a stream, where it has one value and every success is a stream: it is sent without being asked for.
#[must_use]
pub(crate) fn always(of: &Description, operation: &Operation<'_>, body: &Body<'_>) -> Option<&'static str> {
    let mut successes = operation.answers.iter().filter(|of| of.status.starts_with('2')).peekable();
    let streams = |answer: &Answer<'_>| answer.media_type.starts_with("text/event-stream");
    if successes.peek().is_none() || !successes.all(streams) {
        return None;
    }
    let whole = flat(of, std::slice::from_ref(body.schema.as_ref()?));
    let (_, nodes) = whole.properties.iter().find(|(name, _)| *name == "stream")?;
    let values = flat(of, nodes).values?;
    (values.as_slice() == [&Value::Bool(true)]).then_some("stream")
}

/// Whether the specification says how a value is spelled in a parameter: not where it is nested, null or empty.
pub(crate) fn has_spelling(value: &Value, style: &str) -> bool {
    let simple = |value: &Value| !matches!(value, Value::Null | Value::Array(_) | Value::Object(_));
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty() && items.iter().all(simple),
        Value::Object(members) => !members.is_empty() && (style == "deepObject" || members.values().all(simple)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Whether a media type is one of JSON.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}
