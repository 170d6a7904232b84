//! Mirrors: how each type shows its fields to the runtime, and the traits that the runtime
//! implements for it. Must not emit the types themselves.
//!
//! They have few tokens and `#[inline]` on every function, because users' builds pay for them
//! (guide/decisions/mirrors.md).

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::file::{File, Item};
use crate::emit::tokens::attributes::allow_deprecated;
use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::shared_names;
use crate::emit::tokens::views::field_marker;
use crate::emit::types::members::{blank, blank_extra, mentions, properties, shape};
use crate::emit::types::{draft, open_enum, open_number, union};
use crate::lower::model::{Api, Field, Presence, Record, Shape, Type, TypeDef};

/// Emits the file of the mirrors of some types.
pub(crate) fn file(api: &Api, path: String, types: &[&TypeDef]) -> File {
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(head(api, types))];
    for def in types {
        match &def.shape {
            Shape::Record(of) if of.drafted => {
                items.push(Item::new(&def.span, draft::mirror(api, def, of)));
                items.push(Item::new(&def.span, compared(&ident(&def.name))));
            }
            Shape::Record(of) => {
                items.push(Item::new(&def.span, record(api, def, of)));
                items.push(Item::new(&def.span, common(&ident(&def.name))));
            }
            Shape::Enum(values) => items.push(Item::new(&def.span, open_enum::mirror(def, values))),
            Shape::Numbers(of) => items.push(Item::new(&def.span, open_number::mirror(api, def, of))),
            Shape::Union(of) => {
                items.push(Item::new(&def.span, union::mirror(api, def, of)));
                items.push(Item::new(&def.span, common(&ident(&def.name))));
            }
            Shape::Alias(_) => continue,
        }
        items.push(Item::new(&def.span, serde(def)));
    }
    File {
        path,
        part: 0,
        plain: true,
        docs: vec!["Field tables of the types, for the runtime. Not meant to be read.".to_owned()],
        items,
    }
}

fn head(api: &Api, types: &[&TypeDef]) -> TokenStream {
    let any = |is: fn(&Shape) -> bool| types.iter().any(|def| is(&def.shape));
    let records = any(|shape| matches!(shape, Shape::Record(_)));
    let drafts_of = |array: bool| {
        types.iter().any(|def| matches!(&def.shape, Shape::Record(record) if record.drafted && record.array == array))
    };
    let drafts = drafts_of(false) || drafts_of(true);
    let blanks = types
        .iter()
        .flat_map(|def| def.fields())
        .filter(|field| field.presence == Presence::Required && api.has_blank(&field.ty))
        .any(|field| blank(api, field).to_string().contains("Blank ::"));
    let extra = any(|shape| matches!(shape, Shape::Record(record) if record.rest.is_none() && !record.array));
    let enums = any(|shape| matches!(shape, Shape::Enum(_)));
    let unions = any(|shape| matches!(shape, Shape::Union(_)));
    let numbers = any(|shape| matches!(shape, Shape::Numbers(_)));
    let maybe = types.iter().flat_map(|def| def.fields()).any(|field| field.presence == Presence::OptionalNullable);
    if !records && !enums && !numbers && !unions {
        return TokenStream::new();
    }
    let names = [
        (enums, "AsStr"),
        (blanks || unions || numbers, "Blank"),
        (records, "BlankRecord"),
        (drafts, "Drafted"),
        (drafts_of(false), "DraftedObjectForm"),
        (drafts_of(true), "DraftedTupleForm"),
        (enums, "EnumForm"),
        (enums, "EnumShape"),
        (extra, "Extra"),
        (records || numbers || unions, "Field"),
        (maybe, "Maybe"),
        (records || enums || unions, "Mirror"),
        (any(|shape| matches!(shape, Shape::Record(record) if !record.array && !record.drafted)), "ObjectForm"),
        (records, "Record"),
        (records, "Shape"),
        (any(|shape| matches!(shape, Shape::Record(record) if record.array && !record.drafted)), "TupleForm"),
        (unions, "Union"),
        (unions, "UnionForm"),
        (unions, "UnionShape"),
        (unions, "UnknownJson"),
        (enums, "UnknownString"),
        (numbers, "View"),
        (numbers, "ViewMut"),
        (numbers, "Writer"),
    ];
    let names = names.iter().filter(|(is, _)| *is).map(|(_, name)| ident(name));
    // A draft names the types of its fields.
    let drafted = || types.iter().filter(|def| matches!(&def.shape, Shape::Record(record) if record.drafted));
    let items = |def: &TypeDef| matches!(&def.shape, Shape::Record(record) if record.array && record.rest.is_none());
    let shared = shared_names(|is| drafted().any(|def| mentions(def, is) || items(def) && is(&Type::Any)));
    quote! {
        use std::fmt;
        #(use crate::runtime::#shared;)*
        use crate::runtime::value::{self, #(#names),*};
        use crate::runtime::serde::{Deserialize, Deserializer, Serialize, Serializer};
    }
}

fn record(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let name = ident(&def.name);
    let (shape, members) = (shape(def, record), members(api, def, record));
    let form = if record.array { quote!(TupleForm) } else { quote!(ObjectForm) };
    let default = if record.fields.iter().any(Field::is_argument) { TokenStream::new() } else { default(&name) };
    quote! {
        impl Mirror for super::#name {
            type Form = #form;
            const SHAPE: &'static Shape = &#shape;
        }
        #members
        #default
    }
}

/// Emits `Debug`, equality and `Clone` for records and unions.
pub(crate) fn common(name: &proc_macro2::Ident) -> TokenStream {
    let compared = compared(name);
    quote! {
        #compared
        impl Clone for super::#name {
            #[inline]
            fn clone(&self) -> Self {
                value::clone(self)
            }
        }
    }
}

/// Emits `Debug` and equality.
fn compared(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl fmt::Debug for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                value::debug(self, f)
            }
        }
        impl PartialEq for super::#name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                value::equal(self, other)
            }
        }
    }
}

fn default(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl Default for super::#name {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

fn members(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let name = ident(&def.name);
    let blanks = record.fields.iter().map(|field| {
        let (name, blank) = (ident(&field.name), blank(api, field));
        quote!(#name: #blank,)
    });
    let extra = blank_extra(record);
    let properties = properties(api, &quote!(super::#name), record, &|field| field_marker(api, field));
    quote! {
        impl BlankRecord for super::#name {
            #[inline]
            fn blank() -> Self {
                super::#name {
                    #(#blanks)*
                    extra: #extra,
                }
            }
        }
        #properties
    }
}

fn serde(def: &TypeDef) -> TokenStream {
    let name = ident(&def.name);
    quote! {
        impl Serialize for super::#name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                value::serialize(self, to)
            }
        }
        impl<'de> Deserialize<'de> for super::#name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                value::deserialize(from)
            }
        }
    }
}
