//! Declared error bodies: an enum for each operation, or one for all operations that declare the
//! same errors; and how it is read from a response. Must not decide which responses are errors:
//! `lower` did.

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::docs::words::with_article;
use crate::emit::file::{File, Item};
use crate::emit::operations::facts::constant;
use crate::emit::operations::statics::status;
use crate::emit::tokens::attributes::{allow_deprecated, available_doc, doc, doc_lines, doc_of};
use crate::emit::tokens::features::{cfg_any, features};
use crate::emit::tokens::literals::{ident, index, text};
use crate::emit::tokens::types::{shared_names, type_of, types_path};
use crate::emit::tokens::views::{marker, output_type};
use crate::lower::model::{Api, DeclaredVariant, ErrorSet, Errors, Operation, Resource, Status};
use crate::report::SourceLocation;

/// Emits `src/errors.rs`. Returns `None` if no two operations declare the same errors.
pub(crate) fn file(api: &Api) -> Option<File> {
    if api.error_sets.is_empty() {
        return None;
    }
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(head(api))];
    for set in &api.error_sets {
        let cfg = cfg_any(api, &set.resources);
        let (docs, available) = (
            doc("Error bodies that several operations declare.", ""),
            available_doc(api, &features(api, &set.resources)),
        );
        let docs = quote!(#docs #available);
        items.push(Item::new(
            &SourceLocation::default(),
            declaration(api, &ident(&set.name), &docs, &set.variants, &cfg),
        ));
        let (fixed, path) = (shape_name(&set.name), ident(&set.name));
        items.push(Item::new(&SourceLocation::default(), mirror(api, &quote!(#path), &fixed, &set.variants, &cfg)));
    }
    let docs = vec![
        "Error bodies that several operations declare. Each operation has an alias of its own for them.".to_owned(),
    ];
    Some(File { path: "src/errors.rs".to_owned(), part: 0, plain: false, docs, items })
}

fn head(api: &Api) -> TokenStream {
    let variants = || api.error_sets.iter().flat_map(|set| &set.variants);
    let types = variants().any(|of| of.ty.named().is_some()).then(|| {
        quote!(
            use crate::types;
        )
    });
    let shared = shared_names(|is| variants().any(|of| is(&of.ty)));
    // Parts of it may be unused without the features of some resources.
    let unused = if api.has_features() { quote!(#![allow(unused_imports)]) } else { TokenStream::new() };
    quote! {
        #unused
        use crate::runtime::{DeclaredError, http};
        use crate::runtime::call::{ErrorShape, Status};
        use crate::runtime::value::{DecodeError, json};
        #(use crate::runtime::#shared;)*
        #types
    }
}

/// Emits the enum of an operation, or its alias of a shared one.
pub(crate) fn of_operation(api: &Api, resource: &Resource, operation: &Operation, errors: &Errors) -> TokenStream {
    let name = ident(&errors.type_name);
    let method = format!("{}::{}", resource.type_name, operation.name);
    let read = "[`Error::declared`](super::Error::declared)";
    let docs = doc_lines(&[format!("Error bodies of [`{method}`], returned by {read}.")]);
    match set(api, errors) {
        Some(set) => {
            let shared = ident(&set.name);
            quote!(#docs pub type #name = crate::errors::#shared;)
        }
        None => declaration(api, &name, &docs, &operation.declared_errors(), &TokenStream::new()),
    }
}

/// Emits the mirror of an operation's own enum.
pub(crate) fn own_mirror(api: &Api, operation: &Operation, errors: &Errors) -> Option<TokenStream> {
    let name = ident(&errors.type_name);
    let fixed = shape_name(&errors.type_name);
    let variants = operation.declared_errors();
    set(api, errors).is_none().then(|| mirror(api, &quote!(super::#name), &fixed, &variants, &TokenStream::new()))
}

/// Returns the path of the shape of an operation's errors.
pub(crate) fn shape_path(api: &Api, errors: &Errors) -> TokenStream {
    match set(api, errors) {
        Some(set) => {
            let fixed = shape_name(&set.name);
            quote!(crate::errors::#fixed)
        }
        None => {
            let fixed = shape_name(&errors.type_name);
            quote!(#fixed)
        }
    }
}

fn set<'a>(api: &'a Api, errors: &Errors) -> Option<&'a ErrorSet> {
    api.error_sets.get(errors.shared?)
}

fn shape_name(name: &str) -> Ident {
    ident(&format!("ERRORS__{}", name.to_shouty_snake_case()))
}

/// Returns a sentence for a body without a description.
fn fallback(status: Status) -> String {
    match status {
        Status::Code(code) => format!("The body of {} response.", with_article(&code.to_string())),
        Status::Range(hundred) => format!("The body of {} response.", with_article(&format!("{hundred}XX"))),
        Status::Default => "The body of any other error response.".to_owned(),
    }
}

/// Emits the enum with `status()`.
fn declaration(
    api: &Api,
    name: &Ident,
    docs: &TokenStream,
    variants: &[DeclaredVariant],
    cfg: &TokenStream,
) -> TokenStream {
    let declared = variants.iter().map(|variant| {
        let docs = doc_of(&variant.docs, &[&variant.name], &fallback(variant.status));
        let (variant_name, ty) = (ident(&variant.name), type_of(api, &variant.ty, &types_path()));
        let status = constant(variant).map_or_else(|| quote!(http::StatusCode,), |_| TokenStream::new());
        quote!(#docs #variant_name(#status #ty),)
    });
    let statuses = variants.iter().map(|variant| {
        let variant_name = ident(&variant.name);
        match constant(variant) {
            Some(constant) => {
                let constant = ident(&constant);
                quote!(Self::#variant_name(..) => http::StatusCode::#constant,)
            }
            None => quote!(Self::#variant_name(status, ..) => *status,),
        }
    });
    quote! {
        #docs
        #cfg
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
        }
        #cfg
        impl #name {
            #[doc = " Returns the status of the response."]
            #[must_use]
            pub fn status(&self) -> http::StatusCode {
                match self {
                    #(#statuses)*
                }
            }
        }
    }
}

/// Emits the code that reads the enum.
fn mirror(
    api: &Api,
    path: &TokenStream,
    fixed: &Ident,
    variants: &[DeclaredVariant],
    cfg: &TokenStream,
) -> TokenStream {
    let statuses = variants.iter().map(|variant| status(variant.status));
    let arms = variants.iter().enumerate().map(|(number, variant)| {
        let (number, variant_name) = (index(number), ident(&variant.name));
        let read = match marker(api, &variant.ty) {
            Some(_) => {
                let output = output_type(api, &variant.ty, &types_path());
                quote!(json::from_slice_as::<#output>(body))
            }
            None => quote!(json::from_slice(body)),
        };
        match constant(variant) {
            Some(_) => quote!(#number => #read.map(#path::#variant_name).map(Some),),
            None => quote!(#number => #read.map(|body| Some(#path::#variant_name(status, body))),),
        }
    });
    // Some enums have no variant that contains its status.
    let by_name = variants.iter().all(|variant| constant(variant).is_some());
    let status = if by_name { quote!(_) } else { quote!(status) };
    let shown = text(&path.to_string().replace("super :: ", ""));
    quote! {
        #cfg
        pub(crate) static #fixed: ErrorShape = ErrorShape { name: #shown, statuses: &[#(#statuses),*] };
        #cfg
        impl DeclaredError for #path {
            fn shape() -> &'static ErrorShape {
                &#fixed
            }
            fn read(variant: usize, #status: http::StatusCode, body: &[u8]) -> Result<Option<Self>, DecodeError> {
                match variant {
                    #(#arms)*
                    _ => Ok(None),
                }
            }
        }
    }
}
