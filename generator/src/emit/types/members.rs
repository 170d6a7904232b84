//! The parts that mirrors and drafts share: the shape of a record, its fields as the runtime sees them, and their blank
//! values. Must not know which of the two is emitted.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::literals::{ident, index, text};
use crate::emit::tokens::views::marker;
use crate::lower::model::{Api, Field, Presence, Record, Shape, Type, TypeDef};

/// Returns `true` if a field, variant or alias mentions such a type.
pub(crate) fn mentions(def: &TypeDef, is: &dyn Fn(&Type) -> bool) -> bool {
    match &def.shape {
        Shape::Record(record) => {
            record.fields.iter().any(|field| is(&field.ty)) || record.rest.iter().any(|rest| is(&rest.ty))
        }
        Shape::Union(union) => union.variants.iter().any(|variant| is(&variant.ty)),
        Shape::Alias(ty) => is(ty),
        Shape::Enum(_) | Shape::Numbers(_) => false,
    }
}

/// Emits the `Shape` of a record.
pub(crate) fn shape(def: &TypeDef, record: &Record) -> TokenStream {
    let name = text(&def.name);
    let keys = record.fields.iter().map(|field| text(&quoted_key(&field.wire)));
    let renamed = record.fields.iter().enumerate().filter(|(_, field)| field.name != field.wire).map(|(at, field)| {
        let (at, name) = (index(at), text(&field.name));
        quote!((#at, #name))
    });
    let required = record.fields.chunks(64).map(|chunk| {
        let bits = chunk.iter().enumerate().filter(|(_, field)| field.is_required() && !field.undescribed);
        let word = bits.fold(0_u64, |word, (bit, _)| word | 1 << bit);
        proc_macro2::Literal::u64_unsuffixed(word)
    });
    quote! {
        Shape {
            name: #name,
            keys: &[#(#keys),*],
            renamed: &[#(#renamed),*],
            required: &[#(#required),*],
        }
    }
}

/// Returns `,"key":`, with the key escaped as JSON.
fn quoted_key(wire: &str) -> String {
    format!(",{}:", serde_json::Value::from(wire))
}

/// Emits `Record` of a type with the fields of a record. `marker` returns the marker of a field's type.
pub(crate) fn properties(
    api: &Api,
    name: &TokenStream,
    record: &Record,
    marker: &dyn Fn(&Field) -> Option<TokenStream>,
) -> TokenStream {
    let markers = record.fields.iter().map(|field| (ident(&field.name), marker(field)));
    let places: Vec<(TokenStream, TokenStream)> =
        markers.map(|(name, marker)| views(&quote!(self.#name), marker)).collect();
    let (shared, mutable): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let numbers: Vec<_> = (0..shared.len()).map(index).collect();
    let (extra, extra_mut) = views(&quote!(self.extra), extra_marker(api, record));
    quote! {
        impl Record for #name {
            #[inline]
            fn at(&self, index: usize) -> &(dyn Field + 'static) {
                match index {
                    #(#numbers => #shared,)*
                    _ => #extra,
                }
            }
            #[inline]
            fn at_mut(&mut self, index: usize) -> &mut (dyn Field + 'static) {
                match index {
                    #(#numbers => #mutable,)*
                    _ => #extra_mut,
                }
            }
        }
    }
}

/// Returns a reference and a mutable reference to a place, as the runtime sees it.
fn views(place: &TokenStream, marker: Option<TokenStream>) -> (TokenStream, TokenStream) {
    match marker {
        Some(marker) => (quote!(value::via::<#marker, _>(&#place)), quote!(value::via_mut::<#marker, _>(&mut #place))),
        None => (quote!(&#place), quote!(&mut #place)),
    }
}

/// Returns the marker of the type of further properties or items.
fn extra_marker(api: &Api, record: &Record) -> Option<TokenStream> {
    let inner = Box::new(record.rest.as_ref()?.ty.clone());
    marker(api, &if record.array { Type::Array(inner) } else { Type::Map(inner) })
}

/// Returns the further properties or items of a blank record.
pub(crate) fn blank_extra(record: &Record) -> TokenStream {
    match record.rest {
        _ if record.array => quote!(Vec::new()),
        Some(_) => quote!(std::collections::BTreeMap::new()),
        None => quote!(Extra::default()),
    }
}

/// Returns the value of a field that was not read yet.
pub(crate) fn blank(api: &Api, field: &Field) -> TokenStream {
    match field.presence {
        Presence::RequiredNullable | Presence::Optional => quote!(None),
        Presence::OptionalNullable => quote!(Maybe::Absent),
        Presence::Required if field.boxed => quote!(Box::new(Blank::blank())),
        Presence::Required => blank_of(api, &field.ty),
    }
}

fn blank_of(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Text => quote!(String::new()),
        Type::Boolean => quote!(false),
        Type::I32 | Type::I64 | Type::U32 | Type::U64 => quote!(0),
        Type::F32 | Type::F64 => quote!(0.0),
        Type::Array(_) => quote!(Vec::new()),
        Type::Optional(_) => quote!(None),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(target) => blank_of(api, target),
            Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => quote!(Blank::blank()),
        },
        Type::Map(_) => quote!(std::collections::BTreeMap::new()),
        Type::Nothing | Type::Number | Type::Any => quote!(Blank::blank()),
        Type::Bytes | Type::File | Type::Formatted(_) | Type::Own(_) => quote!(Blank::blank()),
    }
}
