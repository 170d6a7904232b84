//! References: chains, rings, and schemas whose combinations multiply.

use crate::{Bomb, End, each, with_operation, with_schemas};

const LONG: usize = 100_000;

fn chain(count: usize, link: impl Fn(usize) -> String) -> String {
    let links = (0..count).map(|index| format!("    S{index}: {{ {} }}\n", link(index + 1)));
    format!(
        "    A: {{ $ref: '#/components/schemas/S0' }}\n{}    S{count}: {{ type: string }}\n",
        links.collect::<String>()
    )
}

fn to(index: usize) -> String {
    format!("$ref: '#/components/schemas/S{index}'")
}

#[test]
fn chains() {
    let large = End::Reported("CW0106");
    each([
        Bomb::new("chain of references", with_schemas(&chain(LONG, to)), large),
        Bomb::new("chain of items", with_schemas(&chain(LONG, |at| format!("items: {{ {} }}", to(at)))), large),
        Bomb::new(
            "chain of properties",
            with_schemas(&chain(LONG, |at| format!("properties: {{ a: {{ {} }} }}", to(at)))),
            large,
        ),
        Bomb::new("chain of allOf", with_schemas(&chain(LONG, |at| format!("allOf: [{{ {} }}]", to(at)))), large),
        Bomb::new("chain of 10,000 references", with_schemas(&chain(10_000, to)), End::Client),
        Bomb::new(
            "chain of 10,000 items",
            with_schemas(&chain(10_000, |at| format!("items: {{ {} }}", to(at)))),
            End::Client,
        ),
        Bomb::new(
            "chain of 5,000 properties",
            with_schemas(&chain(5_000, |at| format!("properties: {{ a: {{ {} }} }}", to(at)))),
            End::Client,
        ),
        Bomb::new(
            "chain of 5,000 members of allOf",
            with_schemas(&chain(5_000, |at| format!("allOf: [{{ {} }}, {{ properties: {{ b: {{}} }} }}]", to(at)))),
            End::Client,
        ),
        Bomb::new(
            "chain of 5,000 members of allOf that name one property",
            with_schemas(&chain(5_000, |index| {
                let own = format!("properties: {{ x: {{ properties: {{ p{index}: {{ type: string }} }} }} }}");
                format!("allOf: [{{ {} }}, {{ {own} }}]", to(index))
            })),
            End::Client,
        ),
        Bomb::new(
            "one property of 2,000 members of allOf",
            with_schemas(&format!(
                "    A: {{ allOf: [{}] }}\n",
                (0..2_000)
                    .map(|index| format!(
                        "{{ properties: {{ x: {{ properties: {{ p{index}: {{ type: string }} }} }} }} }}, "
                    ))
                    .collect::<String>()
            )),
            End::Client,
        ),
        Bomb::new(
            "chain of 5,000 unions",
            with_schemas(&chain(5_000, |index| format!("oneOf: [{{ {} }}, {{ type: integer }}]", to(index)))),
            End::Client,
        ),
        Bomb::new(
            "ring of 5,000 unions",
            with_schemas(&(chain(5_000, |index| format!("oneOf: [{{ {} }}, {{ type: integer }}]", to(index % 5_000))))),
            End::Client,
        ),
        Bomb::new(
            "chain of 10,000 not",
            with_schemas(&chain(10_000, |index| format!("not: {{ {} }}", to(index)))),
            End::Client,
        ),
    ]);
}

fn ring(part: &str, count: usize) -> String {
    let links = (0..count).map(|at| format!("    S{at}: {{ $ref: '#/components/{part}/S{}' }}\n", (at + 1) % count));
    format!("  {part}:\n{}", links.collect::<String>())
}

