//! Unions: the types as variants, and one hidden variant that keeps values that fit none of them.
//! Must not know how a variant is found: the runtime does.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::words::{local_words, quoted, sentence, with_article};
use crate::emit::tokens::attributes::{deprecated, doc, doc_of};
use crate::emit::tokens::literals::{ident, index, text};
use crate::emit::tokens::types::type_of;
use crate::emit::tokens::views::held_marker;
use crate::emit::types::conversions::conversions;
use crate::emit::types::docs::type_docs;
use crate::lower::model::{Api, TypeDef, Union, Variant};

/// Emits the enum with its inherent methods, and the conversions from its variants.
pub(crate) fn declaration(api: &Api, def: &TypeDef, union: &Union) -> TokenStream {
    let (docs, deprecation, name) = (type_docs(def), deprecated(def.deprecated), ident(&def.name));
    let variants = union.variants.iter().map(|variant| {
        let docs = variant_docs(api, union, variant);
        let (name, ty) = (ident(&variant.name), held(api, variant));
        quote!(#docs #name(#ty),)
    });
    let conversions = conversions(api, def, union);
    quote! {
        #docs
        #deprecation
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc(hidden)]
            __Unknown(value::UnknownJson),
        }
        impl #name {
            #[doc = " Returns the value as JSON."]
            #[must_use]
            pub fn to_json(&self) -> serde_json::Value {
                serde_json::to_value(self).unwrap_or_default()
            }
            #[doc = " Returns `true` if the value is one of the variants. Unknown values are preserved."]
            #[must_use]
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::__Unknown(_))
            }
        }
        #conversions
    }
}

/// Returns a sentence for a variant without a description: its discriminator values, or its type.
fn fallback(api: &Api, variant: &Variant) -> String {
    match variant.values.as_slice() {
        [] => sentence(&with_article(&local_words(api, &variant.ty))),
        [tag] => format!("Discriminator value: {}.", quoted(tag)),
        tags => format!("Discriminator values: `{}`.", tags.join("`, `")),
    }
}

