//! Values as the runtime sees them: a reference to a value of a type that the user chose, or to a collection of such values,
//! becomes one to a wrapper, because the type itself cannot implement the runtime's traits. Must not know where a value is.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::{format_name, type_of};
use crate::lower::model::{Api, Codec, Field, Presence, Shape, Type};

/// Returns the marker of a type: where in it the type is that the user chose. `None` if it has none, or if it is in a type of
/// the API.
pub(crate) fn marker(api: &Api, ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::Own(id) => Some(match api.own_type(*id).codec {
            Codec::Serde => quote!(crate::runtime::value::Own<crate::runtime::value::BySerde>),
            Codec::Format(format) => {
                let name = ident(format_name(format));
                quote!(crate::runtime::value::Own<crate::runtime::formats::#name>)
            }
        }),
        Type::Optional(inner) => marker(api, inner).map(|inner| quote!(crate::runtime::value::InOption<#inner>)),
        Type::Array(inner) => marker(api, inner).map(|inner| quote!(crate::runtime::value::InVec<#inner>)),
        Type::Map(inner) => marker(api, inner).map(|inner| quote!(crate::runtime::value::InMap<#inner>)),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(target) => marker(api, target),
            Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
        },
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => None,
    }
}

/// Returns the marker of a field's type, with its box and its presence.
pub(crate) fn field_marker(api: &Api, field: &Field) -> Option<TokenStream> {
    let inner = held_marker(api, &field.ty, field.boxed)?;
    Some(match field.presence {
        Presence::Required => inner,
        Presence::RequiredNullable | Presence::Optional => quote!(crate::runtime::value::InOption<#inner>),
        Presence::OptionalNullable => quote!(crate::runtime::value::InMaybe<#inner>),
    })
}

/// Returns the marker of a type that may be boxed.
pub(crate) fn held_marker(api: &Api, ty: &Type, boxed: bool) -> Option<TokenStream> {
    let inner = marker(api, ty)?;
    Some(if boxed { quote!(crate::runtime::value::InBox<#inner>) } else { inner })
}

/// Returns the marker of a type in a `Maybe`.
pub(crate) fn maybe_marker(api: &Api, ty: &Type) -> Option<TokenStream> {
    marker(api, ty).map(|inner| quote!(crate::runtime::value::InMaybe<#inner>))
}

/// Returns the marker of a type in an `Option`.
pub(crate) fn option_marker(api: &Api, ty: &Type) -> Option<TokenStream> {
    marker(api, ty).map(|inner| quote!(crate::runtime::value::InOption<#inner>))
}

/// Returns a reference to a value, for an argument of a call.
pub(crate) fn argument(marker: Option<TokenStream>, value: &TokenStream) -> TokenStream {
    match marker {
        Some(marker) => quote!(crate::runtime::value::via::<#marker, _>(&#value)),
        None => quote!(&#value),
    }
}

/// Returns the type that a request, stream or header is declared with.
pub(crate) fn output_type(api: &Api, ty: &Type, module: &TokenStream) -> TokenStream {
    let plain = type_of(api, ty, module);
    match marker(api, ty) {
        Some(marker) => quote!(crate::runtime::value::As<#marker, #plain>),
        None => plain,
    }
}
