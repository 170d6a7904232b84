//! `src/client.rs`: the API as a static, and the client with its constructors and resources. Must
//! not emit settings (`builder`).

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::markdown::{first_paragraph, in_one_line};
use crate::emit::docs::words::quoted;
use crate::emit::file::{File, Item};
use crate::emit::operations::statics::servers;
use crate::emit::package::environment;
use crate::emit::tokens::attributes::{available_doc, blocking_doc, doc, doc_lines};
use crate::emit::tokens::features::{cfg_any, features};
use crate::emit::tokens::literals::{ident, text};
use crate::lower::model::{Api, Resource, Scheme, SchemeKind, ServerVariable};

/// Emits the file.
pub(crate) fn file(api: &Api) -> File {
    File {
        path: "src/client.rs".to_owned(),
        part: 0,
        plain: false,
        docs: vec!["The client, with a method for each group of operations.".to_owned()],
        items: vec![
            Item::whole(head()),
            Item::whole(api_static(api)),
            Item::whole(declaration(api)),
            Item::whole(methods(api)),
            Item::whole(common(api)),
        ],
    }
}

fn head() -> TokenStream {
    quote! {
        use std::fmt;
        use crate::ClientBuilder;
        use crate::runtime::call::*;
    }
}

fn api_static(api: &Api) -> TokenStream {
    let servers = servers(&api.servers);
    let variables = server_variables(api).into_iter().map(|of| text(&of.name));
    let variable = match &api.base_url_variable {
        Some(name) => {
            let name = text(name);
            quote!(Some(#name))
        }
        None => quote!(None),
    };
    let schemes = api.schemes.iter().map(scheme);
    let needs = api.needs_credentials();
    let messages = api.error_messages.iter().map(|pointer| text(pointer));
    quote! {
        pub(crate) static API: Api = Api {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            servers: #servers,
            server_variables: &[#(#variables),*],
            base_url_variable: #variable,
            schemes: &[#(#schemes),*],
            needs_credentials: #needs,
            error_messages: &[#(#messages),*],
        };
    }
}

/// Returns the variables of all servers, without duplicate names.
pub(crate) fn server_variables(api: &Api) -> Vec<&ServerVariable> {
    let servers = api.servers.iter().chain(api.operations().flat_map(|operation| &operation.servers));
    let mut known: Vec<&ServerVariable> = Vec::new();
    for variable in servers.flat_map(|server| &server.variables) {
        if known.iter().all(|of| of.name != variable.name) {
            known.push(variable);
        }
    }
    known
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let name = text(&scheme.wire);
    let kind = match &scheme.kind {
        SchemeKind::Basic => quote!(SchemeKind::Basic),
        SchemeKind::Bearer => quote!(SchemeKind::Bearer),
        SchemeKind::HeaderKey(name) => {
            let name = text(name);
            quote!(SchemeKind::HeaderKey(#name))
        }
        SchemeKind::QueryKey(name) => {
            let name = text(name);
            quote!(SchemeKind::QueryKey(#name))
        }
        SchemeKind::CookieKey(name) => {
            let name = text(name);
            quote!(SchemeKind::CookieKey(#name))
        }
    };
    let variables = scheme.variables.iter().map(|name| text(name));
    let oauth2 = match &scheme.oauth2 {
        None => quote!(None),
        Some((token, refresh)) => {
            let (token, refresh) = (text(token), text(refresh));
            quote!(Some(&Endpoints { token: #token, refresh: #refresh }))
        }
    };
    let expired = scheme.expired.iter().map(|(status, header)| {
        let header = match header {
            None => quote!(None),
            Some((name, value)) => {
                let (name, value) = (text(&name.to_lowercase()), text(value));
                quote!(Some((#name, #value)))
            }
        };
        quote!(ResponsePattern { status: #status, header: #header })
    });
    quote!(Scheme { name: #name, kind: #kind, variables: &[#(#variables),*], oauth2: #oauth2, expired: &[#(#expired),*] })
}

/// Emits the client type. It wraps the runtime's client, so that the clients of two APIs cannot be
/// confused.
fn declaration(api: &Api) -> TokenStream {
    let title = in_one_line(&format!("A client for {}.", api.title));
    let docs =
        doc_lines(&[title, String::new(), "Cloning is cheap: clones share connections and settings.".to_owned()]);
    quote! {
        #docs
        #[derive(Clone)]
        pub struct Client(pub(crate) crate::runtime::Client);
        impl fmt::Debug for Client {
            #[doc = " Formats the client without its secrets."]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    }
}

/// Emits the methods that every client has besides its resources.
fn common(api: &Api) -> TokenStream {
    let words = "Waits on the clock of the client's transport, for example between two polls of a long operation.";
    let like_sleep = blocking_doc(api, "sleep", words);
    let (asynchronous, blocking) = (available_doc(api, &["async"]), available_doc(api, &["blocking"]));
    quote! {
        impl Client {
            #[doc = " Creates a request that the description does not define: `client.call::<Value>(\"GET\", \"/beta/things?page=2\")`."]
            #[doc = ""]
            #[doc = " The path is appended to the base URL unchanged. The request uses the client's options and the first credentials that are set."]
            #[doc = " An absolute URL (`https://…`) is accepted too. On another server than the API's it gets neither credentials nor the"]
            #[doc = " client's headers."]
            pub fn call<T>(&self, method: &str, path: &str) -> crate::runtime::Request<T> {
                self.0.call(method, path)
            }
            #[doc = " Waits on the clock of the client's transport, for example between two polls of a long operation."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " Fails if the client has no transport and none can be created."]
            #asynchronous
            #[cfg(feature = "async")]
            pub async fn sleep(&self, time: std::time::Duration) -> Result<(), crate::runtime::Error> {
                self.0.sleep(time).await
            }
            #like_sleep
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " Fails if the client has no transport and none can be created."]
            #blocking
            #[cfg(feature = "blocking")]
            pub fn sleep_blocking(&self, time: std::time::Duration) -> Result<(), crate::runtime::Error> {
                self.0.sleep_blocking(time)
            }
        }
    }
}

fn methods(api: &Api) -> TokenStream {
    let from_env = api.names_variables().then(|| environment::client_method(api));
    let accessors = api.resources.iter().enumerate().map(|(index, resource)| accessor(api, index, resource));
    quote! {
        impl Client {
            #from_env
            #[doc = " Returns a builder, which sets credentials, the base URL, timeouts, middleware and transports."]
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }
            #(#accessors)*
        }
    }
}

fn accessor(api: &Api, index: usize, resource: &Resource) -> TokenStream {
    let (name, type_name) = (ident(&resource.name), ident(&resource.type_name));
    let words = first_paragraph(&resource.docs);
    let docs = doc(&words, &format!("Returns the {} operations.", quoted(&resource.wire)));
    let (available, cfg) = (available_doc(api, &features(api, &[index])), cfg_any(api, &[index]));
    quote! {
        #docs
        #available
        #cfg
        #[must_use]
        pub fn #name(&self) -> crate::#name::#type_name {
            crate::#name::#type_name { client: self.clone() }
        }
    }
}
