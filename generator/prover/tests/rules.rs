//! The judge on values that must be rejected, reserved characters, charsets, redirects, credentials
//! and discriminators: correct and wrong outcomes.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_prover::case::{Case, EncodedText, ParameterValue, SampleResponse};
use clientwright_prover::judge::{CallOutcome, judge};
use clientwright_prover::setup::{Credential, Setup};
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

const DESCRIPTION: &str = r##"
openapi: 3.1.1
servers: [{ url: "https://API.Example.com/v1" }]
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
paths:
  /open: { get: { parameters: [{ name: q, in: query, allowReserved: true, schema: { type: string } }], responses: { "204": {} } } }
  /key: { get: { security: [{ key: [] }], parameters: [{ name: x-key, in: header, schema: { type: string } }], responses: { "204": {} } } }
  /text: { get: { responses: { "200": { content: { text/plain: { schema: { type: string } } } } } } }
  /jobs: { get: { responses: { "200": { content: { application/json: {} } } } } }
  /uploads:
    post:
      requestBody:
        content:
          application/json: {}
          multipart/form-data: { schema: { properties: { f: { oneOf: [{ type: string }, { type: string, format: binary }] } } } }
      responses: { "204": {} }
"##;

fn faults(operation: &str, case: &Case, outcome: &Value) -> Vec<&'static str> {
    let texts = BTreeMap::from([("spec.yaml".to_owned(), DESCRIPTION.to_owned())]);
    let spec = Description::read("spec.yaml", &texts).unwrap();
    let all = operations(&spec);
    let named = all.iter().find(|of| of.path == operation).unwrap();
    let [scheme, location, name, value] = ["key", "header", "X-Key", "secret"].map(str::to_owned);
    let setup = Setup { base_url: None, credentials: vec![Credential { scheme, location, name, value }] };
    let outcome: CallOutcome = serde_json::from_value(outcome.clone()).unwrap();
    judge(&spec, named, &setup, case, &outcome).into_iter().map(|fault| fault.cause.as_str()).collect()
}

/// Returns a case with a parameter and a response without a body.
fn case_with(location: &str, name: &str, value: &str) -> Case {
    let parameters = vec![ParameterValue { location: location.to_owned(), name: name.to_owned(), value: json!(value) }];
    let response = SampleResponse { status: 204, declared: "204".to_owned(), ..SampleResponse::default() };
    Case { parameters, response, ..Case::default() }
}

fn sent(uri: &str, headers: &[[&str; 2]]) -> Value {
    json!({"status": 204, "requests": [{"method": "GET", "uri": uri, "headers": headers, "body": ""}]})
}

#[test]
fn values_that_must_be_rejected_are_not_sent() {
    let case = Case { rejected: Some("the segment is empty".to_owned()), ..Case::default() };
    assert_eq!(faults("/open", &case, &json!({"error": "refused"})), Vec::<&str>::new());
    assert_eq!(faults("/open", &case, &sent("https://api.example.com/v1/open", &[])), ["not rejected"]);
    let mut late = sent("https://api.example.com/v1/open", &[]);
    late["error"] = json!("afterwards");
    assert_eq!(faults("/open", &case, &late), ["not rejected"], "nothing may be sent before the error");
}

#[test]
fn triplets_and_reserved_characters_are_not_encoded() {
    let query = |value: &str, text: &str| {
        let uri = format!("https://api.example.com/v1/open?q={text}");
        faults("/open", &case_with("query", "q", value), &sent(&uri, &[]))
    };
    let value = "a%2Fb/c 5% \u{e4}%zz";
    assert_eq!(query(value, "a%2Fb/c%205%25%20%C3%A4%25zz"), Vec::<&str>::new());
    let wrong = [
        "a%252Fb/c%205%25%20%C3%A4%25zz",
        "a/b/c%205%25%20%C3%A4%25zz",
        "a%2Fb%2Fc%205%25%20%C3%A4%25zz",
        "a%2Fb/c%205%%20%C3%A4%25zz",
        "a%2Fb/c+5%25%20%C3%A4%25zz",
        "a%2Fb/c%205%25%20%E4%25zz",
    ];
    for wrong in wrong {
        assert!(query(value, wrong).contains(&"query"), "{wrong}");
    }
}

#[test]
fn hosts_are_case_insensitive_and_paths_are_not() {
    let faults_at = |uri: &str| faults("/open", &case_with("path", "", ""), &sent(uri, &[]));
    assert_eq!(faults_at("https://api.example.com/v1/open"), Vec::<&str>::new());
    assert_eq!(faults_at("HTTPS://Api.example.COM/v1/open"), Vec::<&str>::new());
    assert_eq!(faults_at("https://api.example.com/V1/open"), ["server"]);
}

#[test]
fn a_header_parameter_with_the_name_of_the_key_is_the_credential() {
    let key = |case: &Case, key: &str| faults("/key", case, &sent("https://api.example.com/v1/key", &[["x-key", key]]));
    assert_eq!(key(&case_with("header", "x-key", "own"), "own"), Vec::<&str>::new());
    assert_eq!(key(&case_with("header", "x-key", "own"), "secret"), ["header"], "the argument wins");
    assert_eq!(key(&case_with("path", "", ""), "secret"), Vec::<&str>::new());
    assert!(key(&case_with("path", "", ""), "own").contains(&"security"));
}

