//! Enums of strings: the known values as variants, and one hidden variant that keeps unknown
//! values. Must not know how a value is read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::attributes::{deprecated, doc};
use crate::emit::tokens::literals::{ident, text};
use crate::emit::types::docs::type_docs;
use crate::lower::model::{TypeDef, Value};

/// Emits the enum with its inherent methods.
pub(crate) fn declaration(def: &TypeDef, values: &[Value]) -> TokenStream {
    let (docs, deprecation, name) = (type_docs(def), deprecated(def.deprecated), ident(&def.name));
    let variants = values.iter().map(|value| {
        let wire = format!("`{}`", value.wire.replace('`', "'"));
        let docs = match (value.docs.trim().is_empty(), value.wire.trim().is_empty()) {
            (false, _) => doc(&format!("{wire}: {}", value.docs.trim()), ""),
            (true, false) => doc(&wire, "The empty string."),
            (true, true) => doc("", "A blank string."),
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
        #deprecation
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc(hidden)]
            __Unknown(value::UnknownString),
        }
        impl #name {
            #[doc = " The values that the description defines. A server may send others, see [`Self::is_known`]."]
            pub const KNOWN: &'static [Self] = &[#(Self::#known),*];

            #[doc = " Returns the value as a string."]
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#texts)*
                    Self::__Unknown(unknown) => unknown.as_str(),
                }
            }

            #[doc = " Returns `true` if the description defines this value. Unknown values are preserved."]
            #[must_use]
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::__Unknown(_))
            }
        }
    }
}

/// Emits the mirror of the enum, and the traits that users expect of an enum of strings.
pub(crate) fn mirror(def: &TypeDef, values: &[Value]) -> TokenStream {
    let name = ident(&def.name);
    let from = values.iter().map(|value| {
        let (variant, wire) = (ident(&value.name), text(&value.wire));
        quote!(#wire => super::#name::#variant,)
    });
    let shape = values.iter().map(|value| {
        let (wire, variant) = (text(&value.wire), text(&value.name));
        quote!((#wire, #variant))
    });
    let traits = traits(&name);
    let items = def.any_string.then(|| items(&name));
    quote! {
        impl Mirror for super::#name {
            type Form = EnumForm;
            const SHAPE: &'static EnumShape = &EnumShape { values: &[#(#shape),*] };
        }
        impl<T: AsRef<str>> From<T> for super::#name {
            fn from(text: T) -> Self {
                match text.as_ref() {
                    #(#from)*
                    other => super::#name::__Unknown(UnknownString::new(other)),
                }
            }
        }
        #traits
        #items
    }
}

/// Emits conversions of array items, if the description allows any string.
fn items(name: &proc_macro2::Ident) -> TokenStream {
    let from = |ty: TokenStream| {
        quote! {
            impl crate::FromItem<#ty> for super::#name {
                fn from_item(item: #ty) -> Self {
                    Self::from(item)
                }
            }
        }
    };
    let (borrowed, owned) = (from(quote!(&str)), from(quote!(String)));
    quote!(#borrowed #owned)
}

fn traits(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl AsStr for super::#name {
            #[inline]
            fn as_str(&self) -> &str {
                self.as_str()
            }
        }
        impl fmt::Debug for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                value::debug(self, f)
            }
        }
        impl fmt::Display for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl std::str::FromStr for super::#name {
            type Err = std::convert::Infallible;
            // Not `Self::Err`, which would be ambiguous with a variant of that name.
            #[inline]
            fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }
        impl<T: AsStr + ?Sized> PartialEq<T> for super::#name {
            fn eq(&self, other: &T) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl Eq for super::#name {}
        impl std::hash::Hash for super::#name {
            fn hash<H: std::hash::Hasher>(&self, to: &mut H) {
                self.as_str().hash(to);
            }
        }
    }
}
