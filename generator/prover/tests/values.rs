//! Sampled values: limits to the last digit of 64 bits, null in every spelling, patterns,
//! discriminators, files, and values that must be rejected.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_prover::case::Case;
use clientwright_prover::digits;
use clientwright_prover::names::Names;
use clientwright_prover::proof::plan;
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

fn description(version: &str, paths: &Value, schemas: &Value) -> Description {
    let servers = json!([{"url": "https://api.example.com"}]);
    let whole = json!({"openapi": version, "servers": servers, "paths": paths, "components": {"schemas": schemas}});
    Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap()
}

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

fn cases(version: &str, paths: &Value, schemas: &Value) -> Vec<Case> {
    let spec = description(version, paths, schemas);
    plan(&spec, &names(&spec), None).cases.into_iter().map(|(_, case)| case).collect()
}

/// Returns the response bodies of a schema.
fn responses(version: &str, schema: &Value, schemas: &Value) -> Vec<Value> {
    let content = json!({"application/json": {"schema": schema}});
    let paths = json!({"/a": {"get": {"responses": {"200": {"content": content}}}}});
    cases(version, &paths, schemas)
        .into_iter()
        .filter(|case| !case.response.newer_server)
        .filter_map(|case| case.response.value)
        .collect()
}

/// Returns the values of a required property.
fn values(version: &str, schema: &Value) -> Vec<Value> {
    let holder = json!({"type": "object", "required": ["it"], "properties": {"it": schema}});
    responses(version, &holder, &json!({})).iter().map(|value| value["it"].clone()).collect()
}

#[test]
fn integers_reach_their_limits() {
    let rows = [
        (json!({}), json!([i64::MIN, i64::MAX])),
        (json!({"minimum": 0, "maximum": u64::MAX}), json!([0, u64::MAX])),
        (json!({"format": "uint64"}), json!([0, u64::MAX])),
        (json!({"format": "int64", "maximum": u64::MAX}), json!([i64::MIN, i64::MAX])),
        (json!({"format": "int32"}), json!([i32::MIN, i32::MAX])),
        (
            json!({"exclusiveMinimum": 0, "exclusiveMaximum": 9_223_372_036_854_775_809_u64}),
            json!([1, 9_223_372_036_854_775_808_u64]),
        ),
        (json!({"minimum": 9_223_372_036_854_775_808_u64}), json!([9_223_372_036_854_775_808_u64, u64::MAX])),
        (
            json!({"minimum": 0, "maximum": 36_893_488_147_419_103_232.0}),
            json!([0, digits::number("36893488147419103232")]),
        ),
    ];
    for (limits, bounds) in rows {
        let mut schema = limits.clone();
        schema["type"] = json!("integer");
        let all = values("3.1.1", &schema);
        for bound in bounds.as_array().unwrap() {
            assert!(all.contains(bound), "{limits}: {bound} is not among {all:?}");
        }
    }
    let old = json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true, "maximum": 9});
    let all = values("3.0.4", &old);
    assert!(all.contains(&json!(4)) && all.contains(&json!(9)) && !all.contains(&json!(3)), "{all:?}");
}

#[test]
fn null_is_sent_in_every_spelling() {
    let text = json!({"type": "string"});
    let spellings = [
        ("3.1.1", json!({"type": ["string", "null"]})),
        ("3.1.1", json!({"anyOf": [text, {"type": "null"}]})),
        ("3.1.1", json!({"oneOf": [text, {"const": null}]})),
        ("3.1.1", json!({"oneOf": [text, {"enum": [null]}]})),
        ("3.1.1", json!({"enum": ["a", null]})),
        ("3.1.1", json!({"anyOf": [{"type": ["string", "null"]}, {"type": "integer"}]})),
        ("3.0.4", json!({"type": "string", "nullable": true})),
        ("3.0.4", json!({"oneOf": [text, {"enum": [null]}]})),
        ("3.0.4", json!({"anyOf": [{"type": "string", "nullable": true}, {"type": "integer"}]})),
        ("3.0.4", json!({"allOf": [{"type": "string", "nullable": true}]})),
    ];
    for (version, schema) in spellings {
        let all = values(version, &schema);
        assert!(all.contains(&Value::Null) && all.iter().any(|of| !of.is_null()), "{schema}: {all:?}");
    }
    for schema in
        [json!({"allOf": [{"type": "string", "nullable": true}, text]}), json!({"type": "string", "enum": ["a", "b"]})]
    {
        assert!(!values("3.0.4", &schema).contains(&Value::Null), "{schema}");
    }
}

