//! Conversions into unions: from their variants, from common number, array and map types, and from
//! the sources of the unions among their variants. Must not know the wire names of variants.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::type_of;
use crate::lower::model::{Api, Shape, Type, TypeDef, TypeId, Union, Variant};

/// The depth to which unions among variants are searched.
const DEEP: usize = 4;

/// A type that converts into a union.
#[derive(Clone)]
struct Source {
    family: Family,
    /// The type without aliases, for families that depend on it.
    key: Option<Type>,
    /// The type as it is written, if it is one of the description's.
    from: Option<Type>,
    generics: TokenStream,
    ty: TokenStream,
    bounds: TokenStream,
    /// The name of the argument.
    argument: &'static str,
    /// The expression that creates the union from the argument.
    value: TokenStream,
}

/// The types that the compiler may infer for a literal, a string or a collection. A nested union
/// adds a source only if no variant of the outer union and no other nested union has one in the
/// same family, so that no argument becomes ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// A type of its own.
    Itself,
    Str,
    String,
    StringRef,
    Integer,
    Float,
    Vec,
    Array,
    Slice,
    VecRef,
    Map,
    HashMap,
    Pairs,
    /// A reference to the union.
    Reference,
}

/// Emits the conversions into a union.
pub(crate) fn conversions(api: &Api, def: &TypeDef, union: &Union) -> TokenStream {
    let name = ident(&def.name);
    let sources = sources(api, home(api, def), union, DEEP);
    let items = is_item_of_strings(api, union);
    let all = sources.iter().map(|source| {
        let Source { generics, ty, bounds, value, .. } = source;
        let argument = ident(source.argument);
        let item = (items && source.is_scalar(api)).then(|| {
            quote! {
                impl crate::FromItem<#ty> for #name {
                    #[inline]
                    fn from_item(item: #ty) -> Self {
                        Self::from(item)
                    }
                }
            }
        });
        quote! {
            impl #generics From<#ty> for #name #bounds {
                #[inline]
                fn from(#argument: #ty) -> Self {
                    #value
                }
            }
            #item
        }
    });
    quote!(#(#all)*)
}

/// Returns `true` if a conversion into a union, including those of nested unions, is from a type
/// that meets a condition.
pub(crate) fn mentions(api: &Api, def: &TypeDef, is: &dyn Fn(&Type) -> bool) -> bool {
    let Shape::Union(union) = &def.shape else { return false };
    // Without a nested union, only the types of the variants are sources.
    let nested = union.variants.iter().any(|variant| is_union(api, &unaliased(api, &variant.ty)));
    nested && sources(api, home(api, def), union, DEEP).iter().filter_map(|source| source.from.as_ref()).any(is)
}

/// Returns the id of the union itself.
fn home(api: &Api, def: &TypeDef) -> Option<TypeId> {
    let module = api.modules.get(def.home.module)?;
    module.types.get(def.home.position).copied()
}

impl Source {
    fn plain(family: Family, ty: TokenStream, value: TokenStream) -> Source {
        let (generics, bounds) = (TokenStream::new(), TokenStream::new());
        Source { family, key: None, from: None, generics, ty, bounds, argument: "value", value }
    }

    /// Returns `true` if this source makes another source, of a nested union, ambiguous.
    fn excludes(&self, other: &Source) -> bool {
        self.family == other.family && (self.family != Family::Itself || self.key == other.key)
    }

    /// Returns `true` if the source can be the item of an array.
    fn is_scalar(&self, api: &Api) -> bool {
        match self.family {
            Family::Str | Family::String | Family::StringRef | Family::Integer | Family::Float | Family::Reference => {
                true
            }
            Family::Itself => self.key.as_ref().is_none_or(|key| !matches!(key, Type::Any) && !is_union(api, key)),
            Family::Vec | Family::Array | Family::Slice | Family::VecRef => false,
            Family::Map | Family::HashMap | Family::Pairs => false,
        }
    }
}

