//! The judge: a correct request and response have no faults, and every one of many small mistakes
//! is found. The correct ones were written by hand from the specification, not taken from a client.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_prover::case::{Case, ParameterValue, SampleResponse};
use clientwright_prover::judge::{CallOutcome, judge};
use clientwright_prover::setup::{Credential, Setup};
use clientwright_prover::source::{Description, operations};
use serde_json::{Value, json};

const DESCRIPTION: &str = r#"
openapi: 3.1.0
info: { title: Judged, version: "1" }
servers: [{ url: "https://api.example.com/v1" }]
security: [{ key: [] }]
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key }, other: { type: apiKey, in: query, name: other }, again: { type: apiKey, in: header, name: x-key } } }
paths:
  /both: { get: { security: [{ key: [], again: [] }, { key: [], other: [] }], responses: { "204": { description: x } } } }
  /pets/{id}.json:
    put:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: filter, in: query, style: deepObject, explode: true, schema: { type: object, properties: { from: { type: string } } } }
        - { name: open, in: query, allowReserved: true, schema: { type: string } }
        - { name: X-Pairs, in: header, explode: true, schema: { type: object, properties: { a: { type: integer }, b: { type: integer } } } }
        - { name: X-Trace, in: header, schema: { type: array, items: { type: string } } }
        - { name: session, in: cookie, schema: { type: string } }
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { name: { type: string }, size: { type: number } } } } } }
      responses:
        "200": { description: x, headers: { X-Rate: { schema: { type: integer } }, X-Names: { schema: { type: array, items: { type: string } } } }, content: { application/json: { schema: { type: object, properties: { name: { type: string, enum: [Rex, Tom] } } } } } }
        "404": { description: x, content: { application/json: { schema: { type: object, properties: { code: { type: string } } } } } }
  /alerts?kind=all&location={town},{land}&flag:
    get:
      parameters:
        - { name: town, in: path, required: true, schema: { type: string } }
        - { name: land, in: path, required: true, schema: { type: string } }
        - { name: page, in: query, schema: { type: integer } }
      responses: { "204": { description: x } }
  /forms:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, properties: { ids: { type: array, items: { type: integer } }, names: { type: array, items: { type: string } } } }
            encoding: { ids: { style: pipeDelimited, explode: false } }
      responses: { "204": { description: x } }
    put:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { image: { type: string, format: binary }, title: { type: string } } }
            encoding: { image: { contentType: image/png } }
      responses: { "204": { description: x } }
"#;

fn description() -> Description {
    Description::read("spec.yaml", &BTreeMap::from([("spec.yaml".to_owned(), DESCRIPTION.to_owned())])).unwrap()
}

fn setup() -> Setup {
    let credential = |all: [&str; 4]| {
        let [scheme, location, name, value] = all.map(str::to_owned);
        Credential { scheme, location, name, value }
    };
    let credentials = [
        ["key", "header", "X-Key", "secret"],
        ["other", "query", "other", "hidden"],
        ["again", "header", "x-key", "another"],
    ];
    let credentials = credentials.map(credential);
    Setup { base_url: None, credentials: credentials.into() }
}

fn case() -> Case {
    let parameter = |location: &str, name: &str, value: Value| ParameterValue {
        location: location.to_owned(),
        name: name.to_owned(),
        value,
    };
    Case {
        operation: 0,
        parameters: vec![
            parameter("path", "id", json!("a/b.c d")),
            parameter("query", "tags", json!(["x&y", "ü"])),
            parameter("query", "ids", json!([1, 2])),
            parameter("query", "filter", json!({"from": "a=b"})),
            parameter("query", "open", json!("/a;b c")),
            parameter("header", "X-Pairs", json!({"a": 1, "b": 2})),
            parameter("header", "X-Trace", json!(["p", "q"])),
            parameter("cookie", "session", json!("s1")),
        ],
        body: Some(json!({"name": "Rex", "size": 2})),
        whole: false,
        response: SampleResponse {
            status: 200,
            declared: "200".to_owned(),
            media_type: "application/json".to_owned(),
            bytes: false,
            value: Some(json!({"name": "Rex"})),
            headers: vec![("x-rate".to_owned(), json!(7)), ("x-names".to_owned(), json!(["p", "q"]))],
            ..SampleResponse::default()
        },
        ..Case::default()
    }
}

