//! Small pieces that every emitter needs: identifiers, types as tokens, documentation.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::docs;
use crate::lower::model::{Api, Field, Format, Presence, Shape, Type};

/// An identifier. Names are valid since lower.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// What a module's file and folder are called. rustc finds files with ASCII names alone.
pub(super) fn stem(module: &str) -> String {
    let spelled = |c: char| if c.is_ascii() { c.to_string() } else { format!("_u{:x}_", u32::from(c)) };
    module.chars().map(spelled).collect()
}

/// `#[path]` of a file of a module, where rustc would look for another.
pub(super) fn path_of(module: &str, file: &str) -> TokenStream {
    if module.is_ascii() {
        return TokenStream::new();
    }
    let file = text(file);
    quote!(#[path = #file])
}

/// A text as a literal: the only way in which a text of the description gets into code.
pub(super) fn text(text: &str) -> Literal {
    Literal::string(text)
}

/// A number as a literal without suffix.
pub(super) fn index(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}

/// Documentation from a description's words; `fallback` where it has none.
pub(super) fn doc(words: &str, fallback: &str) -> TokenStream {
    let lines = docs::cleaned(words);
    let lines = if lines.is_empty() { docs::cleaned(fallback) } else { lines };
    doc_lines(&lines)
}

/// Returns the documentation of something with these names; `fallback` where the description has no words for it but its name.
pub(super) fn doc_of(words: &str, names: &[&str], fallback: &str) -> TokenStream {
    doc_lines(&docs::described(words, names, fallback))
}

/// Returns a name of the description in backticks.
pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}

