//! YAML texts and their trees: rules of YAML 1.2.2 that other readers miss, the core schema, and
//! what descriptions in use rely on. Each case names its section of the YAML specification. All
//! cases of yaml-test-suite are run by examples/yaml_suite.rs.

use std::fmt;
use std::path::Path;

use clientwright::parse::tree;
use clientwright::report::{Code, Diagnostic, FileId, Part};
use serde::de::{EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

fn read(text: &str) -> Result<Value, Box<Diagnostic>> {
    tree(FileId::default(), "text.yaml", text).map(|node| node.to_json())
}

fn means(cases: &[(&str, &str, Value)]) {
    for (rule, text, expected) in cases {
        match read(text) {
            Ok(value) => assert_eq!(value, *expected, "{rule}: {text:?}"),
            Err(diagnostic) => panic!("{rule}: {text:?} was refused: {}", diagnostic.message),
        }
    }
}

#[test]
fn white_space_may_be_tabs_where_nothing_is_indented() {
    means(&[
        ("6.6, comment lines", "a:\n\t\t# comment\n  b: 1\n", json!({"a": {"b": 1}})),
        ("6.7, separation lines", "a: 1\n\t\nb: 2\n", json!({"a": 1, "b": 2})),
        ("6.7, first line", " \t\na: 1\n", json!({"a": 1})),
        ("6.2, after a colon", "a:\tb\nc:\t1\n\"d\":\t[x]\n", json!({"a": "b", "c": 1, "d": ["x"]})),
        ("6.2, after a colon, some tabs", "a:\t\tb\nc: \td\n", json!({"a": "b", "c": "d"})),
        ("6.2, after a colon in a flow", "{a:\tb, \"c\":\td}\n", json!({"a": "b", "c": "d"})),
        ("6.2, a tab in a value is content", "a: \"b:\tc\"\nd: |\n  e:\tf\n", json!({"a": "b:\tc", "d": "e:\tf\n"})),
        ("6.2, before a comment", "a: b\t# comment\n", json!({"a": "b"})),
        ("8.2.1, after a dash", "- a:\t b\n-\tc\n- -\td\n", json!([{"a": "b"}, "c", ["d"]])),
        ("8.2.1, a negative number", "-\t-1\n", json!([-1])),
        ("7.4, around a flow collection", "\t[\n\ta\n\t]\n", json!(["a"])),
        ("7.3.3, before a continued scalar", "a:\n \tb\n", json!({"a": "b"})),
        ("8.1, in a literal", "a: |-\n \tb\n", json!({"a": "\tb"})),
        ("8.1.3, in a folded scalar", "- >\n \t\n b\n", json!(["\t\nb\n"])),
    ]);
}

#[test]
fn flow_collections_follow_yaml_1_2() {
    means(&[
        ("7.4.2, colon next to a quoted key", "{ \"a\":b, \"c\"::d, 'e':1 }\n", json!({"a": "b", "c": ":d", "e": 1})),
        ("7.3.3, a value that begins with a colon", "{a: :b}\n", json!({"a": ":b"})),
        ("7.3.3, an item that begins with a colon", "[ ::a, :b ]\n", json!(["::a", ":b"])),
        ("7.3.3, a question mark before a letter", "{ ?a: b, c: [?d] }\n", json!({"?a": "b", "c": ["?d"]})),
        ("7.4.2, colon in the next line", "{ \"a\"\n  : b, c\n  : d }\n", json!({"a": "b", "c": "d"})),
        ("6.6, a comment before the colon", "{ \"a\" # comment\n  :b }\n", json!({"a": "b"})),
        ("7.4.2, keys of several lines", "{ a\n  b: c, \"d\n  e\": f }\n", json!({"a b": "c", "d e": "f"})),
        ("7.4, a comma at the end", "[a, b, ]\n", json!(["a", "b"])),
        ("7.4.2, a key without a value", "{a, b: , \"c\"}\n", json!({"a": null, "b": null, "c": null})),
        ("7.4.1, a pair in a sequence", "[a: b, c]\n", json!([{"a": "b"}, "c"])),
    ]);
}

/// Descriptions in use have closing brackets and quotes that are indented less than YAML 1.2
/// requires.
#[test]
fn closing_brackets_and_quotes_may_be_indented_less() {
    means(&[
        ("a bracket", "a: [\n  b\n]\nc: 1\n", json!({"a": ["b"], "c": 1})),
        ("a bracket right away", "a:\n  - b: {\n}\n  - [\n]\n", json!({"a": [{"b": {}}, []]})),
        (
            "brackets in brackets",
            "a:\n  b: {\n    c: [\n      d\n  ]\n}\ne: 1\n",
            json!({"a": {"b": {"c": ["d"]}}, "e": 1}),
        ),
        ("as an item", "- a: {\n    b: c\n  }\n- d\n", json!([{"a": {"b": "c"}}, "d"])),
        ("before a comma", "a: [{\n  b: c\n}, {\n  d: e\n}]\nf: 1\n", json!({"a": [{"b": "c"}, {"d": "e"}], "f": 1})),
        ("a quote", "a:\n  b: 'c\n\n    d\n\n'\n  e: \"f\n\"\n", json!({"a": {"b": "c\nd\n", "e": "f "}})),
        (
            "a literal is not touched",
            "a: [\n]\nb: |\n  [\n  ]\nc: '[\n ]'\n",
            json!({"a": [], "b": "[\n]\n", "c": "[ ]"}),
        ),
        ("carriage returns", "a: [\r\n  b\r\n]\r\nc: {\r}\r", json!({"a": ["b"], "c": {}})),
    ]);
    let many: String = (0..3_000).map(|n| format!("a{n}: &a{n} {{\n  b: [\n  ]\n}}\n")).collect();
    assert_eq!(read(&many).unwrap().as_object().unwrap().len(), 3_000);
}

#[test]
fn directives_anchors_and_markers_are_read() {
    means(&[
        ("6.8, an unknown directive", "%FOO bar # ignored\n---\na: 1\n", json!({"a": 1})),
        ("6.8.1, a later version", "%YAML 1.3\n---\na: 1\n", json!({"a": 1})),
        ("6.8.2, a tag handle", "%TAG !y! tag:yaml.org,2002:\n---\n!y!str 1\n", json!("1")),
        ("6.9.2, an anchor of any characters", "a: &x:y*! b\nc: *x:y*!\n", json!({"a": "b", "c": "b"})),
        ("6.9.2, an anchor beyond ASCII", "- &ä a\n- *ä\n", json!(["a", "a"])),
        ("6.9.2, a key with an anchor", "&a a: &b b\n*b : *a\n", json!({"a": "b", "b": "a"})),
        ("7.1, the later anchor counts", "- &a 1\n- *a\n- &a 2\n- *a\n", json!([1, 1, 2, 2])),
        ("9.1.3, a scalar on the line of the marker", "--- >\na\n# b\n", json!("a # b\n")),
        ("9.1.4, the end of the document", "---\na: 1\n...\n", json!({"a": 1})),
        ("9.2, an empty document at the end", "a: 1\n---\n", json!({"a": 1})),
        ("5.4, line breaks", "a: 1\r\nb: 2\rc: 3\n", json!({"a": 1, "b": 2, "c": 3})),
    ]);
}

#[test]
fn block_scalars_have_all_their_indicators() {
    means(&[
        ("8.1.1.2, keep", "a: |+\n  x\n\n\n", json!({"a": "x\n\n\n"})),
        ("8.1.1.2, strip", "a: |-\n  x\n\n", json!({"a": "x"})),
        ("8.1.1.1, indentation", "a: |2\n    x\n   y\n", json!({"a": "  x\n y\n"})),
        ("8.1.1, both in any order", "a: >+1\n  x\n  y\n\nb: |-1\n x\n", json!({"a": " x\n y\n\n", "b": "x"})),
        ("8.1.2, spaces after the last line", "a: |\n  x\n   ", json!({"a": "x\n \n"})),
        ("8.1.3, folding", "a: >\n  x\n  y\n\n  z\n    w\n  v\n", json!({"a": "x y\nz\n  w\nv\n"})),
        ("8.1, a hash is content", "a: |\n  # x\n", json!({"a": "# x\n"})),
    ]);
}

#[test]
fn scalars_follow_the_core_schema() {
    means(&[
        ("10.3.2, null", "[null, Null, NULL, ~, ]\n", json!([null, null, null, null])),
        ("10.3.2, booleans", "[true, True, TRUE, false]\n", json!([true, true, true, false])),
        (
            "10.3.2, words of YAML 1.1",
            "[yes, no, on, off, y, nULL, tRUE]\n",
            json!(["yes", "no", "on", "off", "y", "nULL", "tRUE"]),
        ),
        ("10.3.2, integers", "[0, -0, +12, 0o14, 0xfF]\n", json!([0, 0, 12, 12, 255])),
        (
            "10.3.2, none",
            "[0b11, 1_000, -0xF, 0o8, 1:30, 0x, '1']\n",
            json!(["0b11", "1_000", "-0xF", "0o8", "1:30", "0x", "1"]),
        ),
        ("10.3.2, floats", "[1.5, -.5, 1., 1e3, 1.5E-2, +2.50]\n", json!([1.5, -0.5, 1, 1000, 0.015, 2.5])),
        ("10.3.2, no floats", "[., .e1, 1e, e1, 1.2.3]\n", json!([".", ".e1", "1e", "e1", "1.2.3"])),
        ("dates are strings", "[2024-01-01, 2024-01-01T00:00:00Z]\n", json!(["2024-01-01", "2024-01-01T00:00:00Z"])),
        ("leading zeros are a code", "[007, -01, 00]\n", json!(["007", "-01", "00"])),
        (
            "6.9.1, tags",
            "[!!str 200, !!int \"3\", !!float 1, !!null '', !!bool \"true\"]\n",
            json!(["200", 3, 1, null, true]),
        ),
        ("6.9.1, the non-specific tag", "[! 12, ! true]\n", json!(["12", "true"])),
        ("6.9.1, tags of applications", "[!x a, !x {b: 1}, !x [1]]\n", json!(["a", {"b": 1}, [1]])),
    ]);
}

#[test]
fn numbers_keep_their_digits() {
    let text = "[18446744073709551616, -170141183460469231731687303715884105729, 0.12345678901234567891, 1.10, \
                1e20, -1.50e1, 12.5e-1, .5, 0.0, -0.00e9, 1e400]\n";
    let node = tree(FileId::default(), "text.yaml", text).unwrap();
    let words: Vec<String> = node.as_sequence().unwrap().iter().map(|node| format!("{node:?}")).collect();
    let expected = [
        "18446744073709551616",
        "-170141183460469231731687303715884105729",
        "0.12345678901234567891",
        "1.10",
        "100000000000000000000",
        "-15",
        "12.5e-1",
        "0.5",
        "0",
        "0",
        "1.0e400",
    ];
    assert_eq!(words, expected.map(|digits| format!("Number({digits:?})")));
}

#[test]
fn keys_are_strings_as_written() {
    means(&[
        (
            "statuses and words",
            "200: a\n4XX: b\non: c\nnull: d\n1.10: e\n",
            json!({"200": "a", "4XX": "b", "on": "c", "null": "d", "1.10": "e"}),
        ),
        ("an empty key", "'': a\n", json!({"": "a"})),
        ("8.2.2, an explicit key", "? a\n: b\n? c\n", json!({"a": "b", "c": null})),
        (
            "a merge key",
            "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n",
            json!({"x": {"a": 1, "b": 2}, "y": {"a": 1, "b": 3}}),
        ),
        ("merge keys of a list", "{<<: [{a: 1}, {a: 2, b: 2}], c: 3}\n", json!({"a": 1, "b": 2, "c": 3})),
        ("a quoted merge key is a key", "{'<<': {a: 1}}\n", json!({"<<": {"a": 1}})),
        ("a merge key of a scalar is a key", "{<<: a}\n", json!({"<<": "a"})),
    ]);
    let json = tree(FileId::default(), "text.json", r#"{"<<": {"a": 1}}"#).unwrap();
    assert_eq!(json.to_json(), json!({"<<": {"a": 1}}), "JSON has no merge keys");
}

/// Text, code, position, and a part of the message.
const REFUSED: [(&str, Code, (usize, usize), &str); 30] = [
    ("a: |\n  b\n\t\n  c\n", Code::BrokenYaml, (3, 1), "line of tabs"),
    ("a: >= 1\n", Code::BrokenYaml, (1, 4), "begins a block scalar"),
    ("a: \"\\ud83d\\ude00\"\n", Code::BrokenYaml, (1, 5), "half a character"),
    ("a: 1\n\tb: 2\n", Code::BrokenYaml, (2, 1), "tab in the indentation"),
    ("a:\n  b: c\n\n \td: e\n", Code::BrokenYaml, (4, 2), "tab in the indentation"),
    ("a:\n\tb: 2\n", Code::BrokenYaml, (2, 1), "tab in the indentation"),
    ("a:\n  \tb: 2\n", Code::BrokenYaml, (2, 3), "tab in the indentation"),
    ("a:\n  b: c: d\n", Code::BrokenYaml, (2, 7), "second colon"),
    ("a:\n  'b': c d:\n", Code::BrokenYaml, (2, 11), "second colon"),
    ("a: {b: c: d}\n", Code::BrokenYaml, (1, 9), "second colon"),
    ("a:\n  b: \"c\nd: e\n", Code::BrokenYaml, (2, 6), "unclosed quote"),
    ("a: 'it's'\n", Code::BrokenYaml, (1, 8), "after the closing quote"),
    ("a: [b] c\n", Code::BrokenYaml, (1, 8), "after the closing bracket"),
    ("a: \"b\\d\"\n", Code::BrokenYaml, (1, 6), "escape sequence `\\d`"),
    ("a:\n  b: 1\n c: 2\n", Code::BrokenYaml, (3, 2), "the indentation of this line"),
    ("a:\n   b: 1\n  c: 2\n  d: 3\n", Code::BrokenYaml, (2, 4), "the indentation of this line"),
    ("a: @b\n", Code::BrokenYaml, (1, 4), "unexpected `@`"),
    ("- `b`\n", Code::BrokenYaml, (1, 3), "unexpected ```"),
    ("a: [b, {c: d}\ne: f\n", Code::BrokenYaml, (1, 4), "unclosed bracket `[`"),
    ("a: {b: c}}\n", Code::BrokenYaml, (1, 10), "unexpected `}`"),
    ("a: [b}\n", Code::BrokenYaml, (1, 6), "brackets `[` and `}`"),
    ("a:\n  b\n  c: d\n", Code::BrokenYaml, (2, 3), "missing colon"),
    ("a:\n  b:1\n  c: d\n", Code::BrokenYaml, (2, 3), "missing space"),
    ("a: *b\n", Code::BrokenYaml, (1, 4), "unknown anchor"),
    ("a: - b\n", Code::BrokenYaml, (1, 4), "in the line of a key"),
    ("<<<<<<< HEAD\na: 1\n=======\n", Code::BrokenYaml, (1, 1), "conflict marker"),
    ("a: b\u{7}\n", Code::BrokenYaml, (1, 5), "control character"),
    ("a: !!int b\n", Code::BrokenYaml, (1, 4), "does not match its tag"),
    ("a: 1\n---\nb: 2\n", Code::BrokenYaml, (2, 1), "more than one YAML document"),
    ("a: {{ b }}\n", Code::BrokenYaml, (1, 5), "expected a scalar key"),
];

#[test]
fn mistakes_are_reported_at_their_position() {
    for (text, code, (line, column), words) in REFUSED {
        let diagnostic = read(text).expect_err(text);
        assert_eq!(diagnostic.code, code, "{text:?}");
        assert_eq!(diagnostic.span.part, Part::Position { line, column }, "{text:?}: {}", diagnostic.message);
        assert!(diagnostic.message.contains(words) && !diagnostic.help.is_empty(), "{text:?}: {}", diagnostic.message);
    }
}

/// Texts that other readers accept, but YAML 1.2 does not.
#[test]
fn invalid_texts_are_refused() {
    let texts = [
        ("6.6, no space before a comment", "a: \"b\"#c\n"),
        ("6.6, no space before a comment in a flow", "[a,#b\n]\n"),
        ("7.4, a flow that is not indented", "a: [b,\nc]\n"),
        ("7.3, a quoted scalar that is not indented", "a: \"b\nc\"\n"),
        ("7.3.3, a dash alone", "[-]\n"),
        ("8.1.1, no space before a comment", "a: ># b\n  c\n"),
        ("7.1, an alias within its anchor", "&a [*a]\n"),
        ("6.8.1, a directive and no document", "%YAML 1.2\n"),
    ];
    for (rule, text) in texts {
        assert!(read(text).is_err(), "{rule}: {text:?}");
    }
}

#[test]
fn aliases_neither_nest_nor_grow_without_bound() {
    // Each anchor contains the one before, with 60 levels each.
    let link = |n: usize| format!("a{n}: &a{n} {}*a{}{}\n", "[".repeat(60), n - 1, "]".repeat(60));
    let text: String = ["a0: &a0 x\n".to_owned()].into_iter().chain((1..9).map(link)).collect();
    assert_eq!(read(&text).unwrap_err().code, Code::TooDeep);
    let link = |n: usize| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "));
    let text: String = ["a0: &a0 x\n".to_owned()].into_iter().chain((1..12).map(link)).collect();
    assert_eq!(read(&text).unwrap_err().code, Code::AliasBomb);
}

/// yaml_serde, which shares no code with the reader, must agree with it on public descriptions.
#[test]
fn another_reader_agrees_on_public_descriptions() {
    let Some(folder) = std::env::var_os("CLIENTWRIGHT_CORPUS") else {
        eprintln!("skipped: CLIENTWRIGHT_CORPUS is not set, so no public descriptions are compared");
        return;
    };
    let paths = std::fs::read_dir(Path::new(&folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut count = 0;
    for path in paths.filter(|path| path.extension().is_some_and(|end| end == "yaml" || end == "yml")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let Other(other) = serde_yaml::from_str(&text).unwrap();
        assert!(read(&text).unwrap() == other, "{} is read differently", path.display());
        count += 1;
    }
    assert!(count > 0, "no YAML in {}", Path::new(&folder).display());
}

/// Converts a value of the other reader.
struct Other(Value);

impl<'de> Deserialize<'de> for Other {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Other, D::Error> {
        from.deserialize_any(AnyYaml).map(Other)
    }
}

struct AnyYaml;

impl<'de> Visitor<'de> for AnyYaml {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(serde_json::from_str(&value.to_string()).unwrap())
    }
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(serde_json::from_str(&value.to_string()).unwrap())
    }
    /// A float without a fraction is an integer here.
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(serde_json::from_str(&value.to_string()).unwrap_or(Value::Null))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Other(item)) = from.next_element()? {
            items.push(item);
        }
        Ok(items.into())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut entries = serde_json::Map::new();
        while let Some((key, Other(value))) = from.next_entry::<String, Other>()? {
            entries.insert(key, value);
        }
        Ok(entries.into())
    }
    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<Value, A::Error> {
        let (_, value): (String, _) = from.variant()?;
        value.newtype_variant::<Other>().map(|Other(value)| value)
    }
}
