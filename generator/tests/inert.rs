//! Hostile texts in every place where a text of a description can get into what is written: what comes out are the same
//! files with the same items, whatever the texts say. That it compiles, and what goes over the wire: `fixtures/hostile`.

use std::collections::BTreeSet;

use clientwright::report::Renderer;
use clientwright::{Lock, Options, Output, Sources, generate};
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

/// No name of ours is spelled so: where it stands as a token by itself, a text has become code.
const MARK: &str = "__evil__";

/// What ends comments, strings, attributes, format strings, TOML or a path, each with the mark behind it.
const HOSTILE: [&str; 30] = [
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
];

/// A description with a text in each place; `number` keeps names apart that have to differ.
fn description(text: &str) -> Value {
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
        "parameters": [parameter(1, "query"), parameter(2, "header"), parameter(3, "cookie")],
        "requestBody": { "description": text, "content": { (format!("application/json; a={text}")): { "schema": of(0), "example": text } } },
        "responses": { "200": { "description": text, "headers": { (e(0)): { "description": text, "schema": { "type": "string" } } },
            "content": { (format!("application/json;{text}")): { "schema": of(1) } } },
            "default": { "description": text, "content": { "application/json": { "schema": of(0) } } } },
        "servers": [{ "url": text, "description": text }] });
    operation.as_object_mut().unwrap().extend(words.as_object().unwrap().clone());
    let form = json!({ "operationId": e(1), "tags": [e(1)], "requestBody": { "content": { "multipart/form-data": { "schema": of(0),
        "encoding": { (e(0)): { "contentType": text, "style": text } } } } }, "responses": { "204": { "description": text } } });
    json!({ "openapi": "3.1.0", "info": { "title": text, "version": text, "description": text, "summary": text,
        "contact": { "name": text, "url": text }, "license": { "name": text, "identifier": text } },
        "servers": [{ "url": format!("https://a.example/{{{text}}}"), "description": text, "x-env": text,
            "variables": { (e(0)): { "default": text, "enum": [text], "description": text } } }],
        "tags": [{ "name": text, "description": text, "x-rust-name": text }], "x-error-message": [format!("/{}", pointer(text))],
        "paths": { (format!("/a/{text}")): { "get": operation }, "/b": { "post": form } },
        "webhooks": { (e(0)): { "post": { "description": text, "requestBody": { "content": { "application/json": { "schema": of(1) } } } } } },
        "components": { "schemas": schemas, "securitySchemes": { (e(0)): { "type": "apiKey", "in": "header", "name": text, "description": text, "x-env": text },
            (e(1)): { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": text, "scopes": { (e(0)): text } } } } } } })
}

/// A name as a part of a reference.
fn pointer(name: &str) -> String {
    let encoded = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    encoded.replace('#', "%23")
}

fn output(text: &str) -> Output {
    let sources = Sources::new("spec.json", description(text).to_string());
    let options = Options { crate_name: "hostile".to_owned(), lenient: true, ..Options::default() };
    let told = |report: &clientwright::Report| {
        let mut renderer = Renderer::new(&sources, &report.problems);
        report.problems.iter().map(|problem| renderer.render(problem)).collect::<String>()
    };
    let output = generate(&sources, &options, &Lock::default()).unwrap_or_else(|report| {
        panic!("{text:?}: {}", told(&report));
    });
    let hidden = told(&output.report).chars().find(|c| c.is_control() && *c != '\n' && *c != '\t');
    assert_eq!(hidden, None, "{text:?}: a message has a control character");
    output
}

/// The words of a text as tokens, which literals are not.
fn idents(tokens: TokenStream, all: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(all.insert(ident.to_string())),
            TokenTree::Group(group) => idents(group.stream(), all),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

#[test]
fn no_text_becomes_code() {
    for text in HOSTILE {
        let output = output(text);
        assert_eq!(output.summary.generated, output.summary.operations, "{text:?}");
        for (path, code) in output.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            syn::parse_file(code).unwrap_or_else(|error| panic!("{text:?}: {path}: {error}\n{code}"));
            // Behind a comment there would be no token to find.
            let comments = code.lines().filter(|line| line.trim_start().starts_with("//"));
            let odd = comments
                .flat_map(str::chars)
                .find(|c| c.is_control() && *c != '\t' || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(odd, None, "{text:?}: {path}");
            let mut all = BTreeSet::new();
            idents(code.parse().unwrap(), &mut all);
            assert!(!all.contains(MARK), "{text:?}: {path}:\n{code}");
        }
    }
}

#[test]
fn no_text_names_a_file() {
    for text in HOSTILE {
        for path in output(text).files.keys() {
            let parts: Vec<&str> = path.split('/').collect();
            assert!(parts.len() > 1 && parts[0] == "src" || parts.len() == 1, "{text:?}: {path}");
            for part in parts {
                let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.');
                assert!(plain && !part.starts_with('.') && !part.is_empty() && part.len() < 100, "{text:?}: {path}");
                let stem = part.split('.').next().unwrap().to_ascii_lowercase();
                assert!(!["con", "aux", "nul", "prn", "com1", "lpt1"].contains(&stem.as_str()), "{text:?}: {path}");
            }
        }
        let own = |path: &&String| !path.starts_with("src/runtime/");
        let count = output(text).files.keys().filter(own).count();
        assert!((5..20).contains(&count), "{text:?}: {count} files");
    }
}

#[test]
fn no_text_gets_into_the_manifest() {
    let plain = output("plain").manifest;
    for text in HOSTILE {
        assert_eq!(output(text).manifest, plain, "{text:?}");
    }
}

/// The lock is a text of lines: what it holds of names must come back.
#[test]
fn no_text_breaks_the_lock() {
    for text in HOSTILE {
        let first = output(text);
        assert_eq!(Lock::parse(&first.lock.to_text()).as_ref(), Ok(&first.lock), "{text:?}");
        let sources = Sources::new("spec.json", description(text).to_string());
        let options = Options { crate_name: "hostile".to_owned(), lenient: true, ..Options::default() };
        let lock = Lock::parse(&first.lock.to_text()).unwrap();
        let second = generate(&sources, &options, &lock).unwrap();
        for (path, code) in &first.files {
            assert_eq!(second.files.get(path), Some(code), "{text:?}: {path}");
        }
    }
}
