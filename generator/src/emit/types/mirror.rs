//! Mirrors: how each type shows its fields to the runtime, and the traits that the runtime
//! implements for it. Must not emit the types themselves.
//!
//! They have few tokens and `#[inline]` on every function, because users' builds pay for them
//! (guide/decisions/mirrors.md).

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::file::{File, Item};
use crate::emit::tokens::attributes::allow_deprecated;
use crate::emit::tokens::literals::{ident, index, text};
use crate::emit::types::{open_enum, open_number, union};
use crate::lower::model::{Api, Field, Presence, Record, Shape, Type, TypeDef};

/// Emits the file of the mirrors of some types.
pub(crate) fn file(api: &Api, path: String, types: &[&TypeDef]) -> File {
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(head(types))];
    for def in types {
        match &def.shape {
            Shape::Record(of) => {
                items.push(Item::new(&def.span, record(api, def, of)));
                items.push(Item::new(&def.span, common(&ident(&def.name))));
            }
            Shape::Enum(values) => items.push(Item::new(&def.span, open_enum::mirror(def, values))),
            Shape::Numbers(of) => items.push(Item::new(&def.span, open_number::mirror(api, def, of))),
            Shape::Union(of) => {
                items.push(Item::new(&def.span, union::mirror(def, of)));
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

fn head(types: &[&TypeDef]) -> TokenStream {
    let any = |is: fn(&Shape) -> bool| types.iter().any(|def| is(&def.shape));
    let records = any(|shape| matches!(shape, Shape::Record(_)));
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
        (enums, "EnumForm"),
        (enums, "EnumShape"),
        (extra, "Extra"),
        (records || numbers || unions, "Field"),
        (maybe, "Maybe"),
        (records || enums || unions, "Mirror"),
        (any(|shape| matches!(shape, Shape::Record(record) if !record.array)), "ObjectForm"),
        (records, "Record"),
        (records, "Shape"),
        (any(|shape| matches!(shape, Shape::Record(record) if record.array)), "TupleForm"),
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
    quote! {
        use std::fmt;
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
        impl Clone for super::#name {
            #[inline]
            fn clone(&self) -> Self {
                value::clone(self)
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

fn shape(def: &TypeDef, record: &Record) -> TokenStream {
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

fn members(api: &Api, def: &TypeDef, record: &Record) -> TokenStream {
    let name = ident(&def.name);
    let blanks = record.fields.iter().map(|field| {
        let (name, blank) = (ident(&field.name), blank(api, field));
        quote!(#name: #blank,)
    });
    let names: Vec<_> = record.fields.iter().map(|field| ident(&field.name)).collect();
    let numbers: Vec<_> = (0..names.len()).map(index).collect();
    let extra = match record.rest {
        _ if record.array => quote!(Vec::new()),
        Some(_) => quote!(std::collections::BTreeMap::new()),
        None => quote!(Extra::blank()),
    };
    quote! {
        impl Record for super::#name {
            #[inline]
            fn blank() -> Self {
                super::#name {
                    #(#blanks)*
                    extra: #extra,
                }
            }
            #[inline]
            fn at(&self, index: usize) -> &(dyn Field + 'static) {
                match index {
                    #(#numbers => &self.#names,)*
                    _ => &self.extra,
                }
            }
            #[inline]
            fn at_mut(&mut self, index: usize) -> &mut (dyn Field + 'static) {
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
        Type::Array(_) => quote!(Vec::new()),
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
