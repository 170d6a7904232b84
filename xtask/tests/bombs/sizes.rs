//! Sizes: long strings in every part of a description, large numbers of entries, and numbers with
//! many digits.

use crate::{Bomb, End, each, with_operation, with_schemas};

const MANY: usize = 100_000;

fn long() -> String {
    "long ".repeat(2 * 1024 * 1024)
}

fn name() -> String {
    "n".repeat(10 * 1024 * 1024)
}

fn operation(path: &str, id: &str, more: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Bomb, version: '1' }}\npaths:\n  ? {path}\n  : get: {{ operationId: {id}, {more} responses: \
         {{ '204': {{ description: a }} }} }}\n"
    )
}

#[test]
fn long_prose() {
    let head = "openapi: 3.1.0\npaths: {}\n";
    each([
        Bomb::new(
            "description",
            format!("{head}info: {{ version: '1', title: a, description: {} }}\n", long()),
            End::Client,
        ),
        Bomb::new(
            "description of one word",
            format!("{head}info: {{ version: '1', title: a, description: {} }}\n", name()),
            End::Client,
        ),
        Bomb::new(
            "description of brackets",
            format!("{head}info: {{ version: '1', title: a, description: '{}' }}\n", "[".repeat(1 << 20)),
            End::Client,
        ),
        Bomb::new(
            "description of links",
            format!("{head}info: {{ version: '1', title: a, description: '{}' }}\n", "[a](".repeat(1 << 18)),
            End::Client,
        ),
        Bomb::new(
            "description of ticks",
            format!("{head}info: {{ version: '1', title: a, description: '{}' }}\n", "a ` `` ".repeat(1 << 17)),
            End::Client,
        ),
        Bomb::new(
            "description of lines",
            format!("{head}info: {{ version: '1', title: a, description: \"{}\" }}\n", "a\\n".repeat(1 << 20)),
            End::Client,
        ),
        Bomb::new("summary", operation("/a", "a", &format!("summary: {},", long())), End::Client),
        Bomb::new("pattern", with_operation(&format!("type: string, pattern: {}", name())), End::Client),
        Bomb::new(
            "default",
            with_schemas(&format!("    A: {{ properties: {{ a: {{ type: string, default: {} }} }} }}\n", name())),
            End::Client,
        ),
        Bomb::new(
            "example",
            with_schemas(&format!("    A: {{ properties: {{ a: {{ type: string, example: {} }} }} }}\n", name())),
            End::Client,
        ),
    ]);
}

#[test]
fn long_names() {
    let reported = End::Reported("CW0106");
    let head = "openapi: 3.1.0\npaths: {}\n";
    each([
        Bomb::new("title", format!("{head}info: {{ version: '1', title: {} }}\n", long()), reported),
        Bomb::new("path", operation(&format!("/{}", name()), "a", ""), reported),
        Bomb::new("operationId", operation("/a", &name(), ""), reported),
        Bomb::new("tag", operation("/a", "a", &format!("tags: [{}],", name())), reported),
        Bomb::new(
            "name of a parameter",
            operation(
                "/a",
                "a",
                &format!("parameters: [{{ in: query, schema: {{ type: string }}, name: {} }}],", name()),
            ),
            reported,
        ),
        Bomb::new(
            "name of a header",
            operation(
                "/a",
                "a",
                &format!("parameters: [{{ in: header, schema: {{ type: string }}, name: {} }}],", name()),
            ),
            reported,
        ),
        Bomb::new("value of an enum", with_operation(&format!("type: string, enum: [a, {}]", name())), reported),
        Bomb::new(
            "name of a property",
            with_schemas(&format!("    A:\n      properties:\n        ? {}\n        : {{ type: string }}\n", name())),
            reported,
        ),
        Bomb::new(
            "name of a schema",
            with_schemas(&format!("    A: {{ type: string }}\n    ? {}\n    : {{ type: string }}\n", name())),
            reported,
        ),
        Bomb::new("reference", with_operation(&format!("$ref: '#/components/schemas/{}'", name())), reported),
        Bomb::new("reference to a file", with_operation(&format!("$ref: {}", name())), reported),
        Bomb::new(
            "media type",
            with_operation("type: string").replace("application/json:", &format!("? a/{}\n            :", name())),
            reported,
        ),
        Bomb::new("type", with_operation(&format!("type: {}", name())), reported),
        Bomb::new("format", with_operation(&format!("type: string, format: {}", name())), reported),
        Bomb::new(
            "server",
            format!("{}servers: [{{ url: 'https://{}' }}]\n", operation("/a", "a", ""), name()),
            reported,
        ),
        Bomb::new("version", format!("openapi: {}\n", name()), reported),
        Bomb::new(
            "extension",
            format!("{}x-rust-name: a\n", operation("/a", "a", &format!("x-rust-name: {},", name()))),
            reported,
        ),
        Bomb::new("unknown keyword", with_schemas(&format!("    A:\n      ? {}\n      : 1\n", name())), reported),
    ]);
}

