//! Descriptions of several files: a file is read when a reference to it is resolved, and its errors
//! only matter for parts that need it.

use std::collections::BTreeMap;

use clientwright::report::{Code, Diagnostic, Level, Renderer};
use clientwright::{Lock, Options, Output, Report, Sources, decoded, generate};

/// Returns a description with paths and the text after them.
fn api(paths: &str, more: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Far, version: '1' }}\nservers: [{{ url: https://far.test }}]\npaths:\n{paths}{more}"
    )
}

/// Returns an operation that responds with a schema.
fn get(id: &str, schema: &str) -> String {
    format!(
        "  /{id}:\n    get:\n      operationId: {id}\n      tags: [{id}]\n      responses:\n        '200': {{ description: ok, content: {{ application/json: {{ schema: {schema} }} }} }}\n"
    )
}

const BROKEN: &str = "components:\n  schemas:\n    B: { type: object\n";

fn sources(files: &[(&str, &str)]) -> Sources {
    let all: BTreeMap<&str, &str> = files.iter().copied().collect();
    let mut sources = Sources::new("api.yaml", all["api.yaml"].to_owned());
    // Files are added until no new ones are wanted, as by the command line.
    loop {
        let wanted: Vec<String> = sources.wanted().into_iter().filter(|name| all.contains_key(name.as_str())).collect();
        if wanted.is_empty() {
            return sources;
        }
        wanted.iter().for_each(|name| sources.insert(name, all[name.as_str()].to_owned()));
    }
}

fn run(files: &[(&str, &str)], options: Options) -> Result<Output, Report> {
    generate(&sources(files), &Options { crate_name: "far".to_owned(), ..options }, &Lock::default())
}

fn read(files: &[(&str, &str)]) -> Output {
    run(files, Options::default()).unwrap_or_else(|report| panic!("{:#?}", report.diagnostics))
}

fn refused(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    run(files, Options::default()).map(|output| output.summary).expect_err("it was accepted").diagnostics
}

fn only(wanted: &[&str]) -> Options {
    Options { only: wanted.iter().map(|name| (*name).to_owned()).collect(), ..Options::default() }
}

fn rendered(files: &[(&str, &str)], report: &Report) -> String {
    let sources = sources(files);
    let mut renderer = Renderer::new(&sources, &report.diagnostics);
    report.diagnostics.iter().map(|diagnostic| renderer.render(diagnostic)).collect()
}

/// Returns the levels and codes of diagnostics.
fn found(diagnostics: &[Diagnostic]) -> Vec<(Level, Code)> {
    diagnostics.iter().map(|diagnostic| (diagnostic.level, diagnostic.code)).collect()
}

#[test]
fn a_broken_file_that_nothing_needs_is_ignored() {
    let api = api(&get("a", "{ $ref: 'common.yaml#/components/schemas/A' }"), "");
    let common = "components:\n  schemas:\n    A: { type: object, properties: { id: { type: string } } }\n    Unused: { $ref: 'other.yaml#/components/schemas/B' }\n";
    let output = read(&[("api.yaml", &api), ("common.yaml", common), ("other.yaml", BROKEN)]);
    assert_eq!(output.summary.generated, 1);
    assert!(output.files["src/types.rs"].contains("pub id: Option<String>"));
    assert_eq!(found(&output.report.diagnostics), []);
}

#[test]
fn a_broken_file_that_an_operation_needs_is_an_error_with_both_spans() {
    let paths = get("a", "{ type: array, items: { $ref: 'other.yaml#/components/schemas/B' } }")
        + &get("b", "{ type: string }");
    let files = [("api.yaml", &*api(&paths, "")), ("other.yaml", BROKEN)];
    let report = run(&files, Options::default()).err().unwrap();
    let text = rendered(&files, &report);
    for part in [
        "error[CW0101]: invalid YAML: unclosed bracket `{`\n --> other.yaml:3:8\n",
        "note: referenced here\n  --> api.yaml:10:104\n",
        "note: needed by `GET /a`\n --> api.yaml:6:5\n",
        "= help: close it",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(found(&report.diagnostics), [(Level::Error, Code::BrokenYaml)]);
    // In lenient mode, the broken schema is any JSON.
    let lenient = run(&files, Options { lenient: true, ..Options::default() }).unwrap();
    assert_eq!(
        (lenient.summary.generated, found(&lenient.report.diagnostics)[0]),
        (2, (Level::Repaired, Code::BrokenYaml))
    );
    // Without the operation, it is only a note.
    let other = run(&files, only(&["b"])).unwrap();
    assert_eq!((other.summary.generated, found(&other.report.diagnostics)[0]), (1, (Level::Ignored, Code::BrokenYaml)));
    assert!(run(&files, only(&["a"])).is_err() && run(&files, only(&["/a"])).is_err());
}

#[test]
fn the_second_reference_counts_too() {
    let more = "components: { schemas: { T: { $ref: 'other.yaml#/components/schemas/B' } } }\n";
    let reference = "{ $ref: '#/components/schemas/T' }";
    let files = [("api.yaml", &*api(&(get("a", reference) + &get("b", reference)), more)), ("other.yaml", BROKEN)];
    for id in ["a", "b"] {
        let report = run(&files, only(&[id])).map(|output| output.summary).expect_err(id);
        assert!(rendered(&files, &report).contains(&format!("needed by `GET /{id}`")), "{}", rendered(&files, &report));
    }
}

/// The order of threads does not change the diagnostics.
#[test]
fn files_of_unused_parts_are_reported_equally_in_each_run() {
    let text = api(&get("a", "{ type: string }"), "components: { responses: { U: { $ref: 'other.yaml#/r' } } }\n");
    let files = [("api.yaml", &*text), ("other.yaml", "r: { description: a, description: b }\n")];
    for _ in 0..20 {
        assert_eq!(found(&read(&files).report.diagnostics), [(Level::Ignored, Code::DuplicateKey)]);
    }
}

/// All kinds of references from generated parts to a file.
#[test]
fn generated_parts_need_their_files() {
    let with = |more: &str| api(&get("a", "{ $ref: '#/components/schemas/T' }"), more);
    let schemas = |text: &str| with(&format!("components:\n  schemas:\n    {text}\n"));
    let operation = |keyword: &str| api(&format!("{}      {keyword}\n", get("a", "{ type: string }")), "");
    let to = "$ref: 'other.yaml#/components/schemas/B'";
    let cases = [
        ("a property", schemas(&format!("T: {{ properties: {{ a: {{ {to} }} }} }}"))),
        ("an alias", schemas(&format!("T: {{ {to} }}"))),
        (
            "two steps",
            schemas(&format!("T: {{ items: {{ $ref: '#/components/schemas/U' }}, type: array }}\n    U: {{ {to} }}")),
        ),
        ("allOf", schemas(&format!("T: {{ allOf: [{{ {to} }}, {{ properties: {{ a: {{}} }} }}] }}"))),
        ("oneOf", schemas(&format!("T: {{ oneOf: [{{ type: string }}, {{ {to} }}] }}"))),
        ("additionalProperties", schemas(&format!("T: {{ additionalProperties: {{ {to} }} }}"))),
        (
            "a mapping",
            schemas(
                "T: { oneOf: [{ $ref: '#/components/schemas/V' }], discriminator: { propertyName: t, mapping: { b: 'other.yaml#/components/schemas/B' } } }\n    V: { type: object, properties: { t: { type: string } } }",
            ),
        ),
        (
            "a child",
            schemas(&format!(
                "T: {{ type: object, discriminator: {{ propertyName: t }}, properties: {{ t: {{ type: string }} }} }}\n    C: {{ allOf: [{{ $ref: '#/components/schemas/T' }}, {{ {to} }}] }}"
            )),
        ),
        ("a parameter", operation("parameters: [{ $ref: 'other.yaml#/components/parameters/B' }]")),
        (
            "the schema of a parameter",
            operation(&format!("parameters: [{{ name: q, in: query, schema: {{ {to} }} }}]")),
        ),
        ("a request body", operation("requestBody: { $ref: 'other.yaml#/components/requestBodies/B' }")),
        ("a callback", operation("callbacks: { c: { $ref: 'other.yaml#/components/callbacks/B' } }")),
        ("a path item", api("  /a: { $ref: 'other.yaml#/a' }\n", "")),
        (
            "parameters of a path item",
            api(&get("a", "{ type: string }"), "    parameters: [{ $ref: 'other.yaml#/p' }]\n"),
        ),
        ("all paths", api("  $ref: other.yaml\n", "")),
        (
            "a security scheme",
            with("components: { securitySchemes: { s: { $ref: 'other.yaml#/s' } }, schemas: { T: {} } }\n"),
        ),
    ];
    for (case, text) in cases {
        let diagnostics = refused(&[("api.yaml", &text), ("other.yaml", BROKEN)]);
        assert_eq!(found(&diagnostics), [(Level::Error, Code::BrokenYaml)], "{case}: {diagnostics:#?}");
        let missing = refused(&[("api.yaml", &text)]);
        assert_eq!((missing[0].level, missing[0].code), (Level::Error, Code::MissingFile), "{case}: {missing:#?}");
    }
}

/// References from unused parts to a file are notes.
#[test]
fn unused_parts_need_no_files() {
    let with = |more: &str| api(&get("a", "{ type: string }"), more);
    let to = "$ref: 'other.yaml#/components/schemas/B'";
    let cases = [
        ("an unused schema", with(&format!("components: {{ schemas: {{ U: {{ {to} }} }} }}\n"))),
        (
            "an unused schema, deeper",
            with(&format!(
                "components: {{ schemas: {{ U: {{ properties: {{ a: {{ {to} }} }} }}, W: {{ $ref: '#/components/schemas/U' }} }} }}\n"
            )),
        ),
        ("an unused parameter", with("components: { parameters: { U: { $ref: 'other.yaml#/p' } } }\n")),
        ("an unused response", with("components: { responses: { U: { $ref: 'other.yaml#/r' } } }\n")),
        (
            "an unused body",
            with(&format!(
                "components: {{ requestBodies: {{ U: {{ content: {{ application/json: {{ schema: {{ {to} }} }} }} }} }} }}\n"
            )),
        ),
    ];
    for (case, text) in cases {
        let output = read(&[("api.yaml", &text), ("other.yaml", BROKEN)]);
        assert_eq!(found(&output.report.diagnostics), [(Level::Ignored, Code::BrokenYaml)], "{case}");
        assert!(output.report.diagnostics[0].message.contains("the generated client does not need it"), "{case}");
        let missing = read(&[("api.yaml", &text)]);
        assert_eq!(found(&missing.report.diagnostics), [(Level::Ignored, Code::MissingFile)], "{case}");
    }
    let webhooks = with("").replace("3.0.3", "3.1.0")
        + "webhooks: { w: { post: { requestBody: { content: { application/json: { schema: { $ref: 'other.yaml#/B' } } } } } } }\n";
    let files = [("api.yaml", &*webhooks), ("other.yaml", BROKEN)];
    assert_eq!(found(&refused(&files)), [(Level::Error, Code::BrokenYaml)]);
    assert_eq!(found(&run(&files, only(&["a"])).unwrap().report.diagnostics), [(Level::Ignored, Code::BrokenYaml)]);
    assert!(run(&files, only(&["webhooks"])).is_err());
}

#[test]
fn duplicate_keys_of_another_file_are_errors_for_what_needs_them() {
    let other = "components:\n  schemas:\n    A: { type: string }\n    B: { properties: { a: { type: string, type: string } } }\n    C: { type: string }\n    C: { type: string }\n";
    let needs = |name: &str| api(&get("a", &format!("{{ $ref: 'other.yaml#/components/schemas/{name}' }}")), "");
    let files = |text: &str| run(&[("api.yaml", text), ("other.yaml", other)], Options::default());
    let twice = |level| (level, Code::DuplicateKey);
    let a = files(&needs("A")).unwrap();
    assert_eq!(found(&a.report.diagnostics), [twice(Level::Ignored), twice(Level::Ignored)]);
    let errors = |name: &str| {
        files(&needs(name)).err().unwrap().diagnostics.iter().filter(|found| found.level == Level::Error).count()
    };
    assert_eq!((errors("B"), errors("C")), (1, 1));
}

#[test]
fn a_mistake_in_another_file_is_an_error_for_what_needs_it() {
    let text = "A: { type: string }\nB: { type: strng }\nC: { $ref: '#/Nothing' }\n";
    let unused = |name: &str| {
        api(
            &get("a", "{ $ref: 'other.yaml#/A' }"),
            &format!("components: {{ schemas: {{ U: {{ $ref: 'other.yaml#/{name}' }} }} }}\n"),
        )
    };
    let used = |name: &str| api(&get("a", &format!("{{ $ref: 'other.yaml#/{name}' }}")), "");
    for (name, code) in [("B", Code::UnknownType), ("C", Code::UnresolvedRef), ("D", Code::UnresolvedRef)] {
        let output = read(&[("api.yaml", &unused(name)), ("other.yaml", text)]);
        assert_eq!(found(&output.report.diagnostics), [(Level::Ignored, code)], "{name}");
        let diagnostics = refused(&[("api.yaml", &used(name)), ("other.yaml", text)]);
        assert_eq!(found(&diagnostics), [(Level::Error, code)], "{name}");
    }
}

#[test]
fn schemas_are_found_by_their_identifiers_next_to_a_broken_file() {
    let text =
        api(&get("a", "{ $ref: 'https://far.test/a.json' }"), "x-files: [{ $ref: other.yaml }, { $ref: ids.yaml }]\n")
            .replace("3.0.3", "3.1.0");
    let ids = "$defs: { A: { $id: 'https://far.test/a.json', type: object, properties: { id: { type: integer } } } }\n";
    let output = read(&[("api.yaml", &text), ("other.yaml", BROKEN), ("ids.yaml", ids)]);
    assert!(output.files["src/types.rs"].contains("pub id: Option<i64>"), "{}", output.files["src/types.rs"]);
}

#[test]
fn texts_are_decoded_by_the_rules_of_yaml() {
    let text = "ö: \u{1F600}\n";
    let utf16 =
        |big: bool| text.encode_utf16().flat_map(move |unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    let utf32 = |big: bool| {
        text.chars().flat_map(move |c| if big { (c as u32).to_be_bytes() } else { (c as u32).to_le_bytes() })
    };
    let marked = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
    let cases = [
        text.as_bytes().to_vec(),
        marked(&[0xfe, 0xff], utf16(true).collect()),
        marked(&[0xff, 0xfe], utf16(false).collect()),
        marked(&[0, 0, 0xfe, 0xff], utf32(true).collect()),
        marked(&[0xff, 0xfe, 0, 0], utf32(false).collect()),
        marked(&[0xef, 0xbb, 0xbf], text.as_bytes().to_vec()),
    ];
    for bytes in cases {
        assert_eq!(decoded(bytes.clone()).unwrap().trim_start_matches('\u{feff}'), text, "{bytes:?}");
    }
    assert_eq!(decoded(b"\0a\0:\0 \0b".to_vec()).unwrap(), "a: b");
    assert_eq!(decoded(b"a\n\xff".to_vec()), Err(2));
    assert_eq!(decoded(vec![0xff, 0xfe, b'a', 0, 0]), Err(1));
}

/// A description whose files are outside of the root's folder, named from different working
/// folders.
fn called_from(folder: &str) -> Sources {
    let root = api(&get("things", r#"{ $ref: "../common/thing.yaml" }"#), "");
    let mut sources = Sources::new(&format!("{folder}v1/api.yaml"), root);
    let wanted = sources.wanted();
    assert_eq!(wanted.len(), 1);
    sources.insert(&wanted[0], "type: object\nproperties: { name: { type: string } }\n".to_owned());
    sources
}

#[test]
fn names_do_not_depend_on_the_current_folder() {
    let options = Options { crate_name: "far".to_owned(), ..Options::default() };
    let run = |folder, lock: &Lock| generate(&called_from(folder), &options, lock).unwrap();
    let first = run("", &Lock::default());
    assert!(first.lock.to_text().contains("\t../common/thing.yaml#/\tThing\n"), "{}", first.lock.to_text());
    for folder in ["/home/me/", "specs/", "../", "./", "specs/../", "../specs/./"] {
        let again = run(folder, &first.lock);
        assert_eq!((&again.lock, &again.files), (&first.lock, &first.files), "{folder}");
    }
    // An earlier version named the file by its path from the current folder.
    let old = first.lock.to_text().replace("\t../common/thing.yaml#/\tThing", "\tspecs/common/thing.yaml#/\tKept");
    let kept = run("specs/", &Lock::parse(&old).unwrap());
    assert!(kept.lock.to_text().contains("\t../common/thing.yaml#/\tKept\n"), "{}", kept.lock.to_text());
}
