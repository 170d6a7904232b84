//! Overlays: what the tree of a description is after the actions of one, and what is said where they cannot be done.

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

/// The tree of [`SPEC`] after overlays of a version that have these actions.
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
        .map(|of| (of.level, renderer.render(of).lines().next().unwrap().to_owned()))
        .collect())
}

fn merged(actions: &str) -> Value {
    merged_by("1.1.0", &[actions]).unwrap_or_else(|told| panic!("{told:?}"))
}

/// What is said of the one thing that is wrong.
fn wrong(version: &str, actions: &str) -> String {
    let told = merged_by(version, &[actions]).unwrap_err();
    assert!(told.len() == 1 && told[0].0 == Level::Error, "{told:?}");
    told[0].1.clone()
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
    assert!(wrong("1.0.0", "  - {target: $.info.title, update: U}").starts_with("overlay-0.yaml:4:14: wrong[CW0606]"));
    assert!(wrong("1.0.0", "  - {target: $.info.title, remove: true}").contains("no mapping and no list"));
    // Within an object 1.0 does it too.
    assert_eq!(merged_by("1.0.0", &["  - {target: $.info, update: {title: U}}"]).unwrap()["info"]["title"], json!("U"));
}

#[test]
fn remove_takes_out_all_that_is_selected_and_counts_before_update() {
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
fn copy_merges_what_one_query_selects() {
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
    assert!(
        wrong("1.1.0", "  - {target: $.info, copy: $.paths.*}").contains("selects 2 values, and one is to be copied")
    );
    assert!(wrong("1.1.0", "  - {target: $.info, copy: $.nothing}").contains("selects 0 values"));
    assert!(wrong("1.0.0", "  - {target: $.info, copy: $.paths}").contains("`copy` is not in Overlay 1.0"));
}

#[test]
fn each_action_and_each_overlay_is_applied_to_what_those_before_made() {
    let first = "  - {target: $.info, remove: true}\n  - {target: $, update: {info: {x-n: [1]}}}";
    let second = "  - {target: $.info.x-n, update: 2}\n  - {target: \"$.info['x-n'][?@ > 1]\", update: 3}";
    let second = second.replace("$.info.x-n,", "\"$.info['x-n']\",");
    assert_eq!(merged_by("1.1.0", &[first, &second]).unwrap()["info"], json!({"x-n": [1, 3]}));
}

/// JSON, which is asked, holds less than the tree: what is not changed stays as it was written.
#[test]
fn nothing_is_lost_of_what_json_cannot_hold() {
    let mut sources = Sources::new("spec.yaml", SPEC.to_owned());
    sources.overlay("o.yaml", "overlay: 1.1.0\nactions: [{target: $, update: {x-a: 36893488147419103232}}]".to_owned());
    let root = parse(&sources, false, &mut Report::default()).unwrap().root;
    let at = |steps: &[&str]| format!("{:?}", root.at(&steps.iter().map(|of| (*of).to_owned()).collect::<Vec<_>>()));
    assert!(at(&["paths", "/b", "get", "summary"]).contains("18446744073709551616"));
    assert!(at(&["x-a"]).contains("36893488147419103232"));
}

#[test]
fn a_target_that_selects_nothing_is_told_and_no_error() {
    let told = merged_by("1.1.0", &["  - {target: $.pathes, update: {a: 1}}"]).unwrap_err();
    assert_eq!(told[0].0, Level::Ignored);
    assert!(told[0].1.starts_with("overlay-0.yaml:4:14: no effect[CW0603]: `$.pathes` selects nothing"), "{told:?}");
}

#[test]
fn values_of_other_kinds_are_not_merged() {
    for (action, what) in [
        ("  - {target: $.info, update: text}", "text cannot be merged into a mapping"),
        ("  - {target: $.info, update: {title: {}}}", "a mapping cannot be merged into text"),
        ("  - {target: $.info, update: {contact: null}}", "nothing cannot be merged into a mapping"),
        ("  - {target: $.info.title, update: []}", "a list cannot be merged into text"),
        ("  - {target: \"$.paths['/a'].get\", update: {tags: {}}}", "a mapping cannot be merged into a list"),
        ("  - {target: \"$..*\", update: {}}", "selects values of several kinds"),
        ("  - {target: $, remove: true}", "the whole description cannot be removed"),
    ] {
        assert!(wrong("1.1.0", action).contains(what), "{}", wrong("1.1.0", action));
    }
}

#[test]
fn what_is_no_overlay_is_a_message() {
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
        assert!(
            Renderer::new(&sources, &report.diagnostics).render(&report.diagnostics[0]).starts_with("o:"),
            "{text}"
        );
    }
}

