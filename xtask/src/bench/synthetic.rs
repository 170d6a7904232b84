//! Synthetic types: the same rows as an OpenAPI document, as Rust with serde's derives, and as JSON values.
//!
//! A third of the fields are optional, a fifth refer to an earlier type; chains stay under twenty deep, as rustc
//! refuses types nested over a hundred deep (E0320). Deterministic.

use serde_json::{Map, Value, json};

/// Fields of each type.
pub(super) const FIELDS: usize = 12;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Integer,
    Boolean,
    Number,
    /// The type of this number.
    Type(usize),
    /// The enum of this number.
    Enum(usize),
    /// The union of this number.
    Union(usize),
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Often {
    One,
    Many,
    Map,
    /// Once, and null is something else than nothing.
    Nullable,
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) holds: Holds,
    pub(super) often: Often,
    pub(super) optional: bool,
}

/// Numbers from a seed (the shift-register generator of Marsaglia, 2003).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// The types that one may refer to: those before it in its group of twenty.
const GROUP: usize = 20;

/// The rows of `count` types.
pub(super) fn rows(count: usize, wide: bool) -> Vec<Vec<Row>> {
    let mut random = Random::new(1);
    (0..count).map(|number| (0..FIELDS).map(|_| row(&mut random, number, wide)).collect()).collect()
}

fn row(random: &mut Random, number: usize, wide: bool) -> Row {
    let in_group = number % GROUP;
    let (holds, often) = match random.below(100) {
        0..20 if in_group > 0 => {
            let many = if random.below(3) == 0 { Often::Many } else { Often::One };
            (Holds::Type(number - in_group + random.below(in_group)), many)
        }
        20..30 if wide => (Holds::Enum(number / 5), Often::One),
        30..36 if wide && in_group > 2 => (Holds::Union(number / GROUP), Often::One),
        36..42 if wide => (scalar(random), Often::Map),
        42..48 if wide => (Holds::Text, Often::Nullable),
        48..50 if wide => (Holds::Type(number), Often::One),
        _ => (scalar(random), if random.below(4) == 0 { Often::Many } else { Often::One }),
    };
    let refers = matches!(holds, Holds::Type(_) | Holds::Union(_)) && often == Often::One;
    Row { holds, often, optional: random.below(100) < 35 || refers || often == Often::Nullable }
}

fn scalar(random: &mut Random) -> Holds {
    [Holds::Text, Holds::Integer, Holds::Boolean, Holds::Number][random.below(4)]
}

/// The members of union `number`: types of its group that hold no union.
pub(super) fn members(number: usize) -> [usize; 2] {
    [number * GROUP, number * GROUP + 1]
}

/// The OpenAPI document, with an operation for each type.
pub(super) fn openapi(rows: &[Vec<Row>], wide: bool) -> String {
    let mut schemas = Map::new();
    if wide {
        super::wide::schemas(rows.len(), &mut schemas);
    }
    let mut paths = Map::new();
    for (number, fields) in rows.iter().enumerate() {
        let named = |index: usize| format!("fieldName{index}");
        let properties: Map<String, Value> =
            fields.iter().enumerate().map(|(index, row)| (named(index), schema(row))).collect();
        let required: Vec<String> =
            fields.iter().enumerate().filter(|(_, row)| !row.optional).map(|(index, _)| named(index)).collect();
        schemas.insert(format!("T{number}"), json!({"type": "object", "properties": properties, "required": required}));
        let answer =
            json!({"description": "it", "content": {"application/json": {"schema": reference(&format!("T{number}"))}}});
        let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
        let get = json!({"operationId": format!("getT{number}"), "tags": ["things"], "parameters": [id], "responses": {"200": answer}});
        paths.insert(format!("/things/t{number}/{{id}}"), json!({"get": get}));
    }
    json!({
        "openapi": "3.1.0", "info": {"title": "Synthetic", "version": "1"}, "servers": [{"url": "https://example.com"}],
        "paths": paths, "components": {"schemas": schemas},
    })
    .to_string()
}

pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn schema(row: &Row) -> Value {
    let one = match row.holds {
        Holds::Text => json!({"type": "string"}),
        Holds::Integer => json!({"type": "integer", "format": "int64"}),
        Holds::Boolean => json!({"type": "boolean"}),
        Holds::Number => json!({"type": "number", "format": "double"}),
        Holds::Type(of) => reference(&format!("T{of}")),
        Holds::Enum(of) => reference(&format!("E{of}")),
        Holds::Union(of) => reference(&format!("U{of}")),
    };
    match row.often {
        Often::One => one,
        Often::Many => json!({"type": "array", "items": one}),
        Often::Map => json!({"type": "object", "additionalProperties": one}),
        Often::Nullable => json!({"type": ["string", "null"]}),
    }
}

/// The types as Rust with serde's derives and nothing else.
pub(super) fn derived(rows: &[Vec<Row>], wide: bool) -> String {
    let mut out = "use serde::{Deserialize, Serialize};\n".to_owned();
    if wide {
        super::wide::derived(rows.len(), &mut out);
    }
    for (number, fields) in rows.iter().enumerate() {
        out.push_str(
            "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]\n",
        );
        out.push_str(&format!("pub struct T{number} {{\n"));
        for (index, row) in fields.iter().enumerate() {
            out.push_str(&field(index, row));
        }
        out.push_str("}\n");
    }
    out
}

fn field(index: usize, row: &Row) -> String {
    let one = match row.holds {
        Holds::Text => "String".to_owned(),
        Holds::Integer => "i64".to_owned(),
        Holds::Boolean => "bool".to_owned(),
        Holds::Number => "f64".to_owned(),
        Holds::Type(of) if row.often == Often::One => format!("Box<T{of}>"),
        Holds::Type(of) => format!("T{of}"),
        Holds::Enum(of) => format!("E{of}"),
        Holds::Union(of) => format!("Box<U{of}>"),
    };
    let ty = match row.often {
        Often::One => one,
        Often::Many => format!("Vec<{one}>"),
        Often::Map => format!("std::collections::BTreeMap<String, {one}>"),
        Often::Nullable => format!("Option<{one}>"),
    };
    let with = if row.often == Often::Nullable { ", deserialize_with = \"some\"" } else { "" };
    if row.optional {
        let attribute = format!("#[serde(default, skip_serializing_if = \"Option::is_none\"{with})]");
        format!("    {attribute}\n    pub field_name{index}: Option<{ty}>,\n")
    } else {
        format!("    pub field_name{index}: {ty},\n")
    }
}

/// A value of type `number`, with what is optional half of the time, `depth` levels deep.
pub(super) fn value(rows: &[Vec<Row>], number: usize, depth: usize, random: &mut Random) -> Value {
    let mut members = Map::new();
    for (index, row) in rows.get(number).into_iter().flatten().enumerate() {
        let deeper = depth == 0 && matches!(row.holds, Holds::Type(_) | Holds::Union(_));
        if row.optional && (deeper || random.below(2) == 0) {
            continue;
        }
        members.insert(format!("fieldName{index}"), held(rows, row, depth, deeper, random));
    }
    Value::Object(members)
}

fn held(rows: &[Vec<Row>], row: &Row, depth: usize, deeper: bool, random: &mut Random) -> Value {
    let mut one = || match row.holds {
        Holds::Text => Value::from("a text of some thirty letters or so".get(..8 + random.below(24))),
        Holds::Integer => Value::from(random.below(1 << 30)),
        Holds::Boolean => Value::from(random.below(2) == 0),
        Holds::Number => Value::from(random.below(100_000) as f64 / 64.0 + 0.015_625),
        Holds::Type(of) => value(rows, of, depth.saturating_sub(1), random),
        Holds::Enum(_) => Value::from(super::wide::VALUES[random.below(4)]),
        Holds::Union(of) => super::wide::value(rows, of, depth.saturating_sub(1), random),
    };
    match row.often {
        Often::One => one(),
        Often::Many if deeper => json!([]),
        Often::Many => (0..3).map(|_| one()).collect(),
        Often::Map => json!({"one": one(), "another": one()}),
        Often::Nullable => Value::Null,
    }
}
