//! Resolved Security Scheme Objects, in OpenAPI's terms. Must not know how they are read, or how a
//! client supplies credentials.

use crate::report::SourceLocation;

/// Security Scheme Object.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The source location.
    pub span: SourceLocation,
    /// Its key under `components.securitySchemes`.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// `type` and the keywords that depend on it.
    pub kind: SecurityKind,
    /// `x-env`: the environment variables of its credentials.
    pub env: Vec<String>,
    /// `flows`, of OAuth 2.
    pub flows: Flows,
    /// `x-token-expired`: the responses that mean that a token has expired.
    pub expired: Vec<Expired>,
}

/// The part of an OAuth Flows Object that a program can use without user interaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// `tokenUrl` of `clientCredentials`.
    pub client_credentials: Option<String>,
    /// `refreshUrl`, otherwise `tokenUrl`, of the first flow with user interaction that has one.
    pub refresh: Option<String>,
}

/// A response that means that a token has expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// `status`
    pub status: u16,
    /// `header` and its `value`, if both are present.
    pub header: Option<(String, String)>,
}

/// `type` of a security scheme, and the keywords that depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// `http` with this `scheme`, in lower case: basic, bearer, …
    Http(String),
    /// `apiKey` in a header, of this name.
    HeaderKey(String),
    /// `apiKey` in the query, of this name.
    QueryKey(String),
    /// `apiKey` in a cookie, of this name.
    CookieKey(String),
    /// `oauth2`.
    OAuth2,
    /// `openIdConnect`.
    OpenIdConnect,
    /// `mutualTLS`.
    MutualTls,
}
