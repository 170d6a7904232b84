//! The examples of bodies and answers (Media Type Object, Example Object), as data for the client: those that are valid by
//! their own schemas are read and written again. Must not know how.

use serde_json::Value;

use crate::sample::is_json;
use crate::source::{Body, Description, Node, Operation, is_bytes};
use crate::valid::Validator;

/// An example.
#[derive(Debug, Clone)]
pub struct Example {
    /// The operation's position in the source.
    pub operation: usize,
    /// Where it stands.
    pub place: String,
    /// The value.
    pub value: Value,
    /// Of an answer: the key of `responses` and the media type; nothing for a body.
    pub answer: Option<(String, String)>,
    /// The media type of a body.
    pub media_type: String,
    /// Why it is none of its own schema.
    pub invalid: Option<String>,
}

/// All examples in JSON; a file is none, whatever its media type.
#[must_use]
pub fn examples(of: &Description, operations: &[Operation<'_>]) -> Vec<Example> {
    let mut all = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        for body in operation.bodies.iter().filter(|of| is_json(&of.media_type)) {
            add(of, index, body, None, &mut all);
        }
        for answer in operation.answers.iter().filter(|of| is_json(&of.media_type)) {
            let media = Body {
                media_type: answer.media_type.clone(),
                schema: answer.schema.clone(),
                encoding: Vec::new(),
                examples: answer.examples.clone(),
            };
            let from = all.len();
            add(of, index, &media, Some((answer.status.clone(), answer.media_type.clone())), &mut all);
            for example in all.iter_mut().skip(from).filter(|_| operation.method == "HEAD") {
                example.invalid = Some("an answer to HEAD has no body (RFC 9110, section 9.3.2)".to_owned());
            }
        }
    }
    all
}

fn add(of: &Description, operation: usize, media: &Body<'_>, answer: Option<(String, String)>, all: &mut Vec<Example>) {
    let (Some(schema), false) = (&media.schema, media.examples.is_empty()) else { return };
    if is_bytes(of, schema) {
        return;
    }
    let validator = Validator::new(of, schema);
    for node in &media.examples {
        let invalid = match &validator {
            Ok(validator) => validator.check(node.value).err(),
            Err(why) => Some(format!("its schema is none: {why}")),
        };
        all.push(Example {
            operation,
            place: node.address(),
            value: node.value.clone(),
            answer: answer.clone(),
            media_type: media.media_type.clone(),
            invalid,
        });
    }
}

/// The examples of a Media Type Object: `example`, and the values of `examples`.
#[must_use]
pub fn of_media<'a>(of: &'a Description, media: &Node<'a>) -> Vec<Node<'a>> {
    let one = media.get("example");
    let several = media.get("examples").map(|all| all.members()).unwrap_or_default();
    let values = several.into_iter().filter_map(|(_, node)| of.follow(&node)?.get("value"));
    one.into_iter().chain(values).collect()
}