/// Neither the depth nor the memory of what is read from a text has its bound undone.
#[test]
fn an_overlay_cannot_grow_without_bound() {
    let list = format!("  - {{target: $, update: {{x: [{:?}]}}}}\n", "a".repeat(1000));
    let doubled = "  - {target: $.x, copy: $.x}\n".repeat(40);
    let told = merged_by("1.1.0", &[&(list + &doubled)]).unwrap_err();
    assert!(told[0].1.contains("overlays would add more than 64 MiB"), "{}", told[0].1);
    let deep = format!("  - {{target: $.info, update: {}1{}}}\n", "{a: ".repeat(120), "}".repeat(120));
    assert!(merged_by("1.1.0", &[&deep]).is_ok());
    let deep = format!("  - {{target: $.info.contact, update: {}1{}}}\n", "{a: ".repeat(126), "}".repeat(126));
    let told = merged_by("1.1.0", &[&deep]).unwrap_err();
    assert!(told[0].1.contains("levels"), "{}", told[0].1);
}

/// What is said of a description of Swagger 2.0 has places in OpenAPI 3.0; they lead to where each thing was written.
#[test]
fn places_are_those_of_the_texts_in_swagger_too() {
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
    let told: Vec<String> = output.report.diagnostics.iter().map(|of| renderer.position(&of.span)).collect();
    assert_eq!(told, ["spec.yaml:8:62", "folder/overlay.yaml:5:66"]);
    assert!(output.files["src/types.rs"].contains("pub own: Option<String>"));
}

#[test]
fn references_of_an_overlay_are_those_of_the_description() {
    let mut sources = Sources::new("api/spec.yaml", SPEC.to_owned());
    let text = "overlay: 1.1.0\nactions: [{target: $, update: {components: {schemas: {A: {$ref: './a.yaml'}}}}}]";
    sources.overlay("own/overlay.yaml", text.to_owned());
    assert_eq!(sources.wanted(), ["api/a.yaml"]);
    sources.insert("api/a.yaml", "type: object".to_owned());
    assert!(sources.wanted().is_empty());
    assert_eq!(parse(&sources, false, &mut Report::default()).unwrap().others.len(), 1);
}

/// The paths of matches are keys as they are, however they have to be written in a query.
#[test]
fn keys_may_hold_whatever_a_text_may() {
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
fn a_query_that_cannot_be_read_or_carried_out_is_a_message() {
    let told = |query: &str| wrong("1.1.0", &format!("  - {{target: {query:?}, remove: true}}"));
    assert!(told("$.paths[").contains("`$.paths[` is no JSONPath: it cannot be read at `[`"));
    assert!(told("").contains("it cannot be read at its end"));
    assert!(told("$.paths./a").contains("at `/a`"));
    assert!(told("$[?ü(@)]").contains("is no JSONPath"));
    for query in [
        format!("$[?{}@.a{}]", "(".repeat(900), ")".repeat(900)),
        format!("${}{}", "[?@".repeat(100), "]".repeat(100)),
        format!("$[?{}@.a]", "!".repeat(1900)),
        format!("${}", "..*".repeat(50)),
        "$.a".repeat(10_000),
    ] {
        let told = told(&query);
        assert!(told.contains("at most") || told.contains("is no JSONPath"), "{query}: {told}");
    }
    // In quotes it is a name.
    let told = merged_by("1.1.0", &["  - {target: \"$['a..b..c..d((((((((((((']\", remove: true}"]).unwrap_err();
    assert!(told[0].1.contains("selects nothing"), "{}", told[0].1);
}
