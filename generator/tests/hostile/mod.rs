//! Hostile text, and a description with such a text in every part that can get into the output.
//! Shared with the tests of the driver of the proof.
// Each test file uses some of it.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

/// A word that the generator never emits. If it is a token of its own, text has become code.
pub const MARK: &str = "__evil__";

/// Ends of comments, strings, attributes, format strings, TOML and paths, each with the mark after
/// it.
pub const HOSTILE: [&str; 34] = [
    "*/ pub const __evil__: () = (); /*",
    "/* __evil__",
    "\n// \n__evil__!();",
    "\r__evil__!();",
    "\u{2028}__evil__!();\u{2029}\u{85}__evil__!();\u{b}__evil__!();",
    "\"); __evil__!(); (\"",
    "\"# + __evil__ + r#\"",
    "\"## + __evil__ + r##\"",
    "\\\"); __evil__!(); //",
    "\\",
    "\\u{22}); __evil__!(",
    "'; __evil__!(); '",
    "\"] __evil__!(); #[doc = \"",
    "]] __evil__",
    "#![__evil__]",
    "{__evil__}",
    "{} {0} {:?} {__evil__:?}",
    "}} __evil__ {{",
    "''' \n[dependencies]\n__evil__ = \"1\"\n'''",
    "\"\"\"\n[package]\nbuild = \"__evil__.rs\"\n\"\"\"",
    "\"\nbuild = \"__evil__.rs",
    "../../__evil__",
    "/__evil__",
    "C:\\__evil__",
    "CON",
    "mod.rs",
    "lib",
    "\u{0}\u{1b}[31m__evil__\u{7f}\u{202e}\u{2066}",
    "<script>__evil__</script> [`__evil__`] [x](__evil__) [__evil__]: __evil__",
    "```\n__evil__!();\n~~~\n    __evil__!();\n````rust\n__evil__!();",
    "\n}\nfn __evil__() {\n",
    "\r\n# __evil__\r\n    __evil__!();",
    "\u{85}__evil__!();\u{85}//",
    "${__evil__} $__evil__ `__evil__` %0A__evil__ &__evil__; \u{feff}",
];

