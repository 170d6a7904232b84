//! Media types and ranges of them (RFC 9110, section 8.3.1). Must not know descriptions.

/// Returns the type and subtype in lower case, without parameters.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns `true` for JSON: `application/json` and every type that ends in `+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Returns `true` if `declared`, a media type or a range such as `image/*`, includes `sent`.
pub(crate) fn includes(declared: &str, sent: &str) -> bool {
    match declared.split_once('*') {
        Some(("", _)) => true,
        Some((front, "")) => sent.starts_with(front),
        Some(_) | None => declared == sent,
    }
}