/// Documentation from lines that are clean already.
pub(super) fn doc_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        // A name in them may hold what ends a line.
        let line: String = line.chars().filter(|c| !c.is_control()).map(docs::flat).collect();
        let line = text(&if line.is_empty() { line } else { format!(" {line}") });
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// `#[deprecated]` where the description discourages use.
pub(super) fn deprecated(is: bool) -> TokenStream {
    if is { quote!(#[deprecated]) } else { TokenStream::new() }
}

/// The feature of webhooks, where resources have features.
pub(super) const WEBHOOKS: &str = "webhooks";

/// `#[cfg]` for what is there where any of these resources is; nothing for what is always there.
pub(super) fn cfg_any(api: &Api, resources: &[usize]) -> TokenStream {
    let features: Vec<Literal> = features(api, resources).into_iter().map(text).collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(#[cfg(feature = #one)]),
        [_, ..] => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// Returns the sentence that names the feature of an item, for documentation that is built without `docsrs`. Nothing for an item that
/// is always there, or that more features bring than a reader wants to see.
pub(super) fn available(features: &[&str]) -> Option<String> {
    let names: Vec<String> = features.iter().map(|feature| quoted(feature)).collect();
    (1..=3).contains(&names.len()).then(|| format!("Available with feature {}.", names.join(" or ")))
}

/// Returns that sentence as a paragraph of an item's documentation.
pub(super) fn available_doc(features: &[&str]) -> TokenStream {
    available(features).map_or_else(TokenStream::new, |line| doc_lines(&[String::new(), line]))
}

/// Returns the features with which an item of these resources is there; none if it always is.
pub(super) fn features<'a>(api: &'a Api, resources: &[usize]) -> Vec<&'a str> {
    if !api.has_features() {
        return Vec::new();
    }
    let feature = |index: &usize| match api.resources.get(*index) {
        Some(resource) => resource.feature.as_deref(),
        None => Some(WEBHOOKS),
    };
    resources.iter().filter_map(feature).collect()
}

/// For a whole file: emitted code itself names what the description discourages, and users are to be warned
/// where they name it, not where we do.
pub(super) fn allow_deprecated(api: &Api) -> TokenStream {
    let old_type =
        |def: &crate::lower::model::TypeDef| def.deprecated || def.fields().iter().any(|field| field.deprecated);
    let old_operation =
        |of: &crate::lower::model::Operation| of.deprecated || of.parameters.iter().any(|p| p.deprecated);
    let any = api.types.iter().any(old_type) || api.operations().any(old_operation);
    if any { quote!(#![allow(deprecated)]) } else { TokenStream::new() }
}

/// A type as code. `module` stands in front of the types of the API: nothing, `types::` or `super::`.
pub(super) fn type_of(api: &Api, ty: &Type, module: &TokenStream) -> TokenStream {
    match ty {
        Type::Nothing => quote!(()),
        Type::Text => quote!(String),
        Type::Boolean => quote!(bool),
        Type::I32 => quote!(i32),
        Type::I64 => quote!(i64),
        Type::U32 => quote!(u32),
        Type::U64 => quote!(u64),
        Type::F32 => quote!(f32),
        Type::F64 => quote!(f64),
        Type::Number => quote!(Number),
        Type::Any => quote!(serde_json::Value),
        Type::Bytes => quote!(bytes::Bytes),
        Type::File => quote!(crate::File),
        Type::Formatted(format) => {
            let name = ident(format_name(*format));
            quote!(formats::#name)
        }
        Type::Optional(inner) => {
            let inner = type_of(api, inner, module);
            quote!(Option<#inner>)
        }
        Type::Array(inner) => {
            let inner = type_of(api, inner, module);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = type_of(api, inner, module);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        Type::Named(id) => {
            let name = ident(&api.type_def(*id).name);
            quote!(#module #name)
        }
    }
}

/// The type of a text with a format, in `formats`.
pub(super) fn format_name(format: Format) -> &'static str {
    match format {
        Format::DateTime => "DateTime",
        Format::Date => "Date",
        Format::Time => "Time",
        Format::Duration => "Duration",
        Format::Uuid => "Uuid",
        Format::Uri => "Uri",
        Format::Decimal => "Decimal",
        Format::Base64 => "Base64",
    }
}

/// The type of a field as it is declared.
pub(super) fn field_type(api: &Api, field: &Field, module: &TokenStream) -> TokenStream {
    let inner = type_of(api, &field.ty, module);
    let inner = if field.boxed { quote!(Box<#inner>) } else { inner };
    match field.presence {
        Presence::Required => inner,
        Presence::RequiredNullable | Presence::Optional => quote!(Option<#inner>),
        Presence::OptionalNullable => quote!(Maybe<#inner>),
    }
}

/// The form in which an argument takes a value.
pub(super) struct Taken {
    /// The parameter of the function that says what the argument is, where it may be several things.
    pub(super) by: Option<Ident>,
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// Which values an argument takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// Exactly those of its type.
    Itself,
    /// Whatever becomes one: text, numbers, bytes, their aliases, enums of numbers, enums for which any string is valid, and
    /// unions, which their variants become.
    Into,
    /// Arrays and maps: whatever becomes their items, in whatever holds them.
    Items,
}

/// Argument `number` of a function, for a value that is not null.
pub(super) fn plain_argument(api: &Api, ty: &Type, name: &Ident, number: usize, module: &TokenStream) -> Taken {
    let plain = type_of(api, ty, module);
    match taking(api, ty) {
        Taking::Itself => Taken { by: None, ty: plain, value: quote!(#name) },
        Taking::Into => Taken { by: None, ty: quote!(impl Into<#plain>), value: quote!(Into::<#plain>::into(#name)) },
        Taking::Items => {
            let by = by(number);
            let ty = quote!(impl crate::IntoItems<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(#name.into_items()) }
        }
    }
}

/// The same where the place says which type is meant.
pub(super) fn field_argument(api: &Api, ty: &Type, name: &Ident, number: usize) -> Taken {
    let taken = plain_argument(api, ty, name, number, &TokenStream::new());
    match taking(api, ty) {
        Taking::Into => Taken { value: quote!(#name.into()), ..taken },
        Taking::Itself | Taking::Items => taken,
    }
}

/// The argument of a setter, for a property that may be absent, null or a value: whatever [`plain_argument`] takes, an
/// `Option` or a `Maybe`.
pub(super) fn maybe_argument(api: &Api, ty: &Type, name: &Ident, module: &TokenStream) -> Taken {
    let (plain, by) = (type_of(api, ty, module), by(0));
    match taking(api, ty) {
        Taking::Into => {
            let ty = quote!(impl crate::IntoMaybe<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoMaybe::into_maybe(#name)) }
        }
        Taking::Items => {
            let ty = quote!(impl crate::IntoMaybeItems<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoMaybeItems::into_maybe_items(#name)) }
        }
        Taking::Itself => {
            Taken { by: None, ty: quote!(impl Into<Maybe<#plain>>), value: quote!(Into::<Maybe<#plain>>::into(#name)) }
        }
    }
}

/// Argument `number` of a function, for a property that is always there and may be null: whatever [`plain_argument`] takes,
/// or an `Option`.
pub(super) fn option_argument(api: &Api, ty: &Type, name: &Ident, number: usize, module: &TokenStream) -> Taken {
    let (plain, by) = (type_of(api, ty, module), by(number));
    match taking(api, ty) {
        Taking::Into => {
            let ty = quote!(impl crate::IntoOption<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoOption::into_option(#name)) }
        }
        Taking::Items => {
            let ty = quote!(impl crate::IntoOptionItems<#plain, #by>);
            Taken { by: Some(by), ty, value: quote!(crate::IntoOptionItems::into_option_items(#name)) }
        }
        Taking::Itself => Taken { by: None, ty: quote!(Option<#plain>), value: quote!(#name) },
    }
}

/// The parameter that says what an argument is. No type of the description has such a name.
fn by(number: usize) -> Ident {
    let number = if number == 0 { String::new() } else { (number + 1).to_string() };
    ident(&format!("By{number}_"))
}

/// The parameters of a function, in brackets where there are any.
pub(super) fn generics(all: &[Ident]) -> TokenStream {
    if all.is_empty() { TokenStream::new() } else { quote!(<#(#all),*>) }
}

/// Returns `true` if a setter that also takes null names `Maybe`.
pub(super) fn is_taken_as_maybe(api: &Api, ty: &Type) -> bool {
    taking(api, ty) == Taking::Itself
}

fn taking(api: &Api, ty: &Type) -> Taking {
    match ty {
        Type::Text | Type::Number | Type::Bytes | Type::File | Type::Formatted(_) => Taking::Into,
        // Smaller integers become larger ones, and a literal is an `i32`, which becomes no unsigned one.
        Type::I32 | Type::I64 | Type::F32 | Type::F64 => Taking::Into,
        Type::Array(_) | Type::Map(_) => Taking::Items,
        Type::Nothing | Type::Boolean | Type::U32 | Type::U64 | Type::Any | Type::Optional(_) => Taking::Itself,
        Type::Named(id) if api.allows_any_string(*id) => Taking::Into,
        Type::Named(id) => match &api.type_def(api.without_aliases(*id)).shape {
            Shape::Alias(ty) => taking(api, ty),
            Shape::Numbers(_) | Shape::Union(_) => Taking::Into,
            Shape::Record(_) | Shape::Enum(_) => Taking::Itself,
        },
    }
}

/// The names that types are written with and that a file imports from the runtime, each with what mentions it.
type Mentioned = (&'static str, fn(&Type) -> bool);
const SHARED: [Mentioned; 4] = [
    ("Number", |ty| *ty == Type::Number),
    ("bytes", |ty| *ty == Type::Bytes),
    ("formats", |ty| matches!(ty, Type::Formatted(_))),
    ("serde_json", |ty| *ty == Type::Any),
];

/// The names to import for types. `any` says whether the file has a type for which a condition holds.
pub(super) fn shared_names(any: impl Fn(&dyn Fn(&Type) -> bool) -> bool) -> Vec<Ident> {
    let mentioned = SHARED.iter().filter(|(_, is)| any(&|ty| is(innermost(ty))));
    mentioned.map(|(name, _)| ident(name)).collect()
}

/// What the items of lists and maps are.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) | Type::Array(inner) | Type::Map(inner) => innermost(inner),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => ty,
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File => ty,
        Type::Formatted(_) | Type::Named(_) => ty,
    }
}
