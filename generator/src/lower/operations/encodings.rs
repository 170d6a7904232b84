//! Encoding Objects: the properties of a form that are not written by their types. Must not know
//! operations.

use crate::lower::model::{Encoding, MediaKind, Style};
use crate::lower::schemas::analysis::Analysis;
use crate::lower::schemas::form_values::{self, FormValue, is_styled};
use crate::lower::schemas::media_types;
use crate::lower::schemas::variants::listed_values;
use crate::parse::Node;
use crate::report::{Code, Diagnostic, Level, Report, SourceLocation};
use crate::resolve::{Encoding as Declared, MediaType, PartHeader};

/// Returns the encodings of a form's properties; none for other media types.
pub(crate) fn encodings(
    analysis: &Analysis<'_>,
    form: &MediaType,
    kind: MediaKind,
    report: &mut Report,
) -> Vec<Encoding> {
    let multipart = match kind {
        MediaKind::Multipart => true,
        MediaKind::Form => false,
        MediaKind::Json | MediaKind::Text | MediaKind::Raw => return Vec::new(),
    };
    let properties = form_values::properties(&analysis.schemas, form);
    let values = |name: &str| -> Vec<FormValue> {
        let of = properties.iter().filter(|property| property.name == Some(name));
        of.flat_map(|property| property.values.clone()).collect()
    };
    let mut all = Vec::new();
    for declared in &form.encoding {
        let known = properties.iter().any(|property| property.name.is_none_or(|name| name == declared.name));
        if !known {
            report.add(unknown_property(declared));
        }
        all.push(declared_encoding(analysis, declared, &values(&declared.name), report));
    }
    for name in properties.iter().filter_map(|property| property.name).filter(|_| multipart) {
        let styled = form.encoding.iter().any(|of| of.name == name && is_styled(of));
        report.diagnostics.extend(mixed_encodings(analysis, &values(name)));
        let Some(encoding) = transfer_encoding(analysis, &values(name)).filter(|_| !styled) else { continue };
        match all.iter_mut().find(|of| of.name == name) {
            Some(known) => transferred(known, encoding),
            None => all.push(transferred_alone(name, encoding)),
        }
    }
    all.retain(|of| *of != Encoding { name: of.name.clone(), ..Encoding::default() });
    all
}

/// Lowers an Encoding Object. A style replaces the media type; the keywords that are absent have
/// their defaults then (3.0.4 and 3.1.1, "Fixed Fields for RFC6570-style Serialization").
fn declared_encoding(
    analysis: &Analysis<'_>,
    declared: &Declared,
    values: &[FormValue],
    report: &mut Report,
) -> Encoding {
    let style = is_styled(declared).then(|| style(declared, report)).flatten();
    let headers = declared.headers.iter().filter_map(|header| {
        let file = values.iter().any(|value| analysis.is_file(value.id));
        let value = fixed(analysis, header).filter(|_| is_name(&header.name));
        if value.is_none() {
            report.add(not_sent(header, &declared.name, file));
        }
        value
    });
    let headers = headers.collect();
    Encoding {
        name: declared.name.clone(),
        content_type: match (style, &declared.content_type) {
            (None, Some(list)) => media_types::listed(list).collect::<Vec<_>>().join(", "),
            (Some(_), _) | (None, None) => String::new(),
        },
        style,
        explode: style.is_some() && declared.explode.unwrap_or(style == Some(Style::Form)),
        reserved: style.is_some() && declared.allow_reserved.unwrap_or_default(),
        headers,
    }
}

/// Returns the style, which is one of those of `query` parameters.
fn style(declared: &Declared, report: &mut Report) -> Option<Style> {
    let style = match declared.style.as_deref() {
        None | Some("form") => Some(Style::Form),
        Some("spaceDelimited") => Some(Style::SpaceDelimited),
        Some("pipeDelimited") => Some(Style::PipeDelimited),
        Some(super::parameters::TABS) => Some(Style::TabDelimited),
        Some("deepObject") => Some(Style::DeepObject),
        Some(_) => None,
    };
    if style.is_none() {
        let message = format!("the style `{}` has no effect in a form", declared.style.as_deref().unwrap_or_default());
        let help = "write form, spaceDelimited, pipeDelimited or deepObject";
        report.add(no_effect(declared.span.child("style"), message, help));
    }
    style
}

