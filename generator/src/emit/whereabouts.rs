//! Where a schema without a name stands, in words: what its type says of itself where the description says nothing. Must not know what the schema says.

use super::front_page::code;

/// So many steps are said from inside out; between them and the outermost the rest is passed over.
const STEPS: usize = 3;

/// `` `kind` of `Dog` ``, `` the body of `POST /dogs` ``: from the segments of a JSON pointer. `None` where there are no words for it.
pub(super) fn spoken(pointer: &[String]) -> Option<String> {
    let words: Vec<&str> = pointer.iter().map(String::as_str).collect();
    let (owner, rest) = owner(&words)?;
    let steps = steps(rest)?;
    let hidden = steps.len().saturating_sub(STEPS);
    let inner = steps.iter().skip(hidden).rev().map(String::as_str).collect::<Vec<_>>().join(" of ");
    let said = match (inner.is_empty(), hidden) {
        (true, _) => owner,
        (false, 0) => format!("{inner} of {owner}"),
        (false, _) => format!("{inner}, in {owner}"),
    };
    let mut chars = said.chars();
    let first = chars.next().map(|first| first.to_uppercase().collect::<String>());
    Some(format!("{}{}.", first.unwrap_or_default(), chars.as_str()))
}

/// What the schema is a part of, and the way from there.
fn owner<'a, 'w>(words: &'w [&'a str]) -> Option<(String, &'w [&'a str])> {
    Some(match words {
        ["components", "schemas", name, rest @ ..] => (code(name), rest),
        ["components", "requestBodies", name, "content", _, "schema", rest @ ..] => {
            (format!("the body {}", code(name)), rest)
        }
        ["components", "responses", name, "content", _, "schema", rest @ ..] => {
            (format!("the response {}", code(name)), rest)
        }
        ["components", "parameters", name, "schema", rest @ ..] => (format!("the parameter {}", code(name)), rest),
        ["components", "headers", name, "schema", rest @ ..] => (format!("the header {}", code(name)), rest),
        ["webhooks", name, _, "requestBody", "content", _, "schema", rest @ ..] => {
            (format!("the payload of the webhook {}", code(name)), rest)
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
        ["requestBody", "content", _, "schema" | "itemSchema", rest @ ..] => (format!("the body of {operation}"), rest),
        ["responses", "default", "content", _, "schema" | "itemSchema", rest @ ..] => {
            (format!("every other response of {operation}"), rest)
        }
        ["responses", status, "content", _, "schema" | "itemSchema", rest @ ..] => {
            (format!("the response {} of {operation}", code(status)), rest)
        }
        ["responses", _, "headers", name, "schema", rest @ ..] => {
            (format!("the header {} of {operation}", code(name)), rest)
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

/// The way to the schema, from outside in.
fn steps(words: &[&str]) -> Option<Vec<String>> {
    let (mut steps, mut rest) = (Vec::new(), words);
    while !rest.is_empty() {
        let (step, further) = match rest {
            ["properties", name, further @ ..] => (Some(code(name)), further),
            ["patternProperties", _, further @ ..] => (Some("a member".to_owned()), further),
            ["additionalProperties", further @ ..] => (Some("a member".to_owned()), further),
            ["items", further @ ..] => (Some("an item".to_owned()), further),
            ["prefixItems", index, further @ ..] => (Some(format!("item {index}")), further),
            ["oneOf" | "anyOf", _, further @ ..] => (Some("a variant".to_owned()), further),
            ["allOf" | "type", _, further @ ..] => (None, further),
            // What was put together, and stands nowhere.
            [made, further @ ..] if made.starts_with('(') => (None, further),
            _ => return None,
        };
        steps.extend(step);
        rest = further;
    }
    Some(steps)
}
