//! [`Template`]: the path template of an operation, parsed once for all its calls (Paths Object, "Path Templating"). Must
//! not know the values of parameters.

use super::operation::{Location, Operation};

/// A path template: expressions that are replaced by arguments, and the text between them.
pub(crate) struct Template {
    /// The expressions, each with the text before it.
    pub(super) expressions: Vec<Expression>,
    /// The text after the last expression.
    pub(super) rest: &'static str,
}

pub(super) struct Expression {
    pub(super) before: &'static str,
    /// The name between the braces.
    pub(super) name: &'static str,
    /// The index of the parameter with this name, or `None` if the description lacks it.
    pub(super) parameter: Option<usize>,
}

impl Template {
    /// Parses the path template of an operation.
    pub(crate) fn new(operation: &'static Operation) -> Template {
        let (mut expressions, mut rest) = (Vec::new(), operation.path);
        while let Some((before, name, after)) = first_expression(rest) {
            let is_named =
                |parameter: &super::Parameter| parameter.location == Location::Path && parameter.name == name;
            let parameter = operation.parameters.iter().position(is_named);
            expressions.push(Expression { before, name, parameter });
            rest = after;
        }
        Template { expressions, rest }
    }
}

/// Returns the text before, inside and after the first braces.
fn first_expression(text: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
