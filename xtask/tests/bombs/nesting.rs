//! Depth: nested brackets, and aliases that expand exponentially.

use crate::{Bomb, End, each, with_operation, with_schemas};

const DEEP: usize = 100_000;

#[test]
fn nested_brackets() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(DEEP), close.repeat(DEEP));
    let reported = End::Reported("CW0103");
    let head = "openapi: 3.1.0\ninfo: { title: Bomb, version: '1' }\npaths: {}\n";
    let json = "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Bomb\",\"version\":\"1\"},\"paths\":{},\"x\":";
    each([
        Bomb::new("JSON, arrays", format!("{json}{}}}", deep("[", "]")), reported),
        Bomb::new("JSON, objects", format!("{json}{}}}", deep("{\"a\":", "}")), reported),
        Bomb::new("JSON, arrays that do not end", format!("{json}{}", "[".repeat(DEEP)), reported),
        Bomb::new("YAML, flow arrays", format!("{head}x: {}\n", deep("[", "]")), reported),
        Bomb::new("YAML, flow mappings", format!("{head}x: {}\n", deep("{a: ", "}")), reported),
        Bomb::new("YAML, flow arrays that do not end", format!("{head}x: {}\n", "[".repeat(DEEP)), reported),
        Bomb::new("YAML, arrays on one line", format!("{head}x:\n {}1\n", "- ".repeat(DEEP)), reported),
        Bomb::new(
            "YAML, complex keys on one line",
            format!("{head}x:\n {}1\n", "? ".repeat(DEEP)),
            End::Reported("CW0101"),
        ),
        Bomb::new("YAML, block mappings", format!("{head}{}", steps(5_000, |_| "a:".to_owned())), reported),
        Bomb::new("YAML, block arrays", format!("{head}x:\n{}", steps(5_000, |_| "-".to_owned())), reported),
        Bomb::new("YAML, tags on one line", format!("{head}x: {}1\n", "!a ".repeat(DEEP)), End::Reported("CW0101")),
    ]);
}

/// Returns lines, each indented more than the one before.
fn steps(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|depth| format!("{}{}\n", " ".repeat(depth), line(depth))).collect()
}

/// All phases must accept the depth that the readers accept.
#[test]
fn maximum_depth() {
    let schema = |open: &str, close: &str, levels: usize| {
        with_operation(&format!("{}type: string{}", open.repeat(levels), close.repeat(levels)))
    };
    each([
        Bomb::new("arrays of arrays", schema("type: array, items: { ", " }", 100), End::Client),
        Bomb::new("objects in objects", schema("properties: { a: { ", " } }", 50), End::Client),
        Bomb::new("maps of maps", schema("additionalProperties: { ", " }", 100), End::Client),
        Bomb::new("unions in unions", schema("oneOf: [{ type: integer }, { ", " }]", 50), End::Client),
        Bomb::new("allOf in allOf", schema("allOf: [{ properties: { b: {} } }, { ", " }]", 50), End::Client),
    ]);
}

#[test]
fn aliases() {
    let laughs = |item: &str, count: usize| {
        let mut text = format!("x0: &a0 {item}\n");
        for level in 1..count {
            let inner = format!("*a{}, ", level - 1).repeat(9);
            text.push_str(&format!("x{level}: &a{level} [{inner}*a{}]\n", level - 1));
        }
        text
    };
    let mut merges = String::from("x0: &a0 { k0: v }\n");
    for level in 1..40 {
        let inner = format!("*a{}, ", level - 1).repeat(9);
        merges.push_str(&format!("x{level}: &a{level} {{ k{level}: v, <<: [{inner}*a{}] }}\n", level - 1));
    }
    let head = with_operation("type: string");
    let quadratic = format!("x: &a [{}]\ny: [{}]\n", "1, ".repeat(2_000), "*a, ".repeat(2_000));
    let long = format!("x: &a {}\ny: [{}]\n", "a".repeat(1_000_000), "*a, ".repeat(1_000));
    let keys = format!("x: &a {}\ny: {{ {} }}\n", "a".repeat(100), "? *a : 1, ".repeat(100_000));
    let own = "x: &a [*a]\n";
    let bomb = End::Reported("CW0104");
    each([
        Bomb::new("a billion laughs", format!("{head}{}", laughs("lol", 10)), bomb),
        Bomb::new("a billion laughs of nothing", format!("{head}{}", laughs("[]", 40)), bomb),
        // Keys that are merged a second time exist already: the tree does not grow.
        Bomb::new("merge keys that double", format!("{head}{merges}"), End::Client),
        Bomb::new("an alias 2,000 times", format!("{head}{quadratic}"), bomb),
        Bomb::new("a long string 1,000 times", format!("{head}{long}"), bomb),
        Bomb::new("one key 100,000 times", format!("{head}{keys}"), End::Reported("CW0106")),
        Bomb::new("an alias of itself", format!("{head}{own}"), bomb),
        Bomb::new("100,000 merge keys", with_schemas(&many_merges()), End::Reported("CW0106")),
    ]);
}

fn many_merges() -> String {
    let all = (0..100_000).map(|index| format!("    S{index}: {{ <<: *a, k{index}: 1 }}\n"));
    format!("    A: &a {{ type: object }}\n{}", all.collect::<String>())
}