fn list(entry: impl Fn(usize) -> String) -> String {
    (0..MANY).map(entry).collect()
}

#[test]
fn large_numbers_of_entries() {
    let large = End::Reported("CW0106");
    let paths = list(|index| format!("  /a{index}: {{ get: {{ responses: {{ '204': {{ description: a }} }} }} }}\n"));
    let paths = format!("openapi: 3.1.0\ninfo: {{ title: Bomb, version: '1' }}\npaths:\n{paths}");
    let codes = list(|index| format!("'{index}': {{ description: a }}, "));
    let codes = operation("/a", "a", "").replace("'204': { description: a }", &codes);
    each([
        Bomb::new("paths", paths, large),
        Bomb::new("statuses", codes, large),
        Bomb::new(
            "parameters",
            operation(
                "/a",
                "a",
                &format!(
                    "parameters: [{}],",
                    list(|index| format!("{{ name: a{index}, in: query, schema: {{ type: string }} }}, "))
                ),
            ),
            large,
        ),
        Bomb::new("tags", operation("/a", "a", &format!("tags: [{}],", list(|index| format!("t{index}, ")))), large),
        Bomb::new("parts of a path", operation(&list(|index| format!("/a{index}")), "a", ""), End::Reported("CW0106")),
        Bomb::new(
            "properties",
            with_schemas(&format!(
                "    A: {{ properties: {{ {} }} }}\n",
                list(|index| format!("p{index}: {{ type: string }}, "))
            )),
            large,
        ),
        Bomb::new(
            "properties with one Rust name",
            with_schemas(&format!(
                "    A: {{ properties: {{ {} }} }}\n",
                (0..10_000)
                    .map(|index| format!("a{}: {{}}, ", "-".repeat(index % 100) + &"_".repeat(index / 100)))
                    .collect::<String>()
            )),
            End::Client,
        ),
        Bomb::new(
            "schemas",
            with_schemas(&format!(
                "    A: {{ type: string }}\n{}",
                list(|index| format!("    S{index}: {{ type: object }}\n"))
            )),
            large,
        ),
        Bomb::new(
            "values",
            with_schemas(&format!("    A: {{ enum: [{}] }}\n", list(|index| format!("v{index}, ")))),
            large,
        ),
        Bomb::new(
            "required",
            with_schemas(&format!("    A: {{ type: object, required: [{}] }}\n", list(|index| format!("v{index}, ")))),
            large,
        ),
        Bomb::new(
            "subschemas",
            with_schemas(&format!(
                "    A: {{ oneOf: [{}] }}\n",
                list(|index| format!("{{ properties: {{ a{index}: {{}} }} }}, "))
            )),
            large,
        ),
        Bomb::new("duplicate keys", format!("{}{}", with_operation("type: string"), "x: 1\n".repeat(MANY)), large),
        Bomb::new(
            "unresolved references",
            with_schemas(&format!("    A: {{ oneOf: [{}] }}\n", list(|index| format!("{{ $ref: '#/x/{index}' }}, ")))),
            large,
        ),
        Bomb::new(
            "references to files",
            with_schemas(&format!(
                "    A: {{ oneOf: [{}] }}\n",
                list(|index| format!("{{ $ref: 'x/{index}.yaml' }}, "))
            )),
            large,
        ),
        Bomb::new(
            "2,000 references to an anchor",
            with_schemas(&format!(
                "    A: {{ oneOf: [{}] }}\n",
                (0..2_000).map(|index| format!("{{ $ref: '#x{index}' }}, ")).collect::<String>()
            )),
            End::Reported("CW0301"),
        ),
        Bomb::new(
            "servers",
            format!(
                "{}servers: [{}]\n",
                operation("/a", "a", ""),
                list(|index| format!("{{ url: 'https://a{index}' }}, "))
            ),
            large,
        ),
        Bomb::new(
            "documents",
            format!("{}{}", operation("/a", "a", ""), "---\na: 1\n".repeat(MANY)),
            End::Reported("CW0101"),
        ),
        Bomb::new("numbers", format!("{}x-a: [{}]\n", operation("/a", "a", ""), "1, ".repeat(1_000_000)), End::Client),
    ]);
}

