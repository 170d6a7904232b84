//! Which of several media types is used: JSON where it is offered.

use crate::resolve::MediaType;

/// The first JSON media type (RFC 6839: `+json` too).
#[must_use]
pub(super) fn json(content: &[MediaType]) -> Option<&MediaType> {
    content.iter().find(|media| is_json(&media.media_type))
}

/// Whether a media type is JSON, whatever its parameters.
#[must_use]
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// The media types as a message lists them.
#[must_use]
pub(super) fn listed(content: &[MediaType]) -> String {
    content.iter().map(|media| media.media_type.as_str()).collect::<Vec<_>>().join(", ")
}
