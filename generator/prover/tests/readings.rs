//! The judge on what must not be sent, on reserved characters, charsets, redirects, credentials and discriminators: each right and wrong.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_prover::judge::{Credential, Setup, Told, judge};
use clientwright_prover::sample::{Case, Given, Reply, Sent};
use clientwright_prover::source::Description;
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

fn faults(operation: &str, case: &Case, told: &Value) -> Vec<&'static str> {
    let texts = BTreeMap::from([("spec.yaml".to_owned(), DESCRIPTION.to_owned())]);
    let of = Description::read("spec.yaml", &texts).unwrap();
    let operations = of.operations();
    let named = operations.iter().find(|of| of.path == operation).unwrap();
    let [scheme, place, name, value] = ["key", "header", "X-Key", "secret"].map(str::to_owned);
    let setup = Setup { base_url: None, credentials: vec![Credential { scheme, place, name, value }] };
    let told: Told = serde_json::from_value(told.clone()).unwrap();
    judge(&of, named, &setup, case, &told).into_iter().map(|fault| fault.cause).collect()
}

/// A call that is answered without a body.
fn called(place: &str, name: &str, value: &str) -> Case {
    let given = vec![Given { place: place.to_owned(), name: name.to_owned(), value: json!(value) }];
    let answer = Reply { status: 204, declared: "204".to_owned(), ..Reply::default() };
    Case { given, answer, ..Case::default() }
}

fn sent(uri: &str, headers: &[[&str; 2]]) -> Value {
    json!({"status": 204, "requests": [{"method": "GET", "uri": uri, "headers": headers, "body": ""}]})
}

#[test]
fn what_must_be_refused_is_not_sent() {
    let case = Case { refused: Some("the segment is empty".to_owned()), ..Case::default() };
    assert_eq!(faults("/open", &case, &json!({"error": "refused"})), Vec::<&str>::new());
    assert_eq!(faults("/open", &case, &sent("https://api.example.com/v1/open", &[])), ["not refused"]);
    let mut late = sent("https://api.example.com/v1/open", &[]);
    late["error"] = json!("afterwards");
    assert_eq!(faults("/open", &case, &late), ["not refused"], "before anything is sent");
}

#[test]
fn triplets_and_reserved_characters_pass_and_all_else_is_encoded() {
    let query = |value: &str, text: &str| {
        let uri = format!("https://api.example.com/v1/open?q={text}");
        faults("/open", &called("query", "q", value), &sent(&uri, &[]))
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
fn hosts_have_no_case_and_paths_have() {
    let at = |uri: &str| faults("/open", &called("path", "", ""), &sent(uri, &[]));
    assert_eq!(at("https://api.example.com/v1/open"), Vec::<&str>::new());
    assert_eq!(at("HTTPS://Api.example.COM/v1/open"), Vec::<&str>::new());
    assert_eq!(at("https://api.example.com/V1/open"), ["server"]);
}

#[test]
fn an_argument_with_the_name_of_the_key_is_the_credential() {
    let key = |case: &Case, key: &str| faults("/key", case, &sent("https://api.example.com/v1/key", &[["x-key", key]]));
    assert_eq!(key(&called("header", "x-key", "own"), "own"), Vec::<&str>::new());
    assert_eq!(key(&called("header", "x-key", "own"), "secret"), ["header"], "the argument wins");
    assert_eq!(key(&called("path", "", ""), "secret"), Vec::<&str>::new());
    assert!(key(&called("path", "", ""), "own").contains(&"security"));
}

#[test]
fn a_relative_redirect_leads_to_a_sister() {
    let case = Case { location: Some("other?u=https://x.test/y".to_owned()), ..Case::default() };
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
        location: Some("other".to_owned()),
        answer: Reply { media_type: media_type.to_owned(), ..Reply::default() },
        ..Case::default()
    };
    let right = to("https://api.example.com/v1/other");
    assert_eq!(faults("/open", &case("image/png"), &right), Vec::<&str>::new());
    assert_eq!(faults("/open", &case("application/json"), &right), ["redirect"]);
    assert_eq!(faults("/open", &case("image/png"), &to("https://api.example.com/v1/open/other")), ["redirect"]);
}

#[test]
fn text_in_another_charset_is_decoded_or_refused() {
    let bytes = Sent { media_type: "text/plain; charset=ISO-8859-1".to_owned(), bytes: b"caf\xe9".to_vec() };
    let (declared, media_type) = ("200".to_owned(), "text/plain".to_owned());
    let answer = Reply {
        status: 200,
        declared,
        media_type,
        value: Some(json!("caf\u{e9}")),
        sent: Some(bytes),
        ..Reply::default()
    };
    let case = Case { answer, ..Case::default() };
    let read = |key: &str, value: &str| {
        let mut told = sent("https://api.example.com/v1/text", &[["accept", "text/plain"]]);
        told["status"] = json!(200);
        told[key] = json!(value);
        faults("/text", &case, &told)
    };
    for (key, value) in [("read", "caf\u{e9}"), ("read", "(bytes) 636166e9"), ("error", "another charset")] {
        assert_eq!(read(key, value), Vec::<&str>::new(), "{value}");
    }
    assert_eq!(read("read", "caf\u{fffd}"), ["answer that is not JSON"]);
}

#[test]
fn a_discriminator_is_written_though_the_variant_does_not_declare_it() {
    let job = json!({"state": "done", "at": "x"});
    let (declared, media_type, tags) =
        ("200".to_owned(), "application/json".to_owned(), BTreeSet::from(["state".to_owned()]));
    let answer = Reply { status: 200, declared, media_type, value: Some(job.clone()), tags, ..Reply::default() };
    let case = Case { answer, ..Case::default() };
    let read = |read: Value, encoded: Value| {
        let request = json!({"method": "GET", "uri": "https://api.example.com/v1/jobs", "headers": [["accept", "*/*"]], "body": ""});
        faults("/jobs", &case, &json!({"status": 200, "read": read, "encoded": encoded, "requests": [request]}))
    };
    assert_eq!(read(json!({"at": "x"}), job.clone()), Vec::<&str>::new());
    assert_eq!(read(job.clone(), job.clone()), Vec::<&str>::new());
    assert_eq!(read(json!({"at": "x"}), json!({"at": "x"})), ["the answer written again"]);
    assert_eq!(read(json!({"state": "waiting", "at": "x"}), job), ["fields of the answer"]);
}

#[test]
fn a_body_that_can_hold_a_file_is_no_json() {
    let case = Case { body: Some(json!({"f": "t"})), ..called("path", "", "") };
    let body: String = br#"{"f":"t"}"#.iter().map(|byte| format!("{byte:02x}")).collect();
    let headers = [["content-type", "application/json"]];
    let request =
        json!({"method": "POST", "uri": "https://api.example.com/v1/uploads", "headers": headers, "body": body});
    assert_eq!(faults("/uploads", &case, &json!({"status": 204, "requests": [request]})), ["media type of the body"]);
}