#[test]
fn null_has_to_be_valid_against_a_union_next_to_the_type_from_3_1_on() {
    let part = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let new = json!({"type": ["object", "null"], "oneOf": [part("a"), part("b")]});
    let with_null = json!({"type": ["object", "null"], "oneOf": [part("a"), part("b"), {"type": "null"}]});
    let old = json!({"type": "object", "nullable": true, "oneOf": [part("a"), part("b")]});
    for (version, schema, null) in [("3.1.1", new, false), ("3.1.1", with_null, true), ("3.0.4", old, true)] {
        assert_eq!(values(version, &schema).contains(&Value::Null), null, "{version} {schema}");
    }
}

#[test]
fn keywords_next_to_a_reference_apply_from_3_1_on() {
    let schemas = json!({"Colour": {"type": "string"}, "People": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}});
    let shade = json!({"$ref": "#/components/schemas/Colour", "enum": ["dark", "light"]});
    let people = json!({"$ref": "#/components/schemas/People", "minItems": 1, "items": {"required": ["name"]}});
    let all = responses("3.1.1", &json!({"required": ["it"], "properties": {"it": shade, "all": people}}), &schemas);
    assert!(all.iter().all(|of| of["it"] == "dark" || of["it"] == "light"), "{all:?}");
    let names = all.iter().filter_map(|of| of["all"].as_array()).flatten();
    assert!(names.clone().count() > 0 && names.clone().all(|of| of["name"].is_string()));
    let parameter = json!({"name": "q", "in": "query", "required": true, "schema": shade});
    let paths = json!({"/a": {"get": {"parameters": [parameter], "responses": {}}}});
    assert!(
        cases("3.1.1", &paths, &schemas)
            .iter()
            .all(|case| case.parameters[0].value == "dark" || case.parameters[0].value == "light")
    );
}

#[test]
fn names_that_match_a_pattern_have_its_values() {
    let patterns = json!({"^x-": {"type": "integer"}, "_id$": {"type": "string"}});
    for (additional, extra) in [(json!(false), false), (json!(true), false), (json!({"type": "boolean"}), true)] {
        let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}, "patternProperties": patterns, "additionalProperties": additional});
        let all = responses("3.1.1", &schema, &json!({}));
        let members = || all.iter().filter_map(Value::as_object).flatten();
        assert!(members().any(|(name, value)| name.starts_with("x-") && value.is_number()), "{all:?}");
        assert!(members().any(|(name, value)| name.ends_with("_id") && value.is_string()), "{all:?}");
        assert!(members().filter(|(name, _)| name.starts_with("x-")).all(|(_, value)| value.is_number()));
        assert_eq!(
            members().any(|(name, value)| name.starts_with("additional") && value.is_boolean()),
            extra,
            "{all:?}"
        );
    }
}

fn to(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Returns a parent with a mapping, its child and the child's child.
fn family() -> Value {
    let mapping = json!({"Car": to("Car")["$ref"], "Volvo": to("Volvo")["$ref"]});
    let discriminator = json!({"propertyName": "kind", "mapping": mapping});
    json!({
        "Vehicle": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}, "discriminator": discriminator},
        "Car": {"allOf": [to("Vehicle"), {"type": "object", "properties": {"doors": {"type": "integer"}}}]},
        "Volvo": {"allOf": [to("Car"), {"type": "object", "required": ["safe"], "properties": {"safe": {"type": "boolean"}}}]},
    })
}

