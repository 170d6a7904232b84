//! Identifiers and literals, and the names of files.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// An identifier. Names are valid since lower.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Returns the name of a module's file and folder: rustc only finds files with ASCII names.
pub(crate) fn stem(module: &str) -> String {
    let spelled = |c: char| if c.is_ascii() { c.to_string() } else { format!("_u{:x}_", u32::from(c)) };
    module.chars().map(spelled).collect()
}

/// `#[path]` of a file of a module, where rustc would look for another.
pub(crate) fn path_of(module: &str, file: &str) -> TokenStream {
    if module.is_ascii() {
        return TokenStream::new();
    }
    let file = text(file);
    quote!(#[path = #file])
}

/// A text as a literal: the only way in which a text of the description gets into code.
pub(crate) fn text(text: &str) -> Literal {
    Literal::string(text)
}

/// A number as a literal without suffix.
pub(crate) fn index(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}
