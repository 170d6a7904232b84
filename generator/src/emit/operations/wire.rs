//! `src/<resource>/wire.rs`: operations as static data, and the impls that connect requests with
//! them. Must not emit what users call (`resource`, `request`).

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::file::{File, Item};
use crate::emit::operations::constants::Alike;
use crate::emit::operations::facts::{is_own, static_name};
use crate::emit::operations::statics::{sendable, servers};
use crate::emit::operations::{errors, pages};
use crate::emit::tokens::attributes::allow_deprecated;
use crate::emit::tokens::literals::{ident, stem, text};
use crate::emit::tokens::types::{shared_names, type_of, types_path};
use crate::emit::tokens::views::output_type;
use crate::lower::model::{Api, MediaKind, Operation, Resource, Shape, Type};

/// Emits the file.
pub(crate) fn file(api: &Api, resource: &Resource) -> File {
    let (alike, constants) = Alike::find(&resource.operations);
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(head(resource)), Item::whole(constants)];
    for operation in &resource.operations {
        items.push(Item::new(&operation.span, operation_static(api, resource, operation, &alike)));
        items.extend(is_own(operation).then(|| Item::new(&operation.span, glue(api, operation))));
        items.extend(operation.pages.as_ref().map(|of| Item::new(&operation.span, pages::fixed(operation, of))));
        if let Some(of) = &operation.errors {
            let own = errors::own_mirror(api, operation, of);
            items.extend(own.map(|tokens| Item::new(&operation.span, tokens)));
        }
    }
    File {
        path: format!("src/{}/wire.rs", stem(&resource.name)),
        part: 0,
        plain: true,
        docs: vec!["Operations as static data, for the runtime. Not meant to be read.".to_owned()],
        items,
    }
}

fn head(resource: &Resource) -> TokenStream {
    let own = |operation: &Operation| operation.errors.as_ref().is_some_and(|errors| errors.shared.is_none());
    let declared = resource.operations.iter().any(own);
    // The impls of the other requests are next to their types.
    let outputs =
        || resource.operations.iter().filter(|operation| is_own(operation)).map(|operation| &operation.output);
    let bodies = resource.operations.iter().any(|operation| body_shape(operation).is_some());
    let named = bodies || outputs().any(|output| output.named().is_some());
    let import = if declared {
        quote! {
            use crate::runtime::{DeclaredError, http};
            use crate::runtime::value::{DecodeError, json};
        }
    } else {
        TokenStream::new()
    };
    let types = if named {
        quote!(
            use crate::types;
        )
    } else {
        TokenStream::new()
    };
    let more = shared_names(|is| outputs().any(is)).into_iter().map(|name| quote!(use crate::runtime::#name;));
    let own = resource.operations.iter().any(is_own);
    let own = own.then(|| {
        quote!(
            use std::fmt;
            use crate::runtime::CommonRequest;
        )
    });
    quote! {
        #own
        #(#more)*
        use crate::runtime::call::*;
        #import
        #types
    }
}

fn operation_static<'a>(api: &Api, resource: &Resource, operation: &'a Operation, alike: &Alike<'a>) -> TokenStream {
    let fixed = ident(&static_name(operation));
    let name = text(&format!("{}.{}", resource.name, operation.name));
    let (method, path) = (text(&operation.method), text(&sendable(&operation.path)));
    let servers = servers(&operation.servers);
    let parameters = operation.parameters.iter().map(|of| alike.parameter(of));
    let responses = alike.responses(&operation.responses);
    let body = body(api, operation, alike);
    let errors = operation.errors.as_ref().map(|of| errors::shape_path(api, of));
    let errors = errors.map_or_else(|| quote!(None), |path| quote!(Some(&#path)));
    let key = operation.idempotency_key.as_deref().map(text);
    let key = key.map_or_else(|| quote!(None), |name| quote!(Some(#name)));
    let security = alike.security(&operation.security);
    quote! {
        pub(super) static #fixed: Operation = Operation {
            name: #name,
            method: #method,
            path: #path,
            servers: #servers,
            parameters: &[#(#parameters),*],
            body: #body,
            responses: #responses,
            errors: #errors,
            idempotency_key: #key,
            security: #security,
        };
    }
}

fn body_kind(kind: MediaKind) -> TokenStream {
    match kind {
        MediaKind::Json => quote!(BodyKind::Json),
        MediaKind::Form => quote!(BodyKind::Form),
        MediaKind::Multipart => quote!(BodyKind::Multipart),
        MediaKind::Text => quote!(BodyKind::Text),
        MediaKind::Raw => quote!(BodyKind::Raw),
    }
}

/// Returns the type whose shape describes the properties of a spread body.
fn body_shape(operation: &Operation) -> Option<&Type> {
    operation.body.as_ref().filter(|body| body.spread.is_some()).map(|body| &body.ty)
}

fn body<'a>(api: &Api, operation: &'a Operation, alike: &Alike<'a>) -> TokenStream {
    let Some(body) = &operation.body else { return quote!(None) };
    let (media_type, required) = (text(&body.media_type), body.required);
    let members = match body_shape(operation).and_then(|ty| shape(api, ty)) {
        Some(shape) => quote!(Some(#shape)),
        None => quote!(None),
    };
    let kind = body_kind(body.kind);
    let encodings = alike.encodings(&body.encodings);
    quote! {
        Some(RequestBody {
            media_type: #media_type,
            kind: #kind,
            encodings: #encodings,
            required: #required,
            properties: #members,
        })
    }
}

/// Emits the `Shape` of a record, by itself or by an alias.
fn shape(api: &Api, ty: &Type) -> Option<TokenStream> {
    let Type::Named(id) = ty else { return None };
    match &api.type_def(api.without_aliases(*id)).shape {
        Shape::Record(_) => {
            let ty = type_of(api, ty, &types_path());
            Some(quote!(<#ty as crate::runtime::value::Mirror>::SHAPE))
        }
        Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
    }
}

/// Emits the impls of a request: the shared methods through `Deref`, and `.await`. Derives would cost more compile time.
fn glue(api: &Api, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let plain = type_of(api, &operation.output, &types_path());
    let output = output_type(api, &operation.output, &types_path());
    quote! {
        impl Clone for super::#name {
            #[inline]
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }
        impl fmt::Debug for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
        impl std::ops::Deref for super::#name {
            type Target = CommonRequest<#output, Self>;
            #[inline]
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #[doc(hidden)]
        impl From<CommonRequest<#output, Self>> for super::#name {
            #[inline]
            fn from(common: CommonRequest<#output, Self>) -> Self {
                Self(common)
            }
        }
        #[cfg(feature = "async")]
        impl std::future::IntoFuture for super::#name {
            type Output = Result<#plain, crate::Error>;
            type IntoFuture = crate::ResponseFuture<#output>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }
    }
}
