//! Replacements for the description's own values: routes, bodies and properties of untyped
//! requests. Must not know operations.

use http::Uri;
use serde_json::Value;

use crate::call::Payload;
use crate::machine::same_origin;
use crate::value::json;

/// The route of an untyped call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) method: String,
    pub(super) path: String,
}

/// A body in place of a call's own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BodyOverride {
    pub(super) payload: Payload,
    pub(super) content_type: String,
}

/// Returns `true` if a path is an absolute URL of another server.
pub(super) fn is_other_server(path: &str, base: Option<&Uri>) -> bool {
    let Some(uri) = absolute_uri(path) else { return false };
    !base.is_some_and(|base| same_origin(base, &uri))
}

/// Returns an absolute URL; `None` for a path.
pub(super) fn absolute_uri(path: &str) -> Option<Uri> {
    path.parse::<Uri>().ok().filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")))
}

/// Adds properties to a body.
///
/// # Errors
///
/// Fails with a message if the body is not a JSON object.
#[inline]
pub(super) fn with_properties(
    body: Option<Payload>,
    properties: &[(String, Value)],
) -> Result<Option<Payload>, String> {
    if properties.is_empty() {
        return Ok(body);
    }
    let text = body.as_ref().map_or_else(|| Some("{}".into()), Payload::bytes);
    let Some(Value::Object(mut whole)) = text.and_then(|text| json::parse(&text)) else {
        return Err("`with_property` needs a body that is a JSON object".to_owned());
    };
    whole.extend(properties.iter().cloned());
    Ok(Some(json::format(&Value::Object(whole)).into()))
}
