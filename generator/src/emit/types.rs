//! `src/types.rs`: structs and enums as people read them; `src/types/mirror….rs`: what nobody needs to read.

use proc_macro2::TokenStream;
use quote::quote;

use super::write::{allow_deprecated, deprecated, doc, ident, type_of};
use super::{File, Item, mirror, open_enum, record, union};
use crate::lower::Api;
use crate::lower::model::{Presence, Shape, Type, TypeDef};

/// So many types share a file of mirrors.
const CHUNK: usize = 200;

/// The number of parts of `src/types.rs`, each with a file of mirrors; one at least.
pub(super) fn parts(api: &Api) -> usize {
    api.types.len().div_ceil(CHUNK).max(1)
}

/// The declarations of a part.
pub(super) fn file(api: &Api, part: usize) -> File {
    let mut items = Vec::new();
    let mut docs = Vec::new();
    if part == 0 {
        items.extend([Item::whole(allow_deprecated(api)), Item::whole(head(api, api.types.len().div_ceil(CHUNK)))]);
        docs.push(format!("The types of {}.", super::docs::cleaned(&api.title).join(" ")));
    }
    let defs = api.types.chunks(CHUNK).nth(part).unwrap_or_default();
    items.extend(defs.iter().map(|def| Item::new(&def.place, declaration(api, def))));
    File { path: "src/types.rs".to_owned(), part, docs, items }
}

/// The mirrors of a part.
pub(super) fn mirror(api: &Api, part: usize) -> Option<File> {
    api.types.chunks(CHUNK).nth(part).map(|defs| mirror::file(api, &mirror_name(part), defs))
}

fn mirror_name(number: usize) -> String {
    if number == 0 { "mirror".to_owned() } else { format!("mirror_{}", number + 1) }
}

fn head(api: &Api, chunks: usize) -> TokenStream {
    let mods = (0..chunks).map(|number| {
        let name = ident(&mirror_name(number));
        quote!(pub(crate) mod #name;)
    });
    let records = api.types.iter().filter_map(|def| match &def.shape {
        Shape::Record(record) => Some(record),
        Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => None,
    });
    let maybe =
        records.clone().flat_map(|record| &record.fields).any(|field| field.presence == Presence::OptionalNullable);
    let number = api.types.iter().any(mentions_number);
    let union = api.types.iter().any(|def| matches!(def.shape, Shape::Union(_)));
    let open = api.types.iter().any(|def| matches!(def.shape, Shape::Enum(_)));
    let names = [
        (records.clone().next().is_some(), "Extra"),
        (records.clone().next().is_some(), "Field"),
        (maybe, "Maybe"),
        (number, "Number"),
        (open, "Unknown"),
        (union, "Whole"),
    ];
    let used: Vec<_> = names.iter().filter(|(is, _)| *is).map(|(_, name)| ident(name)).collect();
    let import = if used.is_empty() { TokenStream::new() } else { quote!(use crate::runtime::value::{#(#used),*};) };
    quote!(#(#mods)* #import)
}

fn mentions_number(def: &TypeDef) -> bool {
    match &def.shape {
        Shape::Record(record) => record.fields.iter().any(|field| super::write::mentions_number(&field.ty)),
        Shape::Union(union) => union.variants.iter().any(|variant| super::write::mentions_number(&variant.ty)),
        Shape::Alias(ty) => super::write::mentions_number(ty),
        Shape::Enum(_) => false,
    }
}

fn declaration(api: &Api, def: &TypeDef) -> TokenStream {
    match &def.shape {
        Shape::Record(of) => record::declaration(api, def, of),
        Shape::Enum(values) => open_enum::declaration(def, values),
        Shape::Union(of) => union::declaration(api, def, of),
        Shape::Alias(ty) => {
            let (docs, old, name) = (doc(&def.docs, &fallback(def)), deprecated(def.deprecated), ident(&def.name));
            let ty = type_of(api, ty, &TokenStream::new());
            let required = required_alias(api, def);
            quote!(#docs #old pub type #name = #ty; #required)
        }
    }
}

/// The alias of what the constructor of the equal type takes.
fn required_alias(api: &Api, def: &TypeDef) -> Option<TokenStream> {
    let Shape::Alias(Type::Named(kept)) = &def.shape else { return None };
    let (own, kept) = (def.required_name.as_ref()?, api.type_def(*kept).required_name.as_ref()?);
    let docs = format!(" What [`{}`] cannot be without: the argument of its `new`.", def.name);
    let (own, kept) = (ident(own), ident(kept));
    Some(quote!(#[doc = #docs] pub type #own = #kept;))
}

/// The module with a type's mirror.
pub(super) fn mirror_of(id: crate::lower::model::TypeId) -> String {
    mirror_name(id.0 as usize / CHUNK)
}

/// What a type says of itself where the description has no words.
pub(super) fn fallback(def: &TypeDef) -> String {
    match &def.wire {
        Some(wire) => format!("`{}` of the description.", wire.replace('`', "'")),
        None => format!("An inline schema of the description, at `{}`.", def.place.pointer.as_str().replace('`', "'")),
    }
}
