//! Describes the location of an inline schema, for types without a description. Must not know the
//! schema itself.

use crate::emit::docs::words::{code, sentence};

/// The maximum number of steps that are named, from the innermost. Steps between them and the
/// outermost are omitted.
const STEPS: usize = 3;

/// Returns `` The `kind` property of `Dog` `` or `` The request body of `POST /dogs` `` for the
/// segments of a JSON pointer, or `None` for a location that has no description.
pub(crate) fn spoken(pointer: &[String]) -> Option<String> {
    let words: Vec<&str> = pointer.iter().map(String::as_str).collect();
    let (owner, rest) = owner(&words)?;
    let steps = steps(rest)?;
    let hidden = steps.len().saturating_sub(STEPS);
    let inner = steps.iter().skip(hidden).rev().map(Step::words).collect::<Vec<_>>().join(" of ");
    let said = match (inner.is_empty(), hidden) {
        (true, _) => owner,
        (false, 0) => format!("{inner} of {owner}"),
        (false, _) => format!("{inner}, in {owner}"),
    };
    Some(sentence(&said))
}

/// Returns the item that contains the schema, and the path from there.
fn owner<'a, 'w>(words: &'w [&'a str]) -> Option<(String, &'w [&'a str])> {
    Some(match words {
        ["components", "schemas", name, rest @ ..] => (code(name), rest),
        ["components", "requestBodies", name, "content", _, "schema", rest @ ..] => {
            (format!("the {} request body", code(name)), rest)
        }
        ["components", "responses", name, "content", _, "schema", rest @ ..] => {
            (format!("the {} response", code(name)), rest)
        }
        ["components", "parameters", name, "schema", rest @ ..] => (format!("the {} parameter", code(name)), rest),
        ["components", "headers", name, "schema", rest @ ..] => (format!("the {} header", code(name)), rest),
        ["webhooks", name, _, "requestBody", "content", _, "schema", rest @ ..] => {
            (format!("the payload of the {} webhook", code(name)), rest)
        }
        ["paths", path, "parameters", _, rest @ ..] => {
            (format!("a parameter of {}", code(path)), inside_parameter(rest)?)
        }
        ["paths", path, method, rest @ ..] => {
            let operation = code(&format!("{} {path}", method.to_uppercase()));
            of_operation(&operation, rest)?
        }
        _ => return None,
    })
}

fn of_operation<'a, 'w>(operation: &str, words: &'w [&'a str]) -> Option<(String, &'w [&'a str])> {
    Some(match words {
        ["requestBody", "content", _, "schema" | "itemSchema", rest @ ..] => {
            (format!("the request body of {operation}"), rest)
        }
        ["responses", "default", "content", _, "schema" | "itemSchema", rest @ ..] => {
            (format!("the default response of {operation}"), rest)
        }
        ["responses", status, "content", _, "schema" | "itemSchema", rest @ ..] => {
            (format!("the {status} response of {operation}"), rest)
        }
        ["responses", _, "headers", name, "schema", rest @ ..] => {
            (format!("the {} header of {operation}", code(name)), rest)
        }
        ["parameters", _, rest @ ..] => (format!("a parameter of {operation}"), inside_parameter(rest)?),
        _ => return None,
    })
}

fn inside_parameter<'a, 'w>(words: &'w [&'a str]) -> Option<&'w [&'a str]> {
    match words {
        ["schema", rest @ ..] | ["content", _, "schema", rest @ ..] => Some(rest),
        _ => None,
    }
}

/// A step from a schema to one of its subschemas.
enum Step {
    /// To a property, by its name. Nested properties are joined with dots.
    Property(String),
    /// To any other subschema.
    Part(String),
}

impl Step {
    fn words(&self) -> String {
        match self {
            Step::Property(name) => format!("the {} property", code(name)),
            Step::Part(words) => words.clone(),
        }
    }
}

/// Returns the steps to the schema, from outside in.
fn steps(words: &[&str]) -> Option<Vec<Step>> {
    let (mut steps, mut rest) = (Vec::new(), words);
    let part = |words: &str| Some(Step::Part(words.to_owned()));
    while !rest.is_empty() {
        let (step, further) = match rest {
            ["properties", name, further @ ..] => match steps.last_mut() {
                Some(Step::Property(outer)) => {
                    outer.push('.');
                    outer.push_str(name);
                    (None, further)
                }
                Some(Step::Part(_)) | None => (Some(Step::Property((*name).to_owned())), further),
            },
            ["patternProperties", _, further @ ..] => (part("a value"), further),
            ["additionalProperties", further @ ..] => (part("a value"), further),
            ["items", further @ ..] => (part("an item"), further),
            ["prefixItems", index, further @ ..] => (part(&format!("item {index}")), further),
            ["oneOf" | "anyOf", _, further @ ..] => (part("a variant"), further),
            ["allOf" | "type", _, further @ ..] => (None, further),
            // Schemas that `resolve` combined have no location of their own.
            [made, further @ ..] if made.starts_with('(') => (None, further),
            _ => return None,
        };
        steps.extend(step);
        rest = further;
    }
    Some(steps)
}
