//! The judge on its own: a request and an answer that are right have no fault, and each of many small mistakes in them is
//! found. What is right here was written by hand from the specification, not taken from a client.

use std::collections::BTreeMap;

use prover::judge::{Credential, Setup, Told, judge};
use prover::sample::{Case, Given, Reply};
use prover::source::Description;
use serde_json::{Value, json};

const DESCRIPTION: &str = r#"
openapi: 3.1.0
info: { title: Judged, version: "1" }
servers: [{ url: "https://api.example.com/v1" }]
security: [{ key: [] }]
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
paths:
  /pets/{id}.json:
    put:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: filter, in: query, style: deepObject, explode: true, schema: { type: object, properties: { from: { type: string } } } }
        - { name: X-Trace, in: header, schema: { type: array, items: { type: string } } }
        - { name: session, in: cookie, schema: { type: string } }
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { name: { type: string }, size: { type: number } } } } } }
      responses:
        "200": { description: x, headers: { X-Rate: { schema: { type: integer } } }, content: { application/json: { schema: { type: object, properties: { name: { type: string, enum: [Rex, Tom] } } } } } }
        "404": { description: x, content: { application/json: { schema: { type: object, properties: { code: { type: string } } } } } }
"#;

fn description() -> Description {
    Description::read("spec.yaml", &BTreeMap::from([("spec.yaml".to_owned(), DESCRIPTION.to_owned())])).unwrap()
}

fn setup() -> Setup {
    let [scheme, place, name, value] = ["key", "header", "X-Key", "secret"].map(str::to_owned);
    Setup { base_url: None, credentials: vec![Credential { scheme, place, name, value }] }
}

fn case() -> Case {
    let given = |place: &str, name: &str, value: Value| Given { place: place.to_owned(), name: name.to_owned(), value };
    Case {
        operation: 0,
        given: vec![
            given("path", "id", json!("a/b.c d")),
            given("query", "tags", json!(["x&y", "ü"])),
            given("query", "ids", json!([1, 2])),
            given("query", "filter", json!({"from": "a=b"})),
            given("header", "X-Trace", json!(["p", "q"])),
            given("cookie", "session", json!("s1")),
        ],
        body: Some(json!({"name": "Rex", "size": 2})),
        whole: false,
        answer: Reply {
            status: 200,
            declared: "200".to_owned(),
            media_type: "application/json".to_owned(),
            value: Some(json!({"name": "Rex"})),
            headers: vec![("x-rate".to_owned(), json!(7))],
            foreign: false,
            contradicted: false,
        },
    }
}

/// What a client that does everything right tells.
fn right() -> Value {
    let body: String = br#"{"name":"Rex","size":2.0}"#.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "status": 200, "read": {"name": "Rex"}, "encoded": {"name": "Rex"}, "headers": {"x-rate": 7},
        "requests": [{
            "method": "PUT",
            "uri": "https://api.example.com/v1/pets/a%2Fb.c%20d.json?tags=x%26y&tags=%C3%BC&ids=1,2&filter%5Bfrom%5D=a%3Db",
            "headers": [["accept", "application/json"], ["x-key", "secret"], ["x-trace", "p,q"], ["cookie", "session=s1"],
                        ["content-type", "application/json"]],
            "body": body,
        }],
    })
}

fn faults(told: &Value, case: &Case) -> Vec<&'static str> {
    let of = description();
    let operations = of.operations();
    let told: Told = serde_json::from_value(told.clone()).unwrap();
    judge(&of, &operations[0], &setup(), case, &told).into_iter().map(|fault| fault.cause).collect()
}

#[test]
fn what_is_right_has_no_fault() {
    assert_eq!(faults(&right(), &case()), Vec::<&str>::new());
}

/// A mistake in the request: in what, the text, and what it becomes.
fn mistaken(place: &str, from: &str, to: &str) -> Value {
    let mut told = right();
    let at = told.pointer_mut(place).unwrap();
    let text = at.as_str().unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    *at = Value::String(text.replacen(from, to, 1));
    told
}

