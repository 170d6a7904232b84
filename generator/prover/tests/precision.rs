//! The types of a client compared with schemas: types that are too wide are found, precise ones
//! pass.

use std::collections::BTreeMap;

use clientwright_prover::fault::Cause;
use clientwright_prover::names::Names;
use clientwright_prover::proof::plan;
use clientwright_prover::source::Description;
use serde_json::{Value, json};

/// Returns the faults of a client whose `POST /a` sends the schema `It` as `client::types::It`, a
/// type of the given shape.
fn wrong(schemas: &Value, shape: &Value, reported: &[&str]) -> Vec<String> {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/It"}}});
    let operation = json!({"requestBody": {"required": true, "content": content}, "responses": {}});
    let whole = json!({"openapi": "3.1.1", "paths": {"/a": {"post": operation}}, "components": {"schemas": schemas}});
    let mut spec = Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap();
    spec.reported = reported.iter().map(|location| (*location).to_owned()).collect();
    let body =
        json!({"location": "body", "wire": "", "name": "body", "ty": "client::types::It", "presence": "required"});
    let names: Names = serde_json::from_value(json!({
        "types": [{"pointer": "/components/schemas/It", "path": "client::types::It", "shape": shape}],
        "aliases": [["client::types::Other", "String"]],
        "operations": [{
            "method": "POST", "path": "/a", "call": "call", "arguments": [body], "setters": [], "output": "()",
            "body": "application/json", "errors": null, "responses": [],
        }],
        "headers": [], "schemes": [],
    }))
    .unwrap();
    let verdicts = plan(&spec, &names, None).verdicts(&[]);
    let faults = verdicts.into_iter().flat_map(|of| of.faults).map(|(fault, _)| fault.cause);
    let faults = faults.filter(|cause| *cause != Cause::DriverEnded);
    faults.map(|cause| cause.to_string()).collect()
}

fn record(ty: &str, more: &Value) -> Value {
    let mut member = json!({"wire": "a", "name": "a", "ty": ty, "boxed": false, "presence": "optional", "constant": false, "discriminator": false});
    more.as_object().unwrap().iter().for_each(|(key, value)| member[key] = value.clone());
    json!({"record": {"members": [member], "required": null, "rest": null, "array": false}})
}

/// Returns the faults of a field with a schema.
fn field(schema: &Value, ty: &str) -> Vec<String> {
    wrong(&json!({"It": {"type": "object", "properties": {"a": schema}}}), &record(ty, &json!({})), &[])
}

const ANY: &str = "any JSON, but the schema is more precise";
const STRING: &str = "any string, but the schema is more precise";

#[test]
fn any_json_is_a_fault_if_the_schema_is_more_precise() {
    let any = "serde_json::Value";
    let precise = [
        json!({"type": "string"}),
        json!({"type": ["integer", "null"]}),
        json!({"type": "array", "items": {}}),
        json!({"properties": {"b": {}}}),
        json!({"enum": ["x", 1]}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"anyOf": [{"enum": ["x"]}, {"type": "null"}]}),
        json!({"allOf": [{"type": "string"}]}),
    ];
    for schema in precise {
        assert_eq!(field(&schema, any), [ANY], "{schema}");
        assert_eq!(field(&json!({"type": "array", "items": schema}), &format!("Vec<{any}>")), [ANY], "{schema}");
        assert_eq!(
            field(&json!({"additionalProperties": schema}), &format!("std::collections::BTreeMap<String, {any}>")),
            [ANY],
            "{schema}"
        );
        let rest = json!({"record": {"members": [], "required": null, "rest": null, "array": false}});
        assert_eq!(
            wrong(&json!({"It": {"type": "object", "additionalProperties": schema}}), &rest, &[]),
            [ANY],
            "{schema}"
        );
    }
    let open = [
        json!({}),
        json!(true),
        json!({"description": "anything"}),
        json!({"type": "object"}),
        json!({"anyOf": [{"type": "string"}, {}]}),
        json!({"type": ["string", "number", "boolean", "object", "array", "null"]}),
    ];
    for schema in open {
        assert_eq!(field(&schema, any), Vec::<String>::new(), "{schema}");
    }
}

#[test]
fn any_string_is_a_fault_if_values_or_a_format_are_declared() {
    let shade = json!({"$ref": "#/components/schemas/Text", "enum": ["dark", "light"]});
    let it =
        |schema: &Value| json!({"It": {"type": "object", "properties": {"a": schema}}, "Text": {"type": "string"}});
    for schema in [
        shade,
        json!({"allOf": [{"type": "string"}, {"format": "date-time"}]}),
        json!({"type": "string", "format": "uuid"}),
    ] {
        assert_eq!(wrong(&it(&schema), &record("String", &json!({})), &[]), [STRING], "{schema}");
        assert_eq!(wrong(&it(&schema), &record("client::types::Other", &json!({})), &[]), [STRING], "by another name");
        assert_eq!(wrong(&it(&schema), &record("client::formats::DateTime", &json!({})), &[]), Vec::<String>::new());
    }
    for schema in [json!({"type": "string"}), json!({"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]})] {
        assert_eq!(field(&schema, "String"), Vec::<String>::new(), "{schema}");
    }
}

#[test]
fn schemas_with_a_diagnostic_have_no_fault() {
    let schemas = json!({"It": {"type": "object", "properties": {"a": {"type": "string"}}}});
    let with_report = |location: &str| wrong(&schemas, &record("serde_json::Value", &json!({})), &[location]);
    assert_eq!(with_report("root#/components/schemas/It/properties/a"), Vec::<String>::new());
    assert_eq!(with_report("root#/components/schemas/It/properties/a/type"), Vec::<String>::new());
    assert_eq!(with_report("root#/components/schemas/It/properties/ab"), [ANY]);
}

#[test]
fn a_single_value_is_not_an_argument() {
    let schemas =
        |values: Value| json!({"It": {"type": "object", "required": ["a"], "properties": {"a": {"enum": values}}}});
    let argument = json!({"presence": "required"});
    assert_eq!(
        wrong(&schemas(json!(["x"])), &record("client::types::A", &argument), &[]),
        ["asks for a value, but only one is possible"]
    );
    assert_eq!(wrong(&schemas(json!(["x", "y"])), &record("client::types::A", &argument), &[]), Vec::<String>::new());
    let constant = json!({"presence": "required", "constant": true});
    assert_eq!(wrong(&schemas(json!(["x"])), &record("client::types::A", &constant), &[]), Vec::<String>::new());
    let optional = record("client::types::A", &json!({}));
    assert_eq!(wrong(&schemas(json!(["x", "y"])), &optional, &[]), ["optional, but required by the schema"]);
}

#[test]
fn the_discriminator_of_a_child_is_not_an_argument() {
    let parent = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}, "discriminator": {"propertyName": "a"}});
    let between = json!({"allOf": [{"$ref": "#/components/schemas/Parent"}]});
    let it = json!({"allOf": [{"$ref": "#/components/schemas/Between"}]});
    let schemas = json!({"It": it, "Between": between, "Parent": parent});
    let argument = json!({"presence": "required"});
    assert_eq!(
        wrong(&schemas, &record("String", &argument), &[]),
        ["asks for a discriminator value, but the type implies it"]
    );
    let implied = json!({"presence": "required", "discriminator": true});
    assert_eq!(wrong(&schemas, &record("String", &implied), &[]), Vec::<String>::new());
}
