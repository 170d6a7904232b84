//! Enums of integers: a number with constants for the values that the description lists. Unknown
//! values are preserved. Must not know how a value is read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::attributes::{deprecated, doc};
use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::type_of;
use crate::emit::types::docs::type_docs;
use crate::lower::model::{Api, Numbers, TypeDef, Value};

/// Emits the type with its constants.
pub(crate) fn declaration(api: &Api, def: &TypeDef, numbers: &Numbers) -> TokenStream {
    let (docs, deprecation, name) = (type_docs(def), deprecated(def.deprecated), ident(&def.name));
    let plain = type_of(api, &numbers.ty, &TokenStream::new());
    let constants = numbers.values.iter().map(|value| {
        let (docs, name) = (doc(&words(value), ""), ident(&value.name));
        let number: TokenStream = value.wire.parse().unwrap_or_default();
        quote!(#docs pub const #name: Self = Self(#number);)
    });
    let known = numbers.values.iter().map(|value| ident(&value.name));
    quote! {
        #docs
        #deprecation
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct #name(pub #plain);
        impl #name {
            #(#constants)*

            #[doc = " The values that the description defines. A server may send others, see [`Self::is_known`]."]
            pub const KNOWN: &'static [Self] = &[#(Self::#known),*];

            #[doc = " Returns `true` if the description defines this value."]
            #[must_use]
            #[inline]
            pub fn is_known(self) -> bool {
                Self::KNOWN.contains(&self)
            }
        }
    }
}

fn words(value: &Value) -> String {
    let words = value.docs.trim();
    if words.is_empty() { format!("`{}`", value.wire) } else { format!("`{}`: {words}", value.wire) }
}

/// Emits the mirror of the type, which is that of its number.
pub(crate) fn mirror(api: &Api, def: &TypeDef, numbers: &Numbers) -> TokenStream {
    let (name, plain) = (ident(&def.name), type_of(api, &numbers.ty, &TokenStream::new()));
    quote! {
        impl Blank for super::#name {
            #[inline]
            fn blank() -> Self {
                super::#name(0)
            }
        }
        impl Field for super::#name {
            #[inline]
            fn try_blank() -> Option<Self> {
                Some(super::#name(0))
            }
            #[inline]
            fn view(&self) -> View<'_> {
                self.0.view()
            }
            #[inline]
            fn view_mut(&mut self) -> ViewMut<'_> {
                self.0.view_mut()
            }
            #[inline]
            fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
                self.0.write(to, key, required);
            }
        }
        impl From<#plain> for super::#name {
            #[inline]
            fn from(number: #plain) -> Self {
                super::#name(number)
            }
        }
        impl From<super::#name> for #plain {
            #[inline]
            fn from(value: super::#name) -> Self {
                value.0
            }
        }
        impl fmt::Display for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    }
}
