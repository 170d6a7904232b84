//! Parameters, responses, encodings and schemes that several operations of a resource share, as
//! constants of `src/<resource>/wire.rs`. The compiler reads each of them once
//! (guide/decisions/compile-time.md has the figures). Must not know how one is written (`statics`).

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::operations::statics::{alternative, encoding, parameter, response};
use crate::emit::tokens::literals::{ident, index};
use crate::lower::model::{
    DeclaredResponse, Encoding, MediaKind, Operation, Parameter, ParameterLocation, Status, Style,
};

/// The facts about a parameter that its static contains.
type OfParameter<'a> = (&'a str, ParameterLocation, Style, [bool; 3]);
/// The facts about responses that their static contains.
type ResponsesKey<'a> = Vec<(Status, Option<(MediaKind, &'a str)>, Option<&'a str>, Option<usize>)>;

/// The names of the shared constants.
#[derive(Default)]
pub(crate) struct Alike<'a> {
    parameters: HashMap<OfParameter<'a>, Ident>,
    responses: HashMap<ResponsesKey<'a>, Ident>,
    encodings: HashMap<&'a [Encoding], Ident>,
    security: HashMap<&'a [Vec<usize>], Ident>,
}

impl<'a> Alike<'a> {
    /// Collects the shared parts of these operations, and emits the constants.
    pub(crate) fn find(operations: &'a [Operation]) -> (Alike<'a>, TokenStream) {
        let (mut alike, mut constants) = (Alike::default(), Constants::default());
        let parameters = operations.iter().flat_map(|operation| &operation.parameters);
        for (key, shared) in repeated(parameters.map(|parameter| (of_parameter(parameter), parameter))) {
            alike.parameters.insert(key, constants.parameter(shared));
        }
        let responses = operations.iter().map(|operation| operation.responses.as_slice()).filter(|all| !all.is_empty());
        for (key, shared) in repeated(responses.map(|responses| (responses_key(responses), responses))) {
            let values = shared.iter().map(response).collect();
            alike.responses.insert(key, constants.list(&responses_name(shared), &quote!(DeclaredResponse), values));
        }
        let bodies = operations.iter().filter_map(|operation| operation.body.as_ref());
        let encodings = bodies.map(|body| body.encodings.as_slice()).filter(|all| !all.is_empty());
        for (key, shared) in repeated(encodings.map(|encodings| (encodings, encodings))) {
            let values = shared.iter().map(encoding).collect();
            alike.encodings.insert(key, constants.list(&encodings_name(shared), &quote!(Encoding), values));
        }
        let security = operations.iter().map(|operation| operation.security.as_slice()).filter(|all| !all.is_empty());
        for (key, shared) in repeated(security.map(|security| (security, security))) {
            let values = shared.iter().map(|all| alternative(all)).collect();
            alike.security.insert(key, constants.list(&security_name(shared), &quote!(&[usize]), values));
        }
        (alike, constants.tokens)
    }

