//! [`Call`]: an operation with its arguments, each serialized when it is set. The first argument that cannot be serialized is
//! reported when the call is sent, so that setters need no `?`. Must not know how calls are sent.

use std::ops::Range;
use std::sync::Arc;

use super::form::deep;
use super::operation::{Location, Operation, Parameter, Style};
use super::parameter_value::{ParameterValue, parameter_value};
use super::payload::Payload;
use super::request_body;
use super::segments::{check_segments, may_vanish};
use super::styles::serialize;
use super::template::Template;
use crate::value::{Field, View, json};

/// An operation and its arguments. Clones are cheap: they share the arguments until one of them is
/// changed.
#[derive(Clone)]
pub struct Call(Arc<Arguments>);

#[derive(Clone)]
struct Arguments {
    operation: &'static Operation,
    /// The serialized parameters, by index.
    parameters: Vec<(usize, String)>,
    /// The indices of parameters with an empty array or object: nothing is sent for them (RFC 6570,
    /// section 2.3).
    empty: Vec<usize>,
    /// The ranges of the properties of a spread body within `json`, by index.
    properties: Vec<(usize, Range<usize>)>,
    /// The JSON of all properties, one after the other.
    json: Vec<u8>,
    body: Option<Payload>,
    /// The media type that replaces the one of the operation: with the boundary of a form, or of
    /// the file.
    content_type: Option<String>,
    error: Option<String>,
}

/// The serialized parameters of a request that are not part of its path.
#[derive(Default)]
pub(crate) struct RequestParameters<'a> {
    /// One or several `name=value` pairs each.
    pub(crate) query: Vec<&'a str>,
    /// Names and values.
    pub(crate) headers: Vec<(&'static str, &'a str)>,
    /// One or several `name=value` pairs each.
    pub(crate) cookies: Vec<&'a str>,
}

impl Operation {
    /// Creates a call of the operation without arguments.
    #[must_use]
    pub fn call(&'static self) -> Call {
        Call(Arc::new(Arguments {
            operation: self,
            parameters: Vec::new(),
            empty: Vec::new(),
            properties: Vec::new(),
            json: Vec::new(),
            body: None,
            content_type: None,
            error: None,
        }))
    }
}

impl Call {
    /// Returns the operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    /// Sets parameter `index` of the operation. It replaces an earlier value.
    pub fn set(&mut self, index: usize, value: &dyn Field) {
        let arguments = Arc::make_mut(&mut self.0);
        let Some(parameter) = arguments.operation.parameters.get(index) else { return };
        arguments.parameters.retain(|(known, _)| *known != index);
        arguments.empty.retain(|known| *known != index);
        let converted = match parameter.style {
            Style::Json | Style::WholeJson => json_value(value),
            Style::DeepObject => return arguments.set_deep(index, parameter, value),
            Style::Simple | Style::Form | Style::SpaceDelimited | Style::PipeDelimited => parameter_value(value),
            Style::TabDelimited | Style::Label | Style::Matrix | Style::Cookie | Style::WholeText => {
                parameter_value(value)
            }
        };
        let is_empty = converted.as_ref().is_ok_and(ParameterValue::is_empty);
        match converted.and_then(|value| serialize(parameter, &value)) {
            Ok(Some(text)) => arguments.parameters.push((index, text)),
            Ok(None) => arguments.empty.extend(is_empty.then_some(index)),
            Err(error) => arguments.fail(format!("the parameter `{}` cannot be sent: {error}", parameter.name)),
        }
    }

    /// Returns the serialized value of parameter `index`, without its name.
    #[must_use]
    pub(crate) fn parameter_text(&self, index: usize) -> Option<&str> {
        let text = self.serialized(index)?;
        Some(text.split_once('=').map_or(text, |(_, value)| value))
    }

    /// Sets property `index` of a spread body. It replaces an earlier value.
    pub fn set_property(&mut self, index: usize, value: &dyn Field) {
        let arguments = Arc::make_mut(&mut self.0);
        arguments.properties.retain(|(known, _)| *known != index);
        let begin = arguments.json.len();
        match json::append(value, &mut arguments.json) {
            // A `Maybe` that is absent writes nothing.
            Ok(()) if arguments.json.len() == begin => {}
            Ok(()) => {
                arguments.properties.reserve(if begin == 0 { 8 } else { 1 });
                arguments.properties.push((index, begin..arguments.json.len()));
            }
            Err(error) => arguments.fail(format!("the body cannot be sent: {error}")),
        }
    }

    /// Sets the whole body. It replaces all properties that were set before.
    pub fn set_body(&mut self, value: &dyn Field) {
        let arguments = Arc::make_mut(&mut self.0);
        arguments.properties.clear();
        let Some(body) = arguments.operation.body else { return };
        match request_body::serialize(value, &body) {
            Ok((payload, content_type)) => {
                arguments.body = Some(payload);
                arguments.content_type = content_type;
            }
            Err(error) => arguments.fail(format!("the body cannot be sent: {error}")),
        }
    }

