//! Arguments of constructors, methods and setters: the types that each accepts, and the conversion
//! to the value. Must not know which values are arguments.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::type_of;
use crate::lower::model::{Api, Shape, Type};

/// The form in which an argument is accepted.
pub(crate) struct Taken {
    /// The generic parameter for the argument's type, if it accepts several types.
    pub(crate) by: Option<Ident>,
    pub(crate) ty: TokenStream,
    pub(crate) value: TokenStream,
}

/// The types that an argument accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// Only its own type.
    Itself,
    /// Everything that converts into its type: strings, numbers, bytes, their aliases, enums of
    /// numbers, enums for which any string is valid, and unions, whose variants convert into them.
    Into,
    /// Arrays and maps: any collection of values that convert into their items.
    Items,
}

/// Returns argument `number` of a function, for a value that is not null.
pub(crate) fn plain_argument(api: &Api, ty: &Type, name: &Ident, number: usize, module: &TokenStream) -> Taken {
    let plain = type_of(api, ty, module);
    match taking(api, ty) {
        Taking::Itself => Taken { by: None, ty: plain, value: quote!(#name) },
        Taking::Into => Taken { by: None, ty: quote!(impl Into<#plain>), value: quote!(Into::<#plain>::into(#name)) },
        Taking::Items => {
            let by = by(number);
            let ty = quote!(impl crate::IntoItems<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(#name.into_items()) }
        }
    }
}

/// Returns the argument for a position where the type is known.
pub(crate) fn field_argument(api: &Api, ty: &Type, name: &Ident, number: usize) -> Taken {
    let taken = plain_argument(api, ty, name, number, &TokenStream::new());
    match taking(api, ty) {
        Taking::Into => Taken { value: quote!(#name.into()), ..taken },
        Taking::Itself | Taking::Items => taken,
    }
}

/// Returns the argument of a setter, for a property that may be absent, null or a value: anything
/// that [`plain_argument`] accepts, an `Option` or a `Maybe`.
pub(crate) fn maybe_argument(api: &Api, ty: &Type, name: &Ident, module: &TokenStream) -> Taken {
    let (plain, by) = (type_of(api, ty, module), by(0));
    match taking(api, ty) {
        Taking::Into => {
            let ty = quote!(impl crate::IntoMaybe<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoMaybe::into_maybe(#name)) }
        }
        Taking::Items => {
            let ty = quote!(impl crate::IntoMaybeItems<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoMaybeItems::into_maybe_items(#name)) }
        }
        Taking::Itself => {
            Taken { by: None, ty: quote!(impl Into<Maybe<#plain>>), value: quote!(Into::<Maybe<#plain>>::into(#name)) }
        }
    }
}

/// Returns argument `number` of a function, for a required property that may be null: anything that
/// [`plain_argument`] accepts, or an `Option`.
pub(crate) fn option_argument(api: &Api, ty: &Type, name: &Ident, number: usize, module: &TokenStream) -> Taken {
    let (plain, by) = (type_of(api, ty, module), by(number));
    match taking(api, ty) {
        Taking::Into => {
            let ty = quote!(impl crate::IntoOption<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoOption::into_option(#name)) }
        }
        Taking::Items => {
            let ty = quote!(impl crate::IntoOptionItems<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoOptionItems::into_option_items(#name)) }
        }
        Taking::Itself => Taken { by: None, ty: quote!(Option<#plain>), value: quote!(#name) },
    }
}

/// Returns the generic parameter of an argument. No type of the description has such a name.
fn by(number: usize) -> Ident {
    let number = if number == 0 { String::new() } else { (number + 1).to_string() };
    ident(&format!("By{number}_"))
}

/// Returns the generic parameters of a function in angle brackets, or nothing if there are none.
pub(crate) fn generics(all: &[Ident]) -> TokenStream {
    if all.is_empty() { TokenStream::new() } else { quote!(<#(#all),*>) }
}

/// Returns `true` if a setter that also takes null names `Maybe`.
pub(crate) fn is_taken_as_maybe(api: &Api, ty: &Type) -> bool {
    taking(api, ty) == Taking::Itself
}

fn taking(api: &Api, ty: &Type) -> Taking {
    match ty {
        Type::Text | Type::Number | Type::Bytes | Type::File | Type::Formatted(_) | Type::Own(_) => Taking::Into,
        // Smaller integers convert into larger ones. A literal is an `i32`, which converts into no
        // unsigned type.
        Type::I32 | Type::I64 | Type::F32 | Type::F64 => Taking::Into,
        Type::Array(_) | Type::Map(_) => Taking::Items,
        Type::Nothing | Type::Boolean | Type::U32 | Type::U64 | Type::Any | Type::Optional(_) => Taking::Itself,
        Type::Named(id) if api.allows_any_string(*id) => Taking::Into,
        Type::Named(id) => match &api.type_def(api.without_aliases(*id)).shape {
            Shape::Alias(ty) => taking(api, ty),
            Shape::Numbers(_) | Shape::Union(_) => Taking::Into,
            Shape::Record(_) | Shape::Enum(_) => Taking::Itself,
        },
    }
}