#[test]
fn rings() {
    let operation = |more: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: Bomb, version: '1' }}\npaths:\n  /a:\n    get: {{ operationId: a, {more} }}\n"
        )
    };
    let circular = End::Reported("CW0304");
    let response = operation("responses: { '200': { $ref: '#/components/responses/S0' } }");
    let parameter = operation("parameters: [{ $ref: '#/components/parameters/S0' }]");
    let body = operation("requestBody: { $ref: '#/components/requestBodies/S0' }");
    let header =
        operation("responses: { '200': { description: a, headers: { X: { $ref: '#/components/headers/S0' } } } }");
    let path =
        "openapi: 3.1.0\ninfo: { title: Bomb, version: '1' }\npaths:\n  /a: { $ref: '#/components/pathItems/S0' }\n";
    let itself = with_schemas("    A: { $ref: '#/components/schemas/A' }\n");
    each([
        Bomb::new("a schema that is itself", itself, circular),
        Bomb::new(
            "ring of 2 schemas",
            with_schemas("    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n"),
            circular,
        ),
        Bomb::new(
            "ring of 10,000 schemas",
            format!("{}components:\n{}", with_operation(&to(0)), ring("schemas", 10_000)),
            circular,
        ),
        Bomb::new("ring of responses", format!("{response}components:\n{}", ring("responses", 3)), circular),
        Bomb::new("ring of parameters", format!("{parameter}components:\n{}", ring("parameters", 1)), circular),
        Bomb::new("ring of bodies", format!("{body}components:\n{}", ring("requestBodies", 1000)), circular),
        Bomb::new("ring of headers", format!("{header}components:\n{}", ring("headers", 2)), circular),
        Bomb::new("ring of path items", format!("{path}components:\n{}", ring("pathItems", 2)), circular),
        Bomb::new("ring across files", with_schemas("    A: { $ref: 'b.yaml#/A' }\n"), circular)
            .and("b.yaml", "A: { $ref: 'c.yaml#/A' }\n".to_owned())
            .and("c.yaml", "A: { $ref: 'b.yaml#/A' }\n".to_owned()),
        Bomb::new(
            "the same pointer in another file is not a ring",
            with_schemas("    A: { $ref: 'b.yaml#/A' }\n"),
            End::Client,
        )
        .and("b.yaml", "A: { $ref: 'c.yaml#/A' }\n".to_owned())
        .and("c.yaml", "A: { type: string }\n".to_owned()),
    ]);
}

/// Schemas that contain themselves through `allOf`, `oneOf`, `items`, or several of them.
#[test]
fn schemas_that_contain_themselves() {
    let own = "$ref: '#/components/schemas/A'";
    let schemas = |text: String| with_schemas(&format!("    A: {{ {text} }}\n"));
    each([
        Bomb::new("allOf of itself", schemas(format!("allOf: [{{ {own} }}]")), End::Client),
        Bomb::new("allOf of itself twice", schemas(format!("allOf: [{{ {own} }}, {{ {own} }}]")), End::Client),
        Bomb::new("oneOf of itself", schemas(format!("oneOf: [{{ {own} }}, {{ {own} }}]")), End::Client),
        Bomb::new(
            "allOf of a union of itself",
            schemas(format!(
                "allOf: [{{ oneOf: [{{ {own} }}, {{ properties: {{ a: {{ {own} }} }} }}] }}, {{ {own} }}]"
            )),
            End::Client,
        ),
        Bomb::new("items of itself", schemas(format!("items: {{ {own} }}")), End::Client),
        Bomb::new("not itself", schemas(format!("not: {{ {own} }}")), End::Client),
        Bomb::new(
            "a parent that is its own child",
            schemas(format!(
                "allOf: [{{ {own} }}], discriminator: {{ propertyName: t }}, properties: {{ a: {{ {own} }} }}"
            )),
            End::Client,
        ),
    ]);
}

/// Each level doubles the combinations: `allOf` of two equal schemas, or of two unions.
#[test]
fn schemas_that_multiply() {
    let diamonds = |levels: usize, link: fn(&str) -> String| {
        let all = (0..levels).map(|at| format!("    S{at}: {{ {} }}\n", link(&to(at + 1))));
        let last = format!("    S{levels}: {{ type: object, properties: {{ z: {{ type: string }} }} }}\n");
        with_schemas(&format!("    A: {{ {} }}\n{}{last}", to(0), all.collect::<String>()))
    };
    let unions = |count: usize| {
        let all = (0..count).map(|at| {
            format!("{{ oneOf: [{{ properties: {{ a{at}: {{}} }} }}, {{ properties: {{ b{at}: {{}} }} }}] }}, ")
        });
        with_schemas(&format!("    A: {{ allOf: [{}] }}\n", all.collect::<String>()))
    };
    each([
        Bomb::new(
            "allOf of the same twice, 60 levels",
            diamonds(60, |to| format!("allOf: [{{ {to} }}, {{ {to} }}]")),
            End::Client,
        ),
        Bomb::new(
            "oneOf of the same twice, 60 levels",
            diamonds(60, |to| format!("oneOf: [{{ {to} }}, {{ {to} }}]")),
            End::Client,
        ),
        Bomb::new(
            "oneOf next to properties, 60 levels",
            diamonds(60, |to| format!("properties: {{ p: {{}} }}, oneOf: [{{ {to} }}, {{ {to} }}]")),
            End::Client,
        ),
        Bomb::new(
            "allOf of a union of the same, 60 levels",
            diamonds(60, |to| format!("allOf: [{{ {to} }}, {{ oneOf: [{{ {to} }}, {{ {to} }}] }}]")),
            End::Client,
        ),
        Bomb::new("allOf of 8 unions", unions(8), End::Client),
        Bomb::new("allOf of 40 unions", unions(40), End::Client),
    ]);
}
