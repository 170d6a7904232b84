//! What the wide synthetic types have beside records: open enums, and unions told apart by a tag or by fit.

use serde_json::{Map, Value, json};

use super::synthetic::{Random, Row, members, reference};

/// The values of every synthetic enum.
pub(super) const VALUES: [&str; 4] = ["alpha", "beta", "gamma", "delta"];

fn enums(count: usize) -> usize {
    count.div_ceil(5)
}

fn unions(count: usize) -> usize {
    count / 20
}

/// An enum for five types, a union for twenty.
pub(super) fn schemas(count: usize, to: &mut Map<String, Value>) {
    for number in 0..enums(count) {
        to.insert(format!("E{number}"), json!({"type": "string", "enum": VALUES}));
    }
    for number in 0..unions(count) {
        let mut variants: Vec<Value> = members(number).iter().map(|of| reference(&format!("T{of}"))).collect();
        variants.push(json!({"type": "string"}));
        to.insert(format!("U{number}"), json!({"anyOf": variants}));
    }
}

/// The same as Rust with serde's derives.
pub(super) fn derived(count: usize, out: &mut String) {
    out.push_str(
        "fn some<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {\n    \
         Option::deserialize(from).map(Some)\n}\n",
    );
    for number in 0..enums(count) {
        out.push_str(&format!(
            "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]\n\
             pub enum E{number} {{ Alpha, Beta, Gamma, Delta }}\n"
        ));
    }
    for number in 0..unions(count) {
        let [one, other] = members(number);
        out.push_str(&format!(
            "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(untagged)]\n\
             pub enum U{number} {{ T{one}(T{one}), T{other}(T{other}), Text(String) }}\n"
        ));
    }
}

/// A value of union `number`.
pub(super) fn value(rows: &[Vec<Row>], number: usize, depth: usize, random: &mut Random) -> Value {
    match random.below(3) {
        2 => Value::from("only text"),
        which => super::synthetic::value(rows, members(number)[which], depth, random),
    }
}
