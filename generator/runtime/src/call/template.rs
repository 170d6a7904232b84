//! [`Template`]: the path of an operation, taken apart once for all its calls (Paths Object, "Path Templating").

use super::operation::{Operation, Place};

/// A path template: texts, and between them the expressions that arguments take the place of.
pub(crate) struct Template {
    /// Each expression with the text in front of it.
    pub(super) expressions: Vec<Expression>,
    /// The text behind the last one.
    pub(super) rest: &'static str,
}

pub(super) struct Expression {
    pub(super) before: &'static str,
    /// Between the braces.
    pub(super) name: &'static str,
    /// The number of the parameter of that name; none where the description lacks it.
    pub(super) parameter: Option<usize>,
}

impl Template {
    /// That of an operation.
    pub(crate) fn of(operation: &'static Operation) -> Template {
        let (mut expressions, mut rest) = (Vec::new(), operation.path);
        while let Some((before, name, behind)) = first(rest) {
            let parameter = operation.parameters.iter().position(|of| of.place == Place::Path && of.name == name);
            expressions.push(Expression { before, name, parameter });
            rest = behind;
        }
        Template { expressions, rest }
    }
}

/// The first expression of a text: what stands before, inside and behind its braces.
fn first(text: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, behind) = text.split_once('{')?;
    let (name, behind) = behind.split_once('}')?;
    Some((before, name, behind))
}
