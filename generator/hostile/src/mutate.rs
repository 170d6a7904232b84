//! Mutations of a description as a tree: nodes are removed, swapped, copied, renamed, replaced by
//! other types, or refer to their own parents. Must not know what a description means, only which
//! keys and values are likely to cause faults.

use serde_json::{Map, Value, json};

use crate::Dice;

/// Returns a value that is rarely expected.
fn odd(dice: &mut Dice<'_>) -> Value {
    match dice.below(22) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(-1),
        5 => json!(1.5e300),
        6 => json!(u64::MAX),
        7 => json!(""),
        8 => json!([]),
        9 => json!({}),
        10 => json!([[]]),
        11 => json!({ "": {} }),
        12 => json!("*/ \"#\n\u{202e}\0{}'"),
        13 => json!("string"),
        14 => json!("object"),
        15 => json!(["string", "null", "integer"]),
        16 => json!({ "type": "array" }),
        17 => json!({ "allOf": [{ "type": "string" }, { "type": "object" }] }),
        18 => json!({ "oneOf": [{ "type": "string" }, { "properties": { "a": {} } }, {}] }),
        19 => json!({ "enum": [null, 1, "1", true, [], {}] }),
        20 => json!({ "const": { "a": [1] }, "default": [], "format": "uuid" }),
        _ => json!("self"),
    }
}

/// Keywords that change the meaning of their object.
const KEYS: [&str; 24] = [
    "type",
    "items",
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "enum",
    "const",
    "required",
    "nullable",
    "format",
    "additionalProperties",
    "patternProperties",
    "prefixItems",
    "discriminator",
    "default",
    "example",
    "$ref",
    "x-rust-name",
    "deprecated",
    "itemSchema",
    "x-pagination",
    "readOnly",
];

/// Mutates a tree at most `most` times, as long as there are bytes.
pub fn mutate(root: &mut Value, dice: &mut Dice<'_>, most: usize) {
    for _ in 0..most {
        if !dice.has_more() {
            return;
        }
        once(root, dice);
    }
}

fn once(root: &mut Value, dice: &mut Dice<'_>) {
    let mut all = Vec::new();
    pointers(root, &mut String::new(), &mut all);
    let target = dice.pick(&all).clone();
    let source = dice.pick(&all).clone();
    match dice.below(10) {
        0 | 1 => remove(root, &target),
        2 => replace(root, &target, odd(dice)),
        3 => swap(root, &target, &source),
        4 => {
            let copy = root.pointer(&source).cloned().unwrap_or_default();
            // Repeated copies of a tree into itself would fill the memory and find no fault.
            if size(&copy) < 200 {
                replace(root, &target, copy);
            }
        }
        5 | 6 => replace(root, &target, json!({ "$ref": reference(dice, &target, &source) })),
        7 => duplicate(root, &target, dice),
        8 => rename(root, &target, &source),
        _ => {
            let value = if dice.below(2) == 0 { odd(dice) } else { root.pointer(&source).cloned().unwrap_or_default() };
            if let Some(Value::Object(map)) = root.pointer_mut(&target).filter(|_| size(&value) < 200) {
                map.insert((*dice.pick(&KEYS)).to_owned(), value);
            }
        }
    }
}

/// Returns a reference to a parent of a node, to another node, or to nothing.
fn reference(dice: &mut Dice<'_>, target: &str, source: &str) -> String {
    let up = |count: usize| target.rmatch_indices('/').nth(count).map_or("", |(end, _)| &target[..end]);
    match dice.below(6) {
        0 => format!("#{target}"),
        1 => format!("#{}", up(0)),
        2 => format!("#{}", up(2)),
        3 => format!("#{}", up(4)),
        4 => format!("#{source}/nowhere"),
        _ => format!("#{source}"),
    }
}

fn pointers(node: &Value, pointer: &mut String, all: &mut Vec<String>) {
    all.push(pointer.clone());
    let length = pointer.len();
    let mut below = |key: &str, node: &Value| {
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        pointers(node, pointer, all);
        pointer.truncate(length);
    };
    match node {
        Value::Object(map) => map.iter().for_each(|(key, node)| below(key, node)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, node)| below(&index.to_string(), node)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn size(node: &Value) -> usize {
    match node {
        Value::Object(map) => 1 + map.values().map(size).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// Returns the parent of the node at a pointer, and its key.
fn holder<'v>(root: &'v mut Value, pointer: &str) -> Option<(&'v mut Value, String)> {
    let (parent, key) = pointer.rsplit_once('/')?;
    Some((root.pointer_mut(parent)?, key.replace("~1", "/").replace("~0", "~")))
}

fn replace(root: &mut Value, pointer: &str, with: Value) {
    // The root would be another description.
    if let Some(slot) = root.pointer_mut(pointer).filter(|_| !pointer.is_empty()) {
        *slot = with;
    }
}

fn remove(root: &mut Value, pointer: &str) {
    match holder(root, pointer) {
        Some((Value::Object(map), key)) => drop(map.remove(&key)),
        Some((Value::Array(items), key)) => {
            if let Ok(index) = key.parse::<usize>() {
                items.remove(index);
            }
        }
        Some(_) | None => {}
    }
}

fn swap(root: &mut Value, left: &str, right: &str) {
    let (Some(a), Some(b)) = (root.pointer(left).cloned(), root.pointer(right).cloned()) else { return };
    // A node and its parent cannot be swapped.
    if !left.starts_with(right) && !right.starts_with(left) {
        replace(root, left, b);
        replace(root, right, a);
    }
}

fn duplicate(root: &mut Value, pointer: &str, dice: &mut Dice<'_>) {
    let Some(copy) = root.pointer(pointer).cloned().filter(|copy| size(copy) < 200) else { return };
    match holder(root, pointer) {
        Some((Value::Object(map), key)) => {
            let name = match dice.below(4) {
                0 => format!("{key}2"),
                1 => key.to_uppercase(),
                2 => format!("-{key}"),
                _ => format!("{key}_"),
            };
            map.insert(name, copy);
        }
        Some((Value::Array(items), _)) => items.push(copy),
        Some(_) | None => {}
    }
}

/// Gives a property the key of another, or an odd name.
fn rename(root: &mut Value, pointer: &str, source: &str) {
    let name = source.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    if let Some((Value::Object(map), key)) = holder(root, pointer) {
        let renamed =
            std::mem::take(map).into_iter().map(|(of, value)| (if of == key { name.clone() } else { of }, value));
        *map = renamed.collect::<Map<_, _>>();
    }
}
