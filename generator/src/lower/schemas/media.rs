//! Bodies: selects one of several media types, and determines how a body of it is written and read.
//!
//! Interpretations of the specification: JSON is preferred to forms, text and bytes, in this order.
//! Of several media types of one kind, the first is used. A multipart form that can contain a file
//! is preferred to JSON, which cannot represent bytes (see [`super::form_values`]). A string of
//! `format: binary` is bytes even if its media type is JSON. A string of any media type (`*/*`) is
//! written and read unchanged, and so is a string that is declared as a urlencoded form, because it
//! must be a serialized form. A body with a range of media types (`*/*`) and without a schema may
//! be anything, a file as well as JSON: it is bytes.
//!
//! Must not know Rust types.

use super::classified::Classified;
use super::classify::{Kind, is_shapeless};
use super::form_values::can_hold_files;
use crate::lower::model::MediaKind;
use crate::resolve::{MediaType, SchemaId};

/// Returns how a body or parameter is written: by its media type, and by its schema if that is a
/// string.
pub(crate) fn kind_of(schemas: &Classified<'_>, media: &MediaType) -> MediaKind {
    let declared = MediaKind::from_media_type(&media.media_type);
    let Some((Kind::String, string)) = media.schema.and_then(|schema| schemas.kind(schema)) else { return declared };
    let schema = schemas.schema(string);
    let is_bytes = matches!(schema.format.as_deref(), Some("binary" | "file"))
        || schema.content_encoding.as_deref() == Some("binary");
    match declared {
        MediaKind::Json | MediaKind::Text if is_bytes => MediaKind::Raw,
        MediaKind::Json if media.media_type.contains('*') => MediaKind::Text,
        MediaKind::Form => MediaKind::Text,
        MediaKind::Json | MediaKind::Multipart | MediaKind::Text | MediaKind::Raw => declared,
    }
}

/// Returns the media type that is sent.
#[must_use]
pub(crate) fn to_send<'c>(schemas: &Classified<'_>, content: &'c [MediaType]) -> Option<(&'c MediaType, MediaKind)> {
    let order = [MediaKind::Json, MediaKind::Multipart, MediaKind::Form, MediaKind::Text, MediaKind::Raw];
    let found = order.into_iter().find_map(|wanted| first(schemas, content, wanted));
    let or_urlencoded = first(schemas, content, MediaKind::Form).is_some();
    let form = || first(schemas, content, MediaKind::Multipart);
    let holds_files = |media| can_hold_files(schemas, media, or_urlencoded);
    match found {
        Some((json, MediaKind::Json)) => form().filter(|(form, _)| holds_files(form) || holds_files(json)).or(found),
        Some(_) | None => found,
    }
}

/// Returns the media type that is read. Forms are read as bytes.
#[must_use]
pub(crate) fn to_read<'c>(schemas: &Classified<'_>, content: &'c [MediaType]) -> Option<(&'c MediaType, MediaKind)> {
    let known = [MediaKind::Json, MediaKind::Text].into_iter().find_map(|wanted| first(schemas, content, wanted));
    known.or(content.first().map(|media| (media, MediaKind::Raw)))
}

/// Returns how a body is written or read: a range of media types without a schema is not JSON in
/// particular.
fn body_kind(schemas: &Classified<'_>, media: &MediaType) -> MediaKind {
    let is_shapeless = |schema: SchemaId| match schemas.kind(schema) {
        Some((Kind::Any, target)) => is_shapeless(schemas.schema(target)),
        Some(_) | None => false,
    };
    match kind_of(schemas, media) {
        MediaKind::Json if media.media_type.contains('*') && media.schema.is_none_or(is_shapeless) => MediaKind::Raw,
        kind => kind,
    }
}

/// Returns the first media type of a kind, ranges last.
fn first<'c>(
    schemas: &Classified<'_>,
    content: &'c [MediaType],
    wanted: MediaKind,
) -> Option<(&'c MediaType, MediaKind)> {
    let is_wanted = |media: &&MediaType| body_kind(schemas, media) == wanted;
    let is_exact = |media: &&MediaType| is_wanted(media) && !media.media_type.contains('*');
    content.iter().find(is_exact).or_else(|| content.iter().find(is_wanted)).map(|media| (media, wanted))
}
