//! Writes samples as code and as JSON on the wire, independently of each other. Must not know where
//! a value is used.

use crate::lower::model::{Format, Sample, Type};

/// Returns a scalar or any JSON as a literal of its type, or `None` if there is no sample. `into`:
/// the value is converted by its receiver.
pub(crate) fn literal(ty: &Type, sample: &Sample, into: bool) -> Option<String> {
    match (ty, sample) {
        (_, Sample::Usual) => None,
        (Type::Any, sample) => Some(format!("serde_json::json!({})", json(sample))),
        (Type::Text, Sample::Text(text)) if into => Some(format!("{text:?}")),
        (Type::Text, Sample::Text(text)) => Some(format!("{text:?}.to_owned()")),
        (Type::Formatted(_), Sample::Text(text)) if into => Some(format!("{text:?}")),
        (Type::Formatted(_), Sample::Text(text)) => Some(format!("{text:?}.into()")),
        (Type::Boolean, Sample::Boolean(value)) => Some(value.to_string()),
        (Type::Number, Sample::Number(text)) => {
            let literal = number(ty, text).map(|digits| suffixed(&digits))?;
            // A method call has a higher precedence than a sign.
            let literal = if into || !literal.starts_with('-') { literal } else { format!("({literal})") };
            Some(if into { literal } else { format!("{literal}.into()") })
        }
        (ty, Sample::Number(text)) => number(ty, text).map(|digits| of_type(ty, digits)),
        (_, Sample::Null | Sample::Boolean(_) | Sample::Text(_) | Sample::Items(_) | Sample::Properties(_)) => None,
    }
}

/// Returns a number in the spelling of its type, or `None` if the type cannot represent it.
pub(crate) fn number(ty: &Type, text: &str) -> Option<String> {
    let integer = || text.parse::<i128>().ok().or_else(|| whole(text));
    let within = |least: i128, most: i128| integer().filter(|of| (least..=most).contains(of)).map(|of| of.to_string());
    match ty {
        Type::I32 => within(i32::MIN.into(), i32::MAX.into()),
        Type::I64 => within(i64::MIN.into(), i64::MAX.into()),
        Type::U32 => within(0, u32::MAX.into()),
        Type::U64 => within(0, u64::MAX.into()),
        Type::Number | Type::F64 | Type::F32 => {
            let found = if *ty == Type::Number { within(i64::MIN.into(), u64::MAX.into()) } else { None };
            found.or_else(|| fraction(text))
        }
        Type::Nothing | Type::Text | Type::Boolean | Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => None,
        Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Named(_) | Type::Own(_) => None,
    }
}

/// Formats a float that needs no exponent, so that all serializers write it in the same way.
fn fraction(text: &str) -> Option<String> {
    let float = text.parse::<f64>().ok()?;
    let plain = float == 0.0 || (1e-4..1e15).contains(&float.abs());
    plain.then(|| float.to_string())
}

fn whole(text: &str) -> Option<i128> {
    let float = text.parse::<f64>().ok().filter(|of| of.fract() == 0.0 && of.abs() < 1e15)?;
    float.to_string().parse().ok()
}

/// Returns a literal of a type. A literal that needs more than 32 bits has a suffix.
fn of_type(ty: &Type, digits: String) -> String {
    match ty {
        Type::F32 | Type::F64 if !digits.contains('.') => format!("{digits}.0"),
        Type::I64 => suffixed(&digits),
        _ => digits,
    }
}

fn suffixed(digits: &str) -> String {
    match (digits.contains('.'), digits.parse::<i32>(), digits.parse::<i64>()) {
        (true, ..) | (false, Ok(_), _) => digits.to_owned(),
        (false, Err(_), Ok(_)) => format!("{digits}_i64"),
        (false, Err(_), Err(_)) => format!("{digits}_u64"),
    }
}

/// Returns the content of `json!`: literals of Rust, because JSON has other escapes.
pub(crate) fn json(sample: &Sample) -> String {
    match sample {
        Sample::Usual => "{}".to_owned(),
        Sample::Null => "null".to_owned(),
        Sample::Boolean(value) => value.to_string(),
        Sample::Number(text) => any_number(text),
        Sample::Text(text) => format!("{text:?}"),
        Sample::Items(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
        Sample::Properties(members) => {
            let all = members.iter().map(|(key, sample)| format!("{key:?}: {}", json(sample)));
            format!("{{{}}}", all.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Returns a number within any JSON, in the spelling that code and wire share.
pub(crate) fn any_number(text: &str) -> String {
    let digits = number(&Type::Number, text).unwrap_or_else(|| "1".to_owned());
    suffixed(&digits)
}

/// Returns a string of a format.
pub(crate) fn of_format(format: Format) -> &'static str {
    match format {
        Format::DateTime => "2026-01-31T12:00:00Z",
        Format::Date => "2026-01-31",
        Format::Time => "12:00:00Z",
        Format::Duration => "PT1H",
        Format::Uuid => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        Format::Uri => "https://example.com/",
        Format::Decimal => "1.50",
        Format::Base64 => "Ynl0ZXM=",
    }
}
