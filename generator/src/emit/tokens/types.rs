//! Types of the model as Rust types, and the imports that they need. Must not decide which type a
//! schema has: `lower` did.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use crate::emit::tokens::literals::ident;
use crate::lower::model::{Api, Field, Format, Presence, Type};

/// Returns a type as code. `module` is the path of the API's types: empty, `types::` or `super::`.
pub(crate) fn type_of(api: &Api, ty: &Type, module: &TokenStream) -> TokenStream {
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
        // Lowering has checked that it is the path of a type.
        Type::Own(id) => from_crate(api, api.own_type(*id).path.parse().unwrap_or_default()),
    }
}

/// Returns the path of a type that the user chose. Within a module, `crate` is the crate around it,
/// while printing makes it the root of the client: the path continues from there.
fn from_crate(api: &Api, path: TokenStream) -> TokenStream {
    let Some(module) = &api.module else { return path };
    let up = module.path.matches("::").count();
    let tokens = path.into_iter().flat_map(|token| match token {
        TokenTree::Ident(ident) if ident == "crate" => {
            let up = (0..up).map(|_| quote!(::super));
            quote!(crate #(#up)*)
        }
        token => token.into(),
    });
    tokens.collect()
}

/// Returns the type of a string with a format, in `formats`.
pub(crate) fn format_name(format: Format) -> &'static str {
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

/// Returns the declared type of a field.
pub(crate) fn field_type(api: &Api, field: &Field, module: &TokenStream) -> TokenStream {
    let inner = type_of(api, &field.ty, module);
    let inner = if field.boxed { quote!(Box<#inner>) } else { inner };
    match field.presence {
        Presence::Required => inner,
        Presence::RequiredNullable | Presence::Optional => quote!(Option<#inner>),
        Presence::OptionalNullable => quote!(Maybe<#inner>),
    }
}

/// The names that a file imports from the runtime to write types, each with the condition for it.
type Mentioned = (&'static str, fn(&Type) -> bool);

const SHARED: [Mentioned; 4] = [
    ("Number", |ty| *ty == Type::Number),
    ("bytes", |ty| *ty == Type::Bytes),
    ("formats", |ty| matches!(ty, Type::Formatted(_))),
    ("serde_json", |ty| *ty == Type::Any),
];

/// Returns the names to import for types. `any` returns `true` if the file mentions a type that
/// meets a condition.
pub(crate) fn shared_names(any: impl Fn(&dyn Fn(&Type) -> bool) -> bool) -> Vec<Ident> {
    let mentioned = SHARED.iter().filter(|(_, is)| any(&|ty| is(innermost(ty))));
    mentioned.map(|(name, _)| ident(name)).collect()
}

/// Returns the type of the innermost items of arrays and maps.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) | Type::Array(inner) | Type::Map(inner) => innermost(inner),
        Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => ty,
        Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File => ty,
        Type::Formatted(_) | Type::Named(_) | Type::Own(_) => ty,
    }
}

/// Returns the path of the API's types in the modules of resources.
pub(crate) fn types_path() -> TokenStream {
    quote!(types::)
}