    /// Returns the value of `Content-Type`, if the operation has a body.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref().or(self.0.operation.body.map(|body| body.media_type))
    }

    /// Returns the value of `Content-Type` if it is not the media type of the operation.
    pub(crate) fn own_content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref()
    }

    /// Returns the error of the first argument that cannot be sent.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// Appends the path, with all template expressions replaced, to the path of the base URL.
    ///
    /// # Errors
    /// Fails if a parameter has no value or would change the path, see
    /// [`segments`](super::segments).
    #[inline]
    pub(crate) fn write_path(&self, template: &Template, path: &mut String) -> Result<(), String> {
        let (begin, mut suspect) = (path.len(), false);
        for expression in &template.expressions {
            path.push_str(expression.before);
            let Some(text) = expression.parameter.and_then(|index| self.serialized(index)) else {
                return Err(missing(expression.name));
            };
            suspect |= may_vanish(text);
            path.push_str(text);
        }
        path.push_str(template.rest);
        if suspect { check_segments(path.get(begin..).unwrap_or_default(), self.expressions(template)) } else { Ok(()) }
    }

    /// Returns for each expression of a template the text before it, its name, and its serialized
    /// value.
    fn expressions<'a>(
        &'a self,
        template: &'a Template,
    ) -> impl Iterator<Item = (&'static str, &'static str, &'a str)> {
        let text = |parameter: Option<usize>| parameter.and_then(|index| self.serialized(index)).unwrap_or_default();
        template
            .expressions
            .iter()
            .map(move |expression| (expression.before, expression.name, text(expression.parameter)))
    }

    /// Returns parameter `index` as it is sent, with its name if that is part of it.
    #[inline]
    fn serialized(&self, index: usize) -> Option<&str> {
        self.0.parameters.iter().find(|(known, _)| *known == index).map(|(_, text)| text.as_str())
    }

    /// Returns the parameters that are not part of the path, in the order of the description.
    ///
    /// # Errors
    /// Fails with the name of a required parameter that has no value.
    #[inline]
    pub(crate) fn parameters(&self) -> Result<RequestParameters<'_>, &'static str> {
        let mut parameters = RequestParameters::default();
        for (index, parameter) in self.0.operation.parameters.iter().enumerate() {
            match (parameter.location, self.serialized(index)) {
                (_, None) if parameter.required && !self.0.empty.contains(&index) => return Err(parameter.name),
                (_, None) | (Location::Path, Some(_)) => {}
                (Location::Query, Some(text)) => parameters.query.push(text),
                (Location::Header, Some(text)) => parameters.headers.push((parameter.name, text)),
                (Location::Cookie, Some(text)) => parameters.cookies.push(text),
            }
        }
        Ok(parameters)
    }

    /// Returns the body, if there is one: the whole body, with the properties that were set after
    /// it.
    #[must_use]
    pub fn body(&self) -> Option<Payload> {
        let Arguments { operation, properties, json, body, .. } = &*self.0;
        let shape = operation.body.as_ref().and_then(|body| body.properties);
        match (shape, body) {
            (None, body) => body.clone(),
            (Some(_), Some(body)) if properties.is_empty() => Some(body.clone()),
            (Some(shape), Some(body)) => Some(request_body::merged(body, shape, properties, json)),
            (Some(shape), None) => {
                let is_required = operation.body.as_ref().is_some_and(|body| body.required);
                let is_sent = is_required || !properties.is_empty();
                is_sent.then(|| request_body::assembled(shape, properties, json))
            }
        }
    }
}

/// Returns the error for a required parameter without a value.
#[cold]
pub(crate) fn missing(name: &str) -> String {
    format!("the required parameter `{name}` is missing")
}

impl Arguments {
    fn set_deep(&mut self, index: usize, parameter: &'static Parameter, value: &dyn Field) {
        let mut parts = Vec::new();
        match parameter_value(value) {
            // An array has no keys: servers read one parameter for each item.
            Ok(flat @ (ParameterValue::Array(_) | ParameterValue::Primitive(_))) => {
                parts.extend(serialize(parameter, &flat).ok().flatten());
            }
            Ok(ParameterValue::Absent) => return,
            Ok(ParameterValue::Object(_)) | Err(_) => deep(parameter.name, value, parameter.reserved, &mut parts),
        }
        if parts.is_empty() {
            self.empty.push(index);
        } else {
            self.parameters.push((index, parts.join("&")));
        }
    }

    fn fail(&mut self, error: String) {
        self.error.get_or_insert(error);
    }
}

/// Converts a parameter that is described by its content: JSON.
fn json_value(value: &dyn Field) -> Result<ParameterValue<'static>, &'static str> {
    if matches!(value.view(), View::Absent) {
        return Ok(ParameterValue::Absent);
    }
    let text = json::to_vec(value).map_err(|_| "it contains a number that JSON cannot represent")?;
    let text = String::from_utf8(text).map_err(|_| "it cannot be written as JSON")?;
    Ok(ParameterValue::Primitive(text.into()))
}

impl PartialEq for Call {
    /// Compares the operation and the arguments, in whatever order they were set.
    fn eq(&self, other: &Call) -> bool {
        fn same_items<T: PartialEq>(left: &[T], right: &[T]) -> bool {
            left.len() == right.len() && left.iter().all(|item| right.contains(item))
        }
        let (left, right) = (&*self.0, &*other.0);
        std::ptr::eq(left.operation, right.operation)
            && same_items(&left.parameters, &right.parameters)
            && same_items(&left.properties, &right.properties)
            && left.body == right.body
            && left.error == right.error
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct(self.0.operation.name);
        for (index, text) in &self.0.parameters {
            if let Some(parameter) = self.0.operation.parameters.get(*index) {
                shown.field(parameter.name, text);
            }
        }
        if let Some(body) = self.body() {
            shown.field("body", &body);
        }
        shown.finish()
    }
}