#[test]
fn each_mistake_of_a_request_is_found() {
    let uri = "/requests/0/uri";
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mistakes = [
        (mistaken("/requests/0/method", "PUT", "POST"), "method"),
        (mistaken(uri, "api.example.com", "example.com"), "server"),
        (mistaken(uri, "/v1", ""), "server"),
        (mistaken(uri, "a%2Fb", "a/b"), "path"),
        (mistaken(uri, "c%20d", "c+d"), "path"),
        (mistaken(uri, ".json", ""), "path"),
        (mistaken(uri, "x%26y", "x&y"), "query"),
        (mistaken(uri, "%C3%BC", "%FC"), "query"),
        (mistaken(uri, "tags=%C3%BC&", ""), "query"),
        (mistaken(uri, "ids=1,2", "ids=1&ids=2"), "query"),
        (mistaken(uri, "ids=1,2", "ids=2,1"), "query"),
        (mistaken(uri, "filter%5Bfrom%5D", "from"), "query"),
        (mistaken(uri, "a%3Db", "a%3Db&more=1"), "query"),
        (mistaken("/requests/0/headers/0/1", "application/json", "text/html"), "header"),
        (mistaken("/requests/0/headers/1/1", "secret", "other"), "security"),
        (mistaken("/requests/0/headers/2/1", "p,q", "p"), "header"),
        (mistaken("/requests/0/headers/3/1", "session=s1", "session=s2"), "cookie"),
        (mistaken("/requests/0/headers/3/1", "session", "Session"), "cookie"),
        (mistaken("/requests/0/headers/4/1", "application/json", "text/plain"), "media type of the body"),
        (mistaken("/requests/0/body", &hex("2.0"), &hex("2.5")), "JSON body"),
        (mistaken("/requests/0/body", &hex("Rex"), &hex("rex")), "JSON body"),
    ];
    for (told, cause) in mistakes {
        let found = faults(&told, &case());
        assert!(found.contains(&cause), "{cause} was not found, but {found:?}: {}", told["requests"]);
    }
}

#[test]
fn each_mistake_of_an_answer_is_found() {
    let with = |key: &str, value: Value| {
        let mut told = right();
        told[key] = value;
        told
    };
    let mistakes = [
        (with("read", json!({})), "fields of the answer"),
        (with("read", json!({"name (in extra)": "Rex"})), "fields of the answer"),
        (with("read", json!({"name": "(unknown value) Rex"})), "fields of the answer"),
        (with("encoded", json!({"name": "Rex", "size": null})), "the answer written again"),
        (with("encoded", Value::Null), "the answer written again"),
        (with("headers", json!({})), "header of the answer"),
        (with("status", json!(201)), "status"),
        (with("error", json!("no")), "the answer is refused"),
        (with("requests", json!([])), "not one request"),
        (with("fault", json!("no such member")), "the call cannot be given the values"),
    ];
    for (told, cause) in mistakes {
        let found = faults(&told, &case());
        assert!(found.contains(&cause), "{cause} was not found, but {found:?}: {told}");
    }
}

#[test]
fn a_failure_is_the_declared_error_with_its_values() {
    let mut case = case();
    case.answer.status = 404;
    case.answer.declared = "404".to_owned();
    case.answer.value = Some(json!({"code": "gone"}));
    let mut told = right();
    told["status"] = json!(404);
    told["variant"] = json!("404");
    told["read"] = json!({"code": "gone"});
    told["encoded"] = json!({"code": "gone"});
    assert_eq!(faults(&told, &case), Vec::<&str>::new());
    told["variant"] = Value::Null;
    assert_eq!(faults(&told, &case), ["declared error"]);
    told["variant"] = json!("default");
    assert_eq!(faults(&told, &case), ["declared error"]);
}
