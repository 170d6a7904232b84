//! Annotations of a schema are kept, however the schema is rewritten.

use clientwright::Sources;
use clientwright::parse::parse;
use clientwright::report::Report;
use clientwright::resolve::{Annotations, resolve};

/// Returns the annotations of the property `p`, which has a schema with these keywords.
fn annotations(keywords: &str) -> Annotations {
    let spec = format!(
        "openapi: 3.1.0
info: {{ title: T, version: '1' }}
paths: {{}}
components:
  schemas:
    A: {{ type: object, properties: {{ a: {{ type: string }} }} }}
    B: {{ type: object, properties: {{ b: {{ type: string }} }} }}
    U: {{ oneOf: [{{ $ref: '#/components/schemas/A' }}, {{ $ref: '#/components/schemas/B' }}] }}
    T:
      type: object
      properties:
        p: {{ title: P, description: D, deprecated: true, readOnly: true, x-rust-name: r, default: {{}}, {keywords} }}
"
    );
    let sources = Sources::new("spec.yaml", spec);
    let mut report = Report::default();
    let document = parse(&sources, false, &mut report).unwrap();
    let resolved = resolve(&document, false, &mut report);
    assert!(!report.has_errors(), "{report:?}");
    let found = resolved.schemas.iter().find(|schema| schema.span.pointer.as_str().ends_with("/T/properties/p"));
    found.unwrap().annotations.clone()
}

#[test]
fn rewritten_schemas_keep_their_annotations() {
    for keywords in [
        "type: string",
        "type: [string, object]",
        "type: 'null'",
        "enum: [null]",
        "type: object, properties: { c: { type: string } }, oneOf: [{ properties: { a: { type: string } } }, { properties: { b: { type: string } } }]",
        "allOf: [{ $ref: '#/components/schemas/U' }, { properties: { c: { type: string } } }]",
        "$ref: '#/components/schemas/U', properties: { c: { type: string } }",
        "allOf: [{ type: string }, { enum: [x, y] }]",
    ] {
        let Annotations { title, description, deprecated, read_only, rust_name, default, .. } = annotations(keywords);
        assert_eq!((title.as_deref(), description.as_deref()), (Some("P"), Some("D")), "{keywords}");
        assert_eq!((deprecated, read_only, rust_name.as_deref()), (true, true, Some("r")), "{keywords}");
        assert!(default.is_some(), "{keywords}");
    }
}
