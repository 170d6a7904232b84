//! The judge on parts of forms: the table of the Encoding Object (OpenAPI 3.0.4 and 3.1.1), with
//! correct and wrong parts for each row.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_prover::case::{Case, SampleResponse};
use clientwright_prover::judge::{CallOutcome, judge};
use clientwright_prover::setup::Setup;
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

/// Returns the faults of a form with these properties. `value` is its JSON, `sent` the headers and
/// texts of its parts.
fn wrong(version: &str, properties: &Value, encoding: &Value, value: &Value, sent: &[(&str, &str)]) -> Vec<String> {
    let schema = json!({"type": "object", "properties": properties});
    let content = json!({"multipart/form-data": {"schema": schema, "encoding": encoding}});
    let paths =
        json!({"/a": {"post": {"requestBody": {"required": true, "content": content}, "responses": {"204": {}}}}});
    let whole = json!({"openapi": version, "servers": [{"url": "https://a.test"}], "paths": paths});
    let spec = Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap();
    let all = operations(&spec);
    let file = |text: &&str| text.starts_with("file ");
    let texts = value.as_object().unwrap().values().flat_map(|value| match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>(),
        value => value.as_str().into_iter().collect(),
    });
    let files: BTreeSet<String> = texts.filter(file).map(str::to_owned).collect();
    let response = SampleResponse { status: 204, declared: "204".to_owned(), ..SampleResponse::default() };
    let case = Case { body: Some(value.clone()), files, response, ..Case::default() };
    let parts =
        sent.iter().map(|(head, text)| format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n{text}\r\n"));
    let text = format!("{}--b--\r\n", parts.collect::<String>());
    let body: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let headers = [["content-type", "multipart/form-data; boundary=b"]];
    let request = json!({"method": "POST", "uri": "https://a.test/a", "headers": headers, "body": body});
    let outcome: CallOutcome = serde_json::from_value(json!({"status": 204, "requests": [request]})).unwrap();
    let setup = Setup { base_url: None, credentials: Vec::new() };
    judge(&spec, &all[0], &setup, &case, &outcome)
        .into_iter()
        .map(|fault| format!("{}: {}", fault.cause, fault.detail))
        .collect()
}

/// Returns `true` if a part of the property `a` is correct.
fn is_correct(version: &str, schema: &Value, encoding: &Value, value: &Value, head: &str, text: &str) -> bool {
    let head = format!("name=\"a\"{head}");
    wrong(version, &json!({"a": schema}), &json!({"a": encoding}), &json!({"a": value}), &[(&head, text)]).is_empty()
}

const FILE: &str = "; filename=\"a %22file%22.txt\"";

#[test]
fn the_default_media_type_is_that_of_the_table() {
    let object = json!({"type": "object", "properties": {"x": {"type": "integer"}}});
    let rows = [
        ("3.0.4", json!({"type": "string"}), json!("t"), "t", "text/plain"),
        ("3.1.1", json!({"type": "string"}), json!("t"), "t", "text/plain"),
        ("3.0.4", json!({"type": "string", "format": "byte"}), json!("YQ=="), "YQ==", "application/octet-stream"),
        (
            "3.1.1",
            json!({"type": "string", "contentEncoding": "base64"}),
            json!("YQ=="),
            "YQ==",
            "application/octet-stream",
        ),
        ("3.0.4", json!({"type": "integer"}), json!(7), "7", "text/plain"),
        ("3.1.1", json!({"type": "boolean"}), json!(true), "true", "text/plain"),
        ("3.0.4", object.clone(), json!({"x": 1}), "{\"x\": 1}", "application/json"),
        ("3.1.1", json!({"anyOf": [{"type": "integer"}, object]}), json!({"x": 1}), "{\"x\": 1}", "application/json"),
        ("3.1.1", json!({"type": "array", "items": {"type": "string"}}), json!(["t"]), "t", "text/plain"),
    ];
    for (version, schema, value, text, media_type) in rows {
        let right = format!("\r\ncontent-type: {media_type}");
        assert!(is_correct(version, &schema, &json!({}), &value, &right, text), "{version} {schema}");
        assert!(
            !is_correct(version, &schema, &json!({}), &value, "\r\ncontent-type: application/xml", text),
            "{version} {schema}"
        );
        // A part without a media type is plain text.
        assert_eq!(
            is_correct(version, &schema, &json!({}), &value, "", text),
            media_type == "text/plain",
            "{version} {schema}"
        );
    }
}

#[test]
fn files_are_files_in_unions_and_without_a_type() {
    let binary = json!({"type": "string", "format": "binary"});
    let union = json!({"anyOf": [binary, {"type": "string"}]});
    let list = json!({"oneOf": [{"type": "array", "items": binary}, binary]});
    for (version, schema) in
        [("3.0.4", union), ("3.1.1", json!({})), ("3.1.1", json!({"type": "array", "items": {}})), ("3.0.4", list)]
    {
        let value = if schema.get("type").is_some() { json!(["file 1"]) } else { json!("file 1") };
        let octets = format!("{FILE}\r\ncontent-type: application/octet-stream");
        assert!(is_correct(version, &schema, &json!({}), &value, &octets, "file 1"), "{schema}");
        assert!(!is_correct(version, &schema, &json!({}), &value, "", "file 1"), "{schema}: as a string");
        assert!(!is_correct(version, &schema, &json!({}), &value, &octets, "file 2"), "{schema}: another content");
    }
    assert!(
        !is_correct("3.0.4", &json!({"type": "string"}), &json!({}), &json!("t"), FILE, "t"),
        "a string is not a file"
    );
}

