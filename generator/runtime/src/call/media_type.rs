//! Chooses the media type of a part of a form. `contentType` of the Encoding Object is a list of
//! media types and ranges, but a part has exactly one media type (RFC 9110, section 8.3). Must not
//! know how a part is written.

use std::borrow::Cow;

/// The media type of bytes whose type is not known (RFC 2046, section 4.5.1).
pub(super) const BYTES: &str = "application/octet-stream";

/// The media types of common file name extensions, for ranges such as `image/*`.
const EXTENSIONS: [(&str, &str); 27] = [
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("heic", "image/heic"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("m4a", "audio/mp4"),
    ("md", "text/markdown"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("tiff", "image/tiff"),
    ("txt", "text/plain"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("zip", "application/zip"),
];

/// Splits a list of media types. A comma within quotes belongs to a parameter.
fn listed(declared: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = declared.split(move |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

fn concrete(declared: &str) -> impl Iterator<Item = &str> {
    listed(declared).filter(|media_type| !essence(media_type).contains('*'))
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns `true` if a list has a range that includes a media type.
fn has_range_of(declared: &str, media_type: &str) -> bool {
    listed(declared).map(essence).any(|range| match range.split_once('*') {
        Some((start, _)) => media_type.starts_with(&start.to_ascii_lowercase()),
        None => false,
    })
}

/// Returns `true` if a list has a media type, or a range that includes it. An empty list allows
/// all.
pub(super) fn allows(declared: &str, media_type: &str) -> bool {
    let is_listed = |listed: &str| essence(listed).eq_ignore_ascii_case(essence(media_type));
    listed(declared).next().is_none() || listed(declared).any(is_listed) || has_range_of(declared, essence(media_type))
}

/// Returns `true` if values of a media type are written as JSON (RFC 6839 for `+json`).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Returns `true` if values of a media type are written as a urlencoded form.
pub(super) fn is_urlencoded(media_type: &str) -> bool {
    essence(media_type).eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Returns the media type of a file that has none of its own: the one of its extension, if the list
/// has it or a range of it, otherwise the first of the list. For ranges only it is `text/plain` or
/// bytes of any kind.
pub(super) fn file_media_type<'d>(declared: &'d str, name: Option<&str>) -> Cow<'d, str> {
    let extension = name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension.to_ascii_lowercase());
    let extension = extension.as_deref().unwrap_or_default();
    let usual = EXTENSIONS.iter().find(|(known, _)| *known == extension).map(|(_, media_type)| *media_type);
    let named = |media_type: &&str| {
        let (_, subtype) = essence(media_type).split_once('/').unwrap_or_default();
        let subtype = subtype.split('+').next().unwrap_or_default();
        usual.is_some_and(|usual| essence(media_type).eq_ignore_ascii_case(usual))
            || subtype.eq_ignore_ascii_case(extension)
    };
    let by_name = concrete(declared).find(named).or(usual.filter(|usual| has_range_of(declared, usual)));
    let is_text_range = has_range_of(declared, "text/plain") && !has_range_of(declared, BYTES);
    by_name.or_else(|| concrete(declared).next()).unwrap_or(if is_text_range { "text/plain" } else { BYTES }).into()
}

/// Returns the media type of a primitive. It is empty for an empty list, which means `text/plain`
/// (RFC 7578, section 4.4).
pub(super) fn text_media_type(declared: &str) -> &str {
    let text = |media_type: &&str| {
        is_json(media_type) || essence(media_type).get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/"))
    };
    let range = || match declared {
        "" => "",
        _ if has_range_of(declared, "text/plain") => "text/plain",
        _ if has_range_of(declared, "application/json") => "application/json",
        _ => BYTES,
    };
    concrete(declared).find(text).or_else(|| concrete(declared).next()).unwrap_or_else(range)
}

/// Returns the media type of an object, or of an array within an array: the first of the list that
/// can be written, which is JSON or a urlencoded form. If there is none, the value is sent as JSON.
pub(super) fn object_media_type(declared: &str) -> &str {
    concrete(declared).find(|media_type| is_json(media_type) || is_urlencoded(media_type)).unwrap_or("application/json")
}
