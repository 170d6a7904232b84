//! Documentation and other attributes of items. Must not decide what documentation says.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::{markdown, scan};
use crate::emit::tokens::features::available;
use crate::emit::tokens::literals::text;
use crate::lower::model::Api;

/// Returns documentation from a description's text, or `fallback` if it has none.
pub(crate) fn doc(words: &str, fallback: &str) -> TokenStream {
    let lines = markdown::cleaned(words);
    let lines = if lines.is_empty() { markdown::cleaned(fallback) } else { lines };
    doc_lines(&lines)
}

/// Returns the documentation of something with these names, or `fallback` if the description only
/// repeats the names.
pub(crate) fn doc_of(words: &str, names: &[&str], fallback: &str) -> TokenStream {
    doc_lines(&markdown::described(words, names, fallback))
}

/// Returns documentation from lines that are safe already.
pub(crate) fn doc_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        // Names in them may contain characters that end a line.
        let line: String = line.chars().filter(|c| !c.is_control()).map(scan::flat).collect();
        let line = text(&if line.is_empty() { line } else { format!(" {line}") });
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Returns `#[deprecated]` if the description declares it.
pub(crate) fn deprecated(is: bool) -> TokenStream {
    if is { quote!(#[deprecated]) } else { TokenStream::new() }
}

/// Returns the attribute that allows deprecated items in a whole file: emitted code mentions them,
/// but only mentions in users' code should cause warnings.
pub(crate) fn allow_deprecated(api: &Api) -> TokenStream {
    let old_type =
        |def: &crate::lower::model::TypeDef| def.deprecated || def.fields().iter().any(|field| field.deprecated);
    let old_operation =
        |of: &crate::lower::model::Operation| of.deprecated || of.parameters.iter().any(|p| p.deprecated);
    let any = api.types.iter().any(old_type) || api.operations().any(old_operation);
    if any { quote!(#![allow(deprecated)]) } else { TokenStream::new() }
}

/// Returns the sentence about the features of an item as a paragraph of an item's documentation.
pub(crate) fn available_doc(api: &Api, features: &[&str]) -> TokenStream {
    available(api, features).map_or_else(TokenStream::new, |line| doc_lines(&[String::new(), line]))
}

/// Returns the documentation of a method that blocks. It refers to the async method with this name
/// and documentation, which a module may lack.
pub(crate) fn blocking_doc(api: &Api, asynchronous: &str, words: &str) -> TokenStream {
    match api.may_have("async") {
        true => doc(&format!("Like `{asynchronous}`, but blocks the thread."), ""),
        false => doc(&format!("{words} It blocks the thread."), ""),
    }
}