/// Returns a description with a text in each part. `number` keeps names distinct.
pub fn description(text: &str) -> Value {
    let e = |number: usize| if number == 0 { text.to_owned() } else { format!("{text}{number}") };
    let words = json!({ "description": text, "summary": text, "deprecated": true });
    let values = json!({ "type": "string", "enum": [e(0), e(1)], "x-enum-varnames": [e(0), e(1)], "x-enum-descriptions": [e(0), e(1)],
        "default": text, "example": text, "description": text, "title": text });
    let record = json!({ "type": "object", "title": text, "description": text, "required": [text], "properties": {
        (e(0)): { "type": "string", "description": text, "default": text, "example": text, "pattern": text },
        (e(1)): values, (e(2)): { "type": "string", "x-rust-name": text }, (e(3)): { "type": "integer", "format": text },
        "tag": { "type": "string", "const": text } },
        "patternProperties": { (e(0)): { "type": "integer" } } });
    let schemas = json!({ (e(0)): record, (e(1)): { "oneOf": [{ "$ref": format!("#/components/schemas/{}", pointer(text)) },
        { "type": "object", "title": text, "properties": { (e(9)): { "type": "string" } } }], "discriminator": { "propertyName": text, "mapping": { (e(0)): format!("#/components/schemas/{}", pointer(text)) } } },
        (e(2)): { "type": "array", "items": values.clone(), "description": text }, "type": { "allOf": [{ "$ref": format!("#/components/schemas/{}", pointer(text)) }] } });
    let of = |number: usize| json!({ "$ref": format!("#/components/schemas/{}", pointer(&e(number))) });
    let parameter = |number: usize, place: &str| {
        json!({ "name": e(number), "in": place, "description": text, "required": place == "path",
        "schema": values.clone(), "example": text, "deprecated": true })
    };
    let mut operation = json!({ "operationId": text, "tags": [text], "x-rust-name": text, "security": [{ (e(0)): [text] }],
        "parameters": [parameter(1, "query"), parameter(3, "cookie")],
        "requestBody": { "description": text, "content": { (format!("application/json; a={text}")): { "schema": of(0), "example": text } } },
        "responses": { "200": { "description": text, "headers": { (e(0)): { "description": text, "schema": { "type": "string" } } },
            "content": { (format!("application/json;{text}")): { "schema": of(1) } } },
            "default": { "description": text, "content": { "application/json": { "schema": of(0) } } } },
        "servers": [{ "url": text, "description": text }] });
    operation.as_object_mut().unwrap().extend(words.as_object().unwrap().clone());
    let form = json!({ "operationId": e(1), "tags": [e(1)], "requestBody": { "content": { "multipart/form-data": { "schema": of(0),
        "encoding": { (e(0)): { "contentType": text, "style": text } } } } }, "responses": { "204": { "description": text } } });
    // An invalid name of a header may skip its operation.
    let header = json!({ "operationId": e(2), "tags": [e(1)], "parameters": [parameter(2, "header")], "responses": { "204": { "description": text } } });
    let needed = json!({ "operationId": e(3), "tags": [text], "parameters": [required(parameter(1, "query")),
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "pattern": text, "enum": [text] } }],
        "x-pagination": { "by": "cursor", "parameter": e(1), "next": format!("/{}", pointer(text)), "items": format!("/{}", pointer(&e(1))) },
        "requestBody": { "required": true, "content": { "application/json": { "example": { (e(0)): text }, "schema": { "type": "object", "required": [e(0), e(1), e(2), e(3)],
            "properties": { (e(0)): { "type": "string", "example": text }, (e(1)): { "type": "object", "additionalProperties": { "type": "string" }, "minProperties": 1, "example": { (e(0)): text } },
                (e(2)): { "example": { (e(0)): [text] } }, (e(3)): { "type": "integer", "enum": [1, 2], "x-enum-varnames": [e(0), e(1)], "x-enum-descriptions": [e(0), e(1)] } } } } } },
        "responses": { "200": { "description": text, "content": { "application/json": { "schema": { "type": "object", "required": [e(1)],
            "properties": { (e(0)): { "type": "string" }, (e(1)): { "type": "array", "minItems": 1, "items": { "type": "string", "default": text } } } } } } } } });
    let stream = json!({ "operationId": e(4), "tags": [e(1)], "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": { "schema": of(0) } } },
        "responses": { "200": { "description": text, "content": { "text/event-stream": { "schema": of(1), "example": text } } } } });
    json!({ "openapi": "3.1.0", "info": { "title": text, "version": text, "description": text, "summary": text,
        "contact": { "name": text, "url": text }, "license": { "name": text, "identifier": text } },
        "servers": [{ "url": format!("https://a.example/{{{text}}}"), "description": text, "x-env": text,
            "variables": { (e(0)): { "default": text, "enum": [text], "description": text } } }],
        "tags": [{ "name": text, "description": text, "x-rust-name": text }], "x-error-message": [format!("/{}", pointer(text))],
        "paths": { (format!("/a/{text}")): { "get": operation }, "/b": { "post": form, "get": header },
            (format!("/c/{{id}}/{text}")): { "post": needed }, (format!("/d?{text}")): { "post": stream } },
        "webhooks": { (e(0)): { "post": { "description": text, "requestBody": { "content": { "application/json": { "schema": of(1) } } } } } },
        "components": { "schemas": schemas, "securitySchemes": { (e(0)): { "type": "apiKey", "in": "header", "name": text, "description": text, "x-env": text },
            (e(1)): { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": text, "scopes": { (e(0)): text } } } } } } })
}

fn required(mut parameter: Value) -> Value {
    parameter["required"] = Value::Bool(true);
    parameter
}

/// Escapes a name in a reference.
fn pointer(name: &str) -> String {
    let encoded = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    encoded.replace('#', "%23")
}

/// Returns the words of a text that are tokens, without literals.
pub fn idents(tokens: TokenStream, all: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(all.insert(ident.to_string())),
            TokenTree::Group(group) => idents(group.stream(), all),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
