//! Values as the runtime sees them: a reference to a value of a type that the user chose, or to a collection of such values,
//! becomes one to a wrapper, because the type itself cannot implement the runtime's traits. Must not know where a value is.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::{format_name, type_of};
use crate::lower::model::{Api, Codec, Field, Presence, Shape, Type};

/// Returns the marker of a type: where in it the type is that the user chose. `None` if it has none, or if it is in a type of
/// the API. The code needs `use crate::runtime::value`.
pub(crate) fn marker(api: &Api, ty: &Type) -> Option<TokenStream> {
    marker_in(api, ty, &quote!(value))
}

/// Returns the marker of a type; `value` is the path of the runtime's module.
fn marker_in(api: &Api, ty: &Type, value: &TokenStream) -> Option<TokenStream> {
    let inside = |inner: &Type| marker_in(api, inner, value);
    match ty {
        Type::Own(id) => Some(match api.own_type(*id).codec {
            Codec::Serde => quote!(#value::Own<#value::BySerde>),
            Codec::Format(format) => {
                let name = ident(format_name(format));
                quote!(#value::Own<#value::formats::#name>)
            }
        }),
        Type::Optional(inner) => inside(inner).map(|inner| quote!(#value::InOption<#inner>)),
        Type::Array(inner) => inside(inner).map(|inner| quote!(#value::InVec<#inner>)),
        Type::Map(inner) => inside(inner).map(|inner| quote!(#value::InMap<#inner>)),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(target) => inside(target),
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
        Presence::RequiredNullable | Presence::Optional => quote!(value::InOption<#inner>),
        Presence::OptionalNullable => quote!(value::InMaybe<#inner>),
    })
}

/// Returns the marker of a type that may be boxed.
pub(crate) fn held_marker(api: &Api, ty: &Type, boxed: bool) -> Option<TokenStream> {
    let inner = marker(api, ty)?;
    Some(if boxed { quote!(value::InBox<#inner>) } else { inner })
}

/// Returns the marker of a type in a `Maybe`.
pub(crate) fn maybe_marker(api: &Api, ty: &Type) -> Option<TokenStream> {
    marker(api, ty).map(|inner| quote!(value::InMaybe<#inner>))
}

/// Returns the marker of a type in an `Option`.
pub(crate) fn option_marker(api: &Api, ty: &Type) -> Option<TokenStream> {
    marker(api, ty).map(|inner| quote!(value::InOption<#inner>))
}

/// Returns a reference to a value, for an argument of a call.
pub(crate) fn argument(marker: Option<TokenStream>, value: &TokenStream) -> TokenStream {
    match marker {
        Some(marker) => quote!(value::via::<#marker, _>(&#value)),
        None => quote!(&#value),
    }
}

/// Returns the type that a request, stream or header is declared with.
pub(crate) fn output_type(api: &Api, ty: &Type, module: &TokenStream) -> TokenStream {
    let plain = type_of(api, ty, module);
    match marker_in(api, ty, &quote!(crate::runtime::value)) {
        Some(marker) => quote!(crate::runtime::value::As<#marker, #plain>),
        None => plain,
    }
}
