//! Security Scheme Objects as they are resolved: what is declared, in OpenAPI's words.

use crate::report::SourceLocation;

/// Security Scheme Object.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// Where it stands.
    pub span: SourceLocation,
    /// Its key under `components.securitySchemes`.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// `type` with what belongs to it.
    pub kind: SecurityKind,
    /// `x-env`: the environment variables of its credentials.
    pub env: Vec<String>,
    /// `flows`, of OAuth 2.
    pub flows: Flows,
    /// `x-token-expired`: the responses that say that a token is no longer good.
    pub expired: Vec<Expired>,
}

/// OAuth Flows Object, as far as a program alone has a use for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// `tokenUrl` of `clientCredentials`.
    pub client_credentials: Option<String>,
    /// `refreshUrl`, else `tokenUrl`, of the first flow that has one and in which a person takes part.
    pub refresh: Option<String>,
}

/// An response that says that a token is no longer good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// `status`
    pub status: u16,
    /// `header` with its `value`, where both are said.
    pub header: Option<(String, String)>,
}

/// `type` of a security scheme with what belongs to it.
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
