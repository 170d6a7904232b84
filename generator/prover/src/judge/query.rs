//! The query of a request (Parameter Object). Must not know forms in bodies.

use serde_json::Value;

use super::address;
use super::equal::short;
use super::serialized::{
    is_json_of, is_nested_or_empty, percent_decode, primitive, primitives, represents, represents_list,
    represents_reserved,
};
use crate::case::Case;
use crate::fault::{Cause, Fault};
use crate::setup::Setup;
use crate::source::{Operation, Parameter};

/// The pairs of a query that no parameter has claimed yet. Names are decoded, values are not.
pub(super) struct Pairs<'r>(pub(super) Vec<(String, &'r str)>);

/// Returns the value that a case has for a parameter.
pub(super) fn value_of<'c>(case: &'c Case, parameter: &Parameter<'_>) -> Option<&'c Value> {
    let same = case.parameters.iter().find(|of| of.location == parameter.location && of.name == parameter.name);
    same.map(|parameter| &parameter.value)
}

/// Checks that the query has the parameters and credentials, and nothing else.
pub(super) fn check(operation: &Operation<'_>, setup: &Setup, case: &Case, text: &str, faults: &mut Vec<Fault>) {
    let mut fault = |detail: String| faults.push(Fault::new(Cause::Query, detail));
    let mut pairs = outside_template(operation, case, text, &mut fault);
    if let Some(bad) = text.chars().find(|c| !c.is_ascii() || c.is_ascii_control() || " \"<>".contains(*c)) {
        fault(format!("{bad:?} is not encoded in ?{text}"));
    }
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == "query") {
        if let Some(value) = value_of(case, parameter) {
            check_parameter(&mut pairs, parameter, value, text, &mut fault);
        }
    }
    // Only schemes that the operation uses: any other secret is unexpected.
    let in_query = setup.credentials.iter().filter(|secret| secret.location == "query");
    for secret in in_query.filter(|secret| operation.security.iter().flatten().any(|scheme| *scheme == secret.scheme)) {
        if pairs.has_plus(&secret.name) {
            fault(format!("the secret of {} has an unencoded +: ?{text}", secret.scheme));
        }
        pairs.0.retain(|(name, text)| *name != secret.name || percent_decode(text) != secret.value);
    }
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == "querystring") {
        let Some(value) = value_of(case, parameter) else { continue };
        if !pairs.take_whole(text, parameter, value) {
            fault(format!("?{text} does not have {} = {}", parameter.name, short(value)));
        }
    }
    if let Some((name, text)) = pairs.0.first() {
        fault(format!("unexpected {name}={text}"));
    }
}

fn check_parameter(
    pairs: &mut Pairs<'_>,
    parameter: &Parameter<'_>,
    value: &Value,
    text: &str,
    fault: &mut impl FnMut(String),
) {
    let name = &parameter.name;
    if !parameter.reserved && pairs.has_plus(name) {
        fault(format!("{name} has an unencoded +: ?{text}"));
    }
    if let (true, Some(bad)) = (parameter.reserved, needlessly_encoded(pairs, parameter, value)) {
        fault(format!("{bad} is encoded in {name}, which has allowReserved: ?{text}"));
    }
    if !pairs.take(parameter, value) {
        fault(format!("?{text} does not have {name} = {} ({})", short(value), parameter.style));
    }
}

/// Returns the pairs of a query without those of the path template.
fn outside_template<'r>(
    operation: &Operation<'_>,
    case: &Case,
    text: &'r str,
    fault: &mut impl FnMut(String),
) -> Pairs<'r> {
    let mut sent: Vec<&str> = text.split('&').filter(|pair| !pair.is_empty()).collect();
    for template in address::template_query(operation) {
        match sent.iter().position(|pair| address::matches_pair(template, pair, operation, case)) {
            Some(index) => drop(sent.remove(index)),
            None => fault(format!("?{text} lacks {template} of the path")),
        }
    }
    let decode = |pair: &'r str| {
        pair.split_once('=').map_or((percent_decode(pair), ""), |(name, value)| (percent_decode(name), value))
    };
    Pairs(sent.into_iter().map(decode).collect())
}

/// Returns a reserved character that is encoded although `allowReserved` and RFC 3986, section 2.2,
/// allow it. Characters that end a value or separate pairs do not count.
fn needlessly_encoded(pairs: &Pairs<'_>, parameter: &Parameter<'_>, value: &Value) -> Option<char> {
    let wanted = primitive(value)?;
    let mut pairs = pairs.0.iter();
    let (_, sent) = pairs.find(|(name, text)| *name == parameter.name && represents_reserved(text, value))?;
    wanted.chars().find(|c| ":/?@!$'()*,;".contains(*c) && !sent.contains(*c))
}

