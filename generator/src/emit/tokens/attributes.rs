//! Documentation and other attributes of items.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::{markdown, scan};
use crate::emit::tokens::features::available;
use crate::emit::tokens::literals::text;
use crate::lower::model::Api;

/// Documentation from a description's words; `fallback` where it has none.
pub(crate) fn doc(words: &str, fallback: &str) -> TokenStream {
    let lines = markdown::cleaned(words);
    let lines = if lines.is_empty() { markdown::cleaned(fallback) } else { lines };
    doc_lines(&lines)
}

/// Returns the documentation of something with these names; `fallback` where the description has no words for it but its name.
pub(crate) fn doc_of(words: &str, names: &[&str], fallback: &str) -> TokenStream {
    doc_lines(&markdown::described(words, names, fallback))
}

/// Documentation from lines that are clean already.
pub(crate) fn doc_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        // A name in them may hold what ends a line.
        let line: String = line.chars().filter(|c| !c.is_control()).map(scan::flat).collect();
        let line = text(&if line.is_empty() { line } else { format!(" {line}") });
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// `#[deprecated]` where the description discourages use.
pub(crate) fn deprecated(is: bool) -> TokenStream {
    if is { quote!(#[deprecated]) } else { TokenStream::new() }
}

/// For a whole file: emitted code itself names what the description discourages, and users are to be warned
/// where they name it, not where we do.
pub(crate) fn allow_deprecated(api: &Api) -> TokenStream {
    let old_type =
        |def: &crate::lower::model::TypeDef| def.deprecated || def.fields().iter().any(|field| field.deprecated);
    let old_operation =
        |of: &crate::lower::model::Operation| of.deprecated || of.parameters.iter().any(|p| p.deprecated);
    let any = api.types.iter().any(old_type) || api.operations().any(old_operation);
    if any { quote!(#![allow(deprecated)]) } else { TokenStream::new() }
}

/// Returns that sentence as a paragraph of an item's documentation.
pub(crate) fn available_doc(features: &[&str]) -> TokenStream {
    available(features).map_or_else(TokenStream::new, |line| doc_lines(&[String::new(), line]))
}
