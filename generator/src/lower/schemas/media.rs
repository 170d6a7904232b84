//! Media types: which of several is used, and how a body of it is written and read.
//!
//! Readings that are decided here: of several JSON is used, else a form, else text, else bytes as they are; the first of
//! a sort counts. A multipart form that can hold a file goes before JSON, which has no spelling for bytes (see `parts`).
//! A text of `format: binary` is bytes, also where its media type says JSON; a text of any media type (`*/*`) is read
//! and written as it is; so is a text that is declared as a urlencoded form, which can be nothing but that form.
//! A body of a range of media types (`*/*`) without a schema may be anything, a file as well as JSON: it is bytes.

use super::classify::{Kind, is_shapeless};
use super::files::{Classified, can_hold_files};
use crate::lower::model::MediaKind;
use crate::resolve::MediaType;

/// The media types of a list. A comma within quotes belongs to a parameter.
pub(crate) fn listed(declared: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = declared.split(move |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    parts.map(str::trim).filter(|of| !of.is_empty())
}

/// How a body of a media type is written, whatever its parameters (RFC 6839: `+json` is JSON).
#[must_use]
pub(crate) fn kind(media_type: &str) -> MediaKind {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" | "application/*" | "*/*" | "*" => MediaKind::Json,
        "application/x-www-form-urlencoded" => MediaKind::Form,
        "multipart/form-data" => MediaKind::Multipart,
        "application/xml" | "application/yaml" | "application/x-yaml" | "application/javascript" => MediaKind::Text,
        essence if essence.ends_with("+json") || essence.ends_with("/json") => MediaKind::Json,
        essence if essence.starts_with("text/") || essence.ends_with("+xml") => MediaKind::Text,
        _ => MediaKind::Raw,
    }
}

/// How a body or a parameter is written: as its media type says, else as its schema does.
pub(crate) fn kind_of(types: Classified<'_>, media: &MediaType) -> MediaKind {
    let named = kind(&media.media_type);
    let Some((Kind::Text, text)) = media.schema.and_then(|schema| types.kind(schema)) else { return named };
    let schema = types.resolved.schema(text);
    let bytes = matches!(schema.format.as_deref(), Some("binary" | "file"))
        || schema.content_encoding.as_deref() == Some("binary");
    match named {
        MediaKind::Json | MediaKind::Text if bytes => MediaKind::Raw,
        MediaKind::Json if media.media_type.contains('*') => MediaKind::Text,
        MediaKind::Form => MediaKind::Text,
        MediaKind::Json | MediaKind::Multipart | MediaKind::Text | MediaKind::Raw => named,
    }
}

/// The media type that is sent.
#[must_use]
pub(crate) fn to_send<'c>(types: Classified<'_>, content: &'c [MediaType]) -> Option<(&'c MediaType, MediaKind)> {
    let order = [MediaKind::Json, MediaKind::Multipart, MediaKind::Form, MediaKind::Text, MediaKind::Raw];
    let found = order.into_iter().find_map(|wanted| first(types, content, wanted));
    let urlencoded = first(types, content, MediaKind::Form).is_some();
    let form = || first(types, content, MediaKind::Multipart);
    let holds_files = |media| can_hold_files(types, media, urlencoded);
    match found {
        Some((json, MediaKind::Json)) => form().filter(|(form, _)| holds_files(form) || holds_files(json)).or(found),
        Some(_) | None => found,
    }
}

/// The media type that is read. A form is never read: it is bytes then.
#[must_use]
pub(crate) fn to_read<'c>(types: Classified<'_>, content: &'c [MediaType]) -> Option<(&'c MediaType, MediaKind)> {
    let known = [MediaKind::Json, MediaKind::Text].into_iter().find_map(|wanted| first(types, content, wanted));
    known.or(content.first().map(|media| (media, MediaKind::Raw)))
}

/// Returns how a body is written or read: a range of media types without a schema is not JSON in particular.
fn body_kind(types: Classified<'_>, media: &MediaType) -> MediaKind {
    let says_nothing = |schema| match types.kind(schema) {
        Some((Kind::Any, at)) => is_shapeless(types.resolved.schema(at)),
        Some(_) | None => false,
    };
    match kind_of(types, media) {
        MediaKind::Json if media.media_type.contains('*') && media.schema.is_none_or(says_nothing) => MediaKind::Raw,
        kind => kind,
    }
}

fn first<'c>(types: Classified<'_>, content: &'c [MediaType], wanted: MediaKind) -> Option<(&'c MediaType, MediaKind)> {
    let exact = |media: &&MediaType| body_kind(types, media) == wanted && !media.media_type.contains('*');
    let wild = |media: &&MediaType| body_kind(types, media) == wanted;
    content.iter().find(exact).or_else(|| content.iter().find(wild)).map(|media| (media, wanted))
}

/// What is sent as `Accept`: what is declared, ranges too, but where JSON is meant. Bytes that are declared as JSON may
/// come as anything.
#[must_use]
pub(crate) fn accepted(media_type: &str, as_kind: MediaKind) -> String {
    match as_kind {
        MediaKind::Json => concrete(media_type, as_kind),
        MediaKind::Raw if !media_type.contains('*') && kind(media_type) == MediaKind::Json => "*/*".to_owned(),
        MediaKind::Raw | MediaKind::Text if media_type == "*" => "*/*".to_owned(),
        MediaKind::Text | MediaKind::Raw | MediaKind::Form | MediaKind::Multipart => media_type.to_owned(),
    }
}

/// What is sent as `Content-Type`: a range stands for its most usual member.
#[must_use]
pub(crate) fn concrete(media_type: &str, kind: MediaKind) -> String {
    match (media_type.contains('*'), kind) {
        (false, _) => media_type.to_owned(),
        (true, MediaKind::Json) => "application/json".to_owned(),
        (true, MediaKind::Text) => "text/plain".to_owned(),
        (true, MediaKind::Raw | MediaKind::Form | MediaKind::Multipart) => "application/octet-stream".to_owned(),
    }
}
