//! Integers: ordinary ones, and those at the limits of their schema or format, to the last digit of
//! 64 bits and beyond. Must not know other types.

use serde_json::Value;

use super::mode::Mode;
use crate::digits;
use crate::rng::Rng;
use crate::source::FlatSchema;

/// Makes an integer.
pub(super) fn integer(flat: &FlatSchema<'_>, mode: Mode, rng: &mut Rng, round: usize) -> Option<Value> {
    let (least, most) = bounds(flat);
    let wanted = match (mode, round % 2) {
        (Mode::Boundary, 0) => most,
        (Mode::Boundary, _) => least,
        _ => rng.below(1000) as i128,
    };
    let mut value = wanted.clamp(least, most);
    let step = flat.number("multipleOf").filter(|step| *step >= 1.0 && step.fract() == 0.0).map(|step| step as i128);
    if let Some(step) = step {
        value = value / step * step;
        if value < least {
            value += step;
        }
    }
    Some(json(value))
}

/// Returns the JSON number with all of its digits.
fn json(value: i128) -> Value {
    let exact = i64::try_from(value).map(Value::from).or_else(|_| u64::try_from(value).map(Value::from));
    exact.unwrap_or_else(|_| digits::number(&value.to_string()))
}

/// Returns the least and the greatest value. Without a format, 64 bits with a sign are usual, but
/// limits of the schema may exceed them.
fn bounds(flat: &FlatSchema<'_>) -> (i128, i128) {
    let (signed, unsigned) = ((i128::from(i64::MIN), i128::from(i64::MAX)), (0, i128::from(u64::MAX)));
    let format = match flat.text("format").unwrap_or_default() {
        "int8" => Some((-128, 127)),
        "uint8" => Some((0, 255)),
        "int16" => Some((-32_768, 32_767)),
        "uint16" => Some((0, 65_535)),
        "int32" => Some((i128::from(i32::MIN), i128::from(i32::MAX))),
        "uint32" => Some((0, i128::from(u32::MAX))),
        "int64" => Some(signed),
        "uint64" => Some(unsigned),
        _ => None,
    };
    let least = [limit(flat, "minimum", false), exclusive(flat, "exclusiveMinimum", "minimum", 1)];
    let most = [limit(flat, "maximum", true), exclusive(flat, "exclusiveMaximum", "maximum", -1)];
    let (least, most) = (least.into_iter().flatten().max(), most.into_iter().flatten().min());
    let (low, high) = match format {
        Some((low, high)) => (least.map_or(low, |limit| limit.max(low)), most.map_or(high, |limit| limit.min(high))),
        None => {
            let usual = if least.is_some_and(|limit| limit > signed.1) { unsigned.1 } else { signed.1 };
            (least.unwrap_or(signed.0), most.unwrap_or(usual))
        }
    };
    (low.min(high), high)
}

/// Returns an inclusive limit. A fraction counts as the next integer within it.
fn limit(flat: &FlatSchema<'_>, key: &str, down: bool) -> Option<i128> {
    let value = flat.keyword(key)?;
    let whole = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    whole.or_else(|| value.as_f64().map(|limit| if down { limit.floor() } else { limit.ceil() } as i128))
}

/// Returns the value next to an exclusive limit, which is a number from 3.1 on. Before, it is a
/// flag next to the inclusive limit.
fn exclusive(flat: &FlatSchema<'_>, key: &str, plain: &str, step: i128) -> Option<i128> {
    match flat.keyword(key)? {
        Value::Bool(true) => limit(flat, plain, step < 0).map(|limit| limit + step),
        Value::Bool(false) => None,
        value => {
            let within = limit(flat, key, step < 0)?;
            let whole = value.as_f64().is_some_and(|limit| limit.fract() == 0.0);
            Some(if whole { within + step } else { within })
        }
    }
}
