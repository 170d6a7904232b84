//! Base URLs. Must not know operations.

/// A base URL.
#[derive(Debug, Clone)]
pub struct Server {
    /// The URL, with variables in braces.
    pub url: String,
    /// The variables.
    pub variables: Vec<ServerVariable>,
    /// The description.
    pub docs: String,
}

impl Server {
    /// Returns the URL with the default values of its variables.
    pub(super) fn default_url(&self) -> String {
        let insert =
            |url: String, variable: &ServerVariable| url.replace(&format!("{{{}}}", variable.name), &variable.default);
        self.variables.iter().fold(self.url.clone(), insert)
    }
}

/// A variable of a base URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The name in the braces.
    pub name: String,
    /// The default value.
    pub default: String,
    /// The allowed values; empty if any value is allowed.
    pub values: Vec<String>,
    /// The description.
    pub docs: String,
}