/// Returns the outcome of a correct client.
fn right() -> Value {
    let body: String = br#"{"name":"Rex","size":2.0}"#.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "status": 200, "read": {"name": "Rex"}, "encoded": {"name": "Rex"}, "headers": {"x-rate": 7, "x-names": ["p", "q"]},
        "requests": [{
            "method": "PUT",
            "uri": "https://api.example.com/v1/pets/a%2Fb.c%20d.json?tags=x%26y&tags=%C3%BC&ids=1,2&filter%5Bfrom%5D=a%3Db&open=/a;b%20c",
            "headers": [["accept", "application/json"], ["x-key", "secret"], ["x-trace", "p,q"], ["cookie", "session=s1"],
                        ["content-type", "application/json"], ["x-pairs", "a=1,b=2"]],
            "body": body,
        }],
    })
}

fn faults(outcome: &Value, case: &Case) -> Vec<&'static str> {
    faults_of("PUT /pets/{id}.json", outcome, case)
}

/// Returns the faults of another operation.
fn faults_of(operation: &str, outcome: &Value, case: &Case) -> Vec<&'static str> {
    let spec = description();
    let all = operations(&spec);
    let outcome: CallOutcome = serde_json::from_value(outcome.clone()).unwrap();
    let named = all.iter().find(|of| format!("{} {}", of.method, of.path) == operation).unwrap();
    judge(&spec, named, &setup(), case, &outcome).into_iter().map(|fault| fault.cause.as_str()).collect()
}

#[test]
fn a_correct_outcome_has_no_faults() {
    assert_eq!(faults(&right(), &case()), Vec::<&str>::new());
}

/// Returns an outcome with a mistake: a text that is replaced.
fn with_mistake(location: &str, from: &str, to: &str) -> Value {
    let mut outcome = right();
    let mistaken = outcome.pointer_mut(location).unwrap();
    let text = mistaken.as_str().unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    *mistaken = Value::String(text.replacen(from, to, 1));
    outcome
}

#[test]
fn mistakes_in_requests_are_found() {
    let uri = "/requests/0/uri";
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mistakes = [
        (with_mistake("/requests/0/method", "PUT", "POST"), "method"),
        (with_mistake(uri, "api.example.com", "example.com"), "server"),
        (with_mistake(uri, "/v1", ""), "server"),
        (with_mistake(uri, "a%2Fb", "a/b"), "path"),
        (with_mistake(uri, "c%20d", "c+d"), "path"),
        (with_mistake(uri, ".json", ""), "path"),
        (with_mistake(uri, "x%26y", "x&y"), "query"),
        (with_mistake(uri, "%C3%BC", "%FC"), "query"),
        (with_mistake(uri, "tags=%C3%BC&", ""), "query"),
        (with_mistake(uri, "ids=1,2", "ids=1&ids=2"), "query"),
        (with_mistake(uri, "ids=1,2", "ids=2,1"), "query"),
        (with_mistake(uri, "filter%5Bfrom%5D", "from"), "query"),
        (with_mistake(uri, "a%3Db", "a%3Db&more=1"), "query"),
        (with_mistake(uri, "/a;b", "%2Fa;b"), "query"),
        (with_mistake(uri, "/a;b", "/a;b&other=hidden"), "query"),
        (with_mistake("/requests/0/headers/5/1", "a=1,b=2", "a,1,b,2"), "header"),
        (with_mistake("/requests/0/headers/0/1", "application/json", "text/html"), "header"),
        (with_mistake("/requests/0/headers/1/1", "secret", "other"), "security"),
        (with_mistake("/requests/0/headers/2/1", "p,q", "p"), "header"),
        (with_mistake("/requests/0/headers/3/1", "session=s1", "session=s2"), "cookie"),
        (with_mistake("/requests/0/headers/3/1", "session", "Session"), "cookie"),
        (with_mistake("/requests/0/headers/4/1", "application/json", "text/plain"), "media type of the body"),
        (with_mistake("/requests/0/body", &hex("2.0"), &hex("2.5")), "JSON body"),
        (with_mistake("/requests/0/body", &hex("Rex"), &hex("rex")), "JSON body"),
    ];
    for (outcome, cause) in mistakes {
        let found = faults(&outcome, &case());
        assert!(found.contains(&cause), "{cause} was not found: {found:?}: {}", outcome["requests"]);
    }
}

