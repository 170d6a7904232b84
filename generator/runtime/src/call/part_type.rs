//! Chooses the media type of a part, or of a pair of a urlencoded form. `contentType` of the Encoding Object is a list of media
//! types and ranges; a part has exactly one media type (RFC 9110, section 8.3). Must not know how a part is written.

use std::borrow::Cow;

/// The media type of bytes that nothing else is known of (RFC 2046, section 4.5.1).
pub(super) const BYTES: &str = "application/octet-stream";

/// The media types of the usual endings of file names, for ranges such as `image/*`.
const ENDINGS: [(&str, &str); 27] = [
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

/// The media types of a list. A comma within quotes belongs to a parameter.
fn listed(declared: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = declared.split(move |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    parts.map(str::trim).filter(|of| !of.is_empty())
}

fn concrete(declared: &str) -> impl Iterator<Item = &str> {
    listed(declared).filter(|of| !essence(of).contains('*'))
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns `true` if a list has a range that includes a media type.
fn has_range_of(declared: &str, media_type: &str) -> bool {
    listed(declared).map(essence).any(|range| match range.split_once('*') {
        Some((front, _)) => media_type.starts_with(&front.to_ascii_lowercase()),
        None => false,
    })
}

/// Returns `true` if a list has a media type, or a range that includes it. An empty list allows all.
pub(super) fn allows(declared: &str, media_type: &str) -> bool {
    let named = |of: &str| essence(of).eq_ignore_ascii_case(essence(media_type));
    listed(declared).next().is_none() || listed(declared).any(named) || has_range_of(declared, essence(media_type))
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

/// The media type of a file that has none of its own: what the ending of its name stands for, as far as that is listed or in
/// a range; else the first that is listed; else `text/plain` for a range of texts, and bytes of any kind.
pub(super) fn of_file<'d>(declared: &'d str, name: Option<&str>) -> Cow<'d, str> {
    let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.as_deref().unwrap_or_default();
    let usual = ENDINGS.iter().find(|(of, _)| *of == ending).map(|(_, media_type)| *media_type);
    let named = |of: &&str| {
        let (_, subtype) = essence(of).split_once('/').unwrap_or_default();
        let subtype = subtype.split('+').next().unwrap_or_default();
        usual.is_some_and(|usual| essence(of).eq_ignore_ascii_case(usual)) || subtype.eq_ignore_ascii_case(ending)
    };
    let by_name = concrete(declared).find(named).or(usual.filter(|usual| has_range_of(declared, usual)));
    let range = has_range_of(declared, "text/plain") && !has_range_of(declared, BYTES);
    by_name.or_else(|| concrete(declared).next()).unwrap_or(if range { "text/plain" } else { BYTES }).into()
}

/// The media type of a primitive; empty where nothing is said, which is `text/plain` (RFC 7578, section 4.4).
pub(super) fn of_text(declared: &str) -> &str {
    let text = |of: &&str| is_json(of) || essence(of).get(..5).is_some_and(|front| front.eq_ignore_ascii_case("text/"));
    let range = || match declared {
        "" => "",
        _ if has_range_of(declared, "text/plain") => "text/plain",
        _ if has_range_of(declared, "application/json") => "application/json",
        _ => BYTES,
    };
    concrete(declared).find(text).or_else(|| concrete(declared).next()).unwrap_or_else(range)
}

/// The media type of an object, or of an array in an array. Of those that are listed, JSON and urlencoded forms can be
/// written; where there is none, the value is sent as the JSON that it is.
pub(super) fn of_object(declared: &str) -> &str {
    concrete(declared).find(|of| is_json(of) || is_urlencoded(of)).unwrap_or("application/json")
}
