//! Numbers with more digits than an `f64` has: they are sampled, sent and compared with all of
//! their digits.

use std::collections::BTreeMap;

use clientwright_prover::case::{Case, ParameterValue, SampleResponse};
use clientwright_prover::digits::{digits, nearest, number, read, write};
use clientwright_prover::judge::{CallOutcome, judge};
use clientwright_prover::names::Names;
use clientwright_prover::proof::plan;
use clientwright_prover::setup::Setup;
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

#[test]
fn json_keeps_the_digits_that_a_float_loses() {
    let text =
        r#"{"a":[0.1234567890123456789012345,-98765432109876543210.5],"b\"1":"12345678901234567890.5","c":1e-7}"#;
    let value = read(text).unwrap();
    assert_eq!(digits(&value["a"][0]), Some("0.1234567890123456789012345"));
    assert_eq!(value["b\"1"], "12345678901234567890.5");
    assert_eq!(value["c"], json!(1e-7));
    assert_eq!(write(&value), text);
    assert_eq!(nearest(value)["a"][1], json!(-98_765_432_109_876_543_210.5));
    for same in ["0", "-0.0", "1.50", "1e300", "0.1", "18446744073709551615", "100000000000000000000", "1E+2"] {
        assert!(read(same).unwrap().is_number(), "{same}");
    }
    for longer in ["18446744073709551617", "1e400", "0.30000000000000000001", "9007199254740993.5"] {
        assert_eq!(digits(&read(longer).unwrap()), Some(longer));
    }
    assert!(read("{\"a\": 1.5.2}").is_err() && read("-").is_err() && read("\"open").is_err());
}

fn description(schema: &Value) -> Description {
    let content = json!({"application/json": {"schema": schema}});
    let whole = json!({
        "openapi": "3.1.0", "servers": [{"url": "https://api.test"}],
        "paths": {"/a": {"post": {
            "parameters": [{"name": "q", "in": "query", "schema": schema}],
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "ok", "content": content}},
        }}},
    });
    Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap()
}

fn sampled(schema: &Value) -> Vec<String> {
    let spec = description(schema);
    let operation = json!({
        "method": "POST", "path": "/a", "call": "call", "arguments": [], "setters": [], "output": "()",
        "body": "application/json", "errors": null, "responses": [],
    });
    let names = json!({"types": [], "operations": [operation], "headers": [], "schemes": []});
    let names: Names = serde_json::from_value(names).unwrap();
    let plan = plan(&spec, &names, None);
    let long = |value: &Value| digits(value).map(str::to_owned);
    plan.cases.iter().filter_map(|(_, case)| long(case.body.as_ref()?)).collect()
}

#[test]
fn numbers_without_a_format_have_all_digits_within_their_limits() {
    assert!(!sampled(&json!({"type": "number"})).is_empty());
    assert!(!sampled(&json!({"type": "number", "format": "decimal"})).is_empty());
    let small = sampled(&json!({"type": "number", "minimum": 0, "maximum": 1}));
    assert!(!small.is_empty() && small.iter().all(|of| of.starts_with("0.")), "{small:?}");
    for schema in [
        json!({"type": "number", "format": "double"}),
        json!({"type": "number", "format": "float"}),
        json!({"type": "number", "multipleOf": 0.01}),
        json!({"type": "integer"}),
    ] {
        assert_eq!(sampled(&schema), Vec::<String>::new(), "{schema}");
    }
    let beyond = sampled(&json!({"type": "integer", "maximum": 1e25}));
    assert!(!beyond.is_empty() && beyond.iter().all(|of| of.parse::<i128>().is_ok()), "{beyond:?}");
}

/// Returns the faults of a call with a number, which sends these strings.
fn faults(query: &str, body: &str, read: &Value) -> Vec<&'static str> {
    let spec = description(&json!({"type": "number"}));
    let long = number("0.12345678901234567890");
    let response = SampleResponse {
        status: 200,
        declared: "200".to_owned(),
        media_type: "application/json".to_owned(),
        value: Some(long.clone()),
        ..SampleResponse::default()
    };
    let parameters = vec![ParameterValue { location: "query".to_owned(), name: "q".to_owned(), value: long.clone() }];
    let case = Case { parameters, body: Some(long), response, ..Case::default() };
    let hex: String = body.bytes().map(|byte| format!("{byte:02x}")).collect();
    let headers = json!([["content-type", "application/json"], ["accept", "application/json"]]);
    let request =
        json!({"method": "POST", "uri": format!("https://api.test/a?q={query}"), "headers": headers, "body": hex});
    let outcome =
        json!({"status": 200, "read": read, "encoded": 0.123_456_789_012_345_68, "headers": {}, "requests": [request]});
    let outcome: CallOutcome = serde_json::from_value(outcome).unwrap();
    let setup = Setup { base_url: None, credentials: Vec::new() };
    judge(&spec, &operations(&spec)[0], &setup, &case, &outcome).into_iter().map(|fault| fault.cause.as_str()).collect()
}

#[test]
fn lost_digits_are_found_wherever_they_are_sent_and_read() {
    let (long, short) = ("0.12345678901234567890", "0.12345678901234568");
    assert_eq!(faults(long, long, &number(long)), Vec::<&str>::new());
    assert_eq!(faults(short, long, &number(long)), ["query", "query"]);
    assert_eq!(faults(long, short, &number(long)), ["JSON body"]);
    assert_eq!(faults(long, long, &json!(0.123_456_789_012_345_68)), ["fields of the response"]);
}
