//! What several operations of a resource have alike, their parameters and lists of answers: constants of `src/<resource>/wire.rs`, so that
//! the compiler reads each of them once (ARCHITECTURE.md has the figures).

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::wire::{answer, parameter};
use super::write::{ident, index};
use crate::lower::model::{Answer, MediaKind, Operation, Parameter, ParameterPlace, Status, Style};

/// What goes over the wire of a parameter.
type OfParameter<'a> = (&'a str, ParameterPlace, Style, [bool; 3]);
/// What goes over the wire of answers.
type OfAnswers<'a> = Vec<(Status, Option<(MediaKind, &'a str)>, Option<usize>)>;

/// The names of what is said once.
#[derive(Default)]
pub(super) struct Alike<'a> {
    parameters: HashMap<OfParameter<'a>, Ident>,
    answers: HashMap<OfAnswers<'a>, Ident>,
}

impl<'a> Alike<'a> {
    /// What these operations have alike, and the constants.
    pub(super) fn of(operations: &'a [Operation]) -> (Alike<'a>, TokenStream) {
        let mut taken = HashSet::new();
        let parameters = repeated(operations.iter().flat_map(|of| &of.parameters).map(|of| (of_parameter(of), of)));
        let lists = operations.iter().map(|of| &of.answers).filter(|of| !of.is_empty());
        let answers = repeated(lists.map(|of| (of_answers(of), of)));
        let (mut alike, mut constants) = (Alike::default(), TokenStream::new());
        for (key, of) in parameters {
            let (name, value) = (claimed(&mut taken, &parameter_name(of)), parameter(of));
            constants.extend(quote!(const #name: Parameter = #value;));
            alike.parameters.insert(key, name);
        }
        for (key, of) in answers {
            let (name, count, values) =
                (claimed(&mut taken, &answers_name(of)), index(of.len()), of.iter().map(answer));
            constants.extend(quote!(static #name: [Answer; #count] = [#(#values),*];));
            alike.answers.insert(key, name);
        }
        (alike, constants)
    }

    /// A parameter, as an item of a list.
    pub(super) fn parameter(&self, of: &'a Parameter) -> TokenStream {
        self.parameters.get(&of_parameter(of)).map_or_else(|| parameter(of), |name| quote!(#name))
    }

    /// The answers, as a list.
    pub(super) fn answers(&self, of: &'a [Answer]) -> TokenStream {
        let values = of.iter().map(answer);
        self.answers.get(&of_answers(of)).map_or_else(|| quote!(&[#(#values),*]), |name| quote!(&#name))
    }
}

/// Those that come more than once, in the order in which they come first.
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

fn of_parameter(of: &Parameter) -> OfParameter<'_> {
    (&of.wire, of.place_in, of.style, [of.explode, of.reserved, of.required])
}

fn of_answers(of: &[Answer]) -> OfAnswers<'_> {
    let spelled = of.iter().map(|answer| {
        let content = answer.content.as_ref().map(|content| (content.kind, content.media_type.as_str()));
        (answer.status, content, answer.variant)
    });
    spelled.collect()
}

/// `QUERY__LIMIT`. No operation's name has two underscores in a row.
fn parameter_name(of: &Parameter) -> String {
    let place = match of.place_in {
        ParameterPlace::Path => "PATH",
        ParameterPlace::Query => "QUERY",
        ParameterPlace::Header => "HEADER",
        ParameterPlace::Cookie => "COOKIE",
    };
    format!("{place}__{}", of.name.to_uppercase())
}

/// `ANSWERS__200_404_5XX`
fn answers_name(of: &[Answer]) -> String {
    let statuses = of.iter().map(|answer| match answer.status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "DEFAULT".to_owned(),
    });
    format!("ANSWERS__{}", statuses.collect::<Vec<_>>().join("_"))
}

/// The name, with a number where it is taken: `QUERY__LIMIT__2`.
fn claimed(taken: &mut HashSet<String>, name: &str) -> Ident {
    let mut numbered = (2..).map(|number| format!("{name}__{number}"));
    let mut free = name.to_owned();
    while !taken.insert(free.clone()) {
        free = numbered.next().unwrap_or_default();
    }
    ident(&free)
}
