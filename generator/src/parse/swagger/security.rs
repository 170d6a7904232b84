//! Converts Security Scheme Objects of Swagger 2.0 to OpenAPI 3.0. Must not know other objects.

use super::builder::{Out, text};
use crate::parse::{Mapping, Node};

/// Returns the flow of a scheme under its name in OpenAPI 3.
fn flows(scheme: &Mapping) -> Node {
    let mut flow = Out::default();
    if let Some(url) = scheme.get("tokenUrl") {
        flow.put("tokenUrl", url.clone());
    }
    let mut flows = Out::default();
    match scheme.get("flow").and_then(Node::as_str) {
        Some("application") => flows.put("clientCredentials", flow.node()),
        Some("accessCode") => flows.put("authorizationCode", flow.node()),
        Some("password") => flows.put("password", flow.node()),
        // `implicit` has no token endpoint.
        Some(_) | None => {}
    }
    flows.node()
}

/// Converts a Security Scheme Object.
pub(super) fn scheme(node: &Node) -> Node {
    let Some(map) = node.as_mapping() else { return node.clone() };
    let mut out = Out::default();
    for (key, value) in map.iter() {
        match (key, value.as_str()) {
            ("type", Some("basic")) => {
                out.put("type", text("http"));
                out.put("scheme", text("basic"));
            }
            ("flow" | "authorizationUrl" | "tokenUrl" | "scopes", _) => {}
            (_, _) => out.put(key, value.clone()),
        }
    }
    if map.get("type").and_then(Node::as_str) == Some("oauth2") {
        out.put("flows", flows(map));
    }
    out.node()
}
