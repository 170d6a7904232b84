//! Declared error bodies: an enum an operation, and how it is read from an answer.

use proc_macro2::TokenStream;
use quote::quote;

use super::request::types;
use super::resource::static_name;
use super::write::{doc, ident, index, type_of};
use crate::lower::Api;
use crate::lower::model::{ErrorVariant, Errors, Operation, Status, Type};

/// Whether a variant is for one status with a name of its own, so that it need not carry the number.
fn constant(operation: &Operation, variant: &ErrorVariant) -> Option<String> {
    match operation.answers.get(variant.answer)?.status {
        Status::Code(_) if !variant.name.starts_with("Status") => Some(constant_name(&variant.name)),
        Status::Code(_) | Status::Range(_) | Status::Default => None,
    }
}

/// The constant of `http::StatusCode` for a status' name.
fn constant_name(name: &str) -> String {
    use heck::ToShoutySnakeCase;
    match name {
        "ImATeapot" => "IM_A_TEAPOT".to_owned(),
        name => name.to_shouty_snake_case(),
    }
}

fn body<'a>(operation: &'a Operation, variant: &ErrorVariant) -> Option<&'a Type> {
    operation.answers.get(variant.answer)?.content.as_ref().map(|content| &content.ty)
}

/// The enum with `status()`.
pub(super) fn declaration(api: &Api, operation: &Operation, errors: &Errors) -> TokenStream {
    let name = ident(&errors.type_name);
    let docs = doc("", &format!("The error bodies that `{}` declares.", operation.name));
    let variants = errors.variants.iter().filter_map(|variant| {
        let answer = operation.answers.get(variant.answer)?;
        let docs = doc(&answer.docs, "An error body.");
        let (variant_name, ty) = (ident(&variant.name), type_of(api, body(operation, variant)?, &types()));
        let status = constant(operation, variant).map_or_else(|| quote!(http::StatusCode,), |_| TokenStream::new());
        Some(quote!(#docs #variant_name(#status #ty),))
    });
    let statuses = errors.variants.iter().map(|variant| {
        let variant_name = ident(&variant.name);
        match constant(operation, variant) {
            Some(constant) => {
                let constant = ident(&constant);
                quote!(Self::#variant_name(..) => http::StatusCode::#constant,)
            }
            None => quote!(Self::#variant_name(status, ..) => *status,),
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
        impl #name {
            #[doc = " The status that it came with."]
            #[must_use]
            pub fn status(&self) -> http::StatusCode {
                match self {
                    #(#statuses)*
                }
            }
        }
    }
}

/// How the enum is read.
pub(super) fn mirror(operation: &Operation, errors: &Errors) -> TokenStream {
    let (name, fixed) = (ident(&errors.type_name), ident(&static_name(operation)));
    let arms = errors.variants.iter().map(|variant| {
        let (number, variant_name) = (index(variant.answer), ident(&variant.name));
        match constant(operation, variant) {
            Some(_) => quote!(#number => json::from_slice(body).map(super::#name::#variant_name).map(Some),),
            None => {
                quote!(#number => json::from_slice(body).map(|body| Some(super::#name::#variant_name(status, body))),)
            }
        }
    });
    // Not every enum has a variant that carries its status.
    let by_name = errors.variants.iter().all(|variant| constant(operation, variant).is_some());
    let status = if by_name { quote!(_) } else { quote!(status) };
    quote! {
        impl DeclaredError for super::#name {
            fn operation() -> &'static Operation {
                &#fixed
            }
            fn read(answer: usize, #status: http::StatusCode, body: &[u8]) -> Result<Option<Self>, DecodeError> {
                match answer {
                    #(#arms)*
                    _ => Ok(None),
                }
            }
        }
    }
}
