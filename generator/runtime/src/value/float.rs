//! Integers in floating-point numbers. Must not know the types that use them.

/// Returns a float as an integer if it is one and fits: `1.0` is 1.
pub(super) fn float_to_i64(value: f64) -> Option<i64> {
    // 2^63 itself is a float, 2^63 - 1 is not: hence the half-open range.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    (fits && value.fract() == 0.0).then_some(value as i64)
}

/// Returns a float as an unsigned integer if it is one and fits.
pub(super) fn float_to_u64(value: f64) -> Option<u64> {
    let fits = (0.0..18_446_744_073_709_551_616.0).contains(&value);
    (fits && value.fract() == 0.0).then_some(value as u64)
}

/// Returns a float as an integer if it is one and its digits are exact.
pub(super) fn exact_integer(value: f64) -> Option<i64> {
    // Up to here every integer is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let negative_zero = value == 0.0 && value.is_sign_negative();
    (value.fract() == 0.0 && value.abs() <= EXACT && !negative_zero).then_some(value as i64)
}
