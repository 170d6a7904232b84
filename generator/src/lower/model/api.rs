//! The whole client: its resources, webhooks, types and facts. Must not know how any of them is emitted.

use std::collections::BTreeSet;

use super::{ErrorSet, Header, Operation, OwnId, OwnType, PageBy, Scheme, Server, Shape, Type, TypeDef, TypeId};
use crate::report::SourceLocation;

/// A client to emit.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The package's name: `parcels-client`.
    pub crate_name: String,
    /// The module, unless the client is a package.
    pub module: Option<ChosenModule>,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.summary` and `info.description`, unchanged.
    pub docs: String,
    /// The base URLs; the first is the default.
    pub servers: Vec<Server>,
    /// The environment variable that overrides the base URL.
    pub base_url_variable: Option<String>,
    /// The supported security schemes in the description's order, except that of several API keys the preferred one comes first.
    pub schemes: Vec<Scheme>,
    /// The alternatives of schemes that most operations have, as in [`Operation::security`].
    pub usual_security: Vec<Vec<usize>>,
    /// JSON pointers to the message of an error body.
    pub error_messages: Vec<String>,
    /// The resources in the order of `tags`, then of their first operations.
    pub resources: Vec<Resource>,
    /// Error bodies that several operations have in common.
    pub error_sets: Vec<ErrorSet>,
    /// The declared response headers.
    pub headers: Vec<Header>,
    /// The webhooks and callbacks.
    pub webhooks: Vec<Webhook>,
    /// The types in the order of the description: components first, inline types after the type that contains them.
    pub types: Vec<TypeDef>,
    /// The `recursion_limit` that the crate needs, if its types are nested too deeply for rustc's default.
    pub recursion_limit: Option<usize>,
    /// The modules of the types.
    pub modules: Vec<TypeModule>,
    /// The types that the user chose in place of those of schemas.
    pub own_types: Vec<OwnType>,
}

/// The module of another package that a client is emitted as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChosenModule {
    /// The path in its crate: `crate::api`.
    pub path: String,
    /// The enabled features, with those that they enable.
    pub features: BTreeSet<String>,
}

impl Api {
    /// Returns the Rust path of the client's root, for examples.
    #[must_use]
    pub fn path(&self) -> String {
        match &self.module {
            None => self.crate_name.replace('-', "_"),
            Some(module) => module.path.clone(),
        }
    }

    /// Returns the resources that may exist: those whose feature may be on.
    pub fn possible_resources(&self) -> impl Iterator<Item = &Resource> {
        let is_possible =
            |resource: &&Resource| resource.feature.as_deref().is_none_or(|feature| self.may_have(feature));
        self.resources.iter().filter(is_possible)
    }

    /// Returns `true` if a feature may be on: any in a package, the chosen ones in a module.
    #[must_use]
    pub fn may_have(&self, feature: &str) -> bool {
        self.module.as_ref().is_none_or(|module| module.features.contains(feature))
    }

    /// Returns the operations of all resources.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources.iter().flat_map(|resource| &resource.operations)
    }

    /// Returns the operations with pages by name, each with the way from one page to the next.
    #[must_use]
    pub fn paged_operations(&self) -> Vec<(String, &'static str)> {
        let all = self.resources.iter().flat_map(|resource| resource.operations.iter().map(move |of| (resource, of)));
        let paged = all.filter_map(|(resource, operation)| Some((resource, operation, operation.pages.as_ref()?)));
        let name = |resource: &Resource, operation: &Operation| format!("{}.{}", resource.name, operation.name);
        paged.map(|(resource, operation, pages)| (name(resource, operation), pages.by.keyword())).collect()
    }

    /// Returns `true` if resources have cargo features.
    #[must_use]
    pub fn has_features(&self) -> bool {
        self.resources.iter().any(|resource| resource.feature.is_some())
    }

    /// Returns `true` if the description names environment variables of the base URL or of credentials.
    #[must_use]
    pub fn names_variables(&self) -> bool {
        self.base_url_variable.is_some() || self.schemes.iter().any(|scheme| !scheme.variables.is_empty())
    }

    /// Returns `true` if an operation fails without credentials.
    #[must_use]
    pub fn needs_credentials(&self) -> bool {
        let needs = |operation: &Operation| {
            !operation.security.is_empty() && operation.security.iter().all(|schemes| !schemes.is_empty())
        };
        self.operations().any(needs)
    }

    /// Returns an example of a base URL for an operation whose servers are relative, or `None` if
    /// the description has an absolute one.
    #[must_use]
    pub fn example_base_url(&self, operation: &Operation) -> Option<String> {
        let server = operation.servers.first().or(self.servers.first());
        let url = server.map(Server::default_url).unwrap_or_default();
        let path = url.trim_matches('/');
        let slash = if path.is_empty() { "" } else { "/" };
        (!url.contains("://")).then(|| format!("https://example.com{slash}{path}"))
    }

    /// Returns an example of a base URL for the first operation that needs one from the user.
    #[must_use]
    pub fn first_example_base_url(&self) -> Option<String> {
        self.operations().find_map(|operation| self.example_base_url(operation))
    }

    /// Returns the type that the user chose within a type, not counting those in the types of this API.
    #[must_use]
    pub fn chosen(&self, ty: &Type) -> Option<&OwnType> {
        match ty {
            Type::Own(id) => Some(self.own_type(*id)),
            Type::Optional(inner) | Type::Array(inner) | Type::Map(inner) => self.chosen(inner),
            Type::Named(id) => match &self.type_def(*id).shape {
                Shape::Alias(target) => self.chosen(target),
                Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
            },
            Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
            Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => None,
        }
    }

    /// Returns a type that the user chose.
    #[must_use]
    pub fn own_type(&self, id: OwnId) -> &OwnType {
        &self.own_types[id.index()]
    }

    /// Returns `true` if a type has a value without content, which can be read into.
    #[must_use]
    pub fn has_blank(&self, ty: &Type) -> bool {
        match ty {
            Type::Own(_) => false,
            Type::Named(id) => match &self.type_def(*id).shape {
                Shape::Record(record) => !record.drafted,
                Shape::Alias(target) => self.has_blank(target),
                Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => true,
            },
            Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => true,
            Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => true,
            Type::Optional(_) | Type::Array(_) | Type::Map(_) => true,
        }
    }

    /// Returns the definition of a type of this API.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// Returns the type at the end of a chain of aliases.
    #[must_use]
    pub fn without_aliases(&self, id: TypeId) -> TypeId {
        let mut current = id;
        // This ends, as lowering leaves no cycle of aliases.
        while let Shape::Alias(Type::Named(target)) = &self.type_def(current).shape {
            current = *target;
        }
        current
    }

    /// Returns `true` if a type is an enum for which the description allows any string, by itself or as an alias.
    #[must_use]
    pub fn allows_any_string(&self, id: TypeId) -> bool {
        let mut current = id;
        loop {
            let def = self.type_def(current);
            match &def.shape {
                _ if def.any_string => return true,
                Shape::Alias(Type::Named(target)) => current = *target,
                Shape::Alias(_) | Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => {
                    return false;
                }
            }
        }
    }
}

impl PageBy {
    /// Returns the keyword of `x-pagination`.
    fn keyword(&self) -> &'static str {
        match self {
            PageBy::Cursor(..) | PageBy::BodyCursor(..) => "cursor",
            PageBy::NextLink(_) => "next-link",
            PageBy::LastItem(..) => "last-item",
            PageBy::Link => "link",
            PageBy::Number(..) => "number",
            PageBy::Offset(_) => "offset",
        }
    }
}

/// A group of operations: those with the same tag, or with the same first segment of the path.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The tag, or the segment.
    pub wire: String,
    /// The accessor of the client, and the module: `uploads`.
    pub name: String,
    /// The accessor's type: `Uploads`.
    pub type_name: String,
    /// The cargo feature.
    pub feature: Option<String>,
    /// The description of the tag.
    pub docs: String,
    /// The operations in the description's order.
    pub operations: Vec<Operation>,
}

/// A webhook or callback with a payload.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The source location.
    pub span: SourceLocation,
    /// The function that reads the payload.
    pub name: String,
    /// The description.
    pub docs: String,
    /// `deprecated`.
    pub deprecated: bool,
    /// The type of the payload.
    pub ty: Type,
}

/// A module of types.
#[derive(Debug, Clone)]
pub struct TypeModule {
    /// The module below `types`; `None` is `types` itself.
    pub name: Option<String>,
    /// The module is compiled with any of these resources, by their indices; webhooks have the index after the last resource.
    /// If empty, it is always compiled.
    pub resources: Vec<usize>,
    /// The types in the order of [`Api::types`].
    pub types: Vec<TypeId>,
}
