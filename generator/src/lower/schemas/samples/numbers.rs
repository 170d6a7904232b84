//! Numbers within `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` and `multipleOf`
//! (JSON Schema Validation, section 6.2). They are decimal, so that multiples of 0.1 are exact.
//! Must not know examples of the description.

use super::limits::limit;
use crate::lower::model::Sample;
use crate::parse::Node;
use crate::resolve::Schema;

/// The maximum number of digits after the decimal point. Numbers with more digits are ignored.
const SCALE: u32 = 18;

/// A decimal number: `digits / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    /// Parses a JSON number. Returns `None` if it has too many digits.
    fn parse(text: &str) -> Option<Decimal> {
        let (number, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let power: i32 = power.parse().ok()?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(power)?;
        match u32::try_from(scale) {
            Ok(scale) if scale <= SCALE => Some(Decimal { digits, scale }),
            Ok(_) => None,
            Err(_) => {
                let digits = 10_i128.checked_pow(scale.unsigned_abs())?.checked_mul(digits)?;
                Some(Decimal { digits, scale: 0 })
            }
        }
    }

    /// Returns the digits with `scale` of them after the point.
    fn scaled(self, scale: u32) -> Option<i128> {
        10_i128.checked_pow(scale.checked_sub(self.scale)?)?.checked_mul(self.digits)
    }

    fn spelled(self) -> String {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>1$}", self.digits.unsigned_abs(), self.scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// Returns `true` if a number has no fraction.
pub(super) fn is_integer(text: &str) -> bool {
    match Decimal::parse(text) {
        Some(of) => 10_i128.checked_pow(of.scale).is_some_and(|unit| of.digits % unit == 0),
        None => text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()),
    }
}

pub(super) fn is_same(left: &str, right: &str) -> bool {
    let scaled = |text| Decimal::parse(text).and_then(|decimal| decimal.scaled(SCALE));
    matches!((scaled(left), scaled(right)), (Some(left), Some(right)) if left == right)
}

/// The bounds of several schemas, all with the same scale.
#[derive(Debug, Default)]
struct Bounds {
    least: Option<i128>,
    most: Option<i128>,
    /// The divisors of a valid value.
    steps: Vec<i128>,
    scale: u32,
}

impl Bounds {
    /// Returns the bounds with `scale` digits after the decimal point. An exclusive bound is
    /// replaced by the next number within it.
    fn from_chain(chain: &[&Schema], scale: u32) -> Option<Bounds> {
        let mut bounds = Bounds { scale, ..Bounds::default() };
        for schema in chain {
            let number = |keyword: &str| match limit(schema, keyword) {
                Some(Node::Number(text)) => Decimal::parse(text).map(|decimal| decimal.scaled(scale)),
                Some(_) | None => None,
            };
            // In 3.0 it is a flag next to the limit.
            let flag = |keyword: &str| i128::from(limit(schema, keyword) == Some(&Node::Bool(true)));
            if let Some(number_limit) = number("minimum") {
                bounds.raise(number_limit? + flag("exclusiveMinimum"));
            }
            if let Some(number_limit) = number("exclusiveMinimum") {
                bounds.raise(number_limit? + 1);
            }
            if let Some(number_limit) = number("maximum") {
                bounds.lower(number_limit? - flag("exclusiveMaximum"));
            }
            if let Some(number_limit) = number("exclusiveMaximum") {
                bounds.lower(number_limit? - 1);
            }
            if let Some(number_limit) = number("multipleOf") {
                bounds.steps.push(number_limit?.checked_abs().filter(|step| *step > 0)?);
            }
        }
        Some(bounds)
    }

    fn raise(&mut self, to: i128) {
        self.least = Some(self.least.map_or(to, |least| least.max(to)));
    }

    fn lower(&mut self, to: i128) {
        self.most = Some(self.most.map_or(to, |most| most.min(to)));
    }

    fn holds(&self, number: i128) -> bool {
        self.least.is_none_or(|least| number >= least)
            && self.most.is_none_or(|most| number <= most)
            && self.steps.iter().all(|step| number % step == 0)
    }

    /// Returns the `number`th multiple of `unit` within the bounds: upwards from one, otherwise
    /// from the minimum, otherwise downwards from the maximum.
    fn sample(&self, unit: i128, number: usize) -> Option<i128> {
        let scaled_one = 10_i128.checked_pow(self.scale)?;
        let up =
            |from: i128| from.div_euclid(unit).checked_add(i128::from(from.rem_euclid(unit) != 0))?.checked_mul(unit);
        let down = |from: i128| from.div_euclid(unit).checked_mul(unit);
        let by = unit.checked_mul(i128::try_from(number).ok()?)?;
        let starts =
            [up(scaled_one), self.least.and_then(up), up(0)].into_iter().flatten().map(|start| start.checked_add(by));
        let ends = self.most.and_then(down).into_iter().map(|end| end.checked_sub(by));
        starts.chain(ends).flatten().find(|number| self.holds(*number))
    }
}

