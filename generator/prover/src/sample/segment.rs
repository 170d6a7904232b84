//! Path parameters that would make a segment empty, `.` or `..`. URI parsers remove such segments
//! (RFC 3986, section 5.2.4), so that the request would go to another resource. Clients have to
//! reject them before anything is sent. Must not know other parameters.

use serde_json::{Value, json};

use crate::case::{Case, ParameterValue};
use crate::source::{Description, Operation, Parameter};
use crate::validator::Validator;

/// Makes a case for each path parameter and each such value. If the segment contains more than the
/// parameter, values of dots alone have to be sent.
pub(super) fn cases(description: &Description, operation: &Operation<'_>, like: &Case) -> Vec<Case> {
    let template = operation.path.split(['?', '#']).next().unwrap_or_default();
    let mut all = Vec::new();
    for parameter in operation.parameters.iter().filter(|known| known.location == "path") {
        let name = format!("{{{}}}", parameter.name);
        let Some(segment) = template.split('/').find(|segment| segment.contains(&name)) else { continue };
        let validator = parameter.schema.as_ref().map(|schema| Validator::new(description, schema));
        for value in candidates() {
            let allowed = match &validator {
                None => value.is_string(),
                Some(validator) => validator.as_ref().is_ok_and(|validator| validator.check(&value).is_ok()),
            };
            if allowed && !matches!(parameter.style.as_str(), "json" | "matrix") {
                all.extend(case(operation, segment, parameter, &value, like));
            }
        }
    }
    all
}

fn candidates() -> Vec<Value> {
    vec![
        json!(""),
        json!("."),
        json!(".."),
        json!([]),
        json!([""]),
        json!(["."]),
        json!([".."]),
        json!(["", ""]),
        json!({}),
    ]
}

fn case(
    operation: &Operation<'_>,
    segment: &str,
    parameter: &Parameter<'_>,
    value: &Value,
    like: &Case,
) -> Option<Case> {
    let mut case = like.clone();
    case.parameters.retain(|known| known.location != "path" || known.name != parameter.name);
    let (location, name) = (parameter.location.clone(), parameter.name.clone());
    case.parameters.push(ParameterValue { location, name, value: value.clone() });
    let filled = filled(operation, segment, &case.parameters)?;
    let vanishes = matches!(filled.as_str(), "" | "." | "..");
    case.rejected = vanishes.then(|| format!("{} = {value} makes the segment {segment} {filled:?}", parameter.name));
    (vanishes || value.is_string() && value != "").then_some(case)
}

/// Returns a segment with its templates replaced by the values.
fn filled(operation: &Operation<'_>, segment: &str, values: &[ParameterValue]) -> Option<String> {
    let mut text = segment.to_owned();
    for parameter in operation.parameters.iter().filter(|known| known.location == "path") {
        let template = format!("{{{}}}", parameter.name);
        if text.contains(&template) {
            let value = values.iter().find(|known| known.location == "path" && known.name == parameter.name)?;
            text = text.replace(&template, &serialized(parameter, &value.value));
        }
    }
    Some(text)
}

/// Returns a value in the style of its parameter, without percent-encoding, which neither empties a
/// segment nor changes dots.
fn serialized(parameter: &Parameter<'_>, value: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let label = parameter.style == "label";
    let separator = if label && parameter.explode { "." } else { "," };
    let row = match value {
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(separator),
        Value::Object(members) => {
            let sign = if parameter.explode { "=" } else { "," };
            members
                .iter()
                .map(|(name, value)| format!("{name}{sign}{}", text(value)))
                .collect::<Vec<_>>()
                .join(separator)
        }
        value => text(value),
    };
    if label { format!(".{row}") } else { row }
}
