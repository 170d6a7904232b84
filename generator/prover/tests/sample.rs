//! Samples: values that the schemas of requests and responses allow.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_prover::names::Names;
use clientwright_prover::proof::{ProofPlan, plan};
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

/// Returns a description with these paths.
fn description(paths: &Value) -> Description {
    with_schemas(paths, &json!({}))
}

fn with_schemas(paths: &Value, schemas: &Value) -> Description {
    let servers = json!([{"url": "https://api.example.com"}]);
    let whole = json!({"openapi": "3.0.3", "servers": servers, "paths": paths, "components": {"schemas": schemas}});
    Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap()
}

/// Returns the responses of a `GET` with one of these schemas, without values that match no
/// variant.
fn responses(schemas: &Value, name: &str) -> Vec<Value> {
    let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
    let spec = with_schemas(&json!({"/a": {"get": {"responses": {"200": {"content": content}}}}}), schemas);
    let plan = plan(&spec, &names(&spec), None);
    let known = |value: &Value| value.get("kind").is_none_or(|kind| !kind.as_str().unwrap().contains("tomorrow"));
    plan.cases.iter().filter_map(|(_, case)| case.response.value.clone()).filter(known).collect()
}

/// Returns names for the operations of a description. Each sends its first media type.
fn names(spec: &Description) -> Names {
    let operation = |operation: &clientwright_prover::source::Operation<'_>| {
        json!({
            "method": operation.method, "path": operation.path, "call": "call", "arguments": [], "setters": [], "output": "()",
            "body": operation.bodies.first().map(|operation| operation.media_type.as_str()), "errors": null, "responses": [],
        })
    };
    let operations: Vec<Value> = operations(spec).iter().map(operation).collect();
    serde_json::from_value(json!({"types": [], "operations": operations, "headers": [], "schemes": []})).unwrap()
}