/// Returns `true` if a number is within the bounds of schemas, or if that cannot be determined.
pub(super) fn fits(chain: &[&Schema], text: &str) -> bool {
    let bounds = Bounds::from_chain(chain, SCALE);
    let number = Decimal::parse(text).and_then(|decimal| decimal.scaled(SCALE));
    match (bounds, number) {
        (Some(bounds), Some(number)) => bounds.holds(number),
        (_, _) => true,
    }
}

/// Returns the `number`th sample of a number.
pub(super) fn number(chain: &[&Schema], integer: bool, number: usize) -> Sample {
    let limited = chain.iter().any(|schema| {
        schema.annotations.limits.iter().any(|(keyword, _)| keyword.contains("imum") || keyword == "multipleOf")
    });
    if !limited && number == 0 {
        return Sample::Usual;
    }
    let scales = if integer { 0..=0 } else { 0..=6 };
    let mut candidates = scales.filter_map(|scale| {
        // An exclusive limit excludes the smallest step of the scale, which is finer than the
        // limits.
        let bounds = Bounds::from_chain(chain, SCALE)?;
        let unit = 10_i128.checked_pow(SCALE - scale)?;
        let unit = bounds.steps.iter().try_fold(unit, |unit, step| common(unit, *step))?;
        bounds.sample(unit, number).map(|digits| Decimal { digits, scale: SCALE }.spelled())
    });
    match candidates.next() {
        Some(text) if text == "1" => Sample::Usual,
        Some(text) => Sample::Number(text),
        None => Sample::Usual,
    }
}

/// Returns the least common multiple.
fn common(left: i128, right: i128) -> Option<i128> {
    let (mut a, mut b) = (left, right);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    left.checked_div(a)?.checked_mul(right)
}

#[cfg(test)]
mod tests {
    use super::{fits, is_integer, is_same, number};
    use crate::lower::model::Sample;
    use crate::parse::Node;
    use crate::resolve::{Annotations, Schema};

    fn schema(limits: &[(&str, &str)]) -> Schema {
        let node = |text: &str| if text == "true" { Node::Bool(true) } else { Node::Number(text.into()) };
        let limits = limits.iter().map(|(keyword, value)| ((*keyword).to_owned(), node(value))).collect();
        Schema { annotations: Annotations { limits, ..Annotations::default() }, ..Schema::default() }
    }

    fn made(limits: &[(&str, &str)], integer: bool, sample_index: usize) -> String {
        match number(&[&schema(limits)], integer, sample_index) {
            Sample::Number(text) => text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn numbers_are_within_their_limits() {
        assert_eq!(made(&[], true, 0), "Usual");
        assert_eq!(made(&[("minimum", "10")], true, 0), "10");
        assert_eq!(made(&[("minimum", "10"), ("exclusiveMinimum", "true")], true, 0), "11");
        assert_eq!(made(&[("exclusiveMinimum", "10")], true, 1), "12");
        assert_eq!(made(&[("maximum", "-3")], true, 0), "-3");
        assert_eq!(made(&[("exclusiveMaximum", "0")], true, 0), "-1");
        assert_eq!(made(&[("minimum", "2.5"), ("multipleOf", "4")], true, 0), "4");
        assert_eq!(made(&[("multipleOf", "0.25"), ("maximum", "0.9")], false, 0), "0");
        assert_eq!(made(&[("exclusiveMinimum", "0"), ("exclusiveMaximum", "1")], false, 0), "0.1");
        assert_eq!(made(&[("minimum", "0.25"), ("maximum", "0.26")], false, 0), "0.25");
        assert_eq!(made(&[("minimum", "9223372036854775808")], true, 0), "9223372036854775808");
        assert_eq!(made(&[("multipleOf", "6")], true, 2), "18");
    }

    #[test]
    fn a_multiple_of_a_tenth_is_one() {
        let of = schema(&[("multipleOf", "0.1"), ("maximum", "1")]);
        assert!(fits(&[&of], "0.3") && !fits(&[&of], "0.35") && !fits(&[&of], "1.1"));
        assert!(is_integer("2.0") && is_integer("1e3") && !is_integer("0.5"));
        assert!(is_same("1.0", "1") && !is_same("1", "2"));
    }
}
