//! Finds the objects of a description and their kinds. Its table is independent of the generator's,
//! because it has to find what that one lacks. Must not know mistakes.

use serde_json::Value;

use super::edit::child;

/// The kind of an object.
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

/// The value of a keyword: an object, an array of objects, or a map of objects.
#[derive(Debug, Clone, Copy)]
enum Holds {
    Single(Kind),
    Array(Kind),
    Map(Kind),
}

/// An object of a description.
#[derive(Debug, Clone)]
pub(super) struct Site<'a> {
    pub(super) pointer: String,
    /// The kind. For a reference, that of its target.
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

/// Returns all objects of a description.
pub(super) fn all(root: &Value) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    visit(root, "", Kind::Root, &mut sites);
    sites
}

fn visit<'a>(node: &'a Value, pointer: &str, kind: Kind, sites: &mut Vec<Site<'a>>) {
    let Some(map) = node.as_object() else { return };
    sites.push(Site { pointer: pointer.to_owned(), kind, map });
    for (key, value) in map {
        let pointer = child(pointer, key);
        match (holds(kind, key), value) {
            (Some(Holds::Single(kind)), value) => visit(value, &pointer, kind, sites),
            (Some(Holds::Array(kind)), Value::Array(items)) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(index, item)| visit(item, &format!("{pointer}/{index}"), kind, sites));
            }
            (Some(Holds::Map(kind)), Value::Object(members)) => {
                let own = members.iter().filter(|(name, _)| !name.starts_with("x-") || kind == Kind::Schema);
                own.for_each(|(name, value)| visit(value, &child(&pointer, name), kind, sites));
            }
            (Some(Holds::Array(_) | Holds::Map(_)) | None, _) => {}
        }
    }
}

fn holds(kind: Kind, key: &str) -> Option<Holds> {
    use Holds::{Array, Map, Single};
    Some(match (kind, key) {
        (Kind::Root, "info") => Single(Kind::Info),
        (Kind::Root | Kind::PathItem | Kind::Operation, "servers") => Array(Kind::Server),
        (Kind::Root, "tags") => Array(Kind::Tag),
        (Kind::Root, "components") => Single(Kind::Components),
        (Kind::Root, "paths" | "webhooks") => Map(Kind::PathItem),
        (Kind::PathItem, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace") => {
            Single(Kind::Operation)
        }
        (Kind::PathItem | Kind::Operation, "parameters") => Array(Kind::Parameter),
        (Kind::Components, "parameters") => Map(Kind::Parameter),
        (Kind::Operation, "requestBody") => Single(Kind::RequestBody),
        (Kind::Components, "requestBodies") => Map(Kind::RequestBody),
        (Kind::Operation | Kind::Components, "responses") => Map(Kind::Response),
        (Kind::Components | Kind::Response | Kind::Encoding, "headers") => Map(Kind::Header),
        (Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response, "content") => Map(Kind::MediaType),
        (Kind::MediaType, "encoding") => Map(Kind::Encoding),
        (Kind::Components, "schemas") | (Kind::Schema, "properties" | "patternProperties" | "$defs") => {
            Map(Kind::Schema)
        }
        (Kind::Parameter | Kind::Header | Kind::MediaType, "schema")
        | (Kind::Schema, "items" | "additionalProperties" | "not" | "propertyNames") => Single(Kind::Schema),
        (Kind::Schema, "allOf" | "oneOf" | "anyOf" | "prefixItems") => Array(Kind::Schema),
        (Kind::Schema, "discriminator") => Single(Kind::Discriminator),
        (Kind::Components, "securitySchemes") => Map(Kind::SecurityScheme),
        (Kind::SecurityScheme, "flows") => Single(Kind::Flows),
        (Kind::Flows, "implicit" | "password" | "clientCredentials" | "authorizationCode") => Single(Kind::Flow),
        (_, _) => return None,
    })
}
