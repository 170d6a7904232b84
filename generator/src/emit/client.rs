//! `src/client.rs`: the API as a static, and what the client has of its own: its ways in and its resources.

use proc_macro2::TokenStream;
use quote::quote;

use super::credentials;
use super::docs::{first_paragraph, in_one_line};
use super::front_page::code;
use super::wire::servers;
use super::write::{cfg_any, doc, doc_lines, ident, text};
use super::{File, Item};
use crate::lower::Api;
use crate::lower::model::{Resource, Scheme, SchemeKind, ServerVariable};

/// The file.
pub(super) fn file(api: &Api) -> File {
    File {
        path: "src/client.rs".to_owned(),
        part: 0,
        plain: false,
        docs: vec!["What the client has of its own: its ways in, and an accessor for each resource.".to_owned()],
        items: vec![Item::whole(head(api)), Item::whole(api_static(api)), Item::whole(methods(api))],
    }
}

fn head(api: &Api) -> TokenStream {
    let error = api.names_variables().then(|| quote!(, Error));
    quote! {
        use crate::runtime::call::*;
        use crate::runtime::{Client, ClientBuilder #error};
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

/// The variables of all servers, each name once.
fn server_variables(api: &Api) -> Vec<&ServerVariable> {
    let servers = api.servers.iter().chain(api.operations().flat_map(|operation| &operation.servers));
    let mut known: Vec<&ServerVariable> = Vec::new();
    for variable in servers.flat_map(|server| &server.variables) {
        if known.iter().all(|of| of.name != variable.name) {
            known.push(variable);
        }
    }
    known
}

/// What `builder` says of the base URL's variables.
fn builder_docs(api: &Api) -> Vec<String> {
    let variables = server_variables(api);
    let mut lines =
        vec!["A client that is set up by hand: credentials, base URL, timeouts, a transport of your own.".to_owned()];
    if !variables.is_empty() {
        let of_base = api.servers.iter().any(|server| !server.variables.is_empty());
        let whose = if of_base { "The base URL has" } else { "The servers of some operations have" };
        let words = format!("{whose} variables, which [`ClientBuilder::server_variable`] sets:");
        lines.extend([String::new(), words, String::new()]);
    }
    lines.extend(variables.into_iter().map(|of| {
        let values: Vec<String> = of.values.iter().map(|value| code(value)).collect();
        let values = if values.is_empty() { String::new() } else { format!("; one of {}", values.join(", ")) };
        let words = in_one_line(&of.docs);
        let words = if words.is_empty() { words } else { format!(": {words}") };
        format!("- {}, by default {}{values}{words}", code(&of.name), code(&of.default))
    }));
    lines
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
        quote!(Sign { status: #status, header: #header })
    });
    quote!(Scheme { name: #name, kind: #kind, variables: &[#(#variables),*], oauth2: #oauth2, expired: &[#(#expired),*] })
}

fn methods(api: &Api) -> TokenStream {
    let (from_env, builder) = (api.names_variables().then(|| from_env(api)), doc_lines(&builder_docs(api)));
    let accessors = api.resources.iter().enumerate().map(|(index, resource)| accessor(api, index, resource));
    quote! {
        impl Client {
            #from_env
            #builder
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&API)
            }
            #(#accessors)*
        }
    }
}

/// The way in by the environment, where there is something to read.
fn from_env(api: &Api) -> TokenStream {
    let docs = doc_lines(&from_env_docs(api));
    quote! {
        #docs
        pub fn from_env() -> Result<Client, Error> {
            Client::builder().from_env()?.build()
        }
    }
}

/// What `from_env` reads, by name.
fn from_env_docs(api: &Api) -> Vec<String> {
    let mut lines = vec!["A client with what the environment says:".to_owned(), String::new()];
    let named = || api.schemes.iter().filter(|scheme| !scheme.variables.is_empty());
    lines.extend(api.base_url_variable.iter().map(|name| format!("- {}: another base URL", code(name))));
    for scheme in named() {
        let names: Vec<String> = scheme.variables.iter().map(|name| code(name)).collect();
        lines.push(format!("- {}: {}", names.join(" and "), credentials::kind(scheme)));
    }
    lines.extend([String::new(), "An empty variable counts as one that is not set.".to_owned()]);
    if named().count() > 1 {
        lines.push(
            "Of several complete credentials each operation takes the first that it accepts, in the order above."
                .to_owned(),
        );
    }
    let faults = [
        (named().any(|scheme| scheme.variables.len() > 1), "where only a part of a scheme's variables is set"),
        (named().count() > 0 && api.needs_credentials(), "where no credentials are set"),
        (named().count() > 0, "where they hold characters that no header may"),
        (api.base_url_variable.is_some(), "where the base URL is no URL"),
    ];
    let faults: Vec<&str> = faults.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect();
    let faults = faults.join(", or ").replacen('w', "W", 1);
    lines.extend([String::new(), "# Errors".to_owned(), String::new(), format!("{faults}.")]);
    lines
}

fn accessor(api: &Api, index: usize, resource: &Resource) -> TokenStream {
    let (name, type_name) = (ident(&resource.name), ident(&resource.type_name));
    let words = first_paragraph(&resource.docs);
    let docs = doc(&words, &format!("The operations of `{}`.", resource.wire.replace('`', "'")));
    let cfg = cfg_any(api, &[index]);
    quote! {
        #docs
        #cfg
        #[must_use]
        pub fn #name(&self) -> crate::#name::#type_name {
            crate::#name::#type_name { client: self.clone() }
        }
    }
}
