//! `src/builder.rs`: the builder of the client, with the settings that this API needs. Must not
//! know what the settings do: the runtime applies them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::markdown::in_one_line;
use crate::emit::docs::words::code;
use crate::emit::file::{File, Item};
use crate::emit::package::client::server_variables;
use crate::emit::package::environment;
use crate::emit::tokens::attributes::{available_doc, doc_lines};
use crate::lower::model::{Api, Scheme, SchemeKind, ServerVariable};

/// Emits the file.
pub(crate) fn file(api: &Api) -> File {
    let groups = [
        declaration(),
        setters(api, &servers(api)),
        setters(api, &credentials(api)),
        setters(api, &settings()),
        transports(api),
    ];
    let mut items: Vec<Item> = groups.into_iter().map(Item::whole).collect();
    items.extend(api.names_variables().then(|| Item::whole(environment::builder_methods(api))));
    items.push(Item::whole(build()));
    let docs = vec!["The builder of the client, with its base URL, credentials, options and transports.".to_owned()];
    File { path: "src/builder.rs".to_owned(), part: 0, plain: false, docs, items }
}

/// Returns `true` if the API declares an OAuth 2 scheme.
pub(crate) fn has_oauth2(api: &Api) -> bool {
    api.schemes.iter().any(|scheme| scheme.oauth2.is_some())
}

