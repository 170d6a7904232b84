//! [`Api`]: what lower gives and emit reads. Plain data; every name is decided, nothing can fail any
//! more. There is no OpenAPI behind this point beside the words that name things on the wire.
//!
//! Wire names are kept beside Rust names everywhere. Rust names are valid identifiers, never a
//! keyword, unique in their scope and clear of what the language or the crate owns.

use crate::report::SourceLocation;

mod operation;
mod sample;
mod types;

pub use operation::{
    Argument, Body, Content, DeclaredResponse, DeclaredVariant, Encoding, ErrorSet, ErrorVariant, Errors, Events,
    Framing, Header, MediaKind, Member, Operation, PageBy, Pages, Parameter, ParameterLocation, Status, Streams, Style,
};
pub use sample::Sample;
pub use types::{
    Constant, Field, Format, Home, Numbers, Presence, Record, Rest, Shape, Tag, Type, TypeDef, TypeId, TypeModule,
    Union, Value, Variant,
};

/// A client to emit.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The package's name: `parcels-client`.
    pub crate_name: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.summary` and `info.description`, as they came.
    pub docs: String,
    /// The base URLs, the first is the default.
    pub servers: Vec<Server>,
    /// The environment variable that overrides the base URL.
    pub base_url_variable: Option<String>,
    /// The security schemes that can be carried out, in the description's order; of several API keys the one that is meant without a name comes first.
    pub schemes: Vec<Scheme>,
    /// The alternatives of schemes that most operations have, as in [`Operation::security`].
    pub usual_security: Vec<Vec<usize>>,
    /// JSON pointers into an error body, to its message.
    pub error_messages: Vec<String>,
    /// In the order of their first operation's tag under `tags`, then of appearance.
    pub resources: Vec<Resource>,
    /// Error bodies that several operations declare alike.
    pub error_sets: Vec<ErrorSet>,
    /// The headers that responses are said to have.
    pub headers: Vec<Header>,
    /// What the API sends by itself.
    pub webhooks: Vec<Webhook>,
    /// In the order of the description: components first, inline ones after the type that holds them.
    pub types: Vec<TypeDef>,
    /// The `recursion_limit` that the crate needs, where its types lie too deep in each other for rustc's own.
    pub recursion_limit: Option<usize>,
    /// The modules that the types stand in.
    pub modules: Vec<TypeModule>,
}

impl Api {
    /// The operations of all resources.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources.iter().flat_map(|resource| &resource.operations)
    }

    /// Whether resources are behind features.
    #[must_use]
    pub fn has_features(&self) -> bool {
        self.resources.iter().any(|resource| resource.feature.is_some())
    }

    /// Whether the description names environment variables, of the base URL or of credentials.
    #[must_use]
    pub fn names_variables(&self) -> bool {
        self.base_url_variable.is_some() || self.schemes.iter().any(|scheme| !scheme.variables.is_empty())
    }

    /// Whether an operation is refused without credentials.
    #[must_use]
    pub fn needs_credentials(&self) -> bool {
        self.operations()
            .any(|operation| !operation.security.is_empty() && operation.security.iter().all(|of| !of.is_empty()))
    }

    /// What a base URL of an operation could be that the description does not say whole: `None` where it does.
    #[must_use]
    pub fn base_to_give(&self, operation: &Operation) -> Option<String> {
        let server = operation.servers.first().or(self.servers.first());
        let url = server.map(Server::by_default).unwrap_or_default();
        let path = url.trim_matches('/');
        let slash = if path.is_empty() { "" } else { "/" };
        (!url.contains("://")).then(|| format!("https://example.com{slash}{path}"))
    }

    /// The first operation for which a base URL has to be given, and what it could be.
    #[must_use]
    pub fn first_base_to_give(&self) -> Option<String> {
        self.operations().find_map(|operation| self.base_to_give(operation))
    }

    /// The type of an id that this value gave out.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// What a type stands for: the last of a chain of aliases.
    #[must_use]
    pub fn behind_aliases(&self, id: TypeId) -> TypeId {
        let mut at = id;
        // Bounded: lower leaves no cycle of aliases.
        while let Shape::Alias(Type::Named(target)) = &self.type_def(at).shape {
            at = *target;
        }
        at
    }

    /// Returns `true` if a type is an enum for which the description allows any string, by itself or by an alias.
    #[must_use]
    pub fn takes_any_text(&self, id: TypeId) -> bool {
        let mut at = id;
        loop {
            let def = self.type_def(at);
            match &def.shape {
                _ if def.any_text => return true,
                Shape::Alias(Type::Named(target)) => at = *target,
                Shape::Alias(_) | Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => {
                    return false;
                }
            }
        }
    }
}

/// A payload that the API sends by itself.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where it stands.
    pub span: SourceLocation,
    /// The function that reads it.
    pub name: String,
    /// The description's words.
    pub docs: String,
    /// Whether the description discourages its use.
    pub deprecated: bool,
    /// What it holds.
    pub ty: Type,
}

/// A base URL.
#[derive(Debug, Clone)]
pub struct Server {
    /// With its variables in braces.
    pub url: String,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
    /// The description's words.
    pub docs: String,
}

impl Server {
    /// The URL with the defaults of its variables.
    fn by_default(&self) -> String {
        let put = |url: String, of: &ServerVariable| url.replace(&format!("{{{}}}", of.name), &of.default);
        self.variables.iter().fold(self.url.clone(), put)
    }
}

/// A variable of a base URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// What stands in braces.
    pub name: String,
    /// What it is unless it is given.
    pub default: String,
    /// The values that the description lists; none where any is good.
    pub values: Vec<String>,
    /// The description's words.
    pub docs: String,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The name on the wire, of a scheme: its key.
    pub wire: String,
    /// How its credentials go over the wire.
    pub kind: SchemeKind,
    /// The environment variables of its credentials.
    pub variables: Vec<String>,
    /// The endpoints of OAuth 2: for a client's own credentials, and for a refresh token; empty where there is none.
    pub oauth2: Option<(String, String)>,
    /// The responses, beside 401, that say that a token is no longer good: status, and header with its value.
    pub expired: Vec<(u16, Option<(String, String)>)>,
    /// The description's words.
    pub docs: String,
}

/// How credentials go over the wire.
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

/// A group of operations: a tag, or the first fixed segment of the paths.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The tag, or the segment.
    pub wire: String,
    /// The accessor on the client and the module: `uploads`.
    pub name: String,
    /// The accessor's type: `Uploads`.
    pub type_name: String,
    /// The cargo feature that it is behind.
    pub feature: Option<String>,
    /// The description's words.
    pub docs: String,
    /// In the document's order.
    pub operations: Vec<Operation>,
}
