//! Servers and security of descriptions (Server Object, Security Requirement Object). Must not know
//! the other parts of an operation.

use super::description::{Description, Version};
use super::node::Node;

/// Returns the base URL of the description. Empty if it has none.
#[must_use]
pub fn server(description: &Description) -> String {
    match description.version {
        Version::Swagger => swagger_server(&description.root()),
        Version::V30 | Version::V31 => first_server(&description.root()).unwrap_or_default(),
    }
}

/// Returns a security scheme by its key.
#[must_use]
pub fn security_scheme<'a>(description: &'a Description, key: &str) -> Option<Node<'a>> {
    let root = description.root();
    let all = match description.version {
        Version::Swagger => root.get("securityDefinitions"),
        Version::V30 | Version::V31 => {
            root.get("components").and_then(|components| description.follow(&components)?.get("securitySchemes"))
        }
    };
    description.follow(&description.follow(&all?)?.get(key)?)
}

/// Returns the first base URL of `servers`, with its variables replaced by their defaults.
pub(super) fn first_server(node: &Node<'_>) -> Option<String> {
    let first = node.get("servers")?.items().into_iter().next()?;
    let mut url = first.text("url")?.to_owned();
    for (name, variable) in first.get("variables").map(|of| of.members()).unwrap_or_default() {
        // The specification requires a string, but a port or version in YAML is often a number.
        let default = variable.value.get("default").filter(|of| of.is_string() || of.is_number());
        let default = default.map(|of| of.as_str().map_or_else(|| of.to_string(), str::to_owned)).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), &default);
    }
    Some(url)
}

/// Returns the base URL of Swagger 2.0: `schemes`, `host` and `basePath`.
pub(super) fn swagger_server(root: &Node<'_>) -> String {
    let schemes = root.get("schemes").map(|of| of.items()).unwrap_or_default();
    let all: Vec<&str> = schemes.iter().filter_map(|of| of.value.as_str()).collect();
    let scheme = if all.contains(&"https") || all.is_empty() { "https" } else { "http" };
    match root.text("host") {
        Some(host) => format!("{scheme}://{host}{}", root.text("basePath").unwrap_or_default()),
        None => String::new(),
    }
}

/// Returns the security requirements of an operation, or those of the root.
pub(super) fn security(root: &Node<'_>, node: &Node<'_>) -> Vec<Vec<String>> {
    let declared = node.get("security").or_else(|| root.get("security"));
    let all = declared.map(|of| of.items()).unwrap_or_default();
    all.iter().map(|of| of.members().into_iter().map(|(key, _)| key.to_owned()).collect()).collect()
}