#[test]
fn maximum_numbers() {
    const MOST: usize = 9_000;
    const SUBSCHEMAS: usize = 2_000;
    let list = |of: &dyn Fn(usize) -> String| (0..MOST).map(of).collect::<String>();
    let subschemas = |of: &dyn Fn(usize) -> String| format!("oneOf: [{}]", (0..SUBSCHEMAS).map(of).collect::<String>());
    let schema = |text: String| with_schemas(&format!("    A: {{ {text} }}\n"));
    each([
        Bomb::new(
            "9,000 statuses",
            operation("/a", "a", "")
                .replace("'204': { description: a }", &list(&|index| format!("'{index}': {{ description: a }}, "))),
            End::Reported("CW0403"),
        ),
        Bomb::new(
            "9,000 parameters",
            operation(
                "/a",
                "a",
                &format!(
                    "parameters: [{}],",
                    list(&|index| format!("{{ name: a{index}, in: query, schema: {{ type: string }} }}, "))
                ),
            ),
            End::Client,
        ),
        Bomb::new(
            "9,000 properties",
            schema(format!("properties: {{ {} }}", list(&|index| format!("p{index}: {{ type: string }}, ")))),
            End::Client,
        ),
        Bomb::new(
            "9,000 schemas",
            with_schemas(&format!(
                "    A: {{ type: string }}\n{}",
                list(&|index| format!("    S{index}: {{ type: object }}\n"))
            )),
            End::Client,
        ),
        Bomb::new("9,000 values", schema(format!("enum: [{}]", list(&|index| format!("v{index}, ")))), End::Client),
        Bomb::new(
            "2,000 subschemas",
            schema(subschemas(&|index| format!("{{ properties: {{ a{index}: {{}} }} }}, "))),
            End::Client,
        ),
        Bomb::new(
            "2,000 unresolved references",
            schema(subschemas(&|index| format!("{{ $ref: '#/x/{index}' }}, "))),
            End::Reported("CW0301"),
        ),
        Bomb::new(
            "2,000 references to files",
            schema(subschemas(&|index| format!("{{ $ref: 'x/{index}.yaml' }}, "))),
            End::Reported("CW0302"),
        ),
        Bomb::new(
            "9,000 duplicate keys",
            format!("{}{}", with_operation("type: string"), "x: 1\n".repeat(MOST)),
            End::Reported("CW0105"),
        ),
    ]);
}

#[test]
fn numbers() {
    let digits = "9".repeat(1_000_000);
    let schema = |text: String| with_schemas(&format!("    A: {{ properties: {{ a: {{ {text} }} }} }}\n"));
    let json = |number: &str| {
        format!(
            "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Bomb\",\"version\":\"1\"}},\"paths\":{{}},\"x\":{number}}}"
        )
    };
    each([
        Bomb::new("default of 1,000,000 digits", schema(format!("type: integer, default: {digits}")), End::Client),
        Bomb::new("default 1e999999999", schema("type: number, default: 1e999999999".to_owned()), End::Client),
        Bomb::new("default .inf", schema("type: number, default: .inf".to_owned()), End::Client),
        Bomb::new(
            "enum of large numbers",
            schema("type: integer, enum: [1e400, -1e400, .nan, 0x7fffffffffffffffffff]".to_owned()),
            End::Client,
        ),
        Bomb::new(
            "limits",
            schema("type: integer, maximum: 1e999999999, minimum: -1e999999999".to_owned()),
            End::Client,
        ),
        Bomb::new("minItems", schema("prefixItems: [{}, {}], minItems: 18446744073709551616".to_owned()), End::Client),
        Bomb::new("JSON of 1,000,000 digits", json(&digits), End::Reported("CW0102")),
        Bomb::new("JSON 1e999999999", json("1e999999999"), End::Reported("CW0102")),
    ]);
}
