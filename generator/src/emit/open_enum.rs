//! Enums of strings: the known values as variants, and one hidden variant that keeps what is newer.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::fallback;
use super::write::{deprecated, doc, ident, text};
use crate::lower::model::{TypeDef, Value};

/// The enum with its inherent methods.
pub(super) fn declaration(def: &TypeDef, values: &[Value]) -> TokenStream {
    let (docs, old, name) = (doc(&def.docs, &fallback(def)), deprecated(def.deprecated), ident(&def.name));
    let variants = values.iter().map(|value| {
        let wire = format!("`{}`", value.wire.replace('`', "'"));
        let docs = match (value.docs.trim().is_empty(), value.wire.trim().is_empty()) {
            (false, _) => doc(&format!("{wire}: {}", value.docs.trim()), ""),
            (true, false) => doc(&wire, "The empty text."),
            (true, true) => doc("", "A text without a word."),
        };
        let variant = ident(&value.name);
        quote!(#docs #variant,)
    });
    let texts = values.iter().map(|value| {
        let (variant, wire) = (ident(&value.name), text(&value.wire));
        quote!(Self::#variant => #wire,)
    });
    let known = values.iter().map(|value| ident(&value.name));
    quote! {
        #docs
        #old
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc(hidden)]
            __Unknown(Unknown),
        }
        impl #name {
            #[doc = " The values that the description lists. A server may send others: see [`Self::is_known`]."]
            pub const KNOWN: &'static [Self] = &[#(Self::#known),*];

            #[doc = " The value on the wire."]
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#texts)*
                    Self::__Unknown(unknown) => unknown.text(),
                }
            }

            #[doc = " Whether the description lists this value. One that it does not list is kept as it came."]
            #[must_use]
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::__Unknown(_))
            }
        }
    }
}

/// What the enum mirrors itself with.
pub(super) fn mirror(def: &TypeDef, values: &[Value]) -> TokenStream {
    let name = ident(&def.name);
    let from = values.iter().map(|value| {
        let (variant, wire) = (ident(&value.name), text(&value.wire));
        quote!(#wire => super::#name::#variant,)
    });
    let named = values.iter().map(|value| {
        let (variant, shown) = (ident(&value.name), text(&value.name));
        quote!(super::#name::#variant => Some(#shown),)
    });
    let conversions = conversions(&name);
    let constant = match values {
        [_] => quote! {
            #[inline]
            fn is_constant(&self) -> bool {
                true
            }
        },
        [] | [_, ..] => TokenStream::new(),
    };
    quote! {
        impl From<&str> for super::#name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    #(#from)*
                    other => super::#name::__Unknown(Unknown::new(other)),
                }
            }
        }
        impl Open for super::#name {
            #[inline]
            fn text(&self) -> &str {
                self.as_str()
            }
            #[inline]
            fn set_text(&mut self, text: &str) {
                *self = Self::from(text);
            }
            #[inline]
            fn variant(&self) -> Option<&'static str> {
                match self {
                    #(#named)*
                    super::#name::__Unknown(_) => None,
                }
            }
            #constant
        }
        impl Field for super::#name {
            #[inline]
            fn blank() -> Self {
                super::#name::__Unknown(Unknown::default())
            }
            #[inline]
            fn view(&self) -> View<'_> {
                View::Open(self)
            }
            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::Open(self)
            }
            #[inline]
            fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
                value::put_open(to, key, self);
            }
        }
        #conversions
    }
}

/// What the ecosystem expects of an enum that is a text.
fn conversions(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl fmt::Debug for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                value::debug_open(self, f)
            }
        }
        impl fmt::Display for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl From<String> for super::#name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }
        impl std::str::FromStr for super::#name {
            type Err = std::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }
        impl AsRef<str> for super::#name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl PartialEq<str> for super::#name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
        impl PartialEq<&str> for super::#name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
    }
}
