//! Combines the limits of several schemas that apply together: the strictest value of each keyword
//! applies (JSON Schema Validation, sections 6.2 to 6.5). Must not know what a limit means for a
//! type.

use crate::parse::Node;

/// Keywords and their values.
pub(super) type Limits = Vec<(String, Node)>;

/// Adds further limits to the existing ones.
pub(super) fn tighten(known: &mut Limits, further: &Limits) {
    for (keyword, value) in numeric(further) {
        match known.iter_mut().find(|(of, _)| *of == keyword) {
            Some((_, old)) if is_tighter(&keyword, &value, old) => *old = value,
            Some(_) => {}
            None => known.push((keyword, value)),
        }
    }
}

/// Converts the flags `exclusiveMinimum` and `exclusiveMaximum` of OpenAPI 3.0 to the numbers of
/// later versions. A flag applies to the limit of its own schema.
pub(super) fn numeric(limits: &Limits) -> Limits {
    let flag = |keyword: &str| limits.iter().any(|(of, value)| of == keyword && *value == Node::Bool(true));
    let spelled = |(keyword, value): &(String, Node)| {
        let keyword = match keyword.as_str() {
            "minimum" if flag("exclusiveMinimum") => "exclusiveMinimum",
            "maximum" if flag("exclusiveMaximum") => "exclusiveMaximum",
            "exclusiveMinimum" | "exclusiveMaximum" if matches!(value, Node::Bool(_)) => return None,
            same => same,
        };
        Some((keyword.to_owned(), value.clone()))
    };
    limits.iter().filter_map(spelled).collect()
}

/// Returns `true` if a value of a keyword is stricter than another. Values that cannot be compared
/// replace earlier ones.
fn is_tighter(keyword: &str, value: &Node, than: &Node) -> bool {
    let (Some(value), Some(than)) = (number(value), number(than)) else { return true };
    if keyword.starts_with("max") || keyword == "exclusiveMaximum" { value < than } else { value > than }
}

fn number(value: &Node) -> Option<f64> {
    match value {
        Node::Number(text) => text.parse().ok(),
        Node::Null | Node::Bool(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_) => None,
    }
}