/// Returns the documentation of a variant, and the discriminator value that is sent with it.
fn variant_docs(api: &Api, union: &Union, variant: &Variant) -> TokenStream {
    let sent = union
        .discriminator
        .as_ref()
        .zip(variant.sent.as_ref())
        .map(|(property, value)| doc(&format!("Sent with {}: {}.", quoted(property), quoted(value)), ""));
    match (sent, variant.values.as_slice(), variant.docs.trim()) {
        (Some(sent), [_], "") => sent,
        (sent, _, _) => {
            let docs = doc_of(&variant.docs, &[&variant.name], &fallback(api, variant));
            let sent = sent.map(|sent| quote!(#[doc = ""] #sent));
            quote!(#docs #sent)
        }
    }
}

fn held(api: &Api, variant: &Variant) -> TokenStream {
    let ty = type_of(api, &variant.ty, &TokenStream::new());
    if variant.boxed { quote!(Box<#ty>) } else { ty }
}

fn tag(def: &TypeDef, union: &Union) -> TokenStream {
    let Some(tag) = &union.discriminator else { return TokenStream::new() };
    let docs = doc(&format!("Returns the discriminator value, the value of {}.", quoted(tag)), "");
    let name = ident(&def.name);
    quote! {
        impl super::#name {
            #docs
            #[must_use]
            pub fn discriminator(&self) -> Option<String> {
                value::discriminator_of(Self::SHAPE, self)
            }
        }
    }
}

/// Emits the mirror of the union.
pub(crate) fn mirror(api: &Api, def: &TypeDef, union: &Union) -> TokenStream {
    let (name, fixed, tag) = (ident(&def.name), shape(union), tag(def, union));
    let names: Vec<_> = union.variants.iter().map(|variant| ident(&variant.name)).collect();
    let numbers: Vec<_> = (0..names.len()).map(index).collect();
    let beyond = index(names.len());
    let views = union.variants.iter().map(|variant| match held_marker(api, &variant.ty, variant.boxed) {
        Some(marker) => quote!(value::via::<#marker, _>(value)),
        None => quote!(value),
    });
    let (set_variant, made) = (set_variant(api, union), made_variants(api, &name, union));
    quote! {
        #made
        #tag
        impl Mirror for super::#name {
            type Form = UnionForm;
            const SHAPE: &'static UnionShape = &#fixed;
        }
        impl Union for super::#name {
            #[inline]
            fn from_unknown(value: UnknownJson) -> Self {
                Self::__Unknown(value)
            }
            #[inline]
            fn variant(&self) -> (usize, &dyn Field) {
                match self {
                    #(Self::#names(value) => (#numbers, #views),)*
                    Self::__Unknown(value) => (#beyond, value),
                }
            }
            #[inline]
            fn set_variant(&mut self, index: usize) -> &mut dyn Field {
                #set_variant
            }
        }
    }
}

/// Emits the body of `set_variant`. A variant without a blank value is only set after it was read.
fn set_variant(api: &Api, union: &Union) -> TokenStream {
    let numbered = || union.variants.iter().enumerate().map(|(number, variant)| (index(number), variant));
    let (blank, deferred): (Vec<_>, Vec<_>) = numbered().partition(|(_, variant)| !is_deferred(api, variant));
    let (numbers, names): (Vec<_>, Vec<_>) =
        blank.iter().map(|(number, variant)| (number, ident(&variant.name))).unzip();
    let views = blank.iter().map(|(_, variant)| match held_marker(api, &variant.ty, variant.boxed) {
        Some(marker) => quote!(value::via_mut::<#marker, _>(value)),
        None => quote!(value),
    });
    let blanks = blank.iter().map(|(_, variant)| match held_marker(api, &variant.ty, variant.boxed) {
        Some(_) => quote!(Default::default()),
        None => quote!(Blank::blank()),
    });
    let deferred: Vec<_> = deferred.into_iter().map(|(number, _)| number).collect();
    let early = deferred.iter().map(|number| quote!(#number => return value::variant_slot::<#number, Self>(self),));
    // A union of deferred variants only has no other arm that sets one.
    let rest = if deferred.is_empty() { TokenStream::new() } else { quote!(_ => value::no_field(),) };
    quote! {
        *self = match index {
            #(#early)*
            #(#numbers => Self::#names(#blanks),)*
            _ => Self::__Unknown(UnknownJson::blank()),
        };
        match self {
            #(Self::#names(value) => #views,)*
            Self::__Unknown(value) => value,
            #rest
        }
    }
}

/// Emits how the variants without a blank value are made.
fn made_variants(api: &Api, name: &proc_macro2::Ident, union: &Union) -> TokenStream {
    let deferred = union.variants.iter().enumerate().filter(|(_, variant)| is_deferred(api, variant));
    let made = deferred.map(|(number, variant)| {
        let (number, variant_name) = (index(number), ident(&variant.name));
        let ty = type_of(api, &variant.ty, &quote!(super::));
        let ty = if variant.boxed { quote!(Box<#ty>) } else { ty };
        let (ty, value) = match held_marker(api, &variant.ty, variant.boxed) {
            Some(marker) => (quote!(value::Via<#marker, #ty>), quote!(value.into_inner())),
            None => (ty, quote!(value)),
        };
        quote! {
            impl value::MadeVariant<#number> for super::#name {
                type Value = #ty;
                #[inline]
                fn from_made(value: #ty) -> Self {
                    Self::#variant_name(#value)
                }
            }
        }
    });
    quote!(#(#made)*)
}

/// Returns `true` if a variant has no blank value.
fn is_deferred(api: &Api, variant: &Variant) -> bool {
    !api.has_blank(&variant.ty)
}

fn shape(union: &Union) -> TokenStream {
    let names = union.variants.iter().map(|variant| text(&variant.name));
    let tag = text(union.discriminator.as_deref().unwrap_or_default());
    let tags = union.variants.iter().enumerate().flat_map(|(number, variant)| {
        let number = index(number);
        variant.values.iter().map(move |tag| {
            let tag = text(tag);
            quote!((#tag, #number))
        })
    });
    let sent = union.variants.iter().enumerate().filter_map(|(number, variant)| {
        let (number, tag) = (index(number), text(variant.sent.as_deref()?));
        Some(quote!((#number, #tag)))
    });
    let constants = union.constants.iter().map(|constant| {
        let (variant, key, values) = (index(constant.variant), text(&constant.key), text(&constant.values));
        quote!((#variant, #key, #values))
    });
    let default = match union.default {
        Some(variant) => {
            let variant = index(variant);
            quote!(Some(#variant))
        }
        None => quote!(None),
    };
    quote! {
        UnionShape {
            variants: &[#(#names),*],
            discriminator: #tag,
            mapping: &[#(#tags),*],
            added: &[#(#sent),*],
            default: #default,
            constants: &[#(#constants),*],
        }
    }
}