    /// Returns a parameter as an array item.
    pub(crate) fn parameter(&self, shared: &'a Parameter) -> TokenStream {
        self.parameters.get(&of_parameter(shared)).map_or_else(|| parameter(shared), |name| quote!(#name))
    }

    /// Returns responses as an array.
    pub(crate) fn responses(&self, responses: &'a [DeclaredResponse]) -> TokenStream {
        listed(self.responses.get(&responses_key(responses)), responses.iter().map(response))
    }

    /// Returns the encodings of a body as an array.
    pub(crate) fn encodings(&self, encodings: &'a [Encoding]) -> TokenStream {
        listed(self.encodings.get(encodings), encodings.iter().map(encoding))
    }

    /// Returns the alternatives of security schemes as an array.
    pub(crate) fn security(&self, alternatives: &'a [Vec<usize>]) -> TokenStream {
        listed(self.security.get(alternatives), alternatives.iter().map(|all| alternative(all)))
    }
}

/// The constants, and the names that are in use. They cannot clash with operations, whose names
/// never have two underscores in a row.
#[derive(Default)]
struct Constants {
    tokens: TokenStream,
    taken: HashSet<String>,
}

impl Constants {
    fn parameter(&mut self, parameter: &Parameter) -> Ident {
        let (name, value) = (self.claim(&parameter_name(parameter)), super::statics::parameter(parameter));
        self.tokens.extend(quote!(const #name: Parameter = #value;));
        name
    }

    fn list(&mut self, name: &str, ty: &TokenStream, values: Vec<TokenStream>) -> Ident {
        let (name, count) = (self.claim(name), index(values.len()));
        self.tokens.extend(quote!(static #name: [#ty; #count] = [#(#values),*];));
        name
    }

    /// Returns the name, with a number if it is in use: `QUERY__LIMIT__2`.
    fn claim(&mut self, name: &str) -> Ident {
        let mut numbered = (2..).map(|number| format!("{name}__{number}"));
        let mut free = name.to_owned();
        while !self.taken.insert(free.clone()) {
            free = numbered.next().unwrap_or_default();
        }
        ident(&free)
    }
}

/// Returns the name of the constant for an array, or the array itself.
fn listed(name: Option<&Ident>, values: impl Iterator<Item = TokenStream>) -> TokenStream {
    name.map_or_else(|| quote!(&[#(#values),*]), |name| quote!(&#name))
}

/// Returns the values that occur more than once, in order of their first occurrence.
fn repeated<K: Eq + Hash + Clone, V>(all: impl Iterator<Item = (K, V)>) -> Vec<(K, V)> {
    let (mut counts, mut firsts) = (HashMap::new(), Vec::new());
    for (key, value) in all {
        let count: &mut usize = counts.entry(key.clone()).or_default();
        if *count == 0 {
            firsts.push((key, value));
        }
        *count += 1;
    }
    firsts.retain(|(key, _)| counts.get(key).is_some_and(|count| *count > 1));
    firsts
}

fn of_parameter(parameter: &Parameter) -> OfParameter<'_> {
    (&parameter.wire, parameter.location, parameter.style, [parameter.explode, parameter.reserved, parameter.required])
}

fn responses_key(responses: &[DeclaredResponse]) -> ResponsesKey<'_> {
    let spelled = responses.iter().map(|response| {
        let content = response.content.as_ref().map(|content| (content.kind, content.media_type.as_str()));
        (response.status, content, response.accept.as_deref(), response.variant)
    });
    spelled.collect()
}

/// Returns `QUERY__LIMIT` for the query parameter `limit`.
fn parameter_name(parameter: &Parameter) -> String {
    let place = match parameter.location {
        ParameterLocation::Path => "PATH",
        ParameterLocation::Query => "QUERY",
        ParameterLocation::Header => "HEADER",
        ParameterLocation::Cookie => "COOKIE",
    };
    format!("{place}__{}", parameter.name.to_uppercase())
}

/// Returns a name with the statuses: `RESPONSES__200_404_5XX`.
fn responses_name(responses: &[DeclaredResponse]) -> String {
    let statuses = responses.iter().map(|response| match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "DEFAULT".to_owned(),
    });
    format!("RESPONSES__{}", statuses.collect::<Vec<_>>().join("_"))
}

/// Returns a name with the first property: `ENCODINGS__EXPAND`.
fn encodings_name(encodings: &[Encoding]) -> String {
    format!("ENCODINGS__{}", encodings.first().map(|first| first.name.to_shouty_snake_case()).unwrap_or_default())
}

/// Returns a name with the positions of the schemes: `SECURITY__0_1`.
fn security_name(alternatives: &[Vec<usize>]) -> String {
    let positions: Vec<String> = alternatives.iter().flatten().map(usize::to_string).collect();
    format!("SECURITY__{}", positions.join("_"))
}