fn with_plan(paths: &Value, look: impl Fn(&ProofPlan<'_>)) {
    let spec = description(paths);
    look(&plan(&spec, &names(&spec), None));
}

/// Returns the required bodies of a `POST` with a media type.
fn bodies(media_type: &str, schema: &Value) -> Vec<Option<Value>> {
    let body = json!({"required": true, "content": {media_type: {"schema": schema}}});
    let spec = description(&json!({"/a": {"post": {"requestBody": body, "responses": {}}}}));
    let plan = plan(&spec, &names(&spec), None);
    plan.cases.iter().map(|(_, case)| case.body.clone()).collect()
}

#[test]
fn a_file_with_a_json_media_type_is_not_json() {
    let schema = json!({"type": "string", "format": "binary"});
    let content = json!({"application/json": {"schema": schema, "example": "text"}});
    with_plan(&json!({"/a": {"get": {"responses": {"200": {"content": content}}}}}), |plan| {
        assert!(!plan.cases.is_empty() && plan.examples.is_empty());
        for (operation, case) in &plan.cases {
            let line: Value = serde_json::from_str(&plan.line(*operation, case)).unwrap();
            assert!(!case.response.is_json() && !case.response.newer_server);
            assert_eq!(Some(&line["response_body"]), case.response.value.as_ref());
        }
    });
    let all = bodies("application/json", &schema);
    assert!(all.iter().flatten().all(Value::is_string) && all.iter().all(Option::is_some), "{all:?}");
}

#[test]
fn listed_values_of_another_type_are_invalid() {
    let schema = |values: Value| json!({"type": "string", "enum": values});
    let object = |required: Value| {
        json!({
            "type": "object", "required": required,
            "properties": {"mixed": schema(json!([43, "nonstandard"])), "none": schema(json!([2, 4])), "list": {"type": "array", "enum": ["a"]}},
        })
    };
    for body in bodies("application/json", &object(json!(["mixed"]))) {
        assert_eq!(body, Some(json!({"mixed": "nonstandard"})));
    }
    assert!(bodies("application/json", &object(json!(["none"]))).iter().all(Option::is_none));
    let responses = json!({"200": {"content": {"application/json": {"schema": object(json!(["none"]))}}}});
    with_plan(&json!({"/a": {"get": {"responses": responses}}}), |plan| {
        let [reason] = plan.contradicted.as_slice() else { panic!("{:?}", plan.contradicted) };
        assert!(reason.starts_with("GET /a 200: no value is allowed by root#/paths"), "{reason}");
        assert!(plan.cases.iter().all(|(_, case)| case.response.contradicted));
    });
}

#[test]
fn a_form_is_an_object() {
    let union = json!({"anyOf": [{"type": "string"}, {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}]});
    for media_type in ["multipart/form-data", "application/x-www-form-urlencoded"] {
        for schema in [json!({}), union.clone()] {
            let all = bodies(media_type, &schema);
            assert!(all.iter().flatten().filter(|of| of.is_object()).count() == all.len(), "{all:?}");
        }
    }
}

#[test]
fn unique_items_differ_at_their_limits_too() {
    for items in [json!({"type": "integer", "minimum": 1}), json!({"type": "string", "enum": ["a", "b"]})] {
        let list = json!({"type": "array", "items": items, "minItems": 2, "uniqueItems": true});
        let all = bodies("application/json", &json!({"required": ["ids"], "properties": {"ids": list}}));
        for body in &all {
            let ids = body.as_ref().and_then(|body| body["ids"].as_array()).unwrap();
            assert!(ids.len() >= 2 && ids[0] != ids[1], "{ids:?}");
        }
    }
}

#[test]
fn explicitly_open_objects_have_an_undefined_property() {
    let inner = json!({"type": "object", "additionalProperties": true});
    let schema = |open: Value| json!({"type": "object", "required": ["a"], "additionalProperties": open, "properties": {"a": {"type": "string"}, "inner": inner}});
    let count = |all: &[Option<Value>], path: &str| {
        all.iter().flatten().filter(|body| body.pointer(&format!("{path}/additional member")).is_some()).count()
    };
    let all = bodies("application/json", &schema(json!(true)));
    assert!(count(&all, "") > 0 && count(&all, "/inner") > 0, "{all:?}");
    // Minimal samples do not have it.
    assert!(count(&all, "") < all.len(), "{all:?}");
    let form = bodies("application/x-www-form-urlencoded", &schema(json!(true)));
    assert!(form.iter().flatten().filter_map(|body| body.get("additional member")).all(Value::is_string), "{form:?}");
    let closed = bodies("application/json", &schema(json!(false)));
    assert_eq!(count(&closed, ""), 0);
}

#[test]
fn patterns_without_an_end_anchor_and_literals_of_javascript_are_sampled() {
    let length = |body: &Value| body.as_str().map(|text| text.chars().count());
    let all =
        bodies("application/json", &json!({"type": "string", "pattern": "[A-z0-9]", "minLength": 24, "maxLength": 24}));
    assert!(all.iter().flatten().all(|body| length(body) == Some(24)) && all.iter().all(Option::is_some), "{all:?}");
    let all = bodies("application/json", &json!({"type": "string", "pattern": "/^[a-z]+$/i"}));
    assert!(!all.is_empty() && all.iter().all(Option::is_some), "{all:?}");
}

#[test]
fn a_brace_outside_a_quantifier_is_a_character() {
    let rows = [
        ("^{[0-9a-f]{4}}$", "{", "}"),
        ("^[{}]{2,}x}$", "{", "x}"),
        (r"^\{\p{L}{2}{,3}$", "{", "{,3}"),
        ("^a{2}b{1,2}$", "aab", "b"),
    ];
    for (pattern, start, end) in rows {
        let all = bodies("application/json", &json!({"type": "string", "pattern": pattern}));
        let fits = |of: &Value| of.as_str().is_some_and(|text| text.starts_with(start) && text.ends_with(end));
        assert!(!all.is_empty() && all.iter().all(|of| of.as_ref().is_some_and(fits)), "{pattern}: {all:?}");
    }
}

#[test]
fn a_schema_with_nullable_only_is_null() {
    let list = json!({"type": "array", "minItems": 3, "items": {"anyOf": [{"type": "integer"}, {"nullable": true}]}});
    let items: Vec<Value> = bodies("application/json", &list)
        .into_iter()
        .flatten()
        .flat_map(|of| of.as_array().cloned().unwrap())
        .collect();
    assert!(!items.is_empty() && items.iter().all(|of| of.is_null() || of.is_i64() || of.is_u64()), "{items:?}");
}

#[test]
fn framing_headers_are_not_sampled() {
    let header = json!({"schema": {"type": "integer"}});
    let response = json!({"headers": {"Content-Length": header, "X-Left": header}});
    with_plan(&json!({"/a": {"get": {"responses": {"204": response}}}}), |plan| {
        let names: BTreeSet<&str> =
            plan.cases.iter().flat_map(|(_, case)| &case.response.headers).map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, BTreeSet::from(["x-left"]));
    });
}

/// Returns the values of `kind`.
fn kinds(all: &[Value]) -> BTreeSet<&str> {
    all.iter().map(|of| of["kind"].as_str().unwrap()).collect()
}