#[test]
fn a_relative_redirect_replaces_the_last_segment() {
    let case = Case { redirect: Some("other?u=https://x.test/y".to_owned()), ..Case::default() };
    let request = |uri: &str| json!({"method": "GET", "uri": uri, "headers": [], "body": ""});
    let first = request("https://api.example.com/v1/open?a=b/c");
    let to = |uri: &str| faults("/open", &case, &json!({"status": 200, "requests": [first, request(uri)]}));
    assert_eq!(to("https://api.example.com/v1/other?u=https://x.test/y"), Vec::<&str>::new());
    for wrong in [
        "https://x.test/y",
        "https://api.example.com/v1/open/other?u=https://x.test/y",
        "https://api.example.com/v1/other",
    ] {
        assert_eq!(to(wrong), ["redirect"], "{wrong}");
    }
    assert_eq!(faults("/open", &case, &json!({"error": "no address", "requests": [first]})), ["redirect"]);
}

#[test]
fn a_response_that_is_not_accepted_need_not_be_read_after_a_redirect() {
    let request =
        |uri: &str| json!({"method": "GET", "uri": uri, "headers": [["accept", "application/json"]], "body": ""});
    let to =
        |uri: &str| json!({"error": "no JSON", "requests": [request("https://api.example.com/v1/open"), request(uri)]});
    let case = |media_type: &str| Case {
        redirect: Some("other".to_owned()),
        response: SampleResponse { media_type: media_type.to_owned(), ..SampleResponse::default() },
        ..Case::default()
    };
    let right = to("https://api.example.com/v1/other");
    assert_eq!(faults("/open", &case("image/png"), &right), Vec::<&str>::new());
    assert_eq!(faults("/open", &case("application/json"), &right), ["redirect"]);
    assert_eq!(faults("/open", &case("image/png"), &to("https://api.example.com/v1/open/other")), ["redirect"]);
}

#[test]
fn text_in_another_charset_is_decoded_or_fails() {
    let bytes = EncodedText { media_type: "text/plain; charset=ISO-8859-1".to_owned(), bytes: b"caf\xe9".to_vec() };
    let (declared, media_type) = ("200".to_owned(), "text/plain".to_owned());
    let response = SampleResponse {
        status: 200,
        declared,
        media_type,
        value: Some(json!("caf\u{e9}")),
        encoded_text: Some(bytes),
        ..SampleResponse::default()
    };
    let case = Case { response, ..Case::default() };
    let read = |key: &str, value: &str| {
        let mut outcome = sent("https://api.example.com/v1/text", &[["accept", "text/plain"]]);
        outcome["status"] = json!(200);
        outcome[key] = json!(value);
        faults("/text", &case, &outcome)
    };
    for (key, value) in [("read", "caf\u{e9}"), ("read", "(bytes) 636166e9"), ("error", "another charset")] {
        assert_eq!(read(key, value), Vec::<&str>::new(), "{value}");
    }
    assert_eq!(read("read", "caf\u{fffd}"), ["response that is not JSON"]);
}

#[test]
fn an_undeclared_discriminator_is_serialized() {
    let job = json!({"state": "done", "at": "x"});
    let (declared, media_type, undeclared_discriminators) =
        ("200".to_owned(), "application/json".to_owned(), BTreeSet::from(["state".to_owned()]));
    let response = SampleResponse {
        status: 200,
        declared,
        media_type,
        value: Some(job.clone()),
        undeclared_discriminators,
        ..SampleResponse::default()
    };
    let case = Case { response, ..Case::default() };
    let read = |read: Value, encoded: Value| {
        let request = json!({"method": "GET", "uri": "https://api.example.com/v1/jobs", "headers": [["accept", "*/*"]], "body": ""});
        faults("/jobs", &case, &json!({"status": 200, "read": read, "encoded": encoded, "requests": [request]}))
    };
    assert_eq!(read(json!({"at": "x"}), job.clone()), Vec::<&str>::new());
    assert_eq!(read(job.clone(), job.clone()), Vec::<&str>::new());
    assert_eq!(read(json!({"at": "x"}), json!({"at": "x"})), ["the response serialized again"]);
    assert_eq!(read(json!({"state": "waiting", "at": "x"}), job), ["fields of the response"]);
}

#[test]
fn a_body_that_can_contain_a_file_is_not_json() {
    let case = Case { body: Some(json!({"f": "t"})), ..case_with("path", "", "") };
    let body: String = br#"{"f":"t"}"#.iter().map(|byte| format!("{byte:02x}")).collect();
    let headers = [["content-type", "application/json"]];
    let request =
        json!({"method": "POST", "uri": "https://api.example.com/v1/uploads", "headers": headers, "body": body});
    assert_eq!(faults("/uploads", &case, &json!({"status": 204, "requests": [request]})), ["media type of the body"]);
}