/// Returns `true` if a union is the item of an array and has a string or only scalars. Its items
/// are converted then. The items of other unions are not, so that `.into()` knows its target in
/// `[one.into(), two.into()]`.
fn is_item_of_strings(api: &Api, union: &Union) -> bool {
    let plain = |variant: &Variant| unaliased(api, &variant.ty);
    let is_text = |ty: &Type| *ty == Type::Text;
    union.item && (is_scalar_union(api, union) || union.variants.iter().any(|variant| is_text(&plain(variant))))
}

fn is_scalar_union(api: &Api, union: &Union) -> bool {
    let scalar = |variant: &Variant| match unaliased(api, &variant.ty) {
        Type::Text | Type::Formatted(_) | Type::Boolean | Type::Number => true,
        Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 => true,
        Type::Named(id) => matches!(api.type_def(id).shape, Shape::Enum(_) | Shape::Numbers(_)),
        Type::Nothing | Type::Any | Type::Bytes | Type::File => false,
        Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Own(_) => false,
    };
    union.variants.iter().all(scalar)
}

fn is_union(api: &Api, ty: &Type) -> bool {
    matches!(ty, Type::Named(id) if matches!(api.type_def(*id).shape, Shape::Union(_)))
}

/// Returns all sources of a union.
fn sources(api: &Api, own: Option<TypeId>, union: &Union, depth: usize) -> Vec<Source> {
    let direct = direct(api, union);
    let mut all: Vec<Source> = direct.iter().map(|(variant, ty)| of_variant(api, variant, ty)).collect();
    all.extend(of_text(api, union));
    all.extend(numbers(&all, &direct));
    all.extend(collections(api, &direct));
    let nested: Vec<Vec<Source>> = match depth.checked_sub(1) {
        Some(depth) => direct.iter().map(|(variant, ty)| inside(api, variant, ty, depth)).collect(),
        None => Vec::new(),
    };
    let is_own = |source: &Source| own.is_some_and(|own| source.key == Some(Type::Named(own)));
    let is_apart = |at: usize, source: &Source| {
        let others = nested.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, sources)| sources);
        !is_own(source) && !all.iter().chain(others).any(|other| other.excludes(source))
    };
    let kept = nested.iter().enumerate().flat_map(|(at, sources)| {
        let is_apart = &is_apart;
        sources.iter().filter(move |source| is_apart(at, source)).cloned()
    });
    let kept: Vec<Source> = kept.collect();
    all.extend(kept);
    if is_scalar_union(api, union) {
        let own = own.map(|id| ident(&api.type_def(id).name));
        all.extend(own.map(|own| Source::plain(Family::Reference, quote!(&#own), quote!(value.clone()))));
    }
    all
}

/// Returns the first variant of each type, with the type without aliases. Other variants of the
/// same type have to be named by the caller.
fn direct<'u>(api: &Api, union: &'u Union) -> Vec<(&'u Variant, Type)> {
    let mut all: Vec<(&Variant, Type)> = Vec::new();
    for variant in &union.variants {
        let ty = unaliased(api, &variant.ty);
        if !all.iter().any(|(_, known)| *known == ty) {
            all.push((variant, ty));
        }
    }
    all
}

fn of_variant(api: &Api, variant: &Variant, ty: &Type) -> Source {
    let family = match ty {
        Type::Text => Family::String,
        Type::I32 | Type::I64 | Type::U32 | Type::U64 => Family::Integer,
        Type::F32 | Type::F64 => Family::Float,
        Type::Array(_) => Family::Vec,
        Type::Map(_) => Family::Map,
        Type::Nothing | Type::Boolean | Type::Number | Type::Any | Type::Bytes | Type::File => Family::Itself,
        Type::Formatted(_) | Type::Optional(_) | Type::Named(_) | Type::Own(_) => Family::Itself,
    };
    let value = made(variant, quote!(value));
    let plain = Source::plain(family, type_of(api, &variant.ty, &TokenStream::new()), value);
    Source { key: Some(ty.clone()), from: Some(variant.ty.clone()), ..plain }
}

/// Returns the expression for a variant with a value.
fn made(variant: &Variant, value: TokenStream) -> TokenStream {
    let name = ident(&variant.name);
    if variant.boxed { quote!(Self::#name(Box::new(#value))) } else { quote!(Self::#name(#value)) }
}

/// Returns conversions from `&str` and `String`, if a union has exactly one variant that is a
/// string.
fn of_text(api: &Api, union: &Union) -> Vec<Source> {
    let string = |variant: &&Variant| match unaliased(api, &variant.ty) {
        Type::Text | Type::Formatted(_) => true,
        Type::Named(id) => matches!(api.type_def(id).shape, Shape::Enum(_)),
        Type::Nothing | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 => false,
        Type::Number | Type::Any | Type::Bytes | Type::File => false,
        Type::Optional(_) | Type::Array(_) | Type::Map(_) | Type::Own(_) => false,
    };
    let is_text = |variant: &&Variant| unaliased(api, &variant.ty) == Type::Text;
    let takes_any = |variant: &&&Variant| matches!(variant.ty, Type::Named(id) if api.allows_any_string(id));
    let strings: Vec<&Variant> = union.variants.iter().filter(string).collect();
    let any: Vec<&&Variant> = strings.iter().filter(takes_any).collect();
    let (variant, plain) = match (strings.as_slice(), strings.iter().copied().find(|of| is_text(of)), any.as_slice()) {
        (_, Some(text), _) => (text, true),
        ([one], None, _) => (*one, false),
        (_, None, [one]) => (**one, false),
        (_, None, _) => return Vec::new(),
    };
    let of = ident(&variant.name);
    let from = |family, ty| Source { argument: "text", ..Source::plain(family, ty, quote!(Self::#of(text.into()))) };
    // A string variant itself is the source `String`.
    let owned = (!plain).then(|| from(Family::String, quote!(String)));
    let is_any = plain || matches!(variant.ty, Type::Named(id) if api.allows_any_string(id));
    let reference = is_any.then(|| from(Family::StringRef, quote!(&String)));
    [from(Family::Str, quote!(&str))].into_iter().chain(owned).chain(reference).collect()
}

/// Returns conversions from number literals, if a variant is a float or a number of any size.
fn numbers(known: &[Source], direct: &[(&Variant, Type)]) -> Vec<Source> {
    let has = |family| known.iter().any(|source| source.family == family);
    let find = |wanted: &Type| direct.iter().find(|(_, ty)| ty == wanted).map(|(variant, _)| *variant);
    let from = |family, ty, variant| Source::plain(family, ty, made(variant, quote!(value.into())));
    let mut all = Vec::new();
    match (find(&Type::Number), find(&Type::F64)) {
        (Some(number), _) => {
            all.extend((!has(Family::Integer)).then(|| from(Family::Integer, quote!(i64), number)));
            all.extend((!has(Family::Float)).then(|| from(Family::Float, quote!(f64), number)));
        }
        (None, Some(float)) if !has(Family::Integer) => all.push(from(Family::Integer, quote!(i32), float)),
        (None, _) => {}
    }
    all
}

/// Returns conversions from arrays, slices and pairs, if a variant is an array or a map.
fn collections(api: &Api, direct: &[(&Variant, Type)]) -> Vec<Source> {
    let (mut lists, mut maps) = (Vec::new(), Vec::new());
    for (variant, ty) in direct {
        match ty {
            Type::Array(item) => lists.push((*variant, &**item)),
            Type::Map(value) => maps.push((*variant, &**value)),
            Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => {}
            Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File => {}
            Type::Formatted(_) | Type::Optional(_) | Type::Named(_) | Type::Own(_) => {}
        }
    }
    let mut all = match (lists.as_slice(), maps.as_slice()) {
        ([(variant, item)], []) => any_items(api, variant, item),
        (lists, _) => lists.iter().flat_map(|(variant, item)| certain_items(api, variant, item)).collect(),
    };
    if let [(variant, value)] = maps.as_slice() {
        all.extend(pairs(api, variant, value));
    }
    all
}

/// Returns a collection of items of a type.
fn collected(
    (family, item): (Family, &Type),
    generics: TokenStream,
    ty: TokenStream,
    bounds: TokenStream,
    variant: &Variant,
) -> Source {
    let value = made(variant, quote!(crate::IntoItems::into_items(value)));
    Source { from: Some(item.clone()), generics, bounds, ..Source::plain(family, ty, value) }
}

/// Returns conversions from arrays of anything that converts into the items, if the union has no
/// other array and no map.
fn any_items(api: &Api, variant: &Variant, item: &Type) -> Vec<Source> {
    let ty = type_of(api, item, &TokenStream::new());
    let bounds = quote!(where #ty: crate::FromItem<Item_>);
    let from = |family, generics, ty| collected((family, item), generics, ty, bounds.clone(), variant);
    vec![
        from(Family::Array, quote!(<Item_, const N_: usize>), quote!([Item_; N_])),
        from(Family::Slice, quote!(<Item_: Clone>), quote!(&[Item_])),
        from(Family::VecRef, quote!(<Item_: Clone>), quote!(&Vec<Item_>)),
    ]
}

/// Returns conversions from arrays of exactly the items, and of `&str`, if the union has several
/// arrays or a map: pairs are an array too.
fn certain_items(api: &Api, variant: &Variant, item: &Type) -> Vec<Source> {
    let ty = type_of(api, item, &TokenStream::new());
    let from = |family, generics, ty| collected((family, item), generics, ty, TokenStream::new(), variant);
    let (size, none) = (quote!(<const N_: usize>), TokenStream::new());
    let mut all = vec![
        from(Family::Array, size.clone(), quote!([#ty; N_])),
        from(Family::Slice, none.clone(), quote!(&[#ty])),
        from(Family::VecRef, none.clone(), quote!(&Vec<#ty>)),
    ];
    match unaliased(api, item) {
        Type::Text => {
            all.push(from(Family::Array, size, quote!([&str; N_])));
            all.push(from(Family::Slice, none, quote!(&[&str])));
        }
        Type::Array(inner) => {
            let inner = type_of(api, &inner, &TokenStream::new());
            all.push(from(Family::Array, quote!(<const N_: usize, const M_: usize>), quote!([[#inner; M_]; N_])));
        }
        Type::Nothing | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 => {}
        Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => {}
        Type::Optional(_) | Type::Map(_) | Type::Named(_) | Type::Own(_) => {}
    }
    all
}

/// Returns conversions from pairs of keys and values, and from hash maps.
fn pairs(api: &Api, variant: &Variant, value: &Type) -> [Source; 2] {
    let ty = type_of(api, value, &TokenStream::new());
    let bounds = quote!(where String: crate::FromItem<Key_>, #ty: crate::FromItem<Item_>);
    let from = |family, generics, ty| collected((family, value), generics, ty, bounds.clone(), variant);
    [
        from(Family::Pairs, quote!(<Key_, Item_, const N_: usize>), quote!([(Key_, Item_); N_])),
        from(Family::HashMap, quote!(<Key_, Item_>), quote!(std::collections::HashMap<Key_, Item_>)),
    ]
}

/// Returns the sources of a variant that is a union itself.
fn inside(api: &Api, variant: &Variant, ty: &Type, depth: usize) -> Vec<Source> {
    let Type::Named(id) = *ty else { return Vec::new() };
    let Shape::Union(union) = &api.type_def(id).shape else { return Vec::new() };
    let name = ident(&api.type_def(id).name);
    let sources = sources(api, Some(id), union, depth).into_iter().filter(|source| source.family != Family::Reference);
    let through = |source: Source| {
        let argument = ident(source.argument);
        Source { value: made(variant, quote!(#name::from(#argument))), ..source }
    };
    sources.map(through).collect()
}

/// Replaces every alias in a type by its target.
fn unaliased(api: &Api, ty: &Type) -> Type {
    let inner = |of: &Type| Box::new(unaliased(api, of));
    match ty {
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(target) => unaliased(api, target),
            Shape::Record(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => ty.clone(),
        },
        Type::Optional(of) => Type::Optional(inner(of)),
        Type::Array(of) => Type::Array(inner(of)),
        Type::Map(of) => Type::Map(inner(of)),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => ty.clone(),
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => ty.clone(),
        Type::Own(_) => ty.clone(),
    }
}
