//! Media types as strings: lists of them, and what is sent as `Accept` and `Content-Type`. Must not
//! know schemas.

use crate::lower::model::MediaKind;

/// Returns the media types of a comma-separated list. A comma within quotes belongs to a parameter.
pub(crate) fn listed(declared: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let parts = declared.split(move |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    parts.map(str::trim).filter(|media_type| !media_type.is_empty())
}

/// Returns the value of `Accept`: the declared media type or range, except that a range that means
/// JSON is JSON. Bytes that are declared as JSON may have any media type.
#[must_use]
pub(crate) fn accepted(media_type: &str, read_as: MediaKind) -> String {
    match read_as {
        MediaKind::Json => concrete(media_type, read_as),
        MediaKind::Raw if !media_type.contains('*') && MediaKind::from_media_type(media_type) == MediaKind::Json => {
            "*/*".to_owned()
        }
        MediaKind::Raw | MediaKind::Text if media_type == "*" => "*/*".to_owned(),
        MediaKind::Text | MediaKind::Raw | MediaKind::Form | MediaKind::Multipart => media_type.to_owned(),
    }
}

/// Returns the value of `Content-Type`: a range is replaced by its most common media type.
#[must_use]
pub(crate) fn concrete(media_type: &str, kind: MediaKind) -> String {
    match (media_type.contains('*'), kind) {
        (false, _) => media_type.to_owned(),
        (true, MediaKind::Json) => "application/json".to_owned(),
        (true, MediaKind::Text) => "text/plain".to_owned(),
        (true, MediaKind::Raw | MediaKind::Form | MediaKind::Multipart) => "application/octet-stream".to_owned(),
    }
}
