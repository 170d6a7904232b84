//! Identifiers, literals, and names of files. Must not know the model.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// Returns an identifier. The names in the model are valid.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Returns the name of a module's file and folder: rustc only finds files with ASCII names.
pub(crate) fn stem(module: &str) -> String {
    let spelled = |c: char| if c.is_ascii() { c.to_string() } else { format!("_u{:x}_", u32::from(c)) };
    module.chars().map(spelled).collect()
}

/// Returns the `#[path]` of a module's file if rustc would look for a different one.
pub(crate) fn path_of(module: &str, file: &str) -> TokenStream {
    if module.is_ascii() {
        return TokenStream::new();
    }
    let file = text(file);
    quote!(#[path = #file])
}

/// Returns a string literal. Text of the description only gets into code through this function.
pub(crate) fn text(text: &str) -> Literal {
    Literal::string(text)
}

/// Returns a number as a literal without suffix.
pub(crate) fn index(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}
