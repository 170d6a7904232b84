//! Values of YAML and JSON that common value types refuse or change.

use clientwright::{Lock, Options, Output, Sources, generate};

const TEXT: &str = r##"openapi: 3.0.3
info: {title: 2024-01-01, version: "1.10"}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      operationId: listThings
      tags: [on]
      responses:
        200:
          description: yes
          content: &json
            application/json: {schema: {$ref: "#/components/schemas/Thing"}}
        404: {description: no, content: *json}
components:
  schemas:
    Thing:
      type: object
      required: [no, on]
      properties:
        no: {type: string, enum: [yes, no, on, "off", ~, 1.0, null]}
        on: {type: integer, maximum: 18446744073709551616, minimum: -170141183460469231731687303715884105729}
        123: {type: boolean, default: 1e400}
        <<: {merged: {type: string}}
"##;

fn output(name: &str, text: &str) -> Output {
    generate(&Sources::new(name, text.to_owned()), &Options::default(), &Lock::default())
        .unwrap_or_else(|report| panic!("{:#?}", report.diagnostics))
}

#[test]
fn keys_and_numbers_are_read_as_they_stand() {
    let output = output("spec.yaml", TEXT);
    let types = &output.files["src/types.rs"];
    for field in ["pub no: Option<ThingNo>", "pub on: Number", "pub n123: Option<bool>", "pub merged: Option<String>"] {
        assert!(types.contains(field), "{field}\n{types}");
    }
    let mirror = &output.files["src/types/mirror.rs"];
    for key in [r#"",\"no\":""#, r#"",\"on\":""#, r#"",\"123\":""#] {
        assert!(mirror.contains(key), "{key}\n{mirror}");
    }
    assert!(output.files.contains_key("src/on.rs"));
    assert_eq!(output.summary.title, "2024-01-01 1.10");
    assert!(output.files["src/on.rs"].contains("NotFound(types::Thing)"), "{}", output.files["src/on.rs"]);
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = output("spec.yaml", TEXT);
    let crlf = output("spec.yaml", &format!("\u{feff}{}", TEXT.replace('\n', "\r\n")));
    assert_eq!(plain.files, crlf.files);
}

#[test]
fn json_is_read_as_json() {
    let text = r#"{"openapi":"3.1.0","info":{"title":"\ud83d\ude00","version":"1"},"servers":[{"url":"https://a.test"}],
        "paths":{"/a":{"get":{"operationId":"get","tags":["t"],"responses":{"200":{"description":"x","content":
        {"application/json":{"schema":{"type":"object","properties":{"n":{"type":"integer","maximum":99999999999999999999999}}}}}}}}}}}"#;
    let read = output("spec.json", text);
    assert_eq!(read.summary.title, "\u{1F600} 1");
    assert!(read.files["src/types.rs"].contains("pub n: Option<Number>"));
    // A file that is called YAML is JSON if all of it is.
    assert_eq!(output("spec.yaml", text).files, read.files);
    let yaml = text.replace("\\ud83d\\ude00", "T").replace("\"3.1.0\"", "3.1.0");
    assert_eq!(output("spec.yaml", &yaml).summary.title, "T 1");
}

/// Returns a description with a chain of components, each inside the previous one.
fn chain(length: usize) -> String {
    let link = |n: usize| {
        format!(
            "    C{n}: {{type: object, required: [next], properties: {{next: {{$ref: '#/components/schemas/C{}'}}}}}}\n",
            n + 1
        )
    };
    let links: String = (0..length).map(link).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: Deep, version: '1'}}\nservers: [{{url: https://a.test}}]\npaths:\n  /a: {{get: {{operationId: get, tags: [t], \
         responses: {{'200': {{description: x, content: {{application/json: {{schema: {{$ref: '#/components/schemas/C0'}}}}}}}}}}}}}}\n\
         components:\n  schemas:\n{links}    C{length}: {{type: string}}\n"
    )
}

#[test]
fn deep_types_document_the_recursion_limit() {
    let lib = |length| output("spec.yaml", &chain(length)).files["src/lib.rs"].clone();
    assert!(!lib(60).contains("recursion_limit"));
    let deep = lib(300);
    assert!(deep.contains("#![recursion_limit = \"512\"]"), "{deep}");
    assert!(deep.contains("A crate that uses them may need"), "{deep}");
}

fn only(wishes: &[&str]) -> Result<Output, String> {
    let options = Options { only: wishes.iter().map(|wish| (*wish).to_owned()).collect(), ..Options::default() };
    let text = include_str!("fixtures/features/spec.yaml");
    let generated = generate(&Sources::new("spec.yaml", text.to_owned()), &options, &Lock::default());
    generated.map_err(|report| {
        report.diagnostics.iter().map(|of| format!("{}: {} {}", of.code, of.message, of.help)).collect()
    })
}

#[test]
fn only_what_is_asked_for_is_generated() {
    let by_tag = only(&["ants", "/d*s"]).unwrap();
    assert_eq!((by_tag.summary.operations, by_tag.summary.generated), (9, 2));
    assert!(by_tag.files.contains_key("src/ants.rs") && by_tag.files.contains_key("src/dogs.rs"));
    assert!(!by_tag.files.contains_key("src/bees.rs"));
    let types = &by_tag.files["src/types.rs"];
    assert!(types.contains("struct Leg") && !types.contains("struct Bee"), "{types}");
    // The root of the crate always declares the module of types.
    assert!(only(&["dogs"]).unwrap().files.contains_key("src/types.rs"));
    // Names depend on the whole description, so that later additions change none.
    let all = only(&[]).unwrap();
    assert!(all.files["src/ants.rs"].contains("pub fn get(") && by_tag.files["src/ants.rs"].contains("pub fn get("));
    assert_eq!(
        only(&["bee"]).unwrap_err(),
        "CW0701: `--only bee` selects no operation of the description did you mean the tag `bees`?"
    );
    // Too many edits for a typo.
    assert!(only(&["all the bees"]).unwrap_err().ends_with("did you mean the tag `bees`?"));
    assert!(only(&["xyz"]).unwrap_err().contains("use a tag, an operationId"));
    assert!(only(&["/x/*"]).unwrap_err().contains("with `*` for any characters"));
}
