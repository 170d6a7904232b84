//! The limits of several schemas that hold at once: of each keyword the tightest value counts (JSON Schema Validation,
//! sections 6.2 to 6.5). Must not know what a limit means for a type.

use crate::parse::Node;

/// Keywords and their values.
pub(super) type Limits = Vec<(String, Node)>;

/// Adds further limits to those that hold already.
pub(super) fn tighten(known: &mut Limits, further: &Limits) {
    for (keyword, value) in numeric(further) {
        match known.iter_mut().find(|(of, _)| *of == keyword) {
            Some((_, old)) if is_tighter(&keyword, &value, old) => *old = value,
            Some(_) => {}
            None => known.push((keyword, value)),
        }
    }
}

/// OpenAPI 3.0's flags `exclusiveMinimum` and `exclusiveMaximum` as numbers, as later versions have them: a flag
/// belongs to the limit of its own schema.
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

/// Returns `true` if a value of a keyword allows less than another. What cannot be compared replaces what was there.
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