/// Returns the `contentEncoding` that all values of a property have. It is sent as
/// `Content-Transfer-Encoding`, and the default media type is `application/octet-stream` (3.0.4 and
/// 3.1.1, "Encoding `multipart` Media Types").
fn transfer_encoding<'t>(analysis: &Analysis<'t>, values: &[FormValue]) -> Option<&'t str> {
    let content_encoding = |value: &FormValue| {
        let (_, id) = analysis.kind(value.id)?;
        analysis.schema(id).content_encoding.as_deref()
    };
    let (first, rest) = values.split_first()?;
    let first_encoding = content_encoding(first)?;
    rest.iter().all(|value| content_encoding(value) == Some(first_encoding)).then_some(first_encoding)
}

/// Reports a property whose values have different encodings, which are only known once the type of
/// the value is.
fn mixed_encodings(analysis: &Analysis<'_>, values: &[FormValue]) -> Option<Diagnostic> {
    let base64 = |value: &&FormValue| {
        let encoding = transfer_encoding(analysis, &[(*value).clone()]);
        encoding.is_some_and(|of| of != "binary")
    };
    let first = values.iter().find(base64).filter(|_| !values.iter().all(|value| base64(&value)))?;
    let (_, id) = analysis.kind(first.id)?;
    let message = "the encoding of a variant is not sent: its part is plain text".to_owned();
    let help = "add the same `contentEncoding` to all variants of the part";
    Some(no_effect(analysis.schema(id).span.clone(), message, help))
}

fn transferred(known: &mut Encoding, encoding: &str) {
    if known.content_type.is_empty() {
        known.content_type = "application/octet-stream".to_owned();
    }
    if !known.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(TRANSFER_ENCODING)) {
        known.headers.push((TRANSFER_ENCODING.to_owned(), encoding.to_owned()));
    }
}

fn transferred_alone(name: &str, encoding: &str) -> Encoding {
    let mut of = Encoding { name: name.to_owned(), ..Encoding::default() };
    transferred(&mut of, encoding);
    of
}

const TRANSFER_ENCODING: &str = "content-transfer-encoding";

/// Returns `true` if HTTP allows a header of this name (RFC 9110, section 5.1).
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Returns the value that a header always has: by `const`, an `enum` of one value, or `default` if
/// it is required.
fn fixed(analysis: &Analysis<'_>, header: &PartHeader) -> Option<(String, String)> {
    let content = header.content.first();
    let schema = header.schema.or(content.and_then(|media| media.schema))?;
    let values = listed_values(&analysis.schemas, schema);
    let default = analysis.schema(analysis.kind(schema)?.1).annotations.default.as_ref();
    let value = match values.as_slice() {
        [one] => Some(*one),
        [] | [_, ..] => analysis.schema(schema).annotations.default.as_ref().or(default).filter(|_| header.required),
    }?;
    let json = content.is_some_and(|media| MediaKind::from_media_type(&media.media_type) == MediaKind::Json);
    let text = if json { value.to_json().to_string() } else { simple(value, header.explode)? };
    (!text.chars().any(char::is_control)).then(|| (header.name.clone(), text))
}

/// Returns a value in the style of headers.
fn simple(value: &Node, explode: bool) -> Option<String> {
    let plain = |node: &Node| match node {
        Node::String(text) => Some(text.clone()),
        Node::Bool(_) | Node::Number(_) => Some(node.to_json().to_string()),
        Node::Null | Node::Sequence(_) | Node::Mapping(_) => None,
    };
    let parts: Option<Vec<String>> = match value {
        Node::Sequence(items) => items.iter().map(plain).collect(),
        Node::Mapping(map) => {
            let between = if explode { "=" } else { "," };
            map.iter().map(|(key, value)| Some(format!("{key}{between}{}", plain(value)?))).collect()
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => plain(value).map(|text| vec![text]),
    };
    parts.map(|parts| parts.join(","))
}

fn not_sent(header: &PartHeader, property: &str, file: bool) -> Diagnostic {
    if !is_name(&header.name) {
        let message = format!("`{}` is not a valid name of a header, and is not sent", header.name);
        return no_effect(header.span.clone(), message, "use letters, digits and hyphens");
    }
    let message = format!(
        "the header `{}` of the part `{property}` has no fixed value, and is not sent automatically",
        header.name
    );
    let help = match file {
        true => "set it with `File::with_header`, or add `const` to its schema",
        false => "add `const` to its schema, or `required` and `default`",
    };
    no_effect(header.span.clone(), message, help)
}

fn unknown_property(declared: &Declared) -> Diagnostic {
    let message = format!("the schema has no property `{}`", declared.name);
    no_effect(declared.span.at_key(), message, "use the name of a property of the schema")
}

fn no_effect(span: SourceLocation, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        level: Level::Ignored,
        code: Code::Encoding,
        span,
        related: Vec::new(),
        message,
        help: help.to_owned(),
    }
}
