//! [`Setup`]: the base URL and the credentials that the driver's client is built with. Must not know
//! the cases.

use std::collections::BTreeMap;

use serde_json::json;

use crate::names::Names;
use crate::source::{self, Description};

/// The base URL for descriptions without one.
pub(crate) const FALLBACK_SERVER: &str = "http://prover.test";

/// The configuration of the driver's client.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The base URL, if the description has no absolute one.
    pub base_url: Option<String>,
    /// The credentials for the security schemes that the client supports.
    pub credentials: Vec<Credential>,
}

/// A secret for a security scheme.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The key under `securitySchemes`.
    pub scheme: String,
    /// The location in the request: `header`, `query` or `cookie`.
    pub location: String,
    /// The name of the header, query parameter or cookie.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Setup {
    /// Returns the JSON that the driver reads: `base_url`, `credentials` (secrets by scheme) and
    /// `basic`, which is `true` if there is a scheme for HTTP Basic.
    #[must_use]
    pub fn text(&self) -> String {
        let is_basic = |credential: &&Credential| credential.value.starts_with("Basic ");
        let secrets = self.credentials.iter().filter(|credential| !is_basic(credential));
        let secrets: BTreeMap<&str, &str> =
            secrets.map(|of| (of.scheme.as_str(), of.value.trim_start_matches("Bearer "))).collect();
        let basic = self.credentials.iter().any(|credential| is_basic(&credential));
        json!({"base_url": self.base_url, "credentials": secrets, "basic": basic}).to_string()
    }
}

/// Returns `true` if a server has a scheme and a host, and no variable without a value.
pub(crate) fn is_absolute(server: &str) -> bool {
    let host = server.split_once("://").is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('/'));
    host && !server.contains('{')
}

/// Chooses base URL and credentials for a client.
#[must_use]
pub fn setup(description: &Description, names: &Names) -> Setup {
    let server = source::server(description);
    let base_url = (!is_absolute(&server)).then(|| match server.contains("://") {
        true => FALLBACK_SERVER.to_owned(),
        false => format!("{FALLBACK_SERVER}/{}", server.trim_start_matches('/')).trim_end_matches('/').to_owned(),
    });
    let schemes = names.schemes.iter().enumerate();
    let credentials = schemes.filter_map(|(number, (scheme, basic))| credential(description, number, scheme, *basic));
    Setup { base_url, credentials: credentials.collect() }
}

fn credential(description: &Description, number: usize, scheme: &str, basic: bool) -> Option<Credential> {
    let declared = source::security_scheme(description, scheme)?;
    // Characters that a URI and a cookie encode, and a header does not.
    let secret = format!("secret-{number}+/=");
    let text = |key: &str| declared.text(key).unwrap_or_default().to_owned();
    let authorization = |value: String| ("header".to_owned(), "authorization".to_owned(), value);
    let (location, name, value) = match declared.text("type") {
        Some("apiKey") => (text("in"), text("name"), secret),
        // `user name` and `pass:word` (RFC 7617).
        _ if basic => authorization("Basic dXNlciBuYW1lOnBhc3M6d29yZA==".to_owned()),
        _ => authorization(format!("Bearer {secret}")),
    };
    Some(Credential { scheme: scheme.to_owned(), location, name, value })
}