fn declaration() -> TokenStream {
    quote! {
        use std::fmt;
        use std::time::Duration;
        use crate::Client;
        use crate::runtime::{self, Error};
        #[doc = " Builds a [`Client`]. Invalid settings are reported by [`build`](Self::build)."]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct ClientBuilder(runtime::ClientBuilder);
        impl fmt::Debug for ClientBuilder {
            #[doc = " Formats the builder without its secrets."]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    }
}

/// A setter of the builder that calls the runtime's setter of the same name.
struct Setter {
    docs: Vec<String>,
    /// The feature that it needs.
    feature: Option<&'static str>,
    name: TokenStream,
    arguments: TokenStream,
    values: TokenStream,
}

fn setter(docs: &str, name: TokenStream, arguments: TokenStream, values: TokenStream) -> Setter {
    Setter { docs: docs.lines().map(str::to_owned).collect(), feature: None, name, arguments, values }
}

fn setters(api: &Api, all: &[Setter]) -> TokenStream {
    if all.is_empty() {
        return TokenStream::new();
    }
    let all = all.iter().map(|Setter { docs, feature, name, arguments, values }| {
        let docs = doc_lines(docs);
        let available = available_doc(api, feature.as_slice());
        let cfg = feature.map(|feature| quote!(#[cfg(feature = #feature)]));
        quote! {
            #docs
            #available
            #cfg
            pub fn #name(self, #arguments) -> Self {
                Self(self.0.#name(#values))
            }
        }
    });
    quote!(impl ClientBuilder { #(#all)* })
}

fn servers(api: &Api) -> Vec<Setter> {
    let base = "Sets the base URL of all operations, in place of the description's. A slash at its end makes no difference.\n\
                A query is sent with every request.";
    let mut all = vec![setter(base, quote!(base_url), quote!(url: impl Into<String>), quote!(url))];
    let variables = server_variables(api);
    if !variables.is_empty() {
        let mut variable_setter =
            setter("", quote!(server_variable), quote!(name: &str, value: impl Into<String>), quote!(name, value));
        variable_setter.docs = variable_docs(api, &variables);
        all.push(variable_setter);
    }
    all
}

fn variable_docs(api: &Api, variables: &[&ServerVariable]) -> Vec<String> {
    let of_base = api.servers.iter().any(|server| !server.variables.is_empty());
    let whose = if of_base { "the base URL" } else { "the servers of some operations" };
    let mut lines = vec![
        format!(
            "Sets a variable of {whose}, in place of its default. It has no effect if [`base_url`](Self::base_url) is set."
        ),
        String::new(),
    ];
    lines.extend(variables.iter().map(|variable| {
        let values: Vec<String> = variable.values.iter().map(|value| code(value)).collect();
        let values = if values.is_empty() { String::new() } else { format!("; one of {}", values.join(", ")) };
        let words = in_one_line(&variable.docs);
        let words = if words.is_empty() { words } else { format!(": {words}") };
        format!("- {}, by default {}{values}{words}", code(&variable.name), code(&variable.default))
    }));
    lines
}

fn credentials(api: &Api) -> Vec<Setter> {
    let any = |is: fn(&Scheme) -> bool| api.schemes.iter().any(is);
    let mut all = Vec::new();
    if any(|scheme| scheme.kind == SchemeKind::Basic) {
        let arguments = quote!(name: impl Into<String>, password: impl Into<runtime::Secret>);
        all.push(setter(
            "Sets the user name and password of HTTP Basic.",
            quote!(basic),
            arguments,
            quote!(name, password),
        ));
    }
    if any(|scheme| scheme.kind == SchemeKind::Bearer) {
        let token = "Sets the token of the Bearer, OAuth 2 or OpenID Connect scheme.";
        all.push(setter(token, quote!(bearer), quote!(token: impl Into<runtime::Secret>), quote!(token)));
        let source = "Sets a source of tokens for the Bearer, OAuth 2 or OpenID Connect scheme. It is called if there is no token yet,\n\
                      if the token is about to expire, and if the server rejects it.";
        all.push(setter(source, quote!(bearer_from), quote!(source: impl runtime::TokenSource), quote!(source)));
    }
    if has_oauth2(api) {
        let docs = "Gets tokens from a token endpoint, for the OAuth 2 scheme.";
        let of = setter(docs, quote!(oauth2), quote!(oauth2: runtime::OAuth2), quote!(oauth2));
        all.push(Setter { feature: Some("oauth2"), ..of });
    }
    if any(|scheme| !matches!(scheme.kind, SchemeKind::Basic | SchemeKind::Bearer)) {
        let docs = "Sets the API key. If the description has several schemes with a key, it is that of the first.";
        all.push(setter(docs, quote!(api_key), quote!(key: impl Into<runtime::Secret>), quote!(key)));
    }
    if !api.schemes.is_empty() {
        let docs = "Sets the token or key of the security scheme with this name in the description.";
        let arguments = quote!(scheme: &str, secret: impl Into<runtime::Secret>);
        all.push(setter(docs, quote!(credential), arguments, quote!(scheme, secret)));
        let docs = "Sets a source of tokens or keys for the security scheme with this name in the description.";
        let arguments = quote!(scheme: &str, source: impl runtime::TokenSource);
        all.push(setter(docs, quote!(credential_from), arguments, quote!(scheme, source)));
    }
    all
}

fn settings() -> Vec<Setter> {
    let time = || quote!(timeout: Duration);
    vec![
        setter("Sets a header of every request.", quote!(header), quote!(name: &str, value: &str), quote!(name, value)),
        setter(TIMEOUT, quote!(timeout), time(), quote!(timeout)),
        setter(
            "Sets the timeout for establishing a connection. Default: 5 seconds.",
            quote!(connect_timeout),
            time(),
            quote!(timeout),
        ),
        setter(IDLE, quote!(idle_timeout), time(), quote!(timeout)),
        setter(DEADLINE, quote!(deadline), quote!(deadline: Duration), quote!(deadline)),
        setter(RETRIES, quote!(retries), quote!(retries: u32), quote!(retries)),
        setter(LIMIT, quote!(response_limit), quote!(bytes: u64), quote!(bytes)),
        setter(ROOT, quote!(root_certificate), quote!(certificate: &[u8]), quote!(certificate)),
    ]
}

const TIMEOUT: &str = "Sets the timeout of each attempt, from connecting to the last byte of the response. Default: 60 seconds.\n\n\
    A body that is not in memory may take any time to be sent, as long as it makes progress\n\
    ([`idle_timeout`](Self::idle_timeout)): the timeout starts after it.";
const IDLE: &str =
    "Sets the longest time between two chunks of a streamed body, sent or received. Default: 60 seconds.";
const DEADLINE: &str = "Sets the deadline of a whole call: all attempts and the delays between them. Default: none.";
const RETRIES: &str = "Sets how many times a failed attempt is retried. `0` disables retries. Default: 2; in a browser (wasm32) 0.\n\n\
    Attempts are retried if there was no connection, no complete response, or the status 408, 429 or 5xx. Requests that are not\n\
    idempotent are retried only if they cannot have been carried out (no connection, 429, 503 with `Retry-After`), or if\n\
    they have an idempotency key. The delay is the one that the server names, up to a minute, or half a second, doubled\n\
    after each attempt, at most 8 seconds. No delay exceeds the deadline.";
const LIMIT: &str = "Limits the size of a decompressed response body, in bytes. Default: 128 MiB.";
const ROOT: &str =
    "Adds a certificate authority to those of the platform: PEM with one or several certificates, or DER.";
const MIDDLEWARE: &str = "Adds middleware between calls and their transport, such as a rate limit or tracing. The first one added sees a request\n\
    first.";
const REQWEST: &str = "Sends async requests with your own reqwest client. Not covered by semver.\n\n\
    Its settings apply besides those of this builder: redirects and retries that it follows itself are invisible to the call, and\n\
    its timeouts end an attempt. [`root_certificate`](Self::root_certificate) and [`connect_timeout`](Self::connect_timeout)\n\
    have no effect, and the `User-Agent` is that of the reqwest client. `redirect(Policy::none())` leaves all decisions to the call.";

fn transports(api: &Api) -> TokenStream {
    let with = |of: Setter, feature| Setter { feature: Some(feature), ..of };
    let own = setter(REQWEST, quote!(reqwest_0_13), quote!(client: runtime::reqwest::Client), quote!(client));
    let docs = "Sets the transport of async requests.";
    let transport = quote!(transport: impl runtime::transport::Transport);
    let asynchronous = setter(docs, quote!(transport), transport, quote!(transport));
    let docs = "Sets the transport of blocking requests.";
    let transport = quote!(transport: impl runtime::transport::BlockingTransport);
    let blocking = setter(docs, quote!(blocking_transport), transport, quote!(transport));
    let middleware = quote!(middleware: impl runtime::transport::Middleware);
    setters(
        api,
        &[
            setter(MIDDLEWARE, quote!(middleware), middleware, quote!(middleware)),
            with(own, "reqwest-0-13"),
            with(asynchronous, "async"),
            with(blocking, "blocking"),
        ],
    )
}

fn build() -> TokenStream {
    quote! {
        impl ClientBuilder {
            pub(crate) fn new() -> Self {
                Self(runtime::ClientBuilder::new(&super::client::API))
            }
            #[doc = " Builds the client."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " Fails with the first invalid setting. No request is sent."]
            pub fn build(self) -> Result<Client, Error> {
                self.0.build().map(Client)
            }
        }
    }
}
