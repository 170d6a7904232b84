//! The types of a client against what schemas say: each too wide type is found, and each right one passes.

use std::collections::BTreeMap;

use clientwright_prover::names::Names;
use clientwright_prover::proof::plan;
use clientwright_prover::source::Description;
use serde_json::{Value, json};

/// What is wrong with the types of a client whose `POST /a` sends the schema `It` as `client::types::It`, which has one field or what else
/// `shape` says.
fn wrong(schemas: &Value, shape: &Value, reported: &[&str]) -> Vec<String> {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/It"}}});
    let operation = json!({"requestBody": {"required": true, "content": content}, "responses": {}});
    let whole = json!({"openapi": "3.1.1", "paths": {"/a": {"post": operation}}, "components": {"schemas": schemas}});
    let mut of = Description::read("root", &BTreeMap::from([("root".to_owned(), whole.to_string())])).unwrap();
    of.reported = reported.iter().map(|place| (*place).to_owned()).collect();
    let body = json!({"place": "body", "wire": "", "name": "body", "ty": "client::types::It", "presence": "required"});
    let names: Names = serde_json::from_value(json!({
        "types": [{"pointer": "/components/schemas/It", "path": "client::types::It", "shape": shape}],
        "aliases": [["client::types::Other", "String"]],
        "operations": [{
            "method": "POST", "path": "/a", "call": "call", "arguments": [body], "setters": [], "output": "()",
            "body": "application/json", "errors": null, "answers": [],
        }],
        "headers": [], "schemes": [],
    }))
    .unwrap();
    let verdicts = plan(&of, &names, None).verdicts(&[]);
    let faults = verdicts.into_iter().flat_map(|of| of.faults).map(|(fault, _)| fault.cause.to_owned());
    faults.filter(|cause| !cause.starts_with("the driver")).collect()
}

fn record(ty: &str, more: &Value) -> Value {
    let mut member = json!({"wire": "a", "name": "a", "ty": ty, "boxed": false, "presence": "optional", "constant": false, "tag": false});
    more.as_object().unwrap().iter().for_each(|(key, value)| member[key] = value.clone());
    json!({"record": {"members": [member], "required": null, "rest": null, "array": false}})
}

/// Of a field of one schema.
fn field(schema: &Value, ty: &str) -> Vec<String> {
    wrong(&json!({"It": {"type": "object", "properties": {"a": schema}}}), &record(ty, &json!({})), &[])
}

const ANY: &str = "any JSON, though more is said";
const TEXT: &str = "any text, though more is said";

#[test]
fn any_json_is_not_right_where_more_is_said() {
    let any = "serde_json::Value";
    let said = [
        json!({"type": "string"}),
        json!({"type": ["integer", "null"]}),
        json!({"type": "array", "items": {}}),
        json!({"properties": {"b": {}}}),
        json!({"enum": ["x", 1]}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"anyOf": [{"enum": ["x"]}, {"type": "null"}]}),
        json!({"allOf": [{"type": "string"}]}),
    ];
    for schema in said {
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
fn any_text_is_not_right_where_values_or_a_format_are_said() {
    let shade = json!({"$ref": "#/components/schemas/Text", "enum": ["dark", "light"]});
    let it =
        |schema: &Value| json!({"It": {"type": "object", "properties": {"a": schema}}, "Text": {"type": "string"}});
    for schema in [
        shade,
        json!({"allOf": [{"type": "string"}, {"format": "date-time"}]}),
        json!({"type": "string", "format": "uuid"}),
    ] {
        assert_eq!(wrong(&it(&schema), &record("String", &json!({})), &[]), [TEXT], "{schema}");
        assert_eq!(wrong(&it(&schema), &record("client::types::Other", &json!({})), &[]), [TEXT], "by another name");
        assert_eq!(wrong(&it(&schema), &record("client::formats::DateTime", &json!({})), &[]), Vec::<String>::new());
    }
    for schema in [json!({"type": "string"}), json!({"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]})] {
        assert_eq!(field(&schema, "String"), Vec::<String>::new(), "{schema}");
    }
}

#[test]
fn what_the_client_told_of_is_no_fault() {
    let schemas = json!({"It": {"type": "object", "properties": {"a": {"type": "string"}}}});
    let told = |place: &str| wrong(&schemas, &record("serde_json::Value", &json!({})), &[place]);
    assert_eq!(told("root#/components/schemas/It/properties/a"), Vec::<String>::new());
    assert_eq!(told("root#/components/schemas/It/properties/a/type"), Vec::<String>::new());
    assert_eq!(told("root#/components/schemas/It/properties/ab"), [ANY]);
}

#[test]
fn what_has_one_value_is_not_asked_for() {
    let schemas =
        |values: Value| json!({"It": {"type": "object", "required": ["a"], "properties": {"a": {"enum": values}}}});
    let asked = json!({"presence": "required"});
    assert_eq!(
        wrong(&schemas(json!(["x"])), &record("client::types::A", &asked), &[]),
        ["asked for, though it has one value"]
    );
    assert_eq!(wrong(&schemas(json!(["x", "y"])), &record("client::types::A", &asked), &[]), Vec::<String>::new());
    let constant = json!({"presence": "required", "constant": true});
    assert_eq!(wrong(&schemas(json!(["x"])), &record("client::types::A", &constant), &[]), Vec::<String>::new());
    let optional = record("client::types::A", &json!({}));
    assert_eq!(wrong(&schemas(json!(["x", "y"])), &optional, &[]), ["optional, though it is required"]);
}

#[test]
fn the_discriminator_of_a_child_is_not_asked_for() {
    let parent = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}, "discriminator": {"propertyName": "a"}});
    let between = json!({"allOf": [{"$ref": "#/components/schemas/Parent"}]});
    let it = json!({"allOf": [{"$ref": "#/components/schemas/Between"}]});
    let schemas = json!({"It": it, "Between": between, "Parent": parent});
    let asked = json!({"presence": "required"});
    assert_eq!(wrong(&schemas, &record("String", &asked), &[]), ["asked for, though it tells the type"]);
    let tag = json!({"presence": "required", "tag": true});
    assert_eq!(wrong(&schemas, &record("String", &tag), &[]), Vec::<String>::new());
}
