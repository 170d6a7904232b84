//! `src/types.rs`: structs and enums for readers; `src/types/mirror….rs`: their mirrors, which are
//! not meant to be read. Must not know how each kind of type is emitted: every kind has a file.

mod conversions;
mod docs;
mod draft;
mod members;
mod mirror;
mod open_enum;
mod open_number;
pub(super) mod presets;
mod record;
mod union;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::file::{File, Item};
use crate::emit::tokens::attributes::{allow_deprecated, deprecated};
use crate::emit::tokens::features::cfg_any;
use crate::emit::tokens::literals::{ident, path_of, stem};
use crate::emit::tokens::types::{shared_names, type_of};
use crate::emit::types::docs::type_docs;
use crate::emit::types::members::mentions;
use crate::lower::model::{Api, Codec, OwnId, Presence, Shape, Type, TypeDef, TypeModule};

/// The number of types that share a file of mirrors.
const CHUNK: usize = 200;

/// Returns the number of parts of each module, at least one. Each part has a file of mirrors.
pub(crate) fn parts(module: &TypeModule) -> usize {
    module.types.len().div_ceil(CHUNK).max(1)
}

/// Returns `true` if the types are in modules below `src/types.rs`, which then only declares these.
pub(crate) fn has_modules(api: &Api) -> bool {
    api.modules.iter().any(|module| module.name.is_some())
}

