//! Parameters: location, style and type. Must not know the other parameters of an operation, on
//! which the name depends.

use crate::lower::model::{MediaKind, Parameter, ParameterLocation, Sample, Style, Type};
use crate::lower::schemas::analysis::Analysis;
use crate::lower::schemas::builder::TypeBuilder;
use crate::lower::schemas::docs::{property_docs, with_facts};
use crate::lower::schemas::media;
use crate::lower::schemas::samples::sample;
use crate::lower::schemas::shapes::complete_all;
use crate::report::{Code, Diagnostic, Level, Report, SourceLocation};
use crate::resolve::{In, JsonType, MediaType, Parameter as Declared};

/// Lowers a parameter without its name. Returns `None` for a header that belongs to HTTP (Parameter
/// Object: these "SHALL be ignored").
///
/// # Errors
///
/// Returns the reason why the operation is skipped.
pub(crate) fn parameter(
    types: &mut TypeBuilder<'_>,
    declared: &Declared,
    whole: &str,
) -> Result<Option<Parameter>, Diagnostic> {
    let Some(location) = location(declared)? else {
        types.report.add(owned_header(declared));
        return Ok(None);
    };
    let whole_query = declared.location == In::QueryString;
    let encoded = declared.content.first().filter(|media| whole_query && !media.encoding.is_empty());
    types.report.diagnostics.extend(encoded.map(encoding_of_query));
    let (style, schema) = match (declared.schema, declared.content.first()) {
        (Some(schema), _) => (style(declared, location, types.report)?, Some(schema)),
        (None, Some(media)) if whole_query => (style_of_whole(types.analysis, declared, media)?, media.schema),
        (None, Some(media)) if media::kind_of(&types.analysis.schemas, media) == MediaKind::Json => {
            (Style::Json, media.schema)
        }
        (None, Some(media)) => (default_style(location), media.schema),
        (None, None) => (default_style(location), None),
    };
    let Some(schema) = schema else { return Ok(Some(untyped(declared, location, style, types.report))) };
    let used = types.used(schema, &format!("{whole} {}", declared.name));
    complete_all(types);
    let ty = if used.ty == Type::Any && !takes_any(style) { widened(declared, types.report) } else { used.ty };
    let required = declared.required && !used.nullable;
    // A query string as a form is the same as an exploded object in a query (3.2, Parameter
    // Object).
    let explode = declared.explode || whole_query;
    let docs = match declared.description.as_deref() {
        Some(own) => with_facts(own, types.analysis.schema(schema)),
        None => property_docs(&types.analysis.schemas, schema),
    };
    let example = declared.example.as_ref().or(declared.content.first().and_then(|media| media.example.as_ref()));
    let sample = sample(types.analysis, schema, &example.into_iter().collect::<Vec<_>>());
    Ok(Some(Parameter { required, ty, explode, docs, sample, ..plain(declared, location, style) }))
}

fn plain(declared: &Declared, location: ParameterLocation, style: Style) -> Parameter {
    Parameter {
        span: declared.span.clone(),
        wire: declared.name.clone(),
        name: String::new(),
        location,
        style,
        explode: declared.explode,
        reserved: declared.allow_reserved,
        required: declared.required,
        preset: None,
        ty: Type::Text,
        sample: Sample::Usual,
        docs: declared.description.clone().unwrap_or_default(),
        deprecated: declared.deprecated,
    }
}

/// Returns a parameter whose content has no schema.
fn untyped(declared: &Declared, location: ParameterLocation, style: Style, report: &mut Report) -> Parameter {
    let ty = if takes_any(style) { Type::Any } else { widened(declared, report) };
    Parameter { ty, ..plain(declared, location, style) }
}

/// Returns `true` if any JSON can be written in a style.
fn takes_any(style: Style) -> bool {
    matches!(style, Style::Json | Style::WholeJson)
}

/// Returns the style of a query string: by its media type that of an object, JSON or text.
fn style_of_whole(analysis: &Analysis<'_>, declared: &Declared, media: &MediaType) -> Result<Style, Diagnostic> {
    let is_text = || media.schema.is_none_or(|id| analysis.schema(id).types == [JsonType::String]);
    match MediaKind::from_media_type(&media.media_type) {
        MediaKind::Form => Ok(Style::Form),
        MediaKind::Json => Ok(Style::WholeJson),
        MediaKind::Text | MediaKind::Raw if is_text() => Ok(Style::WholeText),
        MediaKind::Text | MediaKind::Raw | MediaKind::Multipart => {
            let message = format!("a query string of `{}` is not supported", media.media_type);
            Err(unsupported(&declared.span, Code::QueryString, &message))
        }
    }
}

