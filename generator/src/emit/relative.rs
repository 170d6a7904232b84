//! Makes a client compile at any module depth: emission writes paths from the root of the client (`crate::types`), and here each
//! becomes relative to the module of its file (`super::types`). Must not know what the paths name.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

use super::File;

/// Replaces the root paths of a file.
pub(super) fn relative(mut file: File) -> File {
    let depth = depth(&file.path);
    for item in &mut file.items {
        if has_root(item.tokens.clone()) {
            item.tokens = replaced(std::mem::take(&mut item.tokens), depth);
        }
    }
    file
}

/// How many modules a file lies below the client's root: `src/lib.rs` is the root, `src/types/mirror.rs` is two below it.
fn depth(path: &str) -> usize {
    let below = path.strip_prefix("src/").unwrap_or(path);
    if below == "lib.rs" { 0 } else { below.split('/').count() }
}

/// Returns `true` if `crate::` occurs. `pub(crate)` is not a path.
fn has_root(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Group(group) => has_root(group.stream()),
            TokenTree::Ident(ident) => ident == "crate" && begins_path(&mut tokens),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
    }
    false
}

fn begins_path(rest: &mut Peekable<IntoIter>) -> bool {
    matches!(rest.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

fn replaced(tokens: TokenStream, depth: usize) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = replaced(group.stream(), depth);
                out.append(Group::new(group.delimiter(), inner));
            }
            TokenTree::Ident(ident) if ident == "crate" && begins_path(&mut tokens) => root(&mut out, depth),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => out.append(token),
        }
    }
    out
}

/// The path from a module to the client's root, without the `::` that follows.
fn root(out: &mut TokenStream, depth: usize) {
    if depth == 0 {
        out.append(Ident::new("self", Span::call_site()));
        return;
    }
    for _ in 1..depth {
        out.extend(quote!(super::));
    }
    out.append(Ident::new("super", Span::call_site()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_paths_become_relative() {
        let tokens = quote!(
            pub(crate) fn a(b: crate::types::B) -> Vec<crate::C> {
                <crate::types::B as crate::D>::new()
            }
        );
        let expected = quote!(
            pub(crate) fn a(b: super::super::types::B) -> Vec<super::super::C> {
                <super::super::types::B as super::super::D>::new()
            }
        );
        assert!(has_root(tokens.clone()));
        assert_eq!(replaced(tokens, 2).to_string(), expected.to_string());
        assert_eq!(replaced(quote!(crate::a), 0).to_string(), quote!(self::a).to_string());
        assert!(!has_root(quote!(
            pub(crate) struct A;
        )));
    }

    #[test]
    fn the_depth_is_that_of_the_module() {
        let depths = ["src/lib.rs", "src/client.rs", "src/types/mirror.rs", "src/types/pets/mirror_2.rs"].map(depth);
        assert_eq!(depths, [0, 1, 2, 3]);
    }
}
