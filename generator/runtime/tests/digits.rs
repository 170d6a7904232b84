//! Responses of real servers: numbers with more digits than an `f64` has, unpaired surrogates, deep
//! nesting, empty bodies, JSON without its media type. None of them fails a whole response, and
//! unknown values are sent back unchanged, async and blocking.

mod api;
mod shapes;

use std::fmt;

use api::{BASE, builder, operation, request, responding, response};
use clientwright_runtime::call::{DeclaredResponse, Operation, ResponseContent, Status};
use clientwright_runtime::value::{
    self, Blank, Field, Maybe, Mirror, Number, Union, UnionForm, UnionShape, UnknownJson, json,
};
use clientwright_runtime::{Error, ErrorKind, FromResponse, Response};
use serde_json::Value;
use shapes::Thing;

const LEAST: &str = r#"{"id":"a","count":1,"note":null,"kind":"3d","kinds":[],"byName":{}}"#;

/// Numbers that are written again with exactly these digits.
const DIGITS: [&str; 22] = [
    "0",
    "-0",
    "-0.0",
    "1.0",
    "1.10",
    "0.1",
    "0.1000000000000000055511151231257827",
    "3.14159265358979323846264338327950288",
    "9007199254740993.0",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "123456789012345678901234567890",
    "1e2",
    "1E+2",
    "1.5e-7",
    "0.00001",
    "1e400",
    "-1e400",
    "1e-400",
    "1e99999999999999999999",
    "0.30000000000000004",
];

/// Returns the smallest valid JSON with this member at its end.
fn with(member: &str) -> String {
    LEAST.replacen("\"byName\":{}", &format!("\"byName\":{{}},{member}"), 1)
}

fn read<T: Field>(text: &str) -> T {
    json::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn written(value: &dyn Field) -> String {
    String::from_utf8(json::to_vec(value).unwrap()).unwrap()
}

/// A union of a record, a number, and an array of itself.
enum Any {
    Thing(Box<Thing>),
    Number(Number),
    List(Vec<Any>),
    Unknown(UnknownJson),
}

impl Mirror for Any {
    type Form = UnionForm;
    const SHAPE: &'static UnionShape = &UnionShape {
        variants: &["Thing", "Number", "List"],
        discriminator: "",
        mapping: &[],
        added: &[],
        default: None,
        constants: &[],
    };
}

impl Union for Any {
    fn from_unknown(value: UnknownJson) -> Self {
        Any::Unknown(value)
    }
    fn variant(&self) -> (usize, &dyn Field) {
        match self {
            Any::Thing(value) => (0, value),
            Any::Number(value) => (1, value),
            Any::List(value) => (2, value),
            Any::Unknown(value) => (3, value),
        }
    }
    fn set_variant(&mut self, index: usize) -> &mut dyn Field {
        *self = match index {
            0 => Any::Thing(Blank::blank()),
            1 => Any::Number(Blank::blank()),
            2 => Any::List(Blank::blank()),
            _ => Any::Unknown(Blank::blank()),
        };
        match self {
            Any::Thing(value) => value,
            Any::Number(value) => value,
            Any::List(value) => value,
            Any::Unknown(value) => value,
        }
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        value::debug(self, f)
    }
}

/// Checks that a text is unchanged after reading, cloning and writing, and that the clone equals
/// the original.
fn comes_back<T: Blank>(text: &str) {
    let value: T = read(text);
    let copied = value::clone(&value);
    assert_eq!(written(&value), text);
    assert_eq!(written(&copied), text);
    assert!(value::equal(&value, &copied), "{text}");
}

#[test]
fn numbers_keep_their_digits_wherever_they_are() {
    for digits in DIGITS {
        comes_back::<Number>(digits);
        comes_back::<Option<Number>>(digits);
        comes_back::<Maybe<Number>>(digits);
        comes_back::<Vec<Number>>(&format!("[{digits},{digits}]"));
        comes_back::<std::collections::BTreeMap<String, Number>>(&format!("{{\"a\":{digits}}}"));
        comes_back::<Thing>(
            &with(&format!("\"size\":{digits}"))
                .replacen("\"note\"", &format!("\"size\":{digits},\"note\""), 1)
                .replacen(&format!(",\"size\":{digits}}}"), "}", 1),
        );
        comes_back::<Thing>(&with(&format!("\"x\":{digits}")));
        comes_back::<Thing>(&with(&format!("\"x\":{{\"a\":[1,{digits},\"1e5 \\\" 1.10\"]}}")));
        // Unions: the variant itself, its properties, nested unions, and unknown values.
        comes_back::<Any>(digits);
        comes_back::<Any>(&format!("[[{digits}],{digits}]"));
        comes_back::<Any>(&with(&format!("\"x\":{digits}")));
        comes_back::<Any>(&format!("[{}]", with(&format!("\"x\":[{digits}]"))));
        comes_back::<Any>(&format!("{{\"a\":{digits}}}"));
    }
}