impl Pairs<'_> {
    fn has_plus(&self, name: &str) -> bool {
        self.0.iter().any(|(known, text)| known == name && text.contains('+'))
    }

    /// Removes a pair. Returns `false` if it is missing.
    fn take_pair(&mut self, name: &str, fits: impl Fn(&str) -> bool) -> bool {
        let found = self.0.iter().position(|(known, text)| known == name && fits(text));
        found.map(|index| self.0.remove(index)).is_some()
    }

    /// Removes all pairs that `is_part` accepts. Returns `false` if there are none.
    fn take_all(&mut self, is_part: impl Fn(&str) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|(name, _)| !is_part(name));
        self.0.len() < before
    }

    /// Removes the pairs of a parameter that is the whole query (3.2, Parameter Object). Returns
    /// `false` if they do not represent the value.
    fn take_whole(&mut self, text: &str, parameter: &Parameter<'_>, value: &Value) -> bool {
        if let ("urlencoded", Value::Object(members)) = (parameter.style.as_str(), value) {
            return members.iter().all(|(key, value)| {
                primitive(value).is_none() || self.take_pair(key, |text| represents(&percent_decode(text), value))
            });
        }
        self.0.clear();
        let text = percent_decode(text);
        match parameter.style.as_str() {
            "json" => is_json_of(&text, value),
            _ => primitive(value).is_none() || represents(&text, value),
        }
    }

    /// Removes the pairs of a parameter. Returns `false` if they are missing.
    pub(super) fn take(&mut self, parameter: &Parameter<'_>, value: &Value) -> bool {
        let name = parameter.name.as_str();
        let has = |text: &str, value: &Value| match parameter.reserved {
            true => represents_reserved(text, value),
            false => represents(&percent_decode(text), value),
        };
        // Exploded arrays are the same in every style of the query.
        let exploded = parameter.explode && parameter.style != "deepObject";
        match (parameter.style.as_str(), value) {
            ("deepObject", Value::Object(members)) => {
                members.iter().all(|(key, value)| self.take_deep(&format!("{name}[{key}]"), value, has))
            }
            // The style does not define arrays: any serialization under the name is accepted.
            ("deepObject", Value::Array(_)) => {
                let prefix = format!("{name}[");
                self.take_all(|known| known == name || known.starts_with(&prefix))
            }
            ("json", value) => self.take_pair(name, |text| is_json_of(&percent_decode(text), value)),
            (_, Value::Array(items)) if exploded => {
                items.iter().all(|item| self.take_pair(name, |text| primitive(item).is_none() || has(text, item)))
            }
            (_, Value::Object(members)) if exploded => members.iter().all(|(key, value)| match value {
                Value::Array(items) => items.iter().all(|item| self.take_pair(key, |text| has(text, item))),
                value => self.take_pair(key, |text| primitive(value).is_none() || has(text, value)),
            }),
            (style, Value::Array(_) | Value::Object(_)) => self.take_pair(name, |text| {
                is_delimited(style, text, value) || parameter.reserved && is_delimited_reserved(style, text, value)
            }),
            (_, value) => self.take_pair(name, |text| has(text, value)),
        }
    }

    /// Removes a member of a `deepObject`. Nested values have no serialization: any under the name
    /// is accepted.
    fn take_deep(&mut self, name: &str, value: &Value, has: impl Fn(&str, &Value) -> bool) -> bool {
        match primitive(value) {
            Some(_) => self.take_pair(name, |text| has(text, value)),
            None => self.take_all(|known| known.starts_with(name)) || is_nested_or_empty(value),
        }
    }
}

/// Returns `true` if a text represents a delimited list. Spaces and pipes have to be
/// percent-encoded (Parameter Object, "Style Examples").
fn is_delimited(style: &str, text: &str, value: &Value) -> bool {
    let separators: &[&str] = match style {
        "spaceDelimited" => &["%20"],
        "pipeDelimited" => &["%7C", "|"],
        "tabDelimited" => &["%09"],
        _ => &[","],
    };
    let own = percent_decode(separators.first().copied().unwrap_or(","));
    // An item that contains the separator looks like two items.
    let contains_own = |all: Vec<Value>| all.iter().filter_map(primitive).any(|text| own != "," && text.contains(&own));
    let ambiguous = primitives(value).is_none_or(contains_own);
    ambiguous || separators.iter().any(|separator| represents_list(text, separator, value, false, percent_decode))
}

/// Returns `true` if a text represents a delimited list whose reserved characters are not encoded,
/// not even a separator in an item.
fn is_delimited_reserved(style: &str, text: &str, value: &Value) -> bool {
    let separator = match style {
        "spaceDelimited" => "%20",
        "pipeDelimited" => "%7C",
        "tabDelimited" => "%09",
        _ => ",",
    };
    let items = primitives(value).unwrap_or_default();
    let whole = items.iter().filter_map(primitive).collect::<Vec<_>>().join(separator);
    represents_reserved(text, &Value::String(whole))
}
