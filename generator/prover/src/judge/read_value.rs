//! Known differences between a value and what the client's fields show of it: discriminators
//! without a field, and values that no enum lists. Must not know responses as a whole.

use serde_json::Value;

use super::equal::short;
use super::mismatch::Mismatch;
use crate::case::{NO_VARIANT, SampleResponse};
use crate::source::Description;

/// Adds the discriminators that variants do not declare. They have no field: the variant implies
/// them.
pub(super) fn with_discriminators(response: &SampleResponse, wanted: &Value, mut read: Value) -> Value {
    if !response.undeclared_discriminators.is_empty() {
        add_discriminators(response, wanted, &mut read);
    }
    read
}

fn add_discriminators(response: &SampleResponse, wanted: &Value, read: &mut Value) {
    match (wanted, read) {
        (Value::Array(wanted), Value::Array(read)) => {
            wanted.iter().zip(read).for_each(|(wanted, read)| add_discriminators(response, wanted, read));
        }
        (Value::Object(wanted), Value::Object(read)) => {
            for (key, wanted) in wanted {
                if response.undeclared_discriminators.contains(key) && !read.contains_key(key) {
                    read.insert(key.clone(), wanted.clone());
                } else if let Some(read) = read.get_mut(key) {
                    add_discriminators(response, wanted, read);
                }
            }
        }
        (_, _) => {}
    }
}

/// Checks that a value that matches no variant of a union is read as unknown or as JSON.
pub(super) fn compare_unknown(wanted: &Value, read: &Value) -> Result<(), Mismatch> {
    match (wanted, read) {
        (Value::Array(wanted), Value::Array(read)) => {
            wanted.iter().zip(read).try_for_each(|(wanted, read)| compare_unknown(wanted, read))
        }
        (Value::Object(members), Value::Object(read))
            if members.values().any(|value| value == NO_VARIANT) && members != read =>
        {
            Err(Mismatch::new(format!(": {} is read as one of the variants", short(wanted))))
        }
        (Value::Object(wanted), Value::Object(read)) => wanted
            .iter()
            .filter_map(|(key, wanted)| Some((wanted, read.get(key)?)))
            .try_for_each(|(wanted, read)| compare_unknown(wanted, read)),
        (_, _) => Ok(()),
    }
}

/// Replaces values that the client reports as unknown, if no enum of the description lists them.
pub(super) fn with_known_values(description: &Description, wanted: &Value, mut read: Value) -> Value {
    replace_unknown(description, wanted, &mut read);
    read
}

fn replace_unknown(description: &Description, wanted: &Value, read: &mut Value) {
    match (wanted, read) {
        (Value::Array(wanted), Value::Array(read)) => {
            wanted.iter().zip(read).for_each(|(wanted, read)| replace_unknown(description, wanted, read));
        }
        (Value::Object(wanted), Value::Object(read)) => {
            for (key, read) in read {
                if let Some(wanted) = wanted.get(key) {
                    replace_unknown(description, wanted, read);
                }
            }
        }
        (wanted @ (Value::String(_) | Value::Number(_)), read @ Value::String(_)) => {
            let text = wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned);
            if *read == format!("(unknown value) {text}") && !description.lists(wanted) {
                *read = wanted.clone();
            }
        }
        (_, _) => {}
    }
}
