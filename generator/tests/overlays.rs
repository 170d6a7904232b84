//! Overlays: the tree of a description after their actions, and the diagnostics of invalid ones.

use clientwright::parse::parse;
use clientwright::report::{Level, Renderer, Report};
use clientwright::{Lock, Options, Sources, generate};
use serde_json::{Value, json};

const SPEC: &str = "openapi: 3.1.0
info: {title: T, version: '1', contact: {name: N}}
paths:
  /a:
    get:
      tags: [x, y, x]
      parameters: [{name: p}, {name: q, in: query}, {name: r}]
  /b:
    get: {tags: [z], summary: 18446744073709551616}
";

/// Returns the tree of [`SPEC`] after overlays with these actions.
fn merged_by(version: &str, overlays: &[&str]) -> Result<Value, Vec<(Level, String)>> {
    let mut sources = Sources::new("spec.yaml", SPEC.to_owned());
    for (index, actions) in overlays.iter().enumerate() {
        let text = format!("overlay: {version}\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
        sources.overlay(&format!("overlay-{index}.yaml"), text);
    }
    let mut report = Report::default();
    let document = parse(&sources, false, &mut report);
    if report.diagnostics.is_empty() {
        return Ok(document.unwrap().root.to_json());
    }
    let mut renderer = Renderer::new(&sources, &report.diagnostics);
    Err(report
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let (position, text) = (renderer.position(&diagnostic.span), renderer.render(diagnostic));
            (diagnostic.level, format!("{position}: {}", text.lines().next().unwrap()))
        })
        .collect())
}

fn merged(actions: &str) -> Value {
    merged_by("1.1.0", &[actions]).unwrap_or_else(|found| panic!("{found:?}"))
}

/// Returns the first line of the only error.
fn error(version: &str, actions: &str) -> String {
    let found = merged_by(version, &[actions]).unwrap_err();
    assert!(found.len() == 1 && found[0].0 == Level::Error, "{found:?}");
    found[0].1.clone()
}

#[test]
fn objects_are_merged_and_arrays_in_them_concatenated() {
    let root = merged(
        "  - target: $
    update: {info: {title: U, contact: {email: E}, x-new: [1]}, paths: {/a: {get: {tags: [w], parameters: []}}}}",
    );
    assert_eq!(
        root["info"],
        json!({"title": "U", "version": "1", "contact": {"name": "N", "email": "E"}, "x-new": [1]})
    );
    assert_eq!(root["paths"]["/a"]["get"]["tags"], json!(["x", "y", "x", "w"]));
    assert_eq!(root["paths"]["/a"]["get"]["parameters"].as_array().unwrap().len(), 3);
}

#[test]
fn an_array_gets_one_more_item_and_in_1_1_the_items_of_an_array() {
    let root = merged("  - {target: $.paths.*.get.tags, update: {a: 1}}");
    assert_eq!(root["paths"]["/b"]["get"]["tags"], json!(["z", {"a": 1}]));
    assert_eq!(root["paths"]["/a"]["get"]["tags"][3], json!({"a": 1}));
    let array = "  - {target: \"$.paths['/b'].get.tags\", update: [v, w]}";
    assert_eq!(merged(array)["paths"]["/b"]["get"]["tags"], json!(["z", "v", "w"]));
    assert_eq!(merged_by("1.0.0", &[array]).unwrap()["paths"]["/b"]["get"]["tags"], json!(["z", ["v", "w"]]));
}

#[test]
fn a_primitive_value_is_replaced_in_1_1() {
    let root = merged("  - {target: $.info.title, update: U}\n  - {target: $.info.version, update: null}");
    assert_eq!((&root["info"]["title"], &root["info"]["version"]), (&json!("U"), &Value::Null));
    assert!(error("1.0.0", "  - {target: $.info.title, update: U}").starts_with("overlay-0.yaml:4:14: error[CW0606]"));
    assert!(error("1.0.0", "  - {target: $.info.title, remove: true}").contains("neither an object nor an array"));
    // Within an object, version 1.0 appends items too.
    assert_eq!(merged_by("1.0.0", &["  - {target: $.info, update: {title: U}}"]).unwrap()["info"]["title"], json!("U"));
}