/// Emits `src/types.rs`, if the types are in modules below it.
pub(crate) fn root(api: &Api) -> File {
    let modules = api.modules.iter().filter_map(|module| {
        let (name, cfg) = (module.name.as_ref()?, cfg_any(api, &module.resources));
        let path = path_of(name, &format!("{}.rs", folder(module)));
        let name = ident(name);
        Some(Item::whole(quote!(#cfg #path pub(crate) mod #name; #cfg pub use #name::*;)))
    });
    let docs = vec![format!("Types of {}.", crate::emit::docs::markdown::in_one_line(&api.title))];
    let items = modules.chain([Item::whole(needs(api))]).collect();
    File { path: "src/types.rs".to_owned(), part: 0, plain: false, docs, items }
}

/// Emits the check that the types that the user chose implement what they need, for an error that says so.
fn needs(api: &Api) -> TokenStream {
    let by_serde = api.own_types.iter().enumerate().filter(|(_, own)| own.codec == Codec::Serde);
    let types = by_serde.map(|(index, _)| type_of(api, &Type::Own(OwnId::new(index)), &TokenStream::new()));
    let checks: Vec<_> = types.map(|ty| quote!(crate::runtime::value::needs::<#ty>();)).collect();
    if checks.is_empty() { TokenStream::new() } else { quote!(const _: fn() = || { #(#checks)* };) }
}

/// Emits the declarations of a part of a module.
pub(crate) fn file(api: &Api, number: usize, part: usize) -> Option<File> {
    let module = api.modules.get(number)?;
    let mut items = Vec::new();
    let mut docs = Vec::new();
    if part == 0 {
        items.extend([Item::whole(allow_deprecated(api)), Item::whole(head(api, number, module))]);
        docs.push(match &module.name {
            None => format!("Types of {}.", crate::emit::docs::markdown::in_one_line(&api.title)),
            Some(_) => "Types, re-exported by `types`.".to_owned(),
        });
    }
    if part == 0 && module.name.is_none() {
        items.push(Item::whole(needs(api)));
    }
    items.extend(defs(api, module, part).map(|def| Item::new(&def.span, declaration(api, def))));
    Some(File { path: format!("src/{}.rs", folder(module)), part, plain: false, docs, items })
}

/// Emits the mirrors of a part of a module.
pub(crate) fn mirror(api: &Api, number: usize, part: usize) -> Option<File> {
    let module = api.modules.get(number)?;
    let defs: Vec<&TypeDef> = defs(api, module, part).collect();
    let path = format!("src/{}/{}.rs", folder(module), mirror_name(part));
    (!defs.is_empty()).then(|| mirror::file(api, path, &defs))
}

fn folder(module: &TypeModule) -> String {
    module.name.as_ref().map_or_else(|| "types".to_owned(), |name| format!("types/{}", stem(name)))
}

fn defs<'a>(api: &'a Api, module: &'a TypeModule, part: usize) -> impl Iterator<Item = &'a TypeDef> {
    module.types.iter().skip(part * CHUNK).take(CHUNK).map(|id| api.type_def(*id))
}

fn mirror_name(number: usize) -> String {
    if number == 0 { "mirror".to_owned() } else { format!("mirror_{}", number + 1) }
}

fn head(api: &Api, number: usize, module: &TypeModule) -> TokenStream {
    let mods = (0..module.types.len().div_ceil(CHUNK)).map(|number| {
        let name = mirror_name(number);
        let own = module.name.as_deref().unwrap_or_default();
        let path = path_of(own, &format!("{}/{name}.rs", stem(own)));
        let name = ident(&name);
        quote!(#path mod #name;)
    });
    let types = || module.types.iter().map(|id| api.type_def(*id));
    let extra =
        || types().any(|def| matches!(&def.shape, Shape::Record(record) if record.rest.is_none() && !record.array));
    let maybe = types().flat_map(TypeDef::fields).any(|field| field.presence == Presence::OptionalNullable);
    let own = |def: &TypeDef| match def.shape {
        Shape::Record(ref record) => record::mentions_value(record),
        Shape::Enum(_) | Shape::Union(_) => true,
        Shape::Numbers(_) | Shape::Alias(_) => false,
    };
    // Other items are used by their paths, because a schema may be called `Record` or `Unknown`.
    let names = [(types().any(own), "value"), (extra(), "Extra"), (maybe, "Maybe")];
    let mut used: Vec<_> = names.iter().filter(|(is, _)| *is).map(|(_, name)| ident(name)).collect();
    let union = |def: &TypeDef| matches!(def.shape, Shape::Union(_));
    // A union mentions any JSON when it is written, and the sources of nested unions in its
    // conversions.
    let of_union = |def: &TypeDef, is: &dyn Fn(&Type) -> bool| is(&Type::Any) || conversions::mentions(api, def, is);
    used.extend(shared_names(|is| types().any(|def| mentions(def, is) || union(def) && of_union(def, is))));
    used.sort();
    let import = if used.is_empty() { TokenStream::new() } else { quote!(use crate::runtime::{#(#used),*};) };
    let elsewhere = |def: &TypeDef| def.mentioned().iter().any(|id| api.type_def(*id).home.module != number);
    let others = if types().any(elsewhere) {
        quote!(
            use super::*;
        )
    } else {
        TokenStream::new()
    };
    quote!(#(#mods)* #import #others)
}

fn declaration(api: &Api, def: &TypeDef) -> TokenStream {
    match &def.shape {
        Shape::Record(of) => record::declaration(api, def, of),
        Shape::Enum(values) => open_enum::declaration(def, values),
        Shape::Numbers(of) => open_number::declaration(api, def, of),
        Shape::Union(of) => union::declaration(api, def, of),
        Shape::Alias(ty) => {
            let (docs, deprecation, name) = (type_docs(def), deprecated(def.deprecated), ident(&def.name));
            let ty = type_of(api, ty, &TokenStream::new());
            let required = required_alias(api, def);
            quote!(#docs #deprecation pub type #name = #ty; #required)
        }
    }
}

/// Emits the alias for the struct of required fields of the equal type.
fn required_alias(api: &Api, def: &TypeDef) -> Option<TokenStream> {
    let Shape::Alias(Type::Named(kept)) = &def.shape else { return None };
    let (own, kept) = (def.required_name.as_ref()?, api.type_def(*kept).required_name.as_ref()?);
    let docs = format!(" The required fields of [`{}`].", def.name);
    let (own, kept) = (ident(own), ident(kept));
    Some(quote!(#[doc = #docs] pub type #own = #kept;))
}
