//! The objects of a description, with what they are. A table of its own and not the generator's: what that does not know
//! must be found.

use serde_json::Value;

use super::edit::child;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Info,
    Server,
    Tag,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Schema,
    Discriminator,
    SecurityScheme,
    Flows,
    Flow,
}

/// What is behind a keyword: an object, a list or a mapping of such.
#[derive(Debug, Clone, Copy)]
enum Holds {
    One(Kind),
    List(Kind),
    Map(Kind),
}

/// An object of a description.
#[derive(Debug, Clone)]
pub(super) struct Site<'a> {
    pub(super) at: String,
    /// Of a reference what it stands for.
    pub(super) kind: Kind,
    pub(super) map: &'a serde_json::Map<String, Value>,
}

impl Site<'_> {
    pub(super) fn is_reference(&self) -> bool {
        self.kind != Kind::PathItem && self.map.contains_key("$ref")
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.map.get(key).and_then(Value::as_str)
    }
}

/// All of them.
pub(super) fn all(root: &Value) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    look(root, "", Kind::Root, &mut sites);
    sites
}

fn look<'a>(node: &'a Value, at: &str, kind: Kind, sites: &mut Vec<Site<'a>>) {
    let Some(map) = node.as_object() else { return };
    sites.push(Site { at: at.to_owned(), kind, map });
    for (key, value) in map {
        let at = child(at, key);
        match (holds(kind, key), value) {
            (Some(Holds::One(kind)), value) => look(value, &at, kind, sites),
            (Some(Holds::List(kind)), Value::Array(items)) => {
                items.iter().enumerate().for_each(|(index, item)| look(item, &format!("{at}/{index}"), kind, sites));
            }
            (Some(Holds::Map(kind)), Value::Object(members)) => {
                let own = members.iter().filter(|(name, _)| !name.starts_with("x-") || kind == Kind::Schema);
                own.for_each(|(name, value)| look(value, &child(&at, name), kind, sites));
            }
            (Some(Holds::List(_) | Holds::Map(_)) | None, _) => {}
        }
    }
}

fn holds(kind: Kind, key: &str) -> Option<Holds> {
    use Holds::{List, Map, One};
    Some(match (kind, key) {
        (Kind::Root, "info") => One(Kind::Info),
        (Kind::Root | Kind::PathItem | Kind::Operation, "servers") => List(Kind::Server),
        (Kind::Root, "tags") => List(Kind::Tag),
        (Kind::Root, "components") => One(Kind::Components),
        (Kind::Root, "paths" | "webhooks") => Map(Kind::PathItem),
        (Kind::PathItem, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace") => {
            One(Kind::Operation)
        }
        (Kind::PathItem | Kind::Operation, "parameters") => List(Kind::Parameter),
        (Kind::Components, "parameters") => Map(Kind::Parameter),
        (Kind::Operation, "requestBody") => One(Kind::RequestBody),
        (Kind::Components, "requestBodies") => Map(Kind::RequestBody),
        (Kind::Operation | Kind::Components, "responses") => Map(Kind::Response),
        (Kind::Components | Kind::Response | Kind::Encoding, "headers") => Map(Kind::Header),
        (Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response, "content") => Map(Kind::MediaType),
        (Kind::MediaType, "encoding") => Map(Kind::Encoding),
        (Kind::Components, "schemas") | (Kind::Schema, "properties" | "patternProperties" | "$defs") => {
            Map(Kind::Schema)
        }
        (Kind::Parameter | Kind::Header | Kind::MediaType, "schema")
        | (Kind::Schema, "items" | "additionalProperties" | "not" | "propertyNames") => One(Kind::Schema),
        (Kind::Schema, "allOf" | "oneOf" | "anyOf" | "prefixItems") => List(Kind::Schema),
        (Kind::Schema, "discriminator") => One(Kind::Discriminator),
        (Kind::Components, "securitySchemes") => Map(Kind::SecurityScheme),
        (Kind::SecurityScheme, "flows") => One(Kind::Flows),
        (Kind::Flows, "implicit" | "password" | "clientCredentials" | "authorizationCode") => One(Kind::Flow),
        (_, _) => return None,
    })
}
