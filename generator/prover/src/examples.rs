//! The examples of bodies and responses (Media Type Object, Example Object). The client reads and
//! writes those that are valid against their own schemas. Must not know how it does so.

use serde_json::Value;

use crate::media_type::is_json;
use crate::source::{Body, Description, Node, Operation, is_bytes};
use crate::validator::Validator;

/// An example.
#[derive(Debug, Clone)]
pub struct Example {
    /// The operation's position in the description.
    pub operation: usize,
    /// The address of the example in the description.
    pub address: String,
    /// The value.
    pub value: Value,
    /// The key of `responses` and the media type. `None` for the example of a request body.
    pub response: Option<(String, String)>,
    /// The media type.
    pub media_type: String,
    /// The reason why the example is invalid against its own schema.
    pub invalid: Option<String>,
}

/// Returns all examples of JSON bodies. A file is not JSON, whatever its media type is.
#[must_use]
pub fn examples(description: &Description, operations: &[Operation<'_>]) -> Vec<Example> {
    let mut all = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        for body in operation.bodies.iter().filter(|body| is_json(&body.media_type)) {
            all.extend(media_type_examples(description, index, body, None));
        }
        for response in operation.responses.iter().filter(|response| is_json(&response.media_type)) {
            let media = Body {
                media_type: response.media_type.clone(),
                schema: response.schema.clone(),
                encoding: Vec::new(),
                examples: response.examples.clone(),
            };
            let key = Some((response.status.clone(), response.media_type.clone()));
            let mut own = media_type_examples(description, index, &media, key);
            for example in own.iter_mut().filter(|_| operation.method == "HEAD") {
                example.invalid = Some("a response to HEAD has no body (RFC 9110, section 9.3.2)".to_owned());
            }
            all.extend(own);
        }
    }
    all
}

fn media_type_examples(
    description: &Description,
    operation: usize,
    media: &Body<'_>,
    response: Option<(String, String)>,
) -> Vec<Example> {
    let (Some(schema), false) = (&media.schema, media.examples.is_empty()) else { return Vec::new() };
    if is_bytes(description, schema) {
        return Vec::new();
    }
    let validator = Validator::new(description, schema);
    let example = |node: &Node<'_>| Example {
        operation,
        address: node.address(),
        value: node.value.clone(),
        response: response.clone(),
        media_type: media.media_type.clone(),
        invalid: match &validator {
            Ok(validator) => validator.check(node.value).err().map(|error| error.to_string()),
            Err(error) => Some(format!("its schema is invalid: {error}")),
        },
    };
    media.examples.iter().map(example).collect()
}
