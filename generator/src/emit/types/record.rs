//! Objects as structs: fields, constructor, setters. Must not emit the mirror (`mirror`).

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::words::{quoted, with_article};
use crate::emit::tokens::arguments::{Taken, field_argument, generics, maybe_argument, option_argument};
use crate::emit::tokens::attributes::{deprecated, doc, doc_of};
use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::{field_type, type_of};
use crate::emit::types::docs::type_docs;
use crate::emit::types::members::blank_extra;
use crate::emit::types::presets::preset;
use crate::lower::model::{Api, Field, Presence, Record, Type, TypeDef};

/// Emits the struct with its inherent methods.
pub(crate) fn declaration(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let (docs, deprecation, name) = (type_docs(def), deprecated(def.deprecated), ident(&def.name));
    let fields = record.fields.iter().map(|field| {
        let (docs, deprecation, name) = (field_docs(field), deprecated(field.deprecated), ident(&field.name));
        let chosen = chosen_docs(api, field);
        let ty = field_type(api, field, &TokenStream::new());
        quote!(#docs #chosen #deprecation pub #name: #ty,)
    });
    let constructor = constructor(api, def, record);
    let setters = record.fields.iter().filter(|field| !field.is_required()).map(|field| setter(api, field));
    let (required, extra) = (required_struct(api, def, record), extra(api, record));
    // The runtime clones other records: it fills a blank one.
    let cloned = record.drafted.then(|| quote!(#[derive(Clone)]));
    quote! {
        #docs
        #deprecation
        #cloned
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #extra
        }
        impl #name {
            #constructor
            #(#setters)*
        }
        #required
    }
}

/// Emits the field for additional properties.
fn extra(api: &Api, record: &Record) -> TokenStream {
    let each = || Box::new(record.rest.as_ref().map_or(Type::Any, |rest| rest.ty.clone()));
    let (all, ty) = match (record.array, &record.rest) {
        (true, _) => (" Further items of the array.", type_of(api, &Type::Array(each()), &TokenStream::new())),
        (false, Some(_)) => {
            (" Properties other than the fields above.", type_of(api, &Type::Map(each()), &TokenStream::new()))
        }
        (false, None) => {
            (" Properties that the description does not define. They are kept and sent back unchanged.", quote!(Extra))
        }
    };
    let words = record.rest.as_ref().map(|rest| rest.docs.as_str()).filter(|docs| !docs.is_empty()).map(|docs| {
        let docs = doc(docs, "");
        quote!(#[doc = ""] #docs)
    });
    quote!(#[doc = #all] #words pub extra: #ty,)
}

/// Returns the properties that constructors set.
fn presets(api: &Api, record: &Record) -> Vec<TokenStream> {
    let preset = record.fields.iter().filter_map(|field| {
        let (name, value) = (ident(&field.name), preset(api, field, &TokenStream::new())?);
        let value = match field.presence {
            Presence::Required => value,
            Presence::RequiredNullable | Presence::Optional => quote!(Some(#value)),
            Presence::OptionalNullable => quote!(Maybe::Value(#value)),
        };
        Some(quote!(new.#name = #value;))
    });
    preset.collect()
}

/// Returns the paragraph about a type that the user chose.
fn chosen_docs(api: &Api, field: &Field) -> TokenStream {
    let Some(own) = api.chosen(&field.ty) else { return TokenStream::new() };
    let words = format!(" A value that `{}` cannot hold is a decode error.", own.path);
    quote!(#[doc = ""] #[doc = #words])
}

fn field_docs(field: &Field) -> TokenStream {
    let fallback = match field.wire.as_str() {
        "" => "The property whose name is empty.".to_owned(),
        wire => format!("The {} property.", quoted(wire)),
    };
    doc_of(&field.docs, &[&field.wire, &field.name], &fallback)
}

fn constructor(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let presets = presets(api, record);
    if let Some(required) = &def.required_name {
        return constructor_of_required(api, def, record, &presets, required);
    }
    let needed: Vec<&Field> = record.fields.iter().filter(|field| field.is_argument()).collect();
    if needed.is_empty() && presets.is_empty() {
        let docs = format!(" Creates an empty {}.", quoted(&def.name));
        return quote! {
            #[doc = #docs]
            #[must_use]
            #[inline]
            pub fn new() -> Self {
                value::BlankRecord::blank()
            }
        };
    }
    constructor_of_fields(api, record, constructor_docs(def, record), &needed, &presets)
}

/// Emits a constructor that takes a struct of the required fields.
fn constructor_of_required(
    api: &Api,
    def: &TypeDef,
    record: &Record,
    presets: &[TokenStream],
    required: &str,
) -> TokenStream {
    let docs = constructor_docs(def, record);
    let fields = record.fields.iter().filter(|field| field.is_argument()).map(|field| {
        let name = ident(&field.name);
        (field.name.as_str(), boxed(field, quote!(required.#name)))
    });
    let made = made(api, record, presets, fields.collect());
    let required = ident(required);
    quote! {
        #[doc = #docs]
        #[must_use]
        pub fn new(required: #required) -> Self {
            #made
        }
    }
}

/// Emits a constructor with an argument for each of these fields.
fn constructor_of_fields(
    api: &Api,
    record: &Record,
    docs: String,
    needed: &[&Field],
    presets: &[TokenStream],
) -> TokenStream {
    let (mut by, mut arguments, mut fields) = (Vec::new(), Vec::new(), Vec::new());
    for field in needed {
        let name = ident(&field.name);
        let taken = match field.presence {
            Presence::Required => field_argument(api, &field.ty, &name, by.len()),
            Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
                option_argument(api, &field.ty, &name, by.len(), &TokenStream::new())
            }
        };
        by.extend(taken.by);
        let (ty, value) = (taken.ty, boxed(field, taken.value));
        arguments.push(quote!(#name: #ty));
        fields.push((field.name.as_str(), value));
    }
    let made = made(api, record, presets, fields);
    let by = generics(&by);
    // Clippy's limit is seven. The lock keeps a constructor's arguments when fields are added.
    let many = if arguments.len() > 7 { quote!(#[allow(clippy::too_many_arguments)]) } else { TokenStream::new() };
    quote! {
        #[doc = #docs]
        #many
        #[must_use]
        pub fn new #by(#(#arguments),*) -> Self {
            #made
        }
    }
}

/// Emits the body of a constructor: a blank record whose fields are set, or, if it has none, a record with all its fields.
/// `set` are the values of fields by name.
fn made(api: &Api, record: &Record, presets: &[TokenStream], set: Vec<(&str, TokenStream)>) -> TokenStream {
    if !record.drafted {
        let set = set.into_iter().map(|(name, value)| {
            let name = ident(name);
            quote!(new.#name = #value;)
        });
        return quote! {
            let mut new: Self = value::BlankRecord::blank();
            #(#presets)*
            #(#set)*
            new
        };
    }
    let fields = record.fields.iter().map(|field| {
        let value = set.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
        let (name, value) = (ident(&field.name), value.unwrap_or_else(|| qualified_blank(api, field)));
        quote!(#name: #value,)
    });
    let extra = blank_extra(record);
    let (mutable, new) = match presets {
        [] => (TokenStream::new(), quote!()),
        _ => (quote!(mut), quote!(#(#presets)*)),
    };
    quote! {
        let #mutable new = Self {
            #(#fields)*
            extra: #extra,
        };
        #new
        new
    }
}

/// Returns `true` if the declaration of a record mentions the runtime's module `value`.
pub(crate) fn mentions_value(record: &Record) -> bool {
    let is_set_later = |field: &Field| field.presence == Presence::Required && !field.is_argument();
    !record.drafted || record.fields.iter().any(is_set_later)
}

/// Returns the blank value of a field, without imports.
fn qualified_blank(api: &Api, field: &Field) -> TokenStream {
    match field.presence {
        Presence::RequiredNullable | Presence::Optional => quote!(None),
        Presence::OptionalNullable => quote!(Maybe::Absent),
        Presence::Required if api.has_blank(&field.ty) => quote!(value::Blank::blank()),
        // It is an argument: see `Field::is_argument`.
        Presence::Required => boxed(field, quote!(value::Blank::blank())),
    }
}

/// Returns the documentation of a constructor with arguments.
fn constructor_docs(def: &TypeDef, record: &Record) -> String {
    let name = with_article(&quoted(&def.name));
    let optional = record.fields.iter().any(|field| !field.is_required());
    let setters = if optional { " Use the setters for optional ones." } else { "" };
    format!(" Creates {name} from its required fields.{setters}")
}

/// Returns the type of a required field as a constructor takes it, without its box.
fn required_type(api: &Api, field: &Field) -> TokenStream {
    match field.presence {
        Presence::Required => type_of(api, &field.ty, &TokenStream::new()),
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
            let inner = type_of(api, &field.ty, &TokenStream::new());
            quote!(Option<#inner>)
        }
    }
}

fn boxed(field: &Field, value: TokenStream) -> TokenStream {
    match (field.boxed, field.presence) {
        (false, _) => value,
        (true, Presence::Required) => quote!(Box::new(#value)),
        (true, Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable) => {
            quote!(#value.map(Box::new))
        }
    }
}

fn setter(api: &Api, field: &Field) -> TokenStream {
    let (name, deprecation) = (ident(&field.name), deprecated(field.deprecated));
    let docs = format!(" Sets `{}`.", field.name);
    let (by, ty, value) = match field.presence {
        Presence::OptionalNullable => {
            let Taken { by, ty, value } = maybe_argument(api, &field.ty, &name, &TokenStream::new());
            let value = match (&by, field.boxed) {
                (_, true) => quote!(#value.map(Box::new)),
                (Some(_), false) => value,
                (None, false) => quote!(#name.into()),
            };
            (by, ty, value)
        }
        Presence::Optional | Presence::Required | Presence::RequiredNullable => {
            let Taken { by, ty, value } = field_argument(api, &field.ty, &name, 0);
            let value = if field.boxed { quote!(Box::new(#value)) } else { value };
            (by, ty, quote!(Some(#value)))
        }
    };
    let by = generics(by.as_slice());
    quote! {
        #[doc = #docs]
        #deprecation
        #[must_use]
        #[inline]
        pub fn #name #by(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn required_struct(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let Some(name) = &def.required_name else { return TokenStream::new() };
    let name = ident(name);
    let docs = format!(" The required fields of [`{}`].", def.name);
    let fields = record.fields.iter().filter(|field| field.is_argument()).map(|field| {
        let (docs, name, ty) = (field_docs(field), ident(&field.name), required_type(api, field));
        quote!(#docs pub #name: #ty,)
    });
    quote! {
        #[doc = #docs]
        pub struct #name {
            #(#fields)*
        }
    }
}