#[test]
fn a_number_is_compared_by_value_and_shown_with_its_digits() {
    let number = |text: &str| text.parse::<Number>().unwrap();
    let groups = [
        &["-1e400"][..],
        &["-18446744073709551616", "-1.8446744073709551616e19"],
        &["-1", "-1.0", "-10e-1"],
        &["0", "-0", "0.0", "0e9"],
        &["1e-400"],
        &["0.1", "0.10", "1e-1"],
        &["0.1000000000000000055511151231257827"],
        &["1", "1.0", "1e0", "10E-1", "0.01e+2"],
        &["9007199254740993", "9007199254740993.0"],
        &["12345678901234567890123"],
        &["12345678901234567890124"],
        &["1e400", "10e399"],
        &["1e99999999999999999999"],
    ];
    for (index, group) in groups.iter().enumerate() {
        for digits in *group {
            assert!(group.iter().all(|other| number(digits) == number(other)), "{digits}");
            for later in &groups[index + 1..] {
                assert!(later.iter().all(|other| number(digits) < number(other)), "{digits} {later:?}");
            }
            assert_eq!(
                (number(digits).to_string(), format!("{:?}", number(digits))),
                ((*digits).to_owned(), (*digits).to_owned())
            );
        }
    }
    assert!(number("5.00") == 5 && number("5.00").as_i64() == Some(5) && number("0.10") == 0.1);
    assert_eq!(number("9007199254740993.0").as_i64(), Some(9_007_199_254_740_993));
    assert_eq!((number("1e19").as_i64(), number("1e19").as_u64()), (None, Some(10_000_000_000_000_000_000)));
    assert_eq!(
        (number("-1.50").as_f64(), number("1e400").as_f64(), number("1.5e1").as_i64()),
        (-1.5, f64::INFINITY, Some(15))
    );
    assert_eq!(format!("{:.2}", number("1.005000000000000000001")), "1.00");
    for wrong in ["", "1.", ".5", "01", "+1", "1 ", " 1", "NaN", "0x1", "1_0", "\"1\"", "true", "-", "1e"] {
        assert!(wrong.parse::<Number>().is_err(), "{wrong}");
    }
    let none = Number::from(f64::NAN);
    assert!(number("1e400") != none && number("1e400") < f64::INFINITY && number("-1e400") > f64::NEG_INFINITY);
}