#[test]
fn remove_removes_all_selected_values_and_takes_precedence() {
    let root = merged(
        "  - {target: \"$.paths['/a'].get.parameters[0,2,1:]\", remove: true, update: {name: z}}
  - {target: \"$..tags[?@ == 'x']\", remove: true}
  - {target: $.info.contact, remove: true}
  - {target: \"$.paths['/b']..*\", remove: true}",
    );
    assert_eq!(root["paths"], json!({"/a": {"get": {"tags": ["y"], "parameters": []}}, "/b": {}}));
    assert_eq!(root["info"], json!({"title": "T", "version": "1"}));
}

#[test]
fn copy_merges_the_only_selected_value() {
    let root = merged(
        "  - {target: $.paths, update: {/c: {}}}
  - {target: \"$.paths['/c']\", copy: \"$.paths['/b']\"}
  - {target: \"$.paths['/c'].get.tags\", copy: \"$.paths['/a'].get.tags\"}
  - {target: \"$.paths['/b']\", remove: true}
  - {target: $.info.contact, copy: $.info}",
    );
    assert_eq!(root["paths"]["/c"]["get"]["tags"], json!(["z", "x", "y", "x"]));
    assert!(root["paths"].get("/b").is_none());
    assert_eq!(root["info"]["contact"]["contact"], json!({"name": "N"}));
    assert!(error("1.1.0", "  - {target: $.info, copy: $.paths.*}").contains("selects 2 values, expected one"));
    assert!(error("1.1.0", "  - {target: $.info, copy: $.nothing}").contains("selects 0 values"));
    assert!(error("1.0.0", "  - {target: $.info, copy: $.paths}").contains("`copy` is not supported in Overlay 1.0"));
}

#[test]
fn actions_and_overlays_are_applied_one_after_another() {
    let first = "  - {target: $.info, remove: true}\n  - {target: $, update: {info: {x-n: [1]}}}";
    let second = "  - {target: $.info.x-n, update: 2}\n  - {target: \"$.info['x-n'][?@ > 1]\", update: 3}";
    let second = second.replace("$.info.x-n,", "\"$.info['x-n']\",");
    assert_eq!(merged_by("1.1.0", &[first, &second]).unwrap()["info"], json!({"x-n": [1, 3]}));
}

/// Queries run on JSON, which loses digits of large numbers. Unchanged values keep them.
#[test]
fn large_numbers_are_preserved() {
    let mut sources = Sources::new("spec.yaml", SPEC.to_owned());
    sources.overlay("o.yaml", "overlay: 1.1.0\nactions: [{target: $, update: {x-a: 36893488147419103232}}]".to_owned());
    let root = parse(&sources, false, &mut Report::default()).unwrap().root;
    let value_at = |steps: &[&str]| {
        format!("{:?}", root.at_path(&steps.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>()))
    };
    assert!(value_at(&["paths", "/b", "get", "summary"]).contains("18446744073709551616"));
    assert!(value_at(&["x-a"]).contains("36893488147419103232"));
}

#[test]
fn a_target_that_selects_nothing_is_a_note() {
    let found = merged_by("1.1.0", &["  - {target: $.pathes, update: {a: 1}}"]).unwrap_err();
    assert_eq!(found[0].0, Level::Ignored);
    assert!(found[0].1.starts_with("overlay-0.yaml:4:14: note[CW0603]: `$.pathes` selects nothing"), "{found:?}");
}

#[test]
fn values_of_different_types_are_not_merged() {
    for (action, message) in [
        ("  - {target: $.info, update: text}", "cannot merge a string into an object"),
        ("  - {target: $.info, update: {title: {}}}", "cannot merge an object into a string"),
        ("  - {target: $.info, update: {contact: null}}", "cannot merge null into an object"),
        ("  - {target: $.info.title, update: []}", "cannot merge an array into a string"),
        ("  - {target: \"$.paths['/a'].get\", update: {tags: {}}}", "cannot merge an object into an array"),
        ("  - {target: \"$..*\", update: {}}", "selects values of different types"),
        ("  - {target: $, remove: true}", "cannot remove the whole description"),
    ] {
        assert!(error("1.1.0", action).contains(message), "{}", error("1.1.0", action));
    }
}

#[test]
fn other_files_are_refused() {
    for text in [
        "",
        "[]",
        "openapi: 3.1.0",
        "overlay: 1.1.0\nactions: []",
        "overlay: 1.1.0",
        "overlay: 1.2.0\nactions: [1]",
        "a: [",
        "{",
    ] {
        let mut sources = Sources::new("spec.yaml", SPEC.to_owned());
        sources.overlay("o", text.to_owned());
        let report = generate(&sources, &Options::default(), &Lock::default()).unwrap_err();
        assert_eq!(report.diagnostics.len(), 1, "{text}: {report:?}");
        let mut renderer = Renderer::new(&sources, &report.diagnostics);
        assert!(renderer.position(&report.diagnostics[0].span).starts_with("o:"), "{text}");
    }
}

/// Overlays cannot exceed the limits of the readers.
#[test]
fn overlays_have_limits() {
    let list = format!("  - {{target: $, update: {{x: [{:?}]}}}}\n", "a".repeat(1000));
    let doubled = "  - {target: $.x, copy: $.x}\n".repeat(40);
    let found = merged_by("1.1.0", &[&(list + &doubled)]).unwrap_err();
    assert!(found[0].1.contains("overlays add too much data (at most 64 MiB)"), "{}", found[0].1);
    let deep = format!("  - {{target: $.info, update: {}1{}}}\n", "{a: ".repeat(120), "}".repeat(120));
    assert!(merged_by("1.1.0", &[&deep]).is_ok());
    let deep = format!("  - {{target: $.info.contact, update: {}1{}}}\n", "{a: ".repeat(126), "}".repeat(126));
    let found = merged_by("1.1.0", &[&deep]).unwrap_err();
    assert!(found[0].1.contains("levels"), "{}", found[0].1);
}

/// Diagnostics of Swagger 2.0 have pointers of OpenAPI 3.0, and positions of the original text.
#[test]
fn positions_are_those_of_the_original_text_in_swagger() {
    let spec = "swagger: '2.0'
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: get, responses: {'200': {description: ok, schema: {$ref: '#/definitions/A'}}}}}}
definitions:
  A:
    allOf:
      - {type: object, properties: {old: {type: string, format: x}}}
      - {type: object, properties: {not: {type: string, not: {}}}}
";
    let overlay = "overlay: 1.0.0
actions:
  - {target: '$.definitions.A.allOf[0]', remove: true}
  - target: $.definitions.A.allOf
    update: {type: object, properties: {own: {type: string, not: {}}}}
";
    let mut sources = Sources::new("spec.yaml", spec.to_owned());
    sources.overlay("folder/overlay.yaml", overlay.to_owned());
    let output = generate(&sources, &Options::default(), &Lock::default()).unwrap();
    let mut renderer = Renderer::new(&sources, &output.report.diagnostics);
    let positions: Vec<String> = output.report.diagnostics.iter().map(|found| renderer.position(&found.span)).collect();
    assert_eq!(positions, ["spec.yaml:8:62", "folder/overlay.yaml:5:66"]);
    assert!(output.files["src/types.rs"].contains("pub own: Option<String>"));
}

#[test]
fn references_of_an_overlay_are_relative_to_the_description() {
    let mut sources = Sources::new("api/spec.yaml", SPEC.to_owned());
    let text = "overlay: 1.1.0\nactions: [{target: $, update: {components: {schemas: {A: {$ref: './a.yaml'}}}}}]";
    sources.overlay("own/overlay.yaml", text.to_owned());
    assert_eq!(sources.wanted(), ["api/a.yaml"]);
    sources.insert("api/a.yaml", "type: object".to_owned());
    assert!(sources.wanted().is_empty());
    assert_eq!(parse(&sources, false, &mut Report::default()).unwrap().referenced_files.len(), 1);
}

/// Matches have unescaped keys.
#[test]
fn keys_may_contain_any_character() {
    let actions = r#"  - {target: $, update: {"x-a/b": [{"it's ~0": 1}], "ü\"\\": {}}}
  - {target: "$['x-a/b'][*]['it\\'s ~0']", update: 2}
  - {target: "$['ü\"\\\\','ü\"\\\\']", update: {n: [1]}}
  - {target: "$['ü\"\\\\']['n']", update: 2}
"#;
    let root = merged(actions);
    assert_eq!(root["x-a/b"], json!([{"it's ~0": 2}]));
    assert_eq!(root["ü\"\\"], json!({"n": [1, 2]}));
}

#[test]
fn invalid_and_expensive_queries_are_refused() {
    let invalid = |query: &str| error("1.1.0", &format!("  - {{target: {query:?}, remove: true}}"));
    assert!(invalid("$.paths[").contains("invalid JSONPath `$.paths[`: syntax error at `[`"));
    assert!(invalid("").contains("syntax error at the end"));
    assert!(invalid("$.paths./a").contains("at `/a`"));
    assert!(invalid("$[?ü(@)]").contains("invalid JSONPath"));
    for query in [
        format!("$[?{}@.a{}]", "(".repeat(900), ")".repeat(900)),
        format!("${}{}", "[?@".repeat(100), "]".repeat(100)),
        format!("$[?{}@.a]", "!".repeat(1900)),
        format!("${}", "..*".repeat(50)),
        "$.a".repeat(10_000),
    ] {
        let message = invalid(&query);
        assert!(message.contains("at most") || message.contains("invalid JSONPath"), "{query}: {message}");
    }
    // In quotes, dots and parentheses are part of a name.
    let found = merged_by("1.1.0", &["  - {target: \"$['a..b..c..d((((((((((((']\", remove: true}"]).unwrap_err();
    assert!(found[0].1.contains("selects nothing"), "{}", found[0].1);
}