/// Returns a reference to a component.
fn to(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Returns an object with a required property `kind` of one value, and further parts.
fn of_kind(kind: &str, more: &[Value]) -> Value {
    let own =
        json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": [kind]}}});
    let parts: Vec<Value> = [&[own], more].concat();
    json!({"allOf": parts})
}

#[test]
fn the_mapping_of_a_union_does_not_make_its_subschemas_children() {
    let wide = json!({"type": "object", "properties": {"width": {"type": "integer"}}});
    let mapping = json!({"narrow": to("Narrow")["$ref"], "wide": to("Wide")["$ref"]});
    let schemas = json!({
        "Any": {"oneOf": [to("Narrow"), to("Wide")], "discriminator": {"propertyName": "kind", "mapping": mapping}},
        "Narrow": of_kind("narrow", &[]),
        "Wide": of_kind("wide", &[to("Width"), to("More")]),
        "Width": wide,
        "More": {"type": "object", "required": ["more"], "properties": {"more": {"type": "integer"}}},
    });
    let all = responses(&schemas, "Any");
    assert_eq!(kinds(&all), BTreeSet::from(["narrow", "wide"]));
    assert!(all.iter().all(|of| (of["kind"] == "wide") == of.get("more").is_some()), "{all:?}");
}

#[test]
fn a_union_in_a_variant_has_its_own_discriminator() {
    let text = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let schemas = json!({
        "Any": {"oneOf": [to("Document"), to("Link")], "discriminator": {"propertyName": "kind"}},
        "Document": of_kind("document", &[json!({"oneOf": [to("Written"), to("Computed")]})]),
        "Link": of_kind("link", &[]),
        "Written": text("text"),
        "Computed": text("seed"),
    });
    let all = responses(&schemas, "Any");
    assert_eq!(kinds(&all), BTreeSet::from(["document", "link"]));
    for member in ["text", "seed"] {
        assert!(all.iter().any(|of| of.get(member).is_some()), "{all:?}");
    }
}

#[test]
fn a_child_includes_its_parent_and_no_sibling() {
    let mapping = json!({"plain": to("Plain")["$ref"], "rich": to("Rich")["$ref"]});
    let kind = json!({"type": "string", "enum": ["plain", "rich"]});
    let more = json!({"type": "object", "required": ["more"], "properties": {"more": {"type": "integer"}}});
    let schemas = json!({
        "Parent": {"type": "object", "required": ["kind"], "properties": {"kind": kind}, "discriminator": {"propertyName": "kind", "mapping": mapping}},
        "Plain": {"allOf": [to("Parent")]},
        "Rich": {"allOf": [to("Parent"), more]},
    });
    let all = responses(&schemas, "Parent");
    assert_eq!(kinds(&all), BTreeSet::from(["plain", "rich"]));
    assert!(all.iter().all(|of| (of["kind"] == "rich") == of.get("more").is_some()), "{all:?}");
}

#[test]
fn all_subschemas_of_nested_unions_are_covered() {
    let kinds: Vec<String> = (0..12).map(|number| format!("K{number}")).collect();
    let subschemas: Vec<Value> = kinds.iter().map(|kind| to(kind)).collect();
    let inner = json!({"type": "object", "required": ["any"], "properties": {"any": {"oneOf": subschemas}}});
    let mut schemas = json!({"Any": {"oneOf": [{"type": "string"}, inner]}});
    for kind in &kinds {
        schemas[kind] = of_kind(kind, &[]);
    }
    let all = responses(&schemas, "Any");
    let covered: BTreeSet<&str> = all.iter().filter_map(|of| of.pointer("/any/kind")?.as_str()).collect();
    assert_eq!(covered.len(), 12, "{covered:?}");
    let of_bodies =
        bodies("application/json", &json!({"anyOf": schemas.as_object().unwrap().values().collect::<Vec<_>>()[1..]}));
    let covered: BTreeSet<&str> = of_bodies.iter().flatten().filter_map(|of| of["kind"].as_str()).collect();
    assert_eq!(covered.len(), 12, "{covered:?}");
}

#[test]
fn all_children_of_a_parent_are_covered() {
    let kinds: Vec<String> = (0..12).map(|number| format!("K{number}")).collect();
    let mapping: serde_json::Map<String, Value> =
        kinds.iter().map(|kind| (kind.to_lowercase(), to(kind)["$ref"].clone())).collect();
    let discriminator = json!({"propertyName": "kind", "mapping": mapping});
    let properties = json!({"kind": {"type": "string"}});
    let mut schemas =
        json!({"Parent": {"required": ["kind"], "properties": properties, "discriminator": discriminator}});
    for kind in &kinds {
        schemas[kind] = json!({"allOf": [to("Parent"), {"type": "object", "required": [kind], "properties": {kind: {"type": "integer"}}}]});
    }
    let all = responses(&schemas, "Parent");
    assert_eq!(crate::kinds(&all).len(), 12);
    assert!(all.iter().all(|of| of.get(of["kind"].as_str().unwrap().to_uppercase()).is_some()), "{all:?}");
}
