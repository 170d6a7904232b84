//! Security schemes. Must not know which operations need them.

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The key under `securitySchemes`.
    pub wire: String,
    /// The location of the credentials in a request.
    pub kind: SchemeKind,
    /// The environment variables of the credentials.
    pub variables: Vec<String>,
    /// The token endpoints of OAuth 2: for client credentials, and for a refresh token. A missing
    /// one is empty.
    pub oauth2: Option<(String, String)>,
    /// The responses other than 401 that mean that a token has expired: the status, and a header
    /// with its value.
    pub expired: Vec<(u16, Option<(String, String)>)>,
    /// The description.
    pub docs: String,
}

/// The locations of credentials in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization: Bearer …`
    Bearer,
    /// A key in this header.
    HeaderKey(String),
    /// A key in this query parameter.
    QueryKey(String),
    /// A key in this cookie.
    CookieKey(String),
}
