//! Values that would leave a segment of a path empty, `.` or `..`: URI parsers take such a segment away (RFC 3986, section 5.2.4), so that
//! the request goes to another resource. A client has to refuse them before anything is sent.

use serde_json::{Value, json};

use super::{Case, Given};
use crate::source::{Description, Operation, Parameter};
use crate::valid::Validator;

/// The cases of such values, for each parameter of the path; where the segment holds more, values of dots alone are sent.
pub(super) fn cases(of: &Description, operation: &Operation<'_>, like: &Case) -> Vec<Case> {
    let template = operation.path.split(['?', '#']).next().unwrap_or_default();
    let mut all = Vec::new();
    for parameter in operation.parameters.iter().filter(|of| of.place == "path") {
        let name = format!("{{{}}}", parameter.name);
        let Some(segment) = template.split('/').find(|of| of.contains(&name)) else { continue };
        let rule = parameter.schema.as_ref().map(|schema| Validator::new(of, schema));
        for value in candidates() {
            let allowed = match &rule {
                None => value.is_string(),
                Some(rule) => rule.as_ref().is_ok_and(|rule| rule.check(&value).is_ok()),
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
    case.given.retain(|of| of.place != "path" || of.name != parameter.name);
    let (place, name) = (parameter.place.clone(), parameter.name.clone());
    case.given.push(Given { place, name, value: value.clone() });
    let filled = filled(operation, segment, &case.given)?;
    let vanishes = matches!(filled.as_str(), "" | "." | "..");
    case.refused = vanishes.then(|| format!("{} = {value} makes the segment {segment} {filled:?}", parameter.name));
    (vanishes || value.is_string() && value != "").then_some(case)
}

/// A segment with the values in place of its templates.
fn filled(operation: &Operation<'_>, segment: &str, given: &[Given]) -> Option<String> {
    let mut text = segment.to_owned();
    for parameter in operation.parameters.iter().filter(|of| of.place == "path") {
        let template = format!("{{{}}}", parameter.name);
        if text.contains(&template) {
            let value = given.iter().find(|of| of.place == "path" && of.name == parameter.name)?;
            text = text.replace(&template, &spelled(parameter, &value.value));
        }
    }
    Some(text)
}

/// A value in the style of its parameter, but for percent-encoding, which makes no segment empty and writes no dot otherwise.
fn spelled(parameter: &Parameter<'_>, value: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let label = parameter.style == "label";
    let between = if label && parameter.explode { "." } else { "," };
    let row = match value {
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(between),
        Value::Object(members) => {
            let sign = if parameter.explode { "=" } else { "," };
            members.iter().map(|(name, value)| format!("{name}{sign}{}", text(value))).collect::<Vec<_>>().join(between)
        }
        value => text(value),
    };
    if label { format!(".{row}") } else { row }
}