#[test]
fn children_on_every_level_have_their_own_discriminator() {
    for (name, own) in [
        ("Car", BTreeSet::from(["Car"])),
        ("Volvo", BTreeSet::from(["Volvo"])),
        ("Vehicle", BTreeSet::from(["Car", "Volvo"])),
    ] {
        let all = responses("3.0.4", &to(name), &family());
        let kinds: BTreeSet<&str> = all.iter().map(|response| response["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, own, "{name}");
        assert!(all.iter().all(|response| (response["kind"] == "Volvo") == response.get("safe").is_some()), "{all:?}");
    }
    let mut deeper = family();
    deeper["Car"]["discriminator"] = json!({"propertyName": "kind", "mapping": {"Volvo": to("Volvo")["$ref"]}});
    let all = responses("3.0.4", &to("Vehicle"), &deeper);
    assert!(all.iter().all(|response| (response["kind"] == "Volvo") == response.get("safe").is_some()), "{all:?}");
}

#[test]
fn discriminators_that_an_enum_excludes_are_not_sampled() {
    let mut schemas = family();
    schemas["Vehicle"]["properties"]["kind"]["enum"] = json!(["Car"]);
    let all = responses("3.0.4", &to("Vehicle"), &schemas);
    assert!(!all.is_empty() && all.iter().all(|of| of["kind"] == "Car"), "{all:?}");
}

#[test]
fn undeclared_discriminators_are_sampled_and_marked() {
    let text = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let mapping = json!({"waiting": to("Waiting")["$ref"], "done": to("Done")["$ref"]});
    let job =
        json!({"oneOf": [to("Waiting"), to("Done")], "discriminator": {"propertyName": "state", "mapping": mapping}});
    let schemas = json!({"Job": job, "Waiting": text("since"), "Done": text("at")});
    let body = json!({"required": true, "content": {"application/json": {"schema": to("Job")}}});
    let all = cases("3.0.4", &json!({"/a": {"post": {"requestBody": body, "responses": {}}}}), &schemas);
    for case in &all {
        let body = case.body.as_ref().unwrap();
        assert_eq!(body["state"] == "waiting", body.get("since").is_some(), "{body}");
        assert_eq!(case.undeclared_discriminators, BTreeSet::from(["state".to_owned()]));
    }
}

#[test]
fn values_that_would_remove_a_segment_must_be_rejected() {
    let rejected_values = |path: &str, style: &str, schema: Value| {
        let parameter = json!({"name": "id", "in": "path", "required": true, "style": style, "schema": schema});
        let all = cases("3.0.4", &json!({path: {"get": {"parameters": [parameter], "responses": {}}}}), &json!({}));
        let rejected = |case: Case| case.rejected.map(|_| case.parameters[0].value.clone());
        all.into_iter().filter_map(rejected).collect::<Vec<_>>()
    };
    let (text, list) = (json!({"type": "string"}), json!({"type": "array", "items": {"type": "string"}}));
    assert_eq!(rejected_values("/a/{id}", "simple", text.clone()), [json!(""), json!("."), json!("..")]);
    assert_eq!(
        rejected_values("/a/{id}", "simple", list.clone()),
        [json!([]), json!([""]), json!(["."]), json!([".."])]
    );
    assert_eq!(rejected_values("/a/{id}", "label", list.clone()), [json!([]), json!([""]), json!(["."])]);
    assert_eq!(rejected_values("/a/{id}", "matrix", list), Vec::<Value>::new());
    assert_eq!(rejected_values("/a/{id}", "simple", json!({"type": "object"})), [json!({})]);
    assert_eq!(rejected_values("/a/x{id}", "simple", text.clone()), Vec::<Value>::new());
    assert_eq!(rejected_values("/a/.{id}", "simple", text), [json!(""), json!(".")]);
    assert_eq!(rejected_values("/a/{id}", "simple", json!({"type": "string", "minLength": 2})), [json!("..")]);
    assert_eq!(rejected_values("/a/{id}", "simple", json!({"type": "integer"})), Vec::<Value>::new());
    assert_eq!(rejected_values("/a?b={id}", "simple", json!({"type": "string"})), Vec::<Value>::new());
}

#[test]
fn a_read_only_property_is_sent_if_another_part_requires_it() {
    let own = json!({"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}});
    let body = |schema: Value| {
        let body = json!({"required": true, "content": {"application/json": {"schema": schema}}});
        let all = cases("3.0.4", &json!({"/a": {"post": {"requestBody": body, "responses": {}}}}), &json!({}));
        all.iter().filter(|case| case.body.as_ref().unwrap().get("id").is_some()).count() == all.len()
    };
    assert!(body(json!({"allOf": [own, {"required": ["id"]}]})));
    let mut same = own.clone();
    same["required"] = json!(["id"]);
    assert!(!body(same) && !body(own));
}

#[test]
fn operations_with_contradictions_are_impossible() {
    let text = json!({"allOf": [{"type": "string"}, {"type": "integer"}]});
    let body = json!({"required": true, "content": {"application/json": {"schema": {"required": ["a"], "properties": {"a": text}}}}});
    let paths = json!({
        "/a": {"post": {"requestBody": body, "responses": {}}},
        "/b": {"get": {"parameters": [{"name": "q", "in": "query", "required": true, "schema": text}], "responses": {}}},
        "/c": {"get": {"parameters": [{"name": "q", "in": "query", "schema": text}], "responses": {}}},
    });
    let spec = description("3.0.4", &paths, &json!({}));
    let plan = plan(&spec, &names(&spec), None);
    let impossible: Vec<bool> = plan.verdicts(&[]).iter().map(|verdict| verdict.impossible.is_some()).collect();
    assert_eq!(impossible, [true, true, false]);
}

#[test]
fn forms_that_are_not_objects_are_impossible() {
    let file = json!({"type": "string", "format": "binary"});
    let list = json!({"type": "array", "items": file});
    let form = |media_type: &str, schema: &Value| {
        let body = json!({"required": true, "content": {media_type: {"schema": schema}}});
        let spec = description("3.0.4", &json!({"/a": {"post": {"requestBody": body, "responses": {}}}}), &json!({}));
        plan(&spec, &names(&spec), None).verdicts(&[])[0].impossible.clone()
    };
    for (media_type, schema) in
        [("multipart/form-data", &list), ("multipart/form-data", &file), ("application/x-www-form-urlencoded", &list)]
    {
        assert!(form(media_type, schema).is_some_and(|reason| reason.contains("RFC 7578")), "{media_type} {schema}");
    }
    let either = json!({"oneOf": [list, {"type": "object", "properties": {"files": list}}]});
    assert_eq!(form("multipart/form-data", &either), None);
    assert_eq!(form("application/x-www-form-urlencoded", &json!({"type": "string"})), None);
}

#[test]
fn files_of_forms_are_marked_in_unions_too() {
    // Only strings have this format: without a type it is a file too.
    let binary = json!({"format": "binary"});
    let schema = json!({"type": "object", "required": ["f", "t"], "properties": {"f": {"anyOf": [binary, {"type": "array", "items": binary}]}, "t": {"type": "string"}}});
    let body = json!({"required": true, "content": {"multipart/form-data": {"schema": schema}}});
    let all = cases("3.0.4", &json!({"/a": {"post": {"requestBody": body, "responses": {}}}}), &json!({}));
    for case in &all {
        let body = case.body.as_ref().unwrap();
        let texts = body["f"].as_array().map_or(std::slice::from_ref(&body["f"]), Vec::as_slice);
        assert!(texts.iter().all(|of| case.files.contains(of.as_str().unwrap())), "{body} {:?}", case.files);
        assert!(!case.files.contains(body["t"].as_str().unwrap()));
    }
}

#[test]
fn discriminators_of_swagger_are_names_of_definitions() {
    let own = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}, "discriminator": "kind"});
    let child = |parent: &str| json!({"allOf": [{"$ref": format!("#/definitions/{parent}")}, {"properties": {"n": {"type": "integer"}}}]});
    let mut valued = child("Parent");
    valued["x-ms-discriminator-value"] = json!("#V");
    let get =
        |name: &str| json!({"get": {"responses": {"200": {"schema": {"$ref": format!("#/definitions/{name}")}}}}});
    let paths = json!({"/child": get("Child"), "/deep": get("Deep"), "/valued": get("Valued")});
    let definitions = json!({"Parent": own, "Child": child("Parent"), "Deep": child("Child"), "Valued": valued});
    let whole = json!({"swagger": "2.0", "host": "a.test", "paths": paths, "definitions": definitions});
    let spec = Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap();
    let plan = plan(&spec, &names(&spec), None);
    for (path, kind) in [("/child", "Child"), ("/deep", "Deep"), ("/valued", "#V")] {
        let index = operations(&spec).iter().position(|of| of.path == path).unwrap();
        let own = plan.cases.iter().filter(|(at, case)| *at == index && !case.response.newer_server);
        let kinds: BTreeSet<String> =
            own.filter_map(|(_, case)| Some(case.response.value.as_ref()?["kind"].to_string())).collect();
        assert_eq!(kinds, BTreeSet::from([format!("\"{kind}\"")]), "{path}");
    }
}

#[test]
fn unreadable_files_are_reported() {
    let root = "openapi: 3.0.4\npaths:\n  /a: { get: { responses: { \"204\": { description: x } } } }\n\t# tabs may begin a comment\n";
    let texts = BTreeMap::from([("root".to_owned(), root.to_owned()), ("other".to_owned(), "a: {\n".to_owned())]);
    let spec = Description::read("root", &texts).unwrap();
    assert_eq!((operations(&spec).len(), spec.unreadable.len()), (1, 1));
    assert!(spec.unreadable[0].starts_with("other: "), "{:?}", spec.unreadable);
    let texts = BTreeMap::from([("root".to_owned(), "a: {\n".to_owned())]);
    assert!(Description::read("root", &texts).is_err());
}

#[test]
fn responses_have_other_charsets_and_headers_with_commas() {
    let header = json!({"schema": {"type": "string"}});
    let cookies = json!({"schema": {"type": "array", "items": {"type": "string"}}});
    let headers = json!({"X-Note": header, "Expires": header, "Set-Cookie": cookies});
    let of_type = |media_type: &str| {
        let response = json!({"headers": headers, "content": {media_type: {"schema": {"type": "string"}}}});
        cases("3.0.4", &json!({"/a": {"get": {"responses": {"200": response}}}}), &json!({}))
    };
    let all = of_type("text/plain");
    let named: BTreeSet<String> =
        all.iter().filter_map(|case| Some(case.response.encoded_text.as_ref()?.media_type.to_lowercase())).collect();
    assert!(
        named.contains("text/plain; charset=iso-8859-1") && named.contains("text/plain; charset=utf-16le"),
        "{named:?}"
    );
    let values = |name: &str| {
        all.iter()
            .flat_map(|case| &case.response.headers)
            .filter(|(header, _)| header == name)
            .map(|(_, value)| value)
            .collect::<Vec<_>>()
    };
    assert!(values("x-note").iter().any(|value| value.as_str().unwrap().contains(',')));
    assert!(values("expires").iter().any(|value| *value == "Wed, 21 Oct 2015 07:28:00 GMT"));
    assert!(
        values("set-cookie")
            .iter()
            .all(|value| value.as_array().is_none_or(|all| all.len() == 2 && all[0].as_str().unwrap().contains(',')))
    );
    let declared = of_type("text/csv; charset=windows-1252");
    assert!(
        declared.iter().all(|case| case.response.encoded_text.as_ref().is_some_and(|sent| sent.bytes.contains(&0x93)))
    );
    assert!(of_type("text/event-stream").iter().all(|case| case.response.encoded_text.is_none()));
}
