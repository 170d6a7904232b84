//! Cases with two pages: the second request for each kind of link, and wrong second requests and
//! pages.

use std::collections::BTreeMap;

use clientwright_prover::case::{Case, NextRequest};
use clientwright_prover::judge::{CallOutcome, judge};
use clientwright_prover::names::Names;
use clientwright_prover::proof::plan;
use clientwright_prover::setup::Setup;
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

fn description() -> Description {
    let item = json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}});
    let page = json!({"type": "object", "properties": {
        "items": {"type": "array", "items": item}, "next": {"type": ["string", "null"]}, "more": {"type": "boolean"},
    }});
    let parameter = json!({"name": "at", "in": "query", "schema": {"type": "integer"}});
    let ok = json!({"200": {"description": "ok", "content": {"application/json": {"schema": page}}}});
    let body = json!({"content": {"application/json": {"schema": {"type": "object", "properties": {"at": {"type": "string"}}}}}});
    let whole = json!({
        "openapi": "3.1.0", "servers": [{"url": "https://api.test"}],
        "paths": {"/a": {"post": {"parameters": [parameter], "requestBody": body, "responses": ok}}},
    });
    Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap()
}

/// Returns the cases with two pages.
fn cases(spec: &Description, by: &str, asks: Value, next: Value, more: Value) -> Vec<Case> {
    let pages = json!({
        "by": by, "asks": asks, "next": next, "first": 1, "items": ["items"], "more": more, "last": [],
    });
    let operation = json!({
        "method": "POST", "path": "/a", "call": "call", "arguments": [], "setters": [], "output": "()", "errors": null,
        "body": "application/json", "responses": [["200", "application/json"]], "pages": pages,
    });
    let names = json!({"types": [], "operations": [operation], "headers": [], "schemes": []});
    let names: Names = serde_json::from_value(names).unwrap();
    plan(spec, &names, None).cases.into_iter().map(|(_, case)| case).filter(|case| case.second.is_some()).collect()
}

fn query() -> Value {
    json!(["query", "at"])
}

fn items(case: &Case) -> [usize; 2] {
    let count = |value: &Option<Value>| value.as_ref().unwrap()["items"].as_array().map_or(0, Vec::len);
    [count(&case.response.value), count(&case.second.as_ref().unwrap().response.value)]
}

fn requested(case: &Case) -> Value {
    match &case.second.as_ref().unwrap().request {
        NextRequest::Parameter(parameter) => parameter.value.clone(),
        NextRequest::Body(body) => body["at"].clone(),
        NextRequest::Address(address) => json!(address),
    }
}

#[test]
fn every_kind_of_link_leads_to_a_second_and_last_page() {
    let spec = description();
    let value = |case: &Case, page: usize| match page {
        0 => case.response.value.clone().unwrap(),
        _ => case.second.as_ref().unwrap().response.value.clone().unwrap(),
    };
    for (by, asks) in [("cursor", query()), ("body-cursor", json!(["member", "at"])), ("next-link", Value::Null)] {
        let all = cases(&spec, by, asks, json!(["next"]), json!([]));
        assert!(!all.is_empty(), "{by}");
        for case in &all {
            assert_eq!(value(case, 0)["next"], requested(case), "{by}");
            assert!(value(case, 1).get("next").is_none_or(Value::is_null), "{by}");
        }
    }
    for case in cases(&spec, "link", Value::Null, json!([]), json!([])) {
        assert_eq!(case.response.headers, [("link".to_owned(), json!("<other?page=2>; rel=\"next\""))]);
        assert!(case.second.unwrap().response.headers.is_empty());
    }
    for case in cases(&spec, "last-item", query(), json!(["id"]), json!(["more"])) {
        assert_eq!(value(&case, 0)["items"].as_array().unwrap().last().unwrap()["id"], requested(&case));
        assert_eq!((&value(&case, 0)["more"], &value(&case, 1)["more"]), (&json!(true), &json!(false)));
    }
    let page = |case: &Case| case.parameters.first().and_then(|of| of.value.as_i64());
    for case in cases(&spec, "number", query(), json!([]), json!([])) {
        assert_eq!(requested(&case), page(&case).unwrap_or(1) + 1);
        assert_eq!(items(&case)[1], 0, "only an empty page is the last one");
    }
    for case in cases(&spec, "offset", query(), json!([]), json!([])) {
        assert_eq!(requested(&case), page(&case).unwrap_or(0) + items(&case)[0] as i64);
    }
}

#[test]
fn wrong_second_requests_and_wrong_pages_are_found() {
    let spec = description();
    let case = cases(&spec, "cursor", query(), json!(["next"]), json!([])).remove(0);
    let second = case.second.clone().unwrap();
    let (first_page, second_page) = (case.response.value.clone().unwrap(), second.response.value.clone().unwrap());
    let request = |query: &str| {
        let headers = json!([["accept", "application/json"]]);
        json!({"method": "POST", "uri": format!("https://api.test/a{query}"), "headers": headers, "body": ""})
    };
    let faults = |requests: &[Value], pages: &[&Value]| {
        let outcome = json!({"requests": requests, "pages": pages, "error": null});
        let outcome: CallOutcome = serde_json::from_value(outcome).unwrap();
        let setup = Setup { base_url: None, credentials: Vec::new() };
        let faults = judge(&spec, &operations(&spec)[0], &setup, &case, &outcome);
        faults.into_iter().map(|fault| fault.cause.as_str()).collect::<Vec<_>>()
    };
    let (first, two) = (request(""), request("?at=next%20page%2F2%2B%3D%26"));
    let pages = [&first_page, &second_page];
    assert_eq!(faults(&[first.clone(), two.clone()], &pages), Vec::<&str>::new());
    assert!(faults(&[first.clone(), request("?at=next%20page%2F2")], &pages).contains(&"pages"));
    assert_eq!(faults(std::slice::from_ref(&first), &[&first_page]), ["pages"]);
    assert_eq!(faults(&[first.clone(), two.clone(), two.clone()], &pages), ["pages"]);
    assert_eq!(faults(&[first.clone(), two.clone()], &[&first_page, &first_page]), ["pages"]);
    assert_eq!(faults(&[first, two], &[&first_page]), ["pages"]);
}