#[test]
fn mistakes_in_responses_are_found() {
    let with = |key: &str, value: Value| {
        let mut outcome = right();
        outcome[key] = value;
        outcome
    };
    let mistakes = [
        (with("read", json!({})), "fields of the response"),
        (with("read", json!({"name (in extra)": "Rex"})), "fields of the response"),
        (with("read", json!({"name": "(unknown value) Rex"})), "fields of the response"),
        (with("encoded", json!({"name": "Rex", "size": null})), "the response serialized again"),
        (with("encoded", Value::Null), "the response serialized again"),
        (with("headers", json!({})), "header of the response"),
        (with("headers", json!({"x-rate": 7, "x-names": ["p,q"]})), "header of the response"),
        (with("status", json!(201)), "status"),
        (with("error", json!("no")), "the response is rejected"),
        (with("requests", json!([])), "not exactly one request"),
        (with("fault", json!("no such member")), "the call does not accept the values"),
    ];
    for (outcome, cause) in mistakes {
        let found = faults(&outcome, &case());
        assert!(found.contains(&cause), "{cause} was not found: {found:?}: {outcome}");
    }
}

#[test]
fn a_failure_is_the_declared_error_with_its_values() {
    let mut case = case();
    case.response.status = 404;
    case.response.declared = "404".to_owned();
    case.response.value = Some(json!({"code": "gone"}));
    let mut outcome = right();
    outcome["status"] = json!(404);
    outcome["variant"] = json!("404");
    outcome["read"] = json!({"code": "gone"});
    outcome["encoded"] = json!({"code": "gone"});
    assert_eq!(faults(&outcome, &case), Vec::<&str>::new());
    outcome["variant"] = Value::Null;
    assert_eq!(faults(&outcome, &case), ["declared error"]);
    outcome["variant"] = json!("default");
    assert_eq!(faults(&outcome, &case), ["declared error"]);
}

/// Returns the faults of a query whose template is part of the path.
fn templated(query: &str) -> Vec<&'static str> {
    let parameter = |location: &str, name: &str, value: Value| ParameterValue {
        location: location.to_owned(),
        name: name.to_owned(),
        value,
    };
    let parameters = vec![
        parameter("path", "town", json!("a&b=c d")),
        parameter("path", "land", json!("+/\u{fc}#")),
        parameter("query", "page", json!(2)),
    ];
    let case = Case { parameters, body: None, response: nothing(), ..case() };
    let uri = format!("https://api.example.com/v1/alerts?{query}");
    let outcome = json!({
        "status": 204, "requests": [{ "method": "GET", "uri": uri, "body": "", "headers": [["x-key", "secret"]] }],
    });
    faults_of("GET /alerts?kind=all&location={town},{land}&flag", &outcome, &case)
}

#[test]
fn a_query_in_the_path_has_its_values() {
    let right = "kind=all&location=a%26b%3Dc%20d,%2B%2F%C3%BC%23&flag&page=2";
    assert_eq!(templated(right), Vec::<&str>::new());
    // Several encodings are correct.
    assert_eq!(templated(&right.replace("%3D", "=").replace("b", "%62")), Vec::<&str>::new());
    let mistakes = [
        ("%26", "&"),
        ("%20", "+"),
        ("%2B", "+"),
        ("%2F", "/"),
        ("%C3%BC", "%FC"),
        ("a%26b%3Dc%20d", "{town}"),
        ("location=a%26b%3Dc%20d,%2B%2F%C3%BC%23&", ""),
        ("kind=all", "kind=none"),
        ("&flag", ""),
        ("page=2", "page=2&town=x"),
    ];
    for (from, to) in mistakes {
        assert!(right.contains(from), "{from}");
        assert!(templated(&right.replacen(from, to, 1)).contains(&"query"), "{from} to {to}");
    }
}

#[test]
fn one_of_two_schemes_in_the_same_header_is_enough() {
    let sent = |uri: &str, key: &str| {
        let uri = format!("https://api.example.com/v1/both{uri}");
        let request = json!({ "method": "GET", "uri": uri, "body": "", "headers": [["x-key", key]] });
        let case = Case { parameters: vec![], body: None, response: nothing(), ..case() };
        faults_of("GET /both", &json!({ "status": 204, "requests": [request] }), &case)
    };
    for (uri, key) in [("", "secret"), ("", "another"), ("?other=hidden", "secret")] {
        assert_eq!(sent(uri, key), Vec::<&str>::new(), "{uri} {key}");
    }
    assert!(sent("", "wrong").contains(&"security"));
    assert!(sent("?other=hidden", "wrong").contains(&"security"), "the query has its own secret");
}

