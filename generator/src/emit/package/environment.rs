//! Emits `from_env`, and the documentation of the variables that it reads. Must not know how
//! variables are read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::credentials;
use crate::emit::docs::words::code;
use crate::emit::tokens::attributes::doc_lines;
use crate::lower::model::Api;

/// Emits `Client::from_env`.
pub(crate) fn client_method(api: &Api) -> TokenStream {
    let mut lines = vec!["Creates a client from environment variables:".to_owned(), String::new()];
    lines.extend(variables(api));
    lines.extend(errors(api));
    let docs = doc_lines(&lines);
    quote! {
        #docs
        pub fn from_env() -> Result<Client, crate::runtime::Error> {
            Client::builder().from_env()?.build()
        }
    }
}

/// Emits `ClientBuilder::from_env` and `from_lookup`.
pub(crate) fn builder_methods(api: &Api) -> TokenStream {
    let words = "Reads the settings that were not set by hand from environment variables:";
    let mut lines = vec![words.to_owned(), String::new()];
    lines.extend(variables(api));
    lines.extend(errors(api));
    let docs = doc_lines(&lines);
    quote! {
        impl ClientBuilder {
            #docs
            pub fn from_env(self) -> Result<Self, Error> {
                self.0.from_env().map(Self)
            }
            #[doc = " Reads the same variables as [`from_env`](Self::from_env), with a function in place of the environment."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " Same as [`from_env`](Self::from_env)."]
            pub fn from_lookup(self, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
                self.0.from_lookup(lookup).map(Self)
            }
        }
    }
}

/// Documents the variables, and which of several credentials take precedence.
fn variables(api: &Api) -> Vec<String> {
    let named = || api.schemes.iter().filter(|scheme| !scheme.variables.is_empty());
    let base = api.base_url_variable.iter().map(|name| format!("- {}: the base URL", code(name)));
    let mut lines: Vec<String> = base.collect();
    for scheme in named() {
        let names: Vec<String> = scheme.variables.iter().map(|name| code(name)).collect();
        lines.push(format!("- {}: {}", names.join(" and "), credentials::kind(scheme)));
    }
    lines.extend([String::new(), "Empty variables count as unset.".to_owned()]);
    if named().count() > 1 {
        lines
            .push("Each operation uses the first complete credentials that it accepts, in the order above.".to_owned());
    }
    lines
}

fn errors(api: &Api) -> Vec<String> {
    let named = || api.schemes.iter().filter(|scheme| !scheme.variables.is_empty());
    let faults = [
        (named().any(|scheme| scheme.variables.len() > 1), "only some of the variables of a scheme are set"),
        (named().count() > 0 && api.needs_credentials(), "no credentials are set"),
        (named().count() > 0, "a credential contains characters that are invalid in a header"),
        (api.base_url_variable.is_some(), "the base URL is not a URL"),
    ];
    let faults: Vec<&str> = faults.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect();
    let faults = format!("Fails if {}.", faults.join(", or if "));
    vec![String::new(), "# Errors".to_owned(), String::new(), faults]
}