#[test]
fn values_of_unknown_members_are_what_they_were_and_their_text_is_there_where_it_says_more() {
    let mut thing: Thing = read(&with(r#""a":1.10,"b":[12345678901234567890123],"c":{"d":0.5},"e":7"#));
    assert_eq!((thing.extra["a"].as_f64(), thing.extra["e"].as_i64()), (Some(1.1), Some(7)));
    assert_eq!(
        ["a", "b", "c", "e", "f"].map(|name| thing.extra.json(name)),
        [Some("1.10"), Some("[12345678901234567890123]"), None, None, None]
    );
    assert!(format!("{thing:?}").contains(r#""b": [12345678901234567890123]"#), "{thing:?}");
    // Inserted values are written, and removed ones are not.
    thing.extra.insert("a".to_owned(), serde_json::json!(2));
    thing.extra.remove("b");
    assert_eq!(thing.extra.json("a"), None);
    let again: Value = serde_json::from_str(&written(&thing)).unwrap();
    assert_eq!((&again["a"], again.get("b"), &again["c"]["d"]), (&serde_json::json!(2), None, &serde_json::json!(0.5)));
}

#[test]
fn what_differs_in_its_last_digit_differs() {
    let thing = |digits: &str| read::<Thing>(&with(&format!("\"x\":{{\"y\": {digits}}}")));
    let (first, second) = ("12345678901234567890123", "12345678901234567890124");
    assert_eq!(thing(first), thing(first));
    // Values are compared by their digits if another crate of the build enables serde_json's
    // `arbitrary_precision`.
    let by_value = serde_json::from_str::<Value>("1.10").unwrap() == serde_json::json!(1.1);
    assert_eq!(thing("1.10") == thing("1.1"), by_value);
    assert_ne!(thing(first), thing(second));
    let whole = |digits: &str| read::<Any>(&format!("{{\"y\": {digits}}}"));
    assert!(value::equal(&whole(first), &whole(first)) && !value::equal(&whole(first), &whole(second)));
    assert_eq!(format!("{:?}", whole(first)), format!("Unknown({{\"y\": {first}}})"));
}

fn nested(levels: usize) -> String {
    format!("{}1.10{}", "[".repeat(levels), "]".repeat(levels))
}

#[test]
fn what_is_nested_too_deep_is_kept_where_nothing_describes_it() {
    for levels in [100, 127, 128, 129, 10_000] {
        let deep = nested(levels);
        comes_back::<Thing>(&with(&format!("\"x\":{deep}")));
        comes_back::<Thing>(&with(&format!("\"x\":{{\"a\":{deep}}}")));
        comes_back::<Any>(&with(&format!("\"x\":{deep}")));
        comes_back::<Any>(&format!("[{}]", with(&format!("\"x\":{deep}"))));
        comes_back::<Any>(&format!("{{\"a\":{deep}}}"));
    }
    let deep = nested(10_000);
    let thing: Thing = read(&with(&format!("\"x\":{deep},\"y\":1")));
    assert_eq!((thing.extra["x"].as_str(), thing.extra.json("x")), (Some(&*deep), Some(&*deep)));
    assert_eq!(thing.extra["y"], 1);
    assert!(format!("{thing:?}").contains(&deep));
    // A property that is described as any JSON is a `Value`, with its limits.
    assert!(json::from_slice::<Thing>(with(&format!("\"any\":{deep}")).as_bytes()).is_err());
}

#[test]
fn described_nesting_ends_before_the_stack_does() {
    for levels in [200, 20_000] {
        // Each level is a separate union.
        let error = json::from_slice::<Any>(nested(levels).as_bytes()).unwrap_err();
        assert!(error.message().contains("recursion limit"), "{error}");
        let text = format!("{}null{}", "{\"parent\":".repeat(levels), "}".repeat(levels));
        assert!(json::from_slice::<Any>(text.as_bytes()).is_ok(), "it is none of the variants");
    }
}

#[test]
fn an_unpaired_surrogate_is_replaced() {
    let cases = [
        (r"\ud800", "\u{fffd}"),
        (r"\uDFFF!", "\u{fffd}!"),
        (r"a\ud83dz", "a\u{fffd}z"),
        (r"\ud83d\ude00", "\u{1f600}"),
        (r"\ud800\ud83d\ude00", "\u{fffd}\u{1f600}"),
        (r"\ud83d\n", "\u{fffd}\n"),
        (r"\\ud800 \ud800", "\\ud800 \u{fffd}"),
        (r"\ud800\u0041", "\u{fffd}A"),
    ];
    for (spelled, expected) in cases {
        assert_eq!(read::<String>(&format!("\"{spelled}\"")), expected);
        assert_eq!(read::<Vec<String>>(&format!("[\"a\",\"{spelled}\"]")), ["a", expected]);
        assert_eq!(read::<Value>(&format!("{{\"{spelled}\":1}}"))[expected], 1);
        let thing: Thing = read(&with(&format!("\"quoted\":null,\"x\":[\"{spelled}\",1.10],\"any\":\"{spelled}\"")));
        assert_eq!(
            (thing.extra["x"][0].as_str(), thing.any.as_ref().and_then(Value::as_str)),
            (Some(expected), Some(expected))
        );
        let any = read::<Any>(&with(&format!("\"x\":\"{spelled}\"")));
        assert!(matches!(&any, Any::Thing(thing) if thing.extra["x"] == expected), "{any:?}");
    }
    // Other errors are still reported, with their path.
    let error = json::from_slice::<Thing>(with(r#""x":"\ud800","count":"three""#).as_bytes()).unwrap_err();
    assert_eq!((error.path(), error.line()), ("count", 1));
    for wrong in [r#""\ud80""#, r#""\ud8"#, r#""\uzzzz""#, r#""\ud800"#] {
        assert!(json::from_slice::<String>(wrong.as_bytes()).is_err(), "{wrong}");
    }
}

/// The messages of errors have not changed.
#[test]
fn a_wrong_type_is_reported_with_its_place() {
    let fails = |member: &str| json::from_slice::<Thing>(with(member).as_bytes()).unwrap_err().to_string();
    assert_eq!(fails(r#""size":"big""#), "size: expected a number, found the string \"big\"");
    assert_eq!(fails(r#""parent":{"size":[1]}"#), "parent.size: expected a number, found an array");
    let error =
        json::from_slice::<Vec<Any>>(format!("[1,[{}]]", with("\"x\":1.10").replace("\"a\"", "1.5")).as_bytes());
    assert!(error.is_ok(), "it is kept whole: {error:?}");
}

/// Checks that async and blocking calls return the same value or the same error.
fn both<T: FromResponse<Output = T> + fmt::Debug + Send + 'static>(
    declared: DeclaredResponse,
    response: http::Response<&'static str>,
) -> Result<T, Error> {
    let operation = operation(Operation { responses: Box::leak(Box::new([declared])), ..BASE });
    let transport = clientwright_runtime::transport::transport_fn({
        let response = response.clone();
        move |_| response.clone().map(bytes::Bytes::from)
    });
    let client = builder().transport(transport).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let asynchronous = runtime.block_on(request::<T>(&client, operation, |_| {}).send());
    let (client, _) = responding(builder(), vec![response]);
    let blocking = request::<T>(&client, operation, |_| {}).send_blocking();
    let shown =
        |outcome: &Result<T, Error>| outcome.as_ref().map(|value| format!("{value:?}")).map_err(Error::to_string);
    assert_eq!(shown(&asynchronous), shown(&blocking));
    blocking
}

const JSON: DeclaredResponse = DeclaredResponse {
    status: Status::Code(200),
    content: ResponseContent::Json,
    media_type: "application/json",
    variant: None,
};
const TEXT: DeclaredResponse = DeclaredResponse {
    status: Status::Code(200),
    content: ResponseContent::Text,
    media_type: "text/plain",
    variant: None,
};

fn typed(content_type: &str, body: &'static str) -> http::Response<&'static str> {
    http::Response::builder().header("content-type", content_type).body(body).unwrap()
}

#[test]
fn a_response_says_that_something_was_replaced() {
    let replaced = both::<Response<String>>(JSON, response(200, r#""a\ud800""#)).unwrap();
    assert_eq!((replaced.as_str(), replaced.has_replacements()), ("a\u{fffd}", true));
    assert_eq!(replaced.raw().as_ref(), br#""a\ud800""#);
    assert!(!both::<Response<String>>(JSON, response(200, r#""\ud83d\ude00\\ud800""#)).unwrap().has_replacements());
    // The message in such an error body can still be read.
    let error = both::<String>(JSON, response(400, r#"{"message":"no \udc00"}"#)).unwrap_err();
    assert_eq!(error.message().as_deref(), Some("no \u{fffd}"));
}

/// No value is made up for an empty body: optional values are `None`, bytes and text are empty, and
/// any other type is an error with the status of the success.
#[test]
fn an_empty_success_is_an_error_for_a_type_without_an_empty_value() {
    fn fails<T: FromResponse<Output = T> + fmt::Debug + Send + 'static>(status: u16, body: &'static str) {
        let error = both::<T>(JSON, response(status, body)).unwrap_err();
        let status = http::StatusCode::from_u16(status).unwrap();
        assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Decode, Some(status), 1));
        assert_eq!(error.body().map(|body| body.len()), Some(body.len()));
        assert!(error.to_string().ends_with("the response has no body, but the description declares one"), "{error}");
    }
    for (status, body) in [(200, ""), (200, " \r\n"), (201, ""), (204, ""), (205, "")] {
        fails::<bool>(status, body);
        fails::<String>(status, body);
        fails::<Number>(status, body);
        fails::<Vec<bool>>(status, body);
        fails::<std::collections::BTreeMap<String, bool>>(status, body);
        fails::<Thing>(status, body);
        fails::<Any>(status, body);
        fails::<Value>(status, body);
        fails::<Response<bool>>(status, body);
        both::<()>(JSON, response(status, body)).unwrap();
        assert_eq!(both::<Option<bool>>(JSON, response(status, body)).unwrap(), None);
        assert_eq!(both::<Option<Vec<bool>>>(JSON, response(status, body)).unwrap(), None);
    }
    assert_eq!(both::<String>(TEXT, typed("text/plain", "")).unwrap(), "");
    assert_eq!(
        both::<bytes::Bytes>(DeclaredResponse { content: ResponseContent::Raw, ..TEXT }, typed("a/b", ""))
            .unwrap()
            .len(),
        0
    );
}

/// If JSON is declared, plain text is read as JSON, because many servers send it with this media
/// type. If text is declared, JSON is text.
#[test]
fn json_as_plain_text_is_json_where_the_description_says_so() {
    for sent in ["text/plain", "text/plain; charset=utf-8", "TEXT/Plain;charset=\"UTF-8\""] {
        assert!(both::<bool>(JSON, typed(sent, "true")).unwrap());
        assert_eq!(both::<Thing>(JSON, typed(sent, LEAST)).unwrap().id, "a");
        let error = both::<bool>(JSON, typed(sent, "yes")).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
        assert!(error.to_string().ends_with("expected JSON, but the server sent `text/plain`"), "{error}");
    }
    let html = both::<bool>(JSON, typed("text/html", "true")).unwrap_err();
    assert!(html.to_string().ends_with("expected JSON, but the server sent `text/html`"), "{html}");
    assert_eq!(both::<String>(TEXT, typed("application/json", "\"a\"")).unwrap(), "\"a\"");
    assert_eq!(both::<Option<String>>(TEXT, typed("application/json", "{}")).unwrap().as_deref(), Some("{}"));
}