#[test]
fn one_media_type_of_a_list_or_a_range_is_sent() {
    let text = json!({"type": "string"});
    for (list, right) in [
        ("text/plain, text/markdown", "text/markdown"),
        ("text/*", "text/x-any"),
        ("text/csv", "text/csv; charset=utf-8"),
    ] {
        let said = json!({"contentType": list});
        let head = |media_type: &str| format!("\r\ncontent-type: {media_type}");
        assert!(is_correct("3.0.4", &text, &said, &json!("t"), &head(right), "t"), "{list}");
        for wrong in ["image/png", "text/*", "text/plain, text/markdown", "text"] {
            assert!(!is_correct("3.0.4", &text, &said, &json!("t"), &head(wrong), "t"), "{list}: {wrong}");
        }
    }
    let json = json!({"contentType": "application/json"});
    let head = "\r\ncontent-type: application/json";
    assert!(is_correct("3.1.1", &text, &json, &json!("t"), head, "\"t\""));
    assert!(!is_correct("3.1.1", &text, &json, &json!("t"), head, "t"), "a text without quotes is not JSON");
}

#[test]
fn styles_hold_from_3_1_on_and_without_percent_encoding() {
    let list = json!({"a": {"type": "array", "items": {"type": "string"}}});
    let value = json!({"a": ["x y", "z"]});
    let joined = |version: &str, style: &Value, text: &str| {
        wrong(version, &list, &json!({"a": style}), &value, &[("name=\"a\"", text)]).is_empty()
    };
    let form = json!({"style": "form", "explode": false});
    assert!(joined("3.1.1", &form, "x y,z") && joined("3.1.1", &json!({"explode": false}), "x y,z"));
    assert!(joined("3.1.1", &json!({"style": "pipeDelimited"}), "x y|z"));
    assert!(!joined("3.1.1", &form, "x%20y,z") && !joined("3.1.1", &form, "x y|z") && !joined("3.0.4", &form, "x y,z"));
    let apart = [("name=\"a\"", "x y"), ("name=\"a\"", "z")];
    assert!(wrong("3.0.4", &list, &json!({"a": form}), &value, &apart).is_empty(), "3.0 ignores styles");
    assert!(!wrong("3.1.1", &list, &json!({"a": form}), &value, &apart).is_empty());
    let deep = json!({"a": {"type": "object", "properties": {"k": {"type": "string"}}}});
    let sent = |style: &Value, name: &str| {
        let head = format!("name=\"{name}\"");
        wrong("3.1.1", &deep, &json!({"a": style}), &json!({"a": {"k": "v"}}), &[(&head, "v")]).is_empty()
    };
    assert!(
        sent(&json!({"style": "deepObject", "explode": true}), "a[k]")
            && !sent(&json!({"style": "deepObject", "explode": true}), "k")
    );
    assert!(
        sent(&json!({"allowReserved": true}), "k"),
        "any of the three keywords makes it the style `form`, exploded"
    );
}

#[test]
fn headers_of_parts_are_those_that_are_declared() {
    let header = |schema: &Value| json!({"headers": {"X-Kind": {"required": true, "schema": schema}}});
    let fixed = header(&json!({"type": "string", "enum": ["big"]}));
    let sent = |encoding: &Value, head: &str| {
        is_correct("3.0.4", &json!({"type": "string"}), encoding, &json!("t"), head, "t")
    };
    assert!(sent(&fixed, "\r\nx-kind: big"));
    assert!(!sent(&fixed, "\r\nx-kind: small") && !sent(&fixed, "") && !sent(&json!({}), "\r\nx-kind: big"));
    let open = header(&json!({"type": "string"}));
    assert!(sent(&open, "\r\nx-kind: small") && sent(&open, ""), "what only the caller knows is left to them");
    let base64 = json!({"type": "string", "contentEncoding": "base64"});
    let encoded = |encoding: &str| {
        let head = format!("\r\ncontent-type: application/octet-stream\r\ncontent-transfer-encoding: {encoding}");
        is_correct("3.1.1", &base64, &json!({}), &json!("YQ=="), &head, "YQ==")
    };
    assert!(encoded("base64") && !encoded("binary"));
}

#[test]
fn null_has_no_part() {
    let list = json!({"a": {"type": "array", "items": {"type": ["string", "null"]}}});
    let sent = |parts: &[(&str, &str)]| wrong("3.1.1", &list, &json!({}), &json!({"a": ["x", null]}), parts).is_empty();
    assert!(sent(&[("name=\"a\"", "x")]));
    assert!(!sent(&[("name=\"a\"", "x"), ("name=\"a\"", "null")]) && !sent(&[("name=\"a\"", "x"), ("name=\"a\"", "")]));
}
