//! Values that a client sends without an argument, because only one value is possible: required
//! parameters with one value, and the flag for a stream if every success is a stream. Must not know
//! the judge.

use serde_json::Value;

use crate::fault::{Cause, Fault};
use crate::names::{ArgumentNames, OperationNames};
use crate::source::{Body, DeclaredResponse, Description, Operation, Parameter, flatten};

/// Returns `true` if the operation has a required parameter with this location and name that has
/// only one value.
pub(crate) fn is_automatic(description: &Description, operation: &Operation<'_>, location: &str, name: &str) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|of| of.location == location && of.name == name && has_single_value(description, of))
}

fn has_single_value(description: &Description, parameter: &Parameter<'_>) -> bool {
    let schema = parameter.schema.as_ref();
    let values = schema.and_then(|schema| flatten(description, std::slice::from_ref(schema)).values);
    parameter.required && values.is_some_and(|values| matches!(values.as_slice(), [value] if !value.is_null()))
}

/// Returns the arguments of a method that the client has to send automatically instead.
pub(crate) fn faults(description: &Description, operation: &Operation<'_>, names: &OperationNames) -> Vec<Fault> {
    let is_needless =
        |argument: &&ArgumentNames| is_automatic(description, operation, &argument.location, &argument.wire);
    let fault = |argument: &ArgumentNames| {
        let detail = format!("{} {} is an argument", argument.location, argument.wire);
        Fault::new(Cause::SingleValueArgument, detail)
    };
    names.arguments.iter().filter(is_needless).map(fault).collect()
}

/// Returns the property that requests a stream, if its only value is `true` and every success is a
/// stream.
#[must_use]
pub(crate) fn stream_flag(
    description: &Description,
    operation: &Operation<'_>,
    body: &Body<'_>,
) -> Option<&'static str> {
    let mut successes = operation.responses.iter().filter(|response| response.status.starts_with('2')).peekable();
    let is_stream = |response: &DeclaredResponse<'_>| response.media_type.starts_with("text/event-stream");
    if successes.peek().is_none() || !successes.all(is_stream) {
        return None;
    }
    let form = flatten(description, std::slice::from_ref(body.schema.as_ref()?));
    let values = flatten(description, form.property("stream")?).values?;
    (values.as_slice() == [&Value::Bool(true)]).then_some("stream")
}
