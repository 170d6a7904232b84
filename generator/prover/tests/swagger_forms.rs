//! The forms of Swagger 2.0: their fields, which are parameters there, are read as a body.

use std::collections::BTreeMap;

use clientwright_prover::source::{Description, operations};

const FORMS: &str = r##"
swagger: "2.0"
host: api.test
parameters:
  note: { in: formData, name: note, type: string, required: true }
paths:
  /a:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { in: formData, name: tags, type: array, items: { type: string }, collectionFormat: multi }
        - { in: formData, name: ids, type: array, items: { type: integer } }
        - { $ref: "#/parameters/note" }
      responses: {}
  /b:
    parameters: [{ in: formData, name: file, type: file }]
    post: { responses: {} }
"##;

#[test]
fn fields_of_forms_are_a_body() {
    let texts = BTreeMap::from([("root".to_owned(), FORMS.to_owned())]);
    let spec = Description::read("root", &texts).unwrap();
    let all = operations(&spec);
    let [first, second] = all.as_slice() else { panic!("{}", all.len()) };
    let body = &first.bodies[0];
    assert_eq!((body.media_type.as_str(), first.needs_body), ("application/x-www-form-urlencoded", true));
    let schema = body.schema.as_ref().unwrap().value;
    assert_eq!(schema["properties"].as_object().unwrap().len(), 3);
    assert_eq!(schema["required"], serde_json::json!(["note"]));
    let explode: Vec<_> = body.encoding.iter().map(|(name, node)| (name.as_str(), node.is("explode"))).collect();
    assert_eq!(explode, [("ids", false), ("tags", true)]);
    assert_eq!(second.bodies[0].media_type, "multipart/form-data");
    assert!(!second.needs_body && first.parameters.is_empty());
}
