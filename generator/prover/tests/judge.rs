//! The judge on its own: a request and an answer that are right have no fault, and each of many small mistakes in them is
//! found. What is right here was written by hand from the specification, not taken from a client.

use std::collections::{BTreeMap, BTreeSet};

use clientwright_prover::judge::{Credential, Setup, Told, judge};
use clientwright_prover::sample::{Case, Given, Reply};
use clientwright_prover::source::Description;
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
  /alerts?kind=all&place={town},{land}&flag:
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
        let [scheme, place, name, value] = all.map(str::to_owned);
        Credential { scheme, place, name, value }
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
    let given = |place: &str, name: &str, value: Value| Given { place: place.to_owned(), name: name.to_owned(), value };
    Case {
        operation: 0,
        given: vec![
            given("path", "id", json!("a/b.c d")),
            given("query", "tags", json!(["x&y", "ü"])),
            given("query", "ids", json!([1, 2])),
            given("query", "filter", json!({"from": "a=b"})),
            given("query", "open", json!("/a;b c")),
            given("header", "X-Pairs", json!({"a": 1, "b": 2})),
            given("header", "X-Trace", json!(["p", "q"])),
            given("cookie", "session", json!("s1")),
        ],
        body: Some(json!({"name": "Rex", "size": 2})),
        whole: false,
        answer: Reply {
            status: 200,
            declared: "200".to_owned(),
            media_type: "application/json".to_owned(),
            bytes: false,
            value: Some(json!({"name": "Rex"})),
            headers: vec![("x-rate".to_owned(), json!(7)), ("x-names".to_owned(), json!(["p", "q"]))],
            ..Reply::default()
        },
        ..Case::default()
    }
}

/// What a client that does everything right tells.
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

fn faults(told: &Value, case: &Case) -> Vec<&'static str> {
    faults_of("PUT /pets/{id}.json", told, case)
}

/// Of another operation.
fn faults_of(operation: &str, told: &Value, case: &Case) -> Vec<&'static str> {
    let of = description();
    let operations = of.operations();
    let told: Told = serde_json::from_value(told.clone()).unwrap();
    let named = operations.iter().find(|of| format!("{} {}", of.method, of.path) == operation).unwrap();
    judge(&of, named, &setup(), case, &told).into_iter().map(|fault| fault.cause).collect()
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
        (mistaken(uri, "/a;b", "%2Fa;b"), "query"),
        (mistaken(uri, "/a;b", "/a;b&other=hidden"), "query"),
        (mistaken("/requests/0/headers/5/1", "a=1,b=2", "a,1,b,2"), "header"),
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
        (with("headers", json!({"x-rate": 7, "x-names": ["p,q"]})), "header of the answer"),
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

/// What is wrong with a query whose template is in the path.
fn templated(query: &str) -> Vec<&'static str> {
    let given = |place: &str, name: &str, value: Value| Given { place: place.to_owned(), name: name.to_owned(), value };
    let given = vec![
        given("path", "town", json!("a&b=c d")),
        given("path", "land", json!("+/\u{fc}#")),
        given("query", "page", json!(2)),
    ];
    let case = Case { given, body: None, answer: nothing(), ..case() };
    let uri = format!("https://api.example.com/v1/alerts?{query}");
    let told = json!({
        "status": 204, "requests": [{ "method": "GET", "uri": uri, "body": "", "headers": [["x-key", "secret"]] }],
    });
    faults_of("GET /alerts?kind=all&place={town},{land}&flag", &told, &case)
}

