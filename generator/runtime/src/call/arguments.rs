//! [`Call`]: an operation with the arguments that were given, each encoded at once. What failed is kept
//! and said when the call is sent, so that setters need no `?`.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use super::flat::{Flat, flat};
use super::form::{deep, urlencoded};
use super::multipart;
use super::operation::{BodyKind, Operation, Parameter, Place, Style};
use super::payload::Payload;
use super::place::spelled;
use super::segments::{may_vanish, whole_segments};
use super::template::Template;
use crate::value::{Field, View, json};

/// An operation and its arguments. Cheap to clone and to hand on: the arguments are shared, until one of two calls gets another.
#[derive(Clone)]
pub struct Call(Arc<Arguments>);

#[derive(Clone)]
struct Arguments {
    operation: &'static Operation,
    /// By index of the parameter, its text on the wire.
    parameters: Vec<(usize, String)>,
    /// Parameters with an empty array or object: nothing is sent for them (RFC 6570, section 2.3).
    empty: Vec<usize>,
    /// By index of the member of a spread body, where its JSON is.
    members: Vec<(usize, Range<usize>)>,
    /// The JSON of all members, one behind the other.
    written: Vec<u8>,
    body: Option<Payload>,
    /// With the boundary of a form.
    content_type: Option<String>,
    fault: Option<String>,
}

/// The parameters that were given, each as it is spelled at its place.
#[derive(Default)]
pub(crate) struct Given<'a> {
    /// `name=value`, or several of them.
    pub(crate) query: Vec<&'a str>,
    /// Names and values.
    pub(crate) headers: Vec<(&'static str, &'a str)>,
    /// `name=value`.
    pub(crate) cookies: Vec<&'a str>,
}

impl Operation {
    /// A call of it, without arguments.
    #[must_use]
    pub fn call(&'static self) -> Call {
        Call(Arc::new(Arguments {
            operation: self,
            parameters: Vec::new(),
            empty: Vec::new(),
            members: Vec::new(),
            written: Vec::new(),
            body: None,
            content_type: None,
            fault: None,
        }))
    }
}

impl Call {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    /// Gives parameter `index` of the operation a value, in place of one that it has.
    pub fn set(&mut self, index: usize, value: &dyn Field) {
        let own = Arc::make_mut(&mut self.0);
        let Some(parameter) = own.operation.parameters.get(index) else { return };
        own.parameters.retain(|(of, _)| *of != index);
        own.empty.retain(|of| *of != index);
        let text = match parameter.style {
            Style::Json | Style::WholeJson => in_json(value),
            Style::DeepObject => return own.set_deep(index, parameter, value),
            Style::Simple | Style::Form | Style::SpaceDelimited | Style::PipeDelimited => flat(value),
            Style::TabDelimited | Style::Label | Style::Matrix | Style::Cookie | Style::WholeText => flat(value),
        };
        let is_empty = text.as_ref().is_ok_and(Flat::is_empty);
        match text.and_then(|value| spelled(parameter, &value)) {
            Ok(Some(text)) => own.parameters.push((index, text)),
            Ok(None) => own.empty.extend(is_empty.then_some(index)),
            Err(what) => own.fail(format!("the parameter `{}` cannot be sent: {what}", parameter.name)),
        }
    }

    /// The text of parameter `index` on the wire, behind its name, where it was given.
    #[must_use]
    pub(crate) fn text_of(&self, index: usize) -> Option<&str> {
        let text = self.given_at(index)?;
        Some(text.split_once('=').map_or(text, |(_, value)| value))
    }

    /// Gives member `index` of a spread body a value, in place of one that it has.
    pub fn member(&mut self, index: usize, value: &dyn Field) {
        let own = Arc::make_mut(&mut self.0);
        own.members.retain(|(of, _)| *of != index);
        let begin = own.written.len();
        match json::append(value, &mut own.written) {
            // A `Maybe` that is absent writes nothing.
            Ok(()) if own.written.len() == begin => {}
            Ok(()) => {
                own.members.reserve(if begin == 0 { 8 } else { 1 });
                own.members.push((index, begin..own.written.len()));
            }
            Err(error) => own.fail(format!("the body cannot be sent: {error}")),
        }
    }