fn default_style(location: ParameterLocation) -> Style {
    match location {
        ParameterLocation::Path | ParameterLocation::Header => Style::Simple,
        ParameterLocation::Query | ParameterLocation::Cookie => Style::Form,
    }
}

fn widened(declared: &Declared, report: &mut Report) -> Type {
    report.add(Diagnostic {
        level: Level::Widened,
        code: Code::UntypedParameter,
        span: declared.span.clone(),
        related: Vec::new(),
        message: format!("the parameter `{}` has no type, and is taken as a string", declared.name),
        help: "add `type` to its schema".to_owned(),
    });
    Type::Text
}

fn location(declared: &Declared) -> Result<Option<ParameterLocation>, Diagnostic> {
    const OWNED: [&str; 3] = ["accept", "content-type", "authorization"];
    match declared.location {
        In::Path => Ok(Some(ParameterLocation::Path)),
        In::Query | In::QueryString => Ok(Some(ParameterLocation::Query)),
        In::Header if OWNED.contains(&declared.name.to_lowercase().as_str()) => Ok(None),
        In::Header => Ok(Some(ParameterLocation::Header)),
        In::Cookie => Ok(Some(ParameterLocation::Cookie)),
    }
}

fn owned_header(declared: &Declared) -> Diagnostic {
    Diagnostic {
        level: Level::Ignored,
        code: Code::OwnedHeader,
        span: declared.span.clone(),
        related: Vec::new(),
        message: format!("OpenAPI ignores a header parameter called `{}`", declared.name),
        help: "remove the parameter: media types and security set this header".to_owned(),
    }
}

/// The `collectionFormat` of Swagger 2.0 that is not a style of OpenAPI 3 (see `parse/swagger.rs`).
pub(crate) const TABS: &str = "collectionFormat tsv";

/// Returns the style, if the location allows it (Parameter Object, "Style Values").
fn style(declared: &Declared, location: ParameterLocation, report: &mut Report) -> Result<Style, Diagnostic> {
    if declared.style == "collectionFormat multi" {
        report.add(multi_elsewhere(declared));
    }
    let style = match (location, declared.style.as_str()) {
        (ParameterLocation::Path | ParameterLocation::Header, "simple") => Some(Style::Simple),
        (ParameterLocation::Path, "label") => Some(Style::Label),
        (ParameterLocation::Path, "matrix") => Some(Style::Matrix),
        (ParameterLocation::Query | ParameterLocation::Cookie, "form") => Some(Style::Form),
        (ParameterLocation::Cookie, "cookie") => Some(Style::Cookie),
        (ParameterLocation::Query, "spaceDelimited") => Some(Style::SpaceDelimited),
        (ParameterLocation::Query, "pipeDelimited") => Some(Style::PipeDelimited),
        (ParameterLocation::Query, "deepObject") => Some(Style::DeepObject),
        (_, TABS) => Some(Style::TabDelimited),
        (ParameterLocation::Path | ParameterLocation::Header, "collectionFormat ssv") => Some(Style::SpaceDelimited),
        (ParameterLocation::Path | ParameterLocation::Header, "collectionFormat pipes") => Some(Style::PipeDelimited),
        (ParameterLocation::Path | ParameterLocation::Header, "collectionFormat multi") => Some(Style::Simple),
        (_, _) => None,
    };
    style.ok_or_else(|| {
        let message = format!("the style `{}` is not supported in this location", declared.style);
        unsupported(&declared.span, Code::Style, &message)
    })
}

/// Reports the encodings of a query string, which is always an exploded object.
fn encoding_of_query(media: &MediaType) -> Diagnostic {
    Diagnostic {
        level: Level::Ignored,
        code: Code::Encoding,
        span: media.span.child("encoding").at_key(),
        related: Vec::new(),
        message: "`encoding` has no effect on a query string".to_owned(),
        help: "declare a query parameter with a `style` for each property".to_owned(),
    }
}

/// Reports `collectionFormat: multi` of another location. In Swagger 2.0, `multi` is "valid only
/// for parameters in `query` or `formData`".
fn multi_elsewhere(declared: &Declared) -> Diagnostic {
    Diagnostic {
        level: Level::Ignored,
        code: Code::Style,
        span: declared.span.child("collectionFormat"),
        related: Vec::new(),
        message: "`collectionFormat: multi` has no effect here: the items are separated by commas".to_owned(),
        help: "use `csv`, `ssv`, `tsv` or `pipes`".to_owned(),
    }
}

/// Returns the reason why an operation is skipped.
#[must_use]
pub(crate) fn unsupported(span: &SourceLocation, code: Code, message: &str) -> Diagnostic {
    Diagnostic {
        level: Level::Skipped,
        code,
        span: span.clone(),
        related: Vec::new(),
        message: message.to_owned(),
        help: "operations that need it are skipped; all others are generated".to_owned(),
    }
}
