//! Reading, writing, Debug, equality and copying of mirrored types: every documented outcome.

mod shapes;

use clientwright_runtime::value::{Blank, Field, Maybe, Number, json};
use serde_json::json;
use shapes::{Kind, Thing};

const LEAST: &str = r#"{"id":"a","count":1,"kind":"3d","kinds":[],"byName":{}}"#;

fn read(text: &str) -> Thing {
    json::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn fails(text: &str) -> (String, String) {
    let error = json::from_slice::<Thing>(text.as_bytes()).unwrap_err();
    (error.path().to_owned(), error.message().to_owned())
}

fn written(thing: &Thing) -> String {
    String::from_utf8(json::to_vec(thing).unwrap()).unwrap()
}

/// Returns the smallest valid JSON with `member` added at its end.
fn with(member: &str) -> String {
    LEAST.replacen("\"byName\":{}", &format!("\"byName\":{{}},{member}"), 1)
}

#[test]
fn every_member_comes_back() {
    let text = r#"{"id":"a\"\\\n\u0001é","count":-7,"small":3,"size":1.5,"note":"n","erased":null,"parent":{"id":"p","count":0,"note":null,"kind":"image","kinds":[],"byName":{}},"kind":"3d","kinds":["image","text"],"byName":{"x y":[1,2.5],"z":[]},"any":{"k":[null,1e2]},"a\"b":true}"#;
    let thing = read(text);
    assert_eq!(thing.id, "a\"\\\n\u{1}é");
    assert_eq!(thing.kinds[1].as_str(), "text");
    assert_eq!(thing.parent.as_ref().map(|parent| parent.kind.clone()), Some(Kind::Image));
    assert_eq!(thing.quoted, Some(true));
    assert!(thing.extra.is_empty(), "{:?}", thing.extra);
    let back: serde_json::Value = serde_json::from_str(&written(&thing)).unwrap();
    let mut expected: serde_json::Value = serde_json::from_str(text).unwrap();
    // For serde_json, 1e2 is a float on both sides.
    assert_eq!(back, expected);
    assert_eq!(serde_json::to_value(&thing).unwrap(), expected, "through the serde shim");
    assert_eq!(serde_json::from_str::<Thing>(text).unwrap(), thing, "through the serde shim");
    expected["count"] = json!(8);
    assert_ne!(serde_json::from_value::<Thing>(expected).unwrap(), thing);
    assert_eq!(thing.clone(), thing);
}

#[test]
fn a_missing_required_member_is_an_error_with_its_path() {
    let text = with(r#""parent":{"id":"p","kind":"3d","kinds":[],"byName":{}}"#);
    assert_eq!(fails(&text), ("parent.count".into(), "required, but missing".into()));
    assert_eq!(fails("{}").0, "id");
}

#[test]
fn null_where_any_json_may_be_is_kept() {
    let thing = read(&with(r#""any":null"#));
    assert_eq!(thing.any, Some(serde_json::Value::Null));
    assert!(written(&thing).contains(r#""any":null"#), "{}", written(&thing));
    assert_eq!(read(LEAST).any, None);
}

#[test]
fn null_in_an_optional_that_is_not_nullable_is_none() {
    assert_eq!(read(&with(r#""small":null"#)).small, None);
}

#[test]
fn a_wrong_type_in_an_optional_is_an_error_with_its_path() {
    let (path, message) = fails(&with(r#""parent":{"small":"three"}"#));
    assert_eq!(path, "parent.small");
    assert_eq!(message, "expected a 32-bit integer, found the string \"three\"");
    assert_eq!(fails(&with(r#""byName":{"a b":[1,"x"]}"#)).0, r#"byName["a b"][1]"#);
    assert_eq!(fails(&with(r#""a\"b":1"#)).0, r#"["a\"b"]"#);
}

#[test]
fn a_required_nullable_may_be_missing_and_is_sent_as_null() {
    let thing = read(LEAST);
    assert_eq!(thing.note, None);
    assert!(written(&thing).contains(r#""note":null"#));
}

#[test]
fn of_a_duplicate_key_the_last_wins_whole() {
    let first = r#""parent":{"id":"p","count":1,"small":5,"x":1,"kind":"3d","kinds":["image"],"byName":{}}"#;
    let second = r#""parent":{"id":"q","count":2,"kind":"image","kinds":[],"byName":{}}"#;
    let parent = read(&with(&format!("{first},{second}"))).parent.unwrap();
    assert_eq!((parent.id.as_str(), parent.small, parent.extra.len()), ("q", None, 0));
    assert_eq!(read(&with(r#""kinds":["image"],"kinds":["3d"]"#)).kinds, [Kind::ThreeD]);
}

#[test]
fn unknown_members_are_kept_and_sent_back() {
    let thing = read(&with(r#""newer":{"a":[1]},"z":null"#));
    assert_eq!(thing.extra["newer"], json!({"a": [1]}));
    assert!(written(&thing).ends_with(r#","newer":{"a":[1]},"z":null}"#));
    assert_eq!(thing.clone().extra.len(), 2);
}

#[test]
fn an_unknown_enum_value_is_kept() {
    let thing = read(&LEAST.replace("3d", "text"));
    assert!(!thing.kind.is_known());
    assert_eq!(thing.kind.as_str(), "text");
    assert!(written(&thing).contains(r#""kind":"text""#));
    assert_eq!(format!("{:?} {:?}", thing.kind, Kind::ThreeD), "Unknown(\"text\") ThreeD");
}

#[test]
fn one_point_zero_is_one_and_too_much_is_an_error_with_its_path() {
    assert_eq!(read(&with(r#""count":1.0"#)).count, 1);
    assert_eq!(read(&with(r#""count":1e3"#)).count, 1000);
    assert_eq!(fails(&with(r#""count":1.5"#)).0, "count");
    assert_eq!(
        fails(&with(r#""small":2147483648"#)),
        ("small".into(), "expected a 32-bit integer, found the integer `2147483648`".into())
    );
    assert_eq!(fails(&with(r#""count":9223372036854775808"#)).0, "count");
    assert_eq!(fails(&with(r#""count":1e400"#)).1, "number out of range");
}

#[test]
fn a_float_is_written_as_short_as_it_can_be() {
    let written = |value: &dyn Field| String::from_utf8(json::to_vec(value).unwrap()).unwrap();
    assert_eq!(written(&0.1_f32), "0.1");
    assert_eq!(written(&16_777_217.0_f32), "16777216");
    assert_eq!(written(&0.1_f64), "0.1");
}

#[test]
fn absent_null_and_value_are_three() {
    assert_eq!(read(LEAST).erased, Maybe::Absent);
    assert_eq!(read(&with(r#""erased":null"#)).erased, Maybe::Null);
    assert_eq!(read(&with(r#""erased":"x""#)).erased.as_deref(), Some("x"));
    let mut thing = read(LEAST);
    assert!(!written(&thing).contains("erased"));
    thing.erased = None.into();
    assert!(written(&thing).contains(r#""erased":null"#));
}

#[test]
fn numbers_lose_nothing() {
    for text in ["0", "-1", "9223372036854775807", "18446744073709551615", "1.5", "-0.25", "1e300", "9007199254740993"]
    {
        let thing = read(&with(&format!(r#""size":{text}"#)));
        let back: serde_json::Value = serde_json::from_str(&written(&thing)).unwrap();
        assert_eq!(back["size"], serde_json::from_str::<serde_json::Value>(text).unwrap(), "{text}");
    }
    assert_eq!(Number::from(3_usize), 3.0);
    assert!(Number::from(-1) < u64::MAX && Number::from(u64::MAX) > i64::MAX);
    assert_eq!(format!("{:.2} {} {:?}", Number::from(2.5), Number::from(2), Number::from(1_u8)), "2.50 2 1");
}

#[test]
fn what_json_cannot_spell_is_refused() {
    let mut thing = read(LEAST);
    thing.size = Some(f64::NAN.into());
    assert!(json::to_vec(&thing).is_err());
}

#[test]
fn debug_reads_like_a_derive() {
    let mut thing = Thing::new("a", 2, Kind::Image);
    thing.small = Some(4);
    assert_eq!(
        format!("{thing:?}"),
        "Thing { id: \"a\", count: 2, small: Some(4), size: None, note: None, erased: None, parent: None, \
         kind: Image, kinds: [], by_name: {}, any: None, quoted: None }"
    );
}

#[test]
fn deep_nesting_is_an_error_and_not_an_overflow() {
    let text = "{\"parent\":".repeat(100_000);
    let error = json::from_slice::<Thing>(text.as_bytes()).unwrap_err();
    assert!(error.message().contains("recursion limit"), "{error}");
}

#[test]
fn a_blank_value_writes_its_required_members() {
    assert_eq!(written(&Thing::blank()), r#"{"id":"","count":0,"note":null,"kind":"","kinds":[],"byName":{}}"#);
}

#[test]
fn text_that_is_no_json_says_where() {
    let error = json::from_slice::<Thing>(b"{\"id\":\n  tru}").unwrap_err();
    assert_eq!((error.line(), error.path()), (2, "id"));
    assert!(json::from_slice::<Thing>(format!("{LEAST} x").as_bytes()).is_err());
}
