//! Values that constructors and methods set by themselves: constants and discriminator values. Must
//! not decide which values these are: `lower` did.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::examples::samples;
use crate::emit::tokens::literals::ident;
use crate::lower::model::{Api, Field, Preset, Shape, Type};

/// Returns the value that constructors set: that of a constant, or a discriminator value. `module` is the path of the API's types.
pub(crate) fn preset(api: &Api, field: &Field, module: &TokenStream) -> Option<TokenStream> {
    let is_preset = field.constant || field.preset.is_some();
    is_preset.then(|| preset_of(api, &field.ty, field.preset.as_ref(), module)).flatten()
}

pub(crate) fn preset_of(api: &Api, ty: &Type, tag: Option<&Preset>, module: &TokenStream) -> Option<TokenStream> {
    let number = |digits: &str| digits.parse::<TokenStream>().ok();
    let Type::Named(id) = ty else {
        return match tag? {
            Preset::Text(text) => Some(quote!(#text.to_owned())),
            Preset::Boolean(value) => Some(quote!(#value)),
            Preset::Integer(digits) | Preset::Number(digits) => typed_number(ty, digits),
        };
    };
    let def = api.type_def(*id);
    let name = ident(&def.name);
    match &def.shape {
        Shape::Enum(values) => {
            let value = values.iter().find(|value| tag.is_none_or(|tag| value.wire == tag.spelled()))?;
            let value = ident(&value.name);
            Some(quote!(#module #name::#value))
        }
        Shape::Numbers(numbers) => {
            match numbers.values.iter().find(|value| tag.is_some_and(|tag| value.wire == tag.spelled())) {
                Some(value) => {
                    let value = ident(&value.name);
                    Some(quote!(#module #name::#value))
                }
                None => {
                    let number = number(tag?.spelled())?;
                    Some(quote!(#module #name(#number)))
                }
            }
        }
        Shape::Alias(target) => preset_of(api, target, tag, module),
        Shape::Record(_) | Shape::Union(_) => None,
    }
}

/// Returns a number with its type, for a position that does not determine the type.
fn typed_number(ty: &Type, digits: &str) -> Option<TokenStream> {
    let digits = samples::number(ty, digits)?;
    let suffix = match ty {
        Type::I32 => "i32",
        Type::I64 => "i64",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Number if digits.contains('.') => "f64",
        Type::Number if digits.parse::<i64>().is_ok() => "i64",
        Type::Number => "u64",
        Type::Nothing | Type::Text | Type::Boolean | Type::Formatted(_) | Type::Any | Type::Bytes | Type::File => {
            return None;
        }
        Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Named(_) | Type::Own(_) => return None,
    };
    let literal: TokenStream = format!("{digits}_{suffix}").parse().ok()?;
    Some(if *ty == Type::Number { quote!(Number::from(#literal)) } else { literal })
}
