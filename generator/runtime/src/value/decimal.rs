//! Comparison of JSON numbers by value, with any number of digits. Must not know the types that hold numbers.

use std::cmp::Ordering;

/// A normalized number: its sign, its digits without leading and trailing zeros, and the power of ten of the first digit.
/// Zero has no digits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Parses a JSON number.
    pub(super) fn new(text: &str) -> Decimal {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
        let (number, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = whole.bytes().chain(fraction.bytes());
        let zeros = digits.clone().take_while(|digit| *digit == b'0').count();
        let mut digits: Vec<u8> = digits.skip(zeros).collect();
        let end = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
        digits.truncate(end);
        if digits.is_empty() {
            return Decimal { negative: false, digits, exponent: 0 };
        }
        // A power that does not fit counts as the largest or the smallest one.
        let limit = if power.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
        let power: i64 = power.trim_start_matches('+').parse().unwrap_or(limit);
        Decimal { negative, digits, exponent: power.saturating_add(whole.len() as i64 - zeros as i64) }
    }

    /// Returns the digits of the integer if the number is one and may fit 64 bits.
    pub(super) fn integer(&self) -> Option<String> {
        let length =
            usize::try_from(self.exponent).ok().filter(|length| *length >= self.digits.len() && *length <= 20)?;
        let digits = self.digits.iter().map(|digit| char::from(*digit));
        let zeros = std::iter::repeat_n('0', length - self.digits.len());
        let all: String = digits.chain(zeros).collect();
        match (all.is_empty(), self.negative) {
            (true, _) => Some("0".to_owned()),
            (false, true) => Some(format!("-{all}")),
            (false, false) => Some(all),
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let sign = |decimal: &Decimal| if decimal.digits.is_empty() { 0 } else { 1 - 2 * i8::from(decimal.negative) };
        let (left, right) = (sign(self), sign(other));
        // Digits are compared as those of a fraction.
        let size = || self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits));
        left.cmp(&right).then_with(|| if left < 0 { size().reverse() } else { size() })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns `true` if an `f64` keeps the digits of a JSON number: at most 15 of them, without redundant zeros.
/// `false` may be wrong.
pub(super) fn is_plain(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, fraction)) = number.split_once('.') else { return false };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() <= 15
        && !fraction.ends_with('0')
        // Smaller ones are written with an exponent.
        && !number.starts_with("0.000")
}
