//! Reads Parameter Objects and Media Type Objects. Must not know the operation that they belong to.

use crate::parse::{Node, Version};
use crate::report::{Code, SourceLocation};
use crate::resolve::context::{Context, Object};
use crate::resolve::field_names::{is_cookie_name, is_field_name};
use crate::resolve::resolved::{In, JsonType, MediaType, Parameter, Schema, SchemaId};

impl<'a> Context<'a> {
    /// Reads the parameters of a path item or operation. Of two with the same name and location,
    /// the last is used.
    pub(crate) fn parameters(&mut self, parent: &Object<'a>) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (node, span) in self.array(parent, "parameters") {
            let Some(object) = self.follow(node, span.clone(), "a parameter") else { continue };
            let Some(parameter) = self.parameter(&object).filter(|parameter| self.can_be(parameter)) else { continue };
            let same = |other: &Parameter| other.name == parameter.name && other.location == parameter.location;
            match parameters.iter().position(same) {
                Some(index) => {
                    let message = format!("duplicate parameter `{}`", parameter.name);
                    self.report_error(Code::DuplicateParameter, span, message, "remove one of them".to_owned());
                    if let Some(slot) = parameters.get_mut(index) {
                        *slot = parameter;
                    }
                }
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    /// Returns `true` if HTTP allows the name of a parameter. Otherwise every call would fail, so
    /// the parameter is skipped.
    fn can_be(&mut self, parameter: &Parameter) -> bool {
        let name = &parameter.name;
        let message = match parameter.location {
            In::Header if !is_field_name(name) => {
                format!("`{name}` is not a valid name of a header, and the parameter is not sent")
            }
            In::Cookie if !is_cookie_name(name) => {
                format!("`{name}` is not a valid name of a cookie, and the parameter is not sent")
            }
            In::Path | In::Query | In::QueryString | In::Header | In::Cookie => return true,
        };
        self.report_invalid_name(parameter.span.child("name"), &message);
        false
    }

    /// Reports a name that HTTP does not allow.
    pub(crate) fn report_invalid_name(&mut self, span: SourceLocation, message: &str) {
        self.report_ignored_once(Code::FieldName, span, message, "use a name of letters, digits and hyphens");
    }

    /// Reports like [`Context::no_effect`], but once for a location with several references.
    fn report_ignored_once(&mut self, code: Code, span: SourceLocation, message: &str, help: &str) {
        if !self.reported().any(|of| of.code == code && of.span == span) {
            self.report_ignored(code, span, message.to_owned(), help);
        }
    }

    /// Reads `allowReserved`, which applies to percent-encoded values: before OpenAPI 3.2 only in a
    /// query, later also in paths and cookies. `content` and headers are never encoded in this way.
    fn allow_reserved(&mut self, object: &Object<'a>, location: In, style: &str) -> bool {
        let applies = match location {
            In::Query => true,
            In::Path => self.version == Version::V32,
            In::Cookie => self.version == Version::V32 && style != "cookie",
            In::Header | In::QueryString => false,
        };
        let (asked, counts) = (self.boolean(object, "allowReserved"), applies && object.get("content").is_none());
        if asked && !counts {
            let message = "`allowReserved` has no effect on this parameter";
            let help = "remove it: it applies to percent-encoded values, in a query or, from OpenAPI 3.2 on, in a path or cookie";
            self.report_ignored_once(Code::UnknownKeyword, object.span.child("allowReserved").at_key(), message, help);
        }
        asked && counts
    }

    fn parameter(&mut self, object: &Object<'a>) -> Option<Parameter> {
        let name = self.required_string(object, "name")?;
        let location = self.location(object)?;
        let required = self.boolean(object, "required");
        if location == In::Path && !required {
            let message = format!("missing `required: true` in the path parameter `{name}`");
            self.report_error(
                Code::OptionalPathParameter,
                object.span.clone(),
                message,
                "add `required: true`".to_owned(),
            );
        }
        let style = self.string(object, "style").unwrap_or_else(|| default_style(location).to_owned());
        let explode = self.optional_boolean(object, "explode").unwrap_or(matches!(style.as_str(), "form" | "cookie"));
        if object.get("schema").is_none() && object.get("content").is_none() {
            self.report_missing(object, "schema", "the schema of its value");
        }
        Some(Parameter {
            span: object.span.clone(),
            name,
            location,
            description: self.string(object, "description"),
            required: required || location == In::Path,
            deprecated: self.boolean(object, "deprecated"),
            allow_reserved: self.allow_reserved(object, location, &style),
            style,
            explode,
            allow_empty_value: self.boolean(object, "allowEmptyValue"),
            schema: self.parameter_schema(object),
            content: self.content(object),
            example: example(object),
            rust_name: self.string(object, "x-rust-name"),
        })
    }

    /// A parameter without `schema` and `content` may have any value.
    fn parameter_schema(&mut self, object: &Object<'a>) -> Option<SchemaId> {
        match self.schema_at(object, "schema") {
            None if object.get("content").is_none() => Some(self.made(object.span.child("schema"), None)),
            found => found,
        }
    }

    fn location(&mut self, object: &Object<'a>) -> Option<In> {
        match self.required_string(object, "in")?.as_str() {
            "path" => Some(In::Path),
            "query" => Some(In::Query),
            "header" => Some(In::Header),
            "cookie" => Some(In::Cookie),
            "querystring" => Some(In::QueryString),
            other => {
                let message = format!("`{other}` is not a location of a parameter");
                self.report_error(
                    Code::WrongValue,
                    object.span.child("in"),
                    message,
                    "write `path`, `query`, `header` or `cookie`".to_owned(),
                );
                None
            }
        }
    }

    /// Creates a required path parameter that is a string, for one that the description does not
    /// define.
    pub(crate) fn text_parameter(&mut self, name: &str, span: SourceLocation) -> Parameter {
        let schema = self.made(span.child(name), Some(JsonType::String));
        Parameter {
            span,
            name: name.to_owned(),
            location: In::Path,
            description: None,
            required: true,
            deprecated: false,
            style: "simple".to_owned(),
            explode: false,
            allow_reserved: false,
            allow_empty_value: false,
            schema: Some(schema),
            content: Vec::new(),
            example: None,
            rust_name: None,
        }
    }

    /// Adds a schema that the description does not contain.
    fn made(&mut self, span: SourceLocation, json_type: Option<JsonType>) -> SchemaId {
        let boolean = json_type.is_none().then_some(true);
        self.schemas.push(Schema { span, boolean, types: json_type.into_iter().collect(), ..Schema::default() })
    }

    /// Reads `content`, in order.
    pub(crate) fn content(&mut self, parent: &Object<'a>) -> Vec<MediaType> {
        let Some(content) = self.child(parent, "content") else { return Vec::new() };
        let mut media = Vec::new();
        for (name, node) in content.map.iter() {
            let Some(object) = self.follow(node, content.span.child(name), name) else { continue };
            media.push(MediaType {
                media_type: name.to_owned(),
                schema: self.schema_at(&object, "schema"),
                item_schema: self.schema_at(&object, "itemSchema"),
                encoding: self.encodings(&object, name),
                example: example(&object),
                span: object.span,
            });
        }
        media
    }
}

/// Returns `example`, or the first inline one of `examples`.
fn example(object: &Object<'_>) -> Option<Node> {
    let examples = object.get("examples").and_then(Node::as_mapping);
    let first = || examples?.iter().find_map(|(_, example)| example.as_mapping()?.get("value"));
    object.get("example").or_else(first).cloned()
}

/// Returns the default of `style` for a location (Parameter Object).
fn default_style(location: In) -> &'static str {
    match location {
        In::Path | In::Header => "simple",
        In::Query | In::Cookie | In::QueryString => "form",
    }
}
