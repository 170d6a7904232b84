//! Names of additional properties, names that HTTP does not allow, values without a serialization,
//! and server variables.

use std::collections::BTreeMap;

use clientwright_prover::case::{Case, ParameterValue, SampleResponse};
use clientwright_prover::judge::{CallOutcome, judge};
use clientwright_prover::names::Names;
use clientwright_prover::proof::plan;
use clientwright_prover::setup::Setup;
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

fn description(servers: &Value, operation: &Value) -> Description {
    let whole = json!({"openapi": "3.1.0", "servers": servers, "paths": {"/a": {"post": operation}}});
    Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap()
}

fn with_operation(operation: &Value) -> Description {
    description(&json!([{"url": "https://api.test"}]), operation)
}

fn cases(spec: &Description) -> Vec<Case> {
    let body = operations(spec)[0].bodies.first().map(|of| of.media_type.clone());
    let operation = json!({
        "method": "POST", "path": "/a", "call": "call", "arguments": [], "setters": [], "output": "()",
        "body": body, "errors": null, "responses": [],
    });
    let names = json!({"types": [], "operations": [operation], "headers": [], "schemes": []});
    let names: Names = serde_json::from_value(names).unwrap();
    plan(spec, &names, None).cases.into_iter().map(|(_, case)| case).collect()
}

/// Returns the property names in all values of a schema: in requests and in responses.
fn members(schema: &Value) -> [Vec<String>; 2] {
    let content = json!({"application/json": {"schema": schema}});
    let response = json!({"200": {"description": "ok", "content": content}});
    let spec = with_operation(&json!({"requestBody": {"required": true, "content": content}, "responses": response}));
    let names = |value: &Value| value.as_object().into_iter().flat_map(|of| of.keys().cloned()).collect::<Vec<_>>();
    let all = cases(&spec);
    let sent = all.iter().flat_map(|case| case.body.iter().flat_map(names)).collect();
    [sent, all.iter().flat_map(|case| case.response.value.iter().flat_map(names)).collect()]
}

#[test]
fn additional_properties_have_names_that_the_schema_allows() {
    let map =
        |names: Value| json!({"type": "object", "propertyNames": names, "additionalProperties": {"type": "integer"}});
    for [sent, received] in [members(&map(json!({"pattern": "^[a-z]{2}$"}))), members(&map(json!({"maxLength": 2})))] {
        assert!(!sent.is_empty() && !received.is_empty());
        assert!(sent.iter().chain(&received).all(|name| name.len() == 2), "{sent:?} {received:?}");
    }
    let [sent, received] = members(&map(json!({"enum": ["red", "green"]})));
    assert!(!sent.is_empty() && sent.iter().chain(&received).all(|name| name == "red" || name == "green"), "{sent:?}");
    let open = json!({"type": "object", "propertyNames": {"pattern": "^k"}, "additionalProperties": true});
    assert_eq!(members(&open)[0], Vec::<String>::new());
}

#[test]
fn a_closed_map_has_no_other_names_even_from_a_newer_server() {
    let patterns = json!({"^x-": {"type": "integer"}});
    let schema = json!({"type": "object", "patternProperties": patterns, "additionalProperties": false});
    let part = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    for schema in [schema.clone(), json!({"allOf": [part, schema]})] {
        for all in members(&schema) {
            assert!(!all.is_empty() && all.iter().all(|name| name.starts_with("x-")), "{schema}: {all:?}");
        }
    }
}

#[test]
fn parameters_with_names_that_http_does_not_allow_are_ignored() {
    let parameter = |location: &str, name: &str| json!({"name": name, "in": location, "schema": {"type": "string"}});
    let all = [
        parameter("header", "X Bad"),
        parameter("header", "X[Bad]"),
        parameter("header", "X-Good"),
        parameter("cookie", "a b"),
        parameter("cookie", "a=b"),
        parameter("cookie", "sid[]"),
        parameter("query", "any thing[]"),
    ];
    let names =
        |spec: &Description| operations(spec)[0].parameters.iter().map(|of| of.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(&with_operation(&json!({"parameters": all, "responses": {}}))),
        ["X-Good", "sid[]", "any thing[]"]
    );
}

#[test]
fn a_default_of_a_server_variable_may_be_a_number() {
    let variables = json!({"port": {"default": 8443}, "version": {"default": "2"}, "none": {"default": null}});
    let servers = json!([{"url": "https://api.test:{port}/v{version}{none}", "variables": variables}]);
    let spec = description(&servers, &json!({"responses": {}}));
    assert_eq!(operations(&spec)[0].server, "https://api.test:8443/v2");
}

/// Returns the faults of a call with a value in a header or a cookie, which sends these headers.
fn faults(location: &str, schema: &Value, value: Value, headers: &[[&str; 2]]) -> Vec<&'static str> {
    let name = if location == "cookie" { "x[]" } else { "x" };
    let parameter = json!({"name": name, "in": location, "schema": schema});
    let spec = with_operation(&json!({"parameters": [parameter], "responses": {"204": {"description": "ok"}}}));
    let name = operations(&spec)[0].parameters[0].name.clone();
    let response = SampleResponse { status: 204, declared: "204".to_owned(), ..SampleResponse::default() };
    let case = Case {
        parameters: vec![ParameterValue { location: location.to_owned(), name, value }],
        response,
        ..Case::default()
    };
    let request = json!({"method": "POST", "uri": "https://api.test/a", "headers": headers, "body": ""});
    let outcome: CallOutcome = serde_json::from_value(json!({"status": 204, "requests": [request]})).unwrap();
    let setup = Setup { base_url: None, credentials: Vec::new() };
    judge(&spec, &operations(&spec)[0], &setup, &case, &outcome).into_iter().map(|fault| fault.cause.as_str()).collect()
}

#[test]
fn null_and_empty_values_of_headers_may_be_sent_or_omitted() {
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let nothing = Vec::<&str>::new();
    for value in [json!(null), json!({}), json!([]), json!([null])] {
        assert_eq!(faults("header", &object, value.clone(), &[]), nothing, "{value}");
        assert_eq!(faults("header", &object, value.clone(), &[["x", ""]]), nothing, "{value}");
        assert_eq!(faults("header", &object, value, &[["y", ""]]), ["header"]);
    }
    assert_eq!(faults("header", &object, json!({"a": "b"}), &[["x", "a,b"]]), nothing);
    assert_eq!(faults("header", &object, json!({"a": "b"}), &[]), ["header"]);
}

#[test]
fn the_name_of_a_cookie_may_be_percent_encoded() {
    let text = json!({"type": "string"});
    for right in ["x[]=a%2Cb", "x%5B%5D=a%2Cb", "x%5B%5D=a,b"] {
        assert_eq!(faults("cookie", &text, json!("a,b"), &[["cookie", right]]), Vec::<&str>::new(), "{right}");
    }
    assert_eq!(faults("cookie", &text, json!("a,b"), &[["cookie", "x%5B=a,b"]]), ["cookie", "cookie"]);
}