/// Returns a response without a body.
fn nothing() -> SampleResponse {
    let (declared, media_type) = ("204".to_owned(), String::new());
    SampleResponse { status: 204, declared, media_type, value: None, headers: vec![], ..case().response }
}

/// Returns the faults of a form.
fn form(method: &str, media_type: &str, value: &Value, sent: &str) -> Vec<&'static str> {
    let body: String = sent.bytes().map(|byte| format!("{byte:02x}")).collect();
    let files = BTreeSet::from(["bytes".to_owned()]);
    let case = Case { body: Some(value.clone()), whole: true, response: nothing(), files, ..Case::default() };
    let outcome = json!({
        "status": 204,
        "requests": [{
            "method": method, "uri": "https://api.example.com/v1/forms", "body": body,
            "headers": [["x-key", "secret"], ["content-type", media_type]],
        }],
    });
    faults_of(&format!("{method} /forms"), &outcome, &case)
}

#[test]
fn arrays_in_forms_have_their_styles() {
    let value = json!({"ids": [1, 2], "names": ["a b", "c"]});
    let sent = |text: &str| form("POST", "application/x-www-form-urlencoded", &value, text);
    assert_eq!(sent("ids=1%7C2&names=a+b&names=c"), Vec::<&str>::new());
    for wrong in
        ["ids=1,2&names=a+b&names=c", "ids=1%7C2&names=a+b,c", "ids=1%7C2&names=a+b", "ids=1%7C2&names=a+b&names=c&x=1"]
    {
        assert_eq!(sent(wrong), ["body"], "{wrong}");
    }
}

#[test]
fn a_form_that_is_a_string_is_sent_unchanged() {
    let sent = |text: &str| form("POST", "application/x-www-form-urlencoded", &json!("ids=1+2"), text);
    assert_eq!(sent("ids=1+2"), Vec::<&str>::new());
    assert_eq!(sent("ids=1%202"), ["body"]);
}

#[test]
fn parts_have_name_file_name_and_media_type() {
    let value = json!({"image": "bytes", "title": "a"});
    let right = "--b\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a %22file%22.txt\"\r\ncontent-type: image/png\r\n\r\n\
                 bytes\r\n--b\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\na\r\n--b--\r\n";
    let sent = |text: &str| form("PUT", "multipart/form-data; boundary=b", &value, text);
    assert_eq!(sent(right), Vec::<&str>::new());
    let mistakes = [
        ("; filename=\"a %22file%22.txt\"", ""),
        ("%22file%22", "file"),
        ("%22file%22", "\"file\""),
        ("name=\"title\"", "name=\"Title\""),
        ("image/png", "image/gif"),
        ("\r\na\r\n", "\r\nb\r\n"),
        ("--b--", "--b"),
    ];
    for (from, to) in mistakes {
        assert!(right.contains(from), "{from}");
        assert_eq!(sent(&right.replacen(from, to, 1)), ["body"], "{from}");
    }
}

#[test]
fn values_that_match_no_variant_are_returned_as_unknown() {
    let mut case = case();
    case.response.newer_server = true;
    let pet = json!({"kind": "a variant of tomorrow", "more": {"deep": [1]}});
    case.response.value = Some(json!({"name": "Rex", "pet": pet}));
    let mut outcome = right();
    outcome["encoded"] = json!({"name": "Rex", "pet": pet});
    for kept in [json!("(unknown variant)"), pet] {
        outcome["read"] = json!({"name": "Rex", "pet": kept});
        assert_eq!(faults(&outcome, &case), Vec::<&str>::new());
    }
    let guessed = json!({"kind": "a variant of tomorrow", "more (in extra)": {"deep": [1]}});
    outcome["read"] = json!({"name": "Rex", "pet": guessed});
    assert_eq!(faults(&outcome, &case), ["fields of the response"]);
}

#[test]
fn a_file_with_a_json_media_type_is_returned_unchanged() {
    let mut case = case();
    case.response.bytes = true;
    case.response.value = Some(json!("a \"file\""));
    let mut outcome = right();
    outcome["encoded"] = Value::Null;
    outcome["read"] = json!("a \"file\"");
    assert_eq!(faults(&outcome, &case), Vec::<&str>::new());
    outcome["read"] = json!("\"a \\\"file\\\"\"");
    assert_eq!(faults(&outcome, &case), ["response that is not JSON"]);
}
