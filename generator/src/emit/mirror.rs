//! Mirrors: how each type shows its fields to the runtime, and the traits that the runtime carries out.
//!
//! Few tokens and `#[inline]` on every function: this is what a user's build pays for (ARCHITECTURE.md).

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::write::{allow_deprecated, ident, index, text};
use super::{File, Item, open_enum, open_number, union};
use crate::lower::Api;
use crate::lower::model::{Field, Presence, Record, Shape, Type, TypeDef};

/// The file of the mirrors of some types.
pub(super) fn file(api: &Api, path: String, types: &[&TypeDef]) -> File {
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(head(types))];
    for def in types {
        match &def.shape {
            Shape::Record(of) => items.push(Item::new(&def.place, record(api, def, of))),
            Shape::Enum(values) => items.push(Item::new(&def.place, open_enum::mirror(def, values))),
            Shape::Numbers(of) => items.push(Item::new(&def.place, open_number::mirror(api, def, of))),
            Shape::Union(of) => items.push(Item::new(&def.place, union::mirror(def, of))),
            Shape::Alias(_) => continue,
        }
        items.push(Item::new(&def.place, serde(def)));
    }
    File {
        path,
        part: 0,
        plain: true,
        docs: vec!["How the types show themselves to the runtime. Nobody needs to read this.".to_owned()],
        items,
    }
}

fn head(types: &[&TypeDef]) -> TokenStream {
    let records = types.iter().any(|def| matches!(def.shape, Shape::Record(_)));
    let enums = types.iter().any(|def| matches!(def.shape, Shape::Enum(_)));
    let maybe = types.iter().any(|def| match &def.shape {
        Shape::Record(record) => record.fields.iter().any(|field| field.presence == Presence::OptionalNullable),
        Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) | Shape::Alias(_) => false,
    });
    let unions = types.iter().any(|def| matches!(def.shape, Shape::Union(_)));
    let numbers = types.iter().any(|def| matches!(def.shape, Shape::Numbers(_)));
    if !records && !enums && !numbers && !unions {
        return TokenStream::new();
    }
    let names = [
        (records, "Extra"),
        (true, "Field"),
        (maybe, "Maybe"),
        (enums, "Open"),
        (records, "Record"),
        (records, "Shape"),
        (true, "Slot"),
        (unions, "Union"),
        (unions, "UnionShape"),
        (enums, "Unknown"),
        (true, "View"),
        (unions, "Whole"),
        (true, "Writer"),
    ];
    let names = names.iter().filter(|(is, _)| *is).map(|(_, name)| ident(name));
    quote! {
        use std::fmt;
        use crate::runtime::value::{self, #(#names),*};
        use serde::{Deserialize, Deserializer, Serialize, Serializer};
    }
}

fn record(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let (name, fixed) = (ident(&def.name), ident(&shape_name(def)));
    let (shape, field, at) = (shape(def, record), field_impl(api, def, record), record_impl(def, record));
    let default = if record.fields.iter().any(Field::is_argument) { TokenStream::new() } else { default(&name) };
    quote! {
        #shape
        #field
        #at
        impl fmt::Debug for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                value::debug(self, f)
            }
        }
        impl PartialEq for super::#name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                value::same_record(&#fixed, self, other)
            }
        }
        impl Clone for super::#name {
            #[inline]
            fn clone(&self) -> Self {
                value::copy(self)
            }
        }
        #default
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

/// The name of a type's `Shape`.
pub(super) fn shape_name(def: &TypeDef) -> String {
    format!("S_{}", def.name.to_shouty_snake_case())
}

fn shape(def: &TypeDef, record: &Record) -> TokenStream {
    let fixed = ident(&shape_name(def));
    let name = text(&def.name);
    let keys = record.fields.iter().map(|field| text(&quoted_key(&field.wire)));
    let fields = record.fields.iter().map(|field| text(&field.name));
    let required = record.fields.chunks(64).map(|chunk| {
        let bits = chunk.iter().enumerate().filter(|(_, field)| field.is_required());
        let word = bits.fold(0_u64, |word, (bit, _)| word | 1 << bit);
        proc_macro2::Literal::u64_unsuffixed(word)
    });
    quote! {
        pub(crate) static #fixed: Shape = Shape {
            name: #name,
            keys: &[#(#keys),*],
            fields: &[#(#fields),*],
            required: &[#(#required),*],
        };
    }
}

/// `,"key":`, the key escaped as JSON.
fn quoted_key(wire: &str) -> String {
    format!(",{}:", serde_json::Value::from(wire))
}

fn field_impl(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let (name, fixed) = (ident(&def.name), ident(&shape_name(def)));
    let blanks = record.fields.iter().map(|field| {
        let (name, blank) = (ident(&field.name), blank(api, field));
        quote!(#name: #blank,)
    });
    quote! {
        impl Field for super::#name {
            #[inline]
            fn blank() -> Self {
                super::#name {
                    #(#blanks)*
                    extra: Extra::blank(),
                }
            }
            #[inline]
            fn view(&self) -> View<'_> {
                View::Record(&#fixed, self)
            }
            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::Record(&#fixed, self)
            }
            #[inline]
            fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
                value::put_record(to, key, &#fixed, self);
            }
        }
    }
}

fn record_impl(def: &TypeDef, record: &Record) -> TokenStream {
    let name = ident(&def.name);
    let names: Vec<_> = record.fields.iter().map(|field| ident(&field.name)).collect();
    let numbers: Vec<_> = (0..names.len()).map(index).collect();
    quote! {
        impl Record for super::#name {
            #[inline]
            fn at(&self, index: usize) -> &dyn Field {
                match index {
                    #(#numbers => &self.#names,)*
                    _ => &self.extra,
                }
            }
            #[inline]
            fn at_mut(&mut self, index: usize) -> &mut dyn Field {
                match index {
                    #(#numbers => &mut self.#names,)*
                    _ => &mut self.extra,
                }
            }
        }
    }
}

fn blank(api: &Api, field: &Field) -> TokenStream {
    match field.presence {
        Presence::RequiredNullable | Presence::Optional => quote!(None),
        Presence::OptionalNullable => quote!(Maybe::Absent),
        Presence::Required if field.boxed => quote!(Box::new(Field::blank())),
        Presence::Required => blank_of(api, &field.ty),
    }
}

fn blank_of(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Text => quote!(String::new()),
        Type::Boolean => quote!(false),
        Type::I32 | Type::I64 | Type::U32 | Type::U64 => quote!(0),
        Type::F32 | Type::F64 => quote!(0.0),
        Type::List(_) => quote!(Vec::new()),
        Type::Optional(_) => quote!(None),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(target) => blank_of(api, target),
            Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => quote!(Field::blank()),
        },
        Type::Nothing | Type::Number | Type::Any | Type::Map(_) => quote!(Field::blank()),
        Type::Bytes | Type::File | Type::Formatted(_) => quote!(Field::blank()),
    }
}

fn serde(def: &TypeDef) -> TokenStream {
    let name = ident(&def.name);
    quote! {
        impl Serialize for super::#name {
            #[inline]
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                value::serialize(self, to)
            }
        }
        impl<'de> Deserialize<'de> for super::#name {
            #[inline]
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                value::deserialize(from)
            }
        }
    }
}
