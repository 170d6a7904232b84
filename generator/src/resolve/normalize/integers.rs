//! The smallest integer format that can represent every value that a schema allows.
//!
//! `format` names a range (OpenAPI Format Registry: int32, int64, uint32, uint64), and so do
//! `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` (JSON Schema Validation, section
//! 6.2, and the flags of OpenAPI 3.0), `enum` and `const`. `format` is an annotation (section
//! 7.2.1) and a limit is an assertion, so a limit beyond the format takes precedence.
//!
//! Interpretations of the specification:
//! - an integer without a format is a signed 64-bit integer, and a limit within the range of a
//!   format changes nothing;
//! - a maximum of exactly 2^64 - 1 without a minimum is `uint64`, because it is pointless for
//!   signed integers.
//!
//! Must not know Rust.

use crate::parse::Node;
use crate::resolve::resolved::{JsonType, Schema, Schemas, Width};

/// The widths with a range, the smallest first.
const RANGES: [(Width, i128, i128); 4] = [
    (Width::Signed32, i32::MIN as i128, i32::MAX as i128),
    (Width::Unsigned32, 0, u32::MAX as i128),
    (Width::Signed64, i64::MIN as i128, i64::MAX as i128),
    (Width::Unsigned64, 0, u64::MAX as i128),
];

/// Sets the width of every schema that can be an integer.
pub(super) fn set_widths(schemas: &mut Schemas) {
    for index in 0..schemas.len() {
        let Some(schema) = schemas.get(index) else { return };
        // It may be known already, from a part that was combined into another one.
        let is_unsigned = schema.is_unsigned || is_unsigned(schema);
        let wide = width(schema);
        if let Some(schema) = schemas.get_mut(index).filter(|schema| schema.width != wide || is_unsigned) {
            (schema.width, schema.is_unsigned) = (wide, is_unsigned);
        }
    }
}

/// Returns `true` if the limits of a schema allow no negative integer.
pub(super) fn is_unsigned(schema: &Schema) -> bool {
    !schema.annotations.limits.is_empty() && may_be_integer(schema) && limits(schema).0.is_some_and(|least| least >= 0)
}

/// Returns the width of the integers that a schema allows, or the default for a schema of another
/// type.
pub(super) fn width(schema: &Schema) -> Width {
    let declared = match schema.format.as_deref() {
        Some("int32" | "int16" | "int8") => Width::Signed32,
        Some("uint32" | "uint16" | "uint8") => Width::Unsigned32,
        Some("uint64" | "uint") => Width::Unsigned64,
        Some(_) | None => Width::Signed64,
    };
    let speaks = !schema.annotations.limits.is_empty() || schema.enumeration.is_some() || schema.constant.is_some();
    if speaks && may_be_integer(schema) { wide_enough(schema, declared) } else { declared }
}

fn may_be_integer(schema: &Schema) -> bool {
    schema.types.is_empty() || schema.types.iter().any(|of| matches!(of, JsonType::Integer | JsonType::Number))
}

fn wide_enough(schema: &Schema, declared: Width) -> Width {
    let (least, most) = limits(schema);
    let Some((_, from, to)) = RANGES.iter().find(|(width, ..)| *width == declared) else { return declared };
    let holds = |limit: Option<i128>| limit.is_none_or(|limit| (*from..=*to).contains(&limit));
    if holds(least) && holds(most) {
        return declared;
    }
    if least.is_none() && most == Some(i128::from(u64::MAX)) {
        return Width::Unsigned64;
    }
    let (least, most) = (least.unwrap_or(*from), most.unwrap_or(*to));
    // A limit can lie beyond the other end of the format.
    let (least, most) = (least.min(most), most.max(least));
    let fits = RANGES.iter().find(|(_, from, to)| *from <= least && most <= *to);
    fits.map_or(Width::Unbounded, |(width, ..)| *width)
}

/// Returns the minimum and maximum values, as far as the schema limits them.
fn limits(schema: &Schema) -> (Option<i128>, Option<i128>) {
    let listed = schema.enumeration.iter().flatten().chain(&schema.constant);
    let listed: Vec<i128> = listed.filter_map(|value| integer(value, f64::floor)).collect();
    if let (Some(least), Some(most)) = (listed.iter().min(), listed.iter().max()) {
        return (Some(*least), Some(*most));
    }
    let said = |keyword: &str| schema.annotations.limits.iter().find(|(of, _)| of == keyword).map(|(_, value)| value);
    let number = |keyword: &str, circular_schemas: fn(f64) -> f64| {
        said(keyword).and_then(|value| integer(value, circular_schemas))
    };
    let excluded = |keyword: &str| i128::from(said(keyword) == Some(&Node::Bool(true)));
    let least = number("minimum", f64::ceil).map(|limit| limit.saturating_add(excluded("exclusiveMinimum")));
    let most = number("maximum", f64::floor).map(|limit| limit.saturating_sub(excluded("exclusiveMaximum")));
    // The limit itself is excluded, and may be a fraction.
    let above = number("exclusiveMinimum", f64::floor).map(|limit| limit.saturating_add(1));
    let below = number("exclusiveMaximum", f64::ceil).map(|limit| limit.saturating_sub(1));
    (least.max(above), most.into_iter().chain(below).min())
}

/// Converts a number of the description to an integer. Fractions are rounded; a number beyond 128
/// bits becomes the largest or smallest one.
fn integer(value: &Node, circular_schemas: fn(f64) -> f64) -> Option<i128> {
    let Node::Number(text) = value else { return None };
    // A float outside of the range is clamped to it.
    text.parse::<i128>().ok().or_else(|| text.parse::<f64>().ok().map(|value| circular_schemas(value) as i128))
}

/// Returns `true` if a number is written as an integer.
pub(super) fn is_integer(value: &Node) -> bool {
    matches!(value, Node::Number(text) if text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit()))
}

impl Schema {
    /// Returns `true` if single-precision floats can represent every limit and value of the schema.
    #[must_use]
    pub fn is_single(&self) -> bool {
        let fits = |value: &Node| match value {
            Node::Number(text) => text.parse::<f64>().is_ok_and(|value| value.abs() <= f64::from(f32::MAX)),
            Node::Null | Node::Bool(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_) => true,
        };
        let is_end = |keyword: &str| keyword.ends_with("inimum") || keyword.ends_with("aximum");
        let limits = self.annotations.limits.iter().filter(|(keyword, _)| is_end(keyword)).map(|(_, value)| value);
        limits.chain(self.enumeration.iter().flatten()).chain(&self.constant).all(fits)
    }
}