#[test]
fn a_query_in_the_path_says_its_values_and_stays_a_query() {
    let right = "kind=all&place=a%26b%3Dc%20d,%2B%2F%C3%BC%23&flag&page=2";
    assert_eq!(templated(right), Vec::<&str>::new());
    // Any right encoding is one: nobody says which of the two is meant.
    assert_eq!(templated(&right.replace("%3D", "=").replace("b", "%62")), Vec::<&str>::new());
    let mistakes = [
        ("%26", "&"),
        ("%20", "+"),
        ("%2B", "+"),
        ("%2F", "/"),
        ("%C3%BC", "%FC"),
        ("a%26b%3Dc%20d", "{town}"),
        ("place=a%26b%3Dc%20d,%2B%2F%C3%BC%23&", ""),
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
fn of_two_schemes_in_one_place_one_is_enough() {
    let sent = |uri: &str, key: &str| {
        let uri = format!("https://api.example.com/v1/both{uri}");
        let request = json!({ "method": "GET", "uri": uri, "body": "", "headers": [["x-key", key]] });
        let case = Case { given: vec![], body: None, answer: nothing(), ..case() };
        faults_of("GET /both", &json!({ "status": 204, "requests": [request] }), &case)
    };
    for (uri, key) in [("", "secret"), ("", "another"), ("?other=hidden", "secret")] {
        assert_eq!(sent(uri, key), Vec::<&str>::new(), "{uri} {key}");
    }
    assert!(sent("", "wrong").contains(&"security"));
    assert!(sent("?other=hidden", "wrong").contains(&"security"), "the other place has its own");
}

/// An answer without a body.
fn nothing() -> Reply {
    let (declared, media_type) = ("204".to_owned(), String::new());
    Reply { status: 204, declared, media_type, value: None, headers: vec![], ..case().answer }
}

/// What is wrong with a form.
fn form(method: &str, media_type: &str, given: &Value, sent: &str) -> Vec<&'static str> {
    let body: String = sent.bytes().map(|byte| format!("{byte:02x}")).collect();
    let files = BTreeSet::from(["bytes".to_owned()]);
    let case = Case { body: Some(given.clone()), whole: true, answer: nothing(), files, ..Case::default() };
    let told = json!({
        "status": 204,
        "requests": [{
            "method": method, "uri": "https://api.example.com/v1/forms", "body": body,
            "headers": [["x-key", "secret"], ["content-type", media_type]],
        }],
    });
    faults_of(&format!("{method} /forms"), &told, &case)
}

#[test]
fn a_form_says_its_lists_as_their_styles_do() {
    let given = json!({"ids": [1, 2], "names": ["a b", "c"]});
    let sent = |text: &str| form("POST", "application/x-www-form-urlencoded", &given, text);
    assert_eq!(sent("ids=1%7C2&names=a+b&names=c"), Vec::<&str>::new());
    for wrong in
        ["ids=1,2&names=a+b&names=c", "ids=1%7C2&names=a+b,c", "ids=1%7C2&names=a+b", "ids=1%7C2&names=a+b&names=c&x=1"]
    {
        assert_eq!(sent(wrong), ["body"], "{wrong}");
    }
}

#[test]
fn a_form_that_is_a_text_goes_as_it_is() {
    let sent = |text: &str| form("POST", "application/x-www-form-urlencoded", &json!("ids=1+2"), text);
    assert_eq!(sent("ids=1+2"), Vec::<&str>::new());
    assert_eq!(sent("ids=1%202"), ["body"]);
}

#[test]
fn a_part_says_its_name_its_file_and_its_type() {
    let given = json!({"image": "bytes", "title": "a"});
    let right = "--b\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a %22file%22.txt\"\r\ncontent-type: image/png\r\n\r\n\
                 bytes\r\n--b\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\na\r\n--b--\r\n";
    let sent = |text: &str| form("PUT", "multipart/form-data; boundary=b", &given, text);
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
fn what_is_none_of_the_variants_is_handed_out_as_none() {
    let mut case = case();
    case.answer.foreign = true;
    let pet = json!({"kind": "a variant of tomorrow", "more": {"deep": [1]}});
    case.answer.value = Some(json!({"name": "Rex", "pet": pet}));
    let mut told = right();
    told["encoded"] = json!({"name": "Rex", "pet": pet});
    for kept in [json!("(unknown variant)"), pet] {
        told["read"] = json!({"name": "Rex", "pet": kept});
        assert_eq!(faults(&told, &case), Vec::<&str>::new());
    }
    let guessed = json!({"kind": "a variant of tomorrow", "more (in extra)": {"deep": [1]}});
    told["read"] = json!({"name": "Rex", "pet": guessed});
    assert_eq!(faults(&told, &case), ["fields of the answer"]);
}

#[test]
fn a_file_that_is_called_json_is_handed_out_as_it_came() {
    let mut case = case();
    case.answer.bytes = true;
    case.answer.value = Some(json!("a \"file\""));
    let mut told = right();
    told["encoded"] = Value::Null;
    told["read"] = json!("a \"file\"");
    assert_eq!(faults(&told, &case), Vec::<&str>::new());
    told["read"] = json!("\"a \\\"file\\\"\"");
    assert_eq!(faults(&told, &case), ["answer that is not JSON"]);
}
