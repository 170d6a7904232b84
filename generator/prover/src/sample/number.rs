//! Numbers with a fraction: ordinary ones, those at their limits, and those with more digits than
//! an `f64` has. Must not know integers.

use serde_json::{Number, Value};

use super::mode::Mode;
use crate::digits;
use crate::rng::Rng;
use crate::source::FlatSchema;

/// Makes a number.
pub(super) fn number(flat: &FlatSchema<'_>, mode: Mode, rng: &mut Rng, round: usize) -> Option<Value> {
    let format = flat.text("format").unwrap_or_default();
    let (least, most) = bounds(flat, format);
    let step = flat.number("multipleOf").filter(|step| *step > 0.0);
    let may_be_long = mode == Mode::Hostile && step.is_none() && matches!(format, "" | "decimal");
    if let Some(long) = may_be_long.then(|| long_number(least, most, rng)).flatten() {
        return Some(long);
    }
    let wanted = match (mode, round % 2) {
        (Mode::Boundary, 0) => most,
        (Mode::Boundary, _) => least,
        // It has other digits as an `f64`.
        _ if format == "float" => rng.below(1000) as f64 + 0.1,
        _ => rng.below(1000) as f64 + 0.5,
    };
    let value = on_step(wanted.clamp(least, most), step, least);
    // Without a format, a number may be an integer that no float represents exactly.
    if mode == Mode::Boundary && format.is_empty() && value == -HUGE && step.is_none() {
        return Some(Value::Number(if most == HUGE { LARGE } else { -LARGE }.into()));
    }
    if format != "float" {
        return Number::from_f64(value).map(Value::Number);
    }
    // Few binary digits, so that the value is exact as an `f32` too.
    let few = value == wanted && mode != Mode::Boundary;
    let exact = (value * 1024.0).ceil() / 1024.0;
    let value = match step {
        None if few => value,
        None if exact <= most => exact,
        // Only whole multiples of a step are exact as an `f32`, if any are.
        _ if f64::from(value as f32) != value => (value / 2.0).trunc().clamp(least, most),
        _ => value,
    };
    Number::from_f64(value).map(Value::Number)
}

fn long_number(least: f64, most: f64, rng: &mut Rng) -> Option<Value> {
    let fits = |text: &&str| text.parse::<f64>().is_ok_and(|number| least < number && number < most);
    let long: Vec<&str> = LONG.into_iter().filter(fits).collect();
    long.get(rng.below(long.len().max(1))).map(|digits| digits::number(digits))
}

/// Returns the multiple of `step` towards zero, or the next one if that is less than `least`.
fn on_step(value: f64, step: Option<f64>, least: f64) -> f64 {
    let Some(step) = step else { return value };
    let value = (value / step).trunc() * step;
    if value < least { value + step } else { value }
}

/// Numbers with more digits than an `f64` has, of different magnitudes.
const LONG: [&str; 6] = [
    "0.1234567890123456789012345",
    "-98765432109876543210.5",
    "3.14159265358979323846264338327950288",
    "36893488147419103233",
    "-0.00000000012345678901234567890123",
    "1234567.89012345678901234567",
];

const HUGE: f64 = 1.5e300;
const LARGE: i64 = 9_007_199_254_740_993;

fn bounds(flat: &FlatSchema<'_>, format: &str) -> (f64, f64) {
    let (low, high) = if format == "float" { (-1.0e10, 1.0e10) } else { (-HUGE, HUGE) };
    let exclusive = |key: &str, plain: &str, sign: f64| match flat.keyword(key) {
        Some(Value::Bool(true)) => flat.number(plain).map(|limit| limit + sign * 0.5),
        Some(limit) => limit.as_f64().map(|limit| limit + sign * 0.5),
        None => None,
    };
    let least = [flat.number("minimum"), exclusive("exclusiveMinimum", "minimum", 1.0)];
    let most = [flat.number("maximum"), exclusive("exclusiveMaximum", "maximum", -1.0)];
    let least = least.into_iter().flatten().fold(low, f64::max);
    let most = most.into_iter().flatten().fold(high, f64::min);
    (least, most.max(least))
}
