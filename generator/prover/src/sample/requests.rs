//! The parameters and bodies of requests. Must not know responses.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::coverage::SubschemaCoverage;
use super::mode::{Direction, MODES, Mode};
use super::responses::Aim;
use super::sampler::Sampler;
use crate::automatic::stream_flag;
use crate::case::{ParameterValue, has_serialization};
use crate::media_type::{includes, is_json};
use crate::names::OperationNames;
use crate::source::{Body, Description, Operation, Parameter, is_bytes};

/// A request body.
#[derive(Clone, Default)]
pub(super) struct SampleBody {
    pub(super) value: Option<Value>,
    /// The contents of files in the body.
    pub(super) files: BTreeSet<String>,
    /// Property names that match a pattern and are not declared.
    pub(super) pattern_names: BTreeSet<String>,
    /// Discriminators that their variants do not declare.
    pub(super) undeclared_discriminators: BTreeSet<String>,
}

/// Makes `count` bodies, and additional ones until all subschemas are covered. Each has its round.
/// Sets `impossible` if the operation needs a body and no value is valid.
pub(super) fn bodies(
    description: &Description,
    operation: &Operation<'_>,
    names: &OperationNames,
    seed: u64,
    count: usize,
    impossible: &mut Option<String>,
) -> Vec<(usize, SampleBody)> {
    let mut coverage = SubschemaCoverage::default();
    let mut all = Vec::new();
    for round in 0..count {
        match body(description, operation, names, (MODES[round % MODES.len()], seed, round), &mut coverage) {
            Ok(sample) => all.push((round, sample)),
            Err(reason) => {
                if operation.needs_body {
                    *impossible = reason.or(impossible.take());
                }
                all.push((round, SampleBody::default()));
            }
        }
    }
    all.extend(coverage.additional(count, |round, coverage| {
        let sample = body(description, operation, names, (Mode::Full, seed, round), coverage).ok()?;
        sample.value.is_some().then_some((round, sample))
    }));
    // A valid body replaces those that could not be made.
    let valid = all.iter().find(|(_, sample)| sample.value.is_some()).map(|(_, sample)| sample.clone());
    if let (Some(valid), true) = (valid, operation.needs_body) {
        *impossible = None;
        all.iter_mut().filter(|(_, sample)| sample.value.is_none()).for_each(|(_, sample)| *sample = valid.clone());
    }
    all
}

/// Makes a body. The error is the contradiction in its schema, if there is one.
fn body(
    description: &Description,
    operation: &Operation<'_>,
    names: &OperationNames,
    (mode, seed, round): Aim,
    coverage: &mut SubschemaCoverage,
) -> Result<SampleBody, Option<String>> {
    let Some(media_type) = names.body.as_ref() else { return Ok(SampleBody::default()) };
    if mode == Mode::Minimal && !operation.needs_body {
        return Ok(SampleBody::default());
    }
    let body = declared(operation, media_type).ok_or(None)?;
    let mut sampler = Sampler::new(description, Direction::Request, mode, seed ^ 0xb0d1, round);
    sampler.form = media_type.contains("form");
    sampler.multipart = media_type.starts_with("multipart/");
    sampler.coverage = std::mem::take(coverage);
    let value = match &body.schema {
        Some(schema) if is_bytes(description, schema) => Some(Value::String(sampler.text())),
        Some(schema) if is_json(media_type) || sampler.form => sampler.value(std::slice::from_ref(schema)),
        Some(_) | None if is_json(media_type) => Some(json!({"any": [1, "x", null]})),
        Some(_) | None => Some(Value::String(sampler.text())),
    };
    *coverage = sampler.coverage;
    let mut value = value.ok_or(sampler.contradiction)?;
    if sampler.form && !is_form(&value, sampler.multipart) {
        let rule = "a form is an object, as each part has the name of a property (RFC 7578, section 4.2)";
        return Err(Some(format!("{media_type}: {rule}")));
    }
    if let (Some(name), Value::Object(members)) = (stream_flag(description, operation, body), &mut value) {
        members.insert(name.to_owned(), Value::Bool(true));
    }
    Ok(SampleBody {
        value: Some(value),
        files: sampler.files,
        pattern_names: sampler.pattern_names,
        undeclared_discriminators: sampler.undeclared_discriminators,
    })
}

/// Returns the declared body for a media type, directly or by a range.
fn declared<'o, 'a>(operation: &'o Operation<'a>, media_type: &str) -> Option<&'o Body<'a>> {
    let exact = operation.bodies.iter().find(|body| body.media_type == *media_type);
    exact.or_else(|| operation.bodies.iter().find(|body| includes(&body.media_type, media_type)))
}

/// Returns `true` if a value can be sent as a form. A string can be the text of a urlencoded one.
fn is_form(value: &Value, multipart: bool) -> bool {
    value.is_object() || value.is_string() && !multipart
}

/// Makes the values of the parameters. Sets `impossible` if a required one has no valid value.
pub(super) fn parameters(
    description: &Description,
    operation: &Operation<'_>,
    (mode, seed, round): Aim,
    impossible: &mut Option<String>,
) -> Vec<ParameterValue> {
    let mut all = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        // A path parameter without a template is never sent.
        let sent = parameter.location != "path" || operation.path.contains(&format!("{{{}}}", parameter.name));
        if !sent || !parameter.required && mode == Mode::Minimal {
            continue;
        }
        let mut sampler = Sampler::new(description, Direction::Request, mode, seed ^ index as u64, round);
        let value = parameter_value(parameter, &mut sampler);
        if let (None, true) = (&value, parameter.required) {
            let reason = sampler.contradiction;
            *impossible = reason.map(|reason| format!("{} {}: {reason}", parameter.location, parameter.name));
        }
        // Null, empty and nested values have no serialization in a parameter.
        let has_style = |value: &Value| parameter.style == "json" || has_serialization(value, &parameter.style);
        let Some(value) = value.filter(|value| parameter.required || has_style(value)) else { continue };
        all.push(ParameterValue { location: parameter.location.clone(), name: parameter.name.clone(), value });
    }
    all
}

fn parameter_value<'a>(parameter: &Parameter<'a>, sampler: &mut Sampler<'a>) -> Option<Value> {
    sampler.parameter = Some((parameter.location.clone(), parameter.style.clone()));
    sampler.reserved = parameter.reserved;
    let Some(schema) = &parameter.schema else { return Some(Value::String(sampler.text())) };
    let value = sampler.value(std::slice::from_ref(schema))?;
    // An empty object or array would leave a path segment empty. Such cases are made separately.
    if parameter.location == "path" && !has_serialization(&value, "deepObject") {
        sampler.mode = Mode::Full;
        return sampler.value(std::slice::from_ref(schema));
    }
    Some(value)
}
