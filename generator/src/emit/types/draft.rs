//! Records that are made from a draft, because they require a value of a type that the user chose: their mirrors, and the
//! drafts. Must not emit the records themselves.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::{field_type, type_of};
use crate::emit::tokens::views::{field_marker, held_marker};
use crate::emit::types::members::{blank, blank_extra, properties, shape};
use crate::lower::model::{Api, Field, Presence, Record, Type, TypeDef};

/// Returns `true` if a draft has such a field as a pending one.
fn is_pending(api: &Api, field: &Field) -> bool {
    field.presence == Presence::Required && !api.has_blank(&field.ty)
}

/// Emits the mirror of a record, and its draft.
pub(crate) fn mirror(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let (name, draft) = (ident(&def.name), format_ident!("{}__Draft", def.name));
    let shape = shape(def, record);
    let (form, draft_form) = match record.array {
        true => (quote!(DraftedTupleForm), quote!(value::TupleForm)),
        false => (quote!(DraftedObjectForm), quote!(value::ObjectForm)),
    };
    let viewed = properties(api, &quote!(super::#name), record, &|field| field_marker(api, field));
    let (declared, read) = (declaration(api, &draft, record), from_draft(api, &name, &draft, record));
    // A pending field is a field of the runtime, whatever its type is.
    let drafted = properties(api, &quote!(#draft), record, &|field| match is_pending(api, field) {
        true => None,
        false => field_marker(api, field),
    });
    quote! {
        impl Mirror for super::#name {
            type Form = #form;
            const SHAPE: &'static Shape = &#shape;
        }
        #viewed
        #read
        #declared
        impl Mirror for #draft {
            type Form = #draft_form;
            const SHAPE: &'static Shape = <super::#name as Mirror>::SHAPE;
        }
        #drafted
    }
}

/// Emits the draft: the same fields, those without a blank value as pending ones.
fn declaration(api: &Api, draft: &proc_macro2::Ident, record: &Record) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let (name, ty) = (ident(&field.name), draft_type(api, field));
        quote!(#name: #ty,)
    });
    let blanks = record.fields.iter().map(|field| {
        let name = ident(&field.name);
        let blank = if is_pending(api, field) { quote!(value::Pending::new()) } else { blank(api, field) };
        quote!(#name: #blank,)
    });
    let (extra, blank_extra) = (extra_type(api, record), blank_extra(record));
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        pub struct #draft {
            #(#fields)*
            extra: #extra,
        }
        impl BlankRecord for #draft {
            #[inline]
            fn blank() -> Self {
                #draft {
                    #(#blanks)*
                    extra: #blank_extra,
                }
            }
        }
    }
}

fn from_draft(api: &Api, name: &proc_macro2::Ident, draft: &proc_macro2::Ident, record: &Record) -> TokenStream {
    let fields = record.fields.iter().map(|field| {
        let name = ident(&field.name);
        match (is_pending(api, field), held_marker(api, &field.ty, field.boxed)) {
            (true, Some(_)) => quote!(#name: draft.#name.into_option()?.into_inner(),),
            (true, None) => quote!(#name: draft.#name.into_option()?,),
            (false, _) => quote!(#name: draft.#name,),
        }
    });
    quote! {
        impl Drafted for super::#name {
            type Draft = #draft;
            #[inline]
            fn from_draft(draft: #draft) -> Option<Self> {
                Some(super::#name {
                    #(#fields)*
                    extra: draft.extra,
                })
            }
        }
    }
}

fn draft_type(api: &Api, field: &Field) -> TokenStream {
    let plain = field_type(api, field, &quote!(super::));
    if !is_pending(api, field) {
        return plain;
    }
    match held_marker(api, &field.ty, field.boxed) {
        Some(marker) => quote!(value::Pending<value::Via<#marker, #plain>>),
        None => quote!(value::Pending<#plain>),
    }
}

fn extra_type(api: &Api, record: &Record) -> TokenStream {
    let each = || Box::new(record.rest.as_ref().map_or(Type::Any, |rest| rest.ty.clone()));
    match (record.array, &record.rest) {
        (true, _) => type_of(api, &Type::Array(each()), &quote!(super::)),
        (false, Some(_)) => type_of(api, &Type::Map(each()), &quote!(super::)),
        (false, None) => quote!(Extra),
    }
}