    /// Gives the whole body, in place of all that was given before.
    pub fn set_body(&mut self, value: &dyn Field) {
        let own = Arc::make_mut(&mut self.0);
        own.members.clear();
        let Some(body) = own.operation.body else { return };
        let made = match body.kind {
            BodyKind::Json => json::to_vec(value).map(Payload::from).map_err(|error| error.to_string()),
            BodyKind::Form => urlencoded(value, body.encodings).map(Payload::from),
            BodyKind::Multipart => multipart(value, body.encodings).map(|(body, boundary)| {
                own.content_type = Some(format!("multipart/form-data; boundary={boundary}"));
                body
            }),
            BodyKind::Text | BodyKind::Raw => {
                own.content_type = own_type(value, body.media_type);
                plain(value)
            }
        };
        match made {
            Ok(body) => own.body = Some(body),
            Err(error) => own.fail(format!("the body cannot be sent: {error}")),
        }
    }

    /// What is sent as `Content-Type`, where there is a body.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref().or(self.0.operation.body.map(|body| body.media_type))
    }

    /// The `Content-Type` that is not the operation's.
    pub(crate) fn own_content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref()
    }

    /// What is wrong with the arguments, the first that was.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.0.fault.as_deref()
    }

    /// Puts the path, with all template expressions replaced, behind that of the base URL.
    ///
    /// # Errors
    /// Fails where a parameter has no value, or would make another path: see [`segments`](super::segments).
    #[inline]
    pub(crate) fn put_path(&self, template: &Template, path: &mut String) -> Result<(), String> {
        let (begin, mut suspect) = (path.len(), false);
        for expression in &template.expressions {
            path.push_str(expression.before);
            let Some(text) = expression.parameter.and_then(|index| self.given_at(index)) else {
                return Err(missing(expression.name));
            };
            suspect |= may_vanish(text);
            path.push_str(text);
        }
        path.push_str(template.rest);
        if suspect { whole_segments(path.get(begin..).unwrap_or_default(), self.placed(template)) } else { Ok(()) }
    }

    /// The names and texts of the expressions of a template, each with the text in front of it.
    fn placed<'a>(&'a self, template: &'a Template) -> impl Iterator<Item = (&'static str, &'static str, &'a str)> {
        let text = |parameter: Option<usize>| parameter.and_then(|index| self.given_at(index)).unwrap_or_default();
        template.expressions.iter().map(move |of| (of.before, of.name, text(of.parameter)))
    }

    /// What parameter `index` has on the wire, its name included where that is part of it.
    #[inline]
    fn given_at(&self, index: usize) -> Option<&str> {
        self.0.parameters.iter().find(|(of, _)| *of == index).map(|(_, text)| text.as_str())
    }

    /// What was given beside the path and the body, in the description's order.
    ///
    /// # Errors
    /// The name of a required parameter that has no value.
    #[inline]
    pub(crate) fn given(&self) -> Result<Given<'_>, &'static str> {
        let mut given = Given::default();
        for (index, parameter) in self.0.operation.parameters.iter().enumerate() {
            match (parameter.place, self.given_at(index)) {
                (_, None) if parameter.required && !self.0.empty.contains(&index) => return Err(parameter.name),
                (_, None) | (Place::Path, Some(_)) => {}
                (Place::Query, Some(text)) => given.query.push(text),
                (Place::Header, Some(text)) => given.headers.push((parameter.name, text)),
                (Place::Cookie, Some(text)) => given.cookies.push(text),
            }
        }
        Ok(given)
    }

    /// The body, if there is one: the whole one that was given, with the members that were given after it.
    #[must_use]
    pub fn body(&self) -> Option<Payload> {
        let spread = self.0.operation.body.as_ref().and_then(|body| body.members);
        let (Some(shape), false) = (spread, self.0.members.is_empty() && self.0.body.is_some()) else {
            return self.0.body.clone();
        };
        if let Some(body) = &self.0.body {
            return Some(self.merged(body, shape));
        }
        let required = self.0.operation.body.as_ref().is_some_and(|body| body.required);
        if self.0.members.is_empty() && !required {
            return None;
        }
        let keys = self.0.members.iter().filter_map(|(index, _)| shape.keys.get(*index)).map(|key| key.len());
        let mut out = Vec::with_capacity(keys.sum::<usize>() + self.0.written.len() + 2);
        out.push(b'{');
        for (index, key) in shape.keys.iter().enumerate() {
            let Some((_, at)) = self.0.members.iter().find(|(of, _)| *of == index) else { continue };
            let key = if out.len() == 1 { key.get(1..).unwrap_or_default() } else { key };
            out.extend_from_slice(key.as_bytes());
            out.extend_from_slice(self.0.written.get(at.clone()).unwrap_or_default());
        }
        out.push(b'}');
        Some(out.into())
    }

    /// Members that were given after a whole body: they take the place of its own.
    fn merged(&self, body: &Payload, shape: &crate::value::Shape) -> Payload {
        let near = body.bytes().unwrap_or_default();
        let Some(serde_json::Value::Object(mut whole)) = json::any(&near) else { return body.clone() };
        for (index, at) in &self.0.members {
            let text = self.0.written.get(at.clone()).unwrap_or_default();
            let key = shape.keys.get(*index).copied().map(crate::value::bare).unwrap_or_default();
            let key = serde_json::from_str(&format!("\"{key}\"")).unwrap_or_else(|_| key.to_owned());
            if let Some(value) = json::any(text) {
                whole.insert(key, value);
            }
        }
        json::text_of(&serde_json::Value::Object(whole)).into()
    }
}

/// Says that a required parameter has no value.
#[cold]
pub(crate) fn missing(name: &str) -> String {
    format!("the required parameter `{name}` is missing")
}

impl Arguments {
    fn set_deep(&mut self, index: usize, parameter: &'static Parameter, value: &dyn Field) {
        let mut parts = Vec::new();
        // An array of its own has no key: each item on its own is what servers read.
        match flat(value) {
            Ok(flat @ (Flat::List(_) | Flat::One(_))) => {
                parts.extend(spelled(parameter, &flat).ok().flatten());
            }
            Ok(Flat::Absent) => return,
            Ok(Flat::Members(_)) | Err(_) => deep(parameter.name, value, parameter.reserved, &mut parts),
        }
        if parts.is_empty() {
            self.empty.push(index);
        } else {
            self.parameters.push((index, parts.join("&")));
        }
    }

    fn fail(&mut self, what: String) {
        self.fault.get_or_insert(what);
    }
}

/// A parameter that is described by its content: JSON.
fn in_json(value: &dyn Field) -> Result<Flat<'static>, &'static str> {
    if matches!(value.view(), View::Absent) {
        return Ok(Flat::Absent);
    }
    let text = json::to_vec(value).map_err(|_| "it holds a number that JSON cannot spell")?;
    String::from_utf8(text).map(|text| Flat::One(text.into())).map_err(|_| "it has no JSON")
}

/// The media type that the value itself has, where the description leaves it open.
fn own_type(value: &dyn Field, declared: &str) -> Option<String> {
    match value.view() {
        View::File(file) if declared == "application/octet-stream" => file.content_type.clone(),
        View::Some(inner) => own_type(inner, declared),
        _ => None,
    }
}

/// A body as it is: bytes or text.
fn plain(value: &dyn Field) -> Result<Payload, String> {
    match value.view() {
        View::File(file) => Ok(Payload::of([file.content.clone()])),
        View::Raw(bytes) => Ok(Payload::from(bytes.clone())),
        View::Text(text) => Ok(Bytes::copy_from_slice(text.as_bytes()).into()),
        View::Some(inner) => plain(inner),
        _ => json::to_vec(value).map(Payload::from).map_err(|error| error.to_string()),
    }
}

impl PartialEq for Call {
    /// The same operation with the same arguments, in whatever order they were given.
    fn eq(&self, other: &Call) -> bool {
        fn same<T: PartialEq>(one: &[T], other: &[T]) -> bool {
            one.len() == other.len() && one.iter().all(|item| other.contains(item))
        }
        let (one, other) = (&*self.0, &*other.0);
        std::ptr::eq(one.operation, other.operation)
            && same(&one.parameters, &other.parameters)
            && same(&one.members, &other.members)
            && one.body == other.body
            && one.fault == other.fault
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
