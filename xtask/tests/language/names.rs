//! Finds names that say nothing: functions, fields, parameters, and local names that are used over
//! several lines. Must not know comments and strings, except for the names that strings capture
//! (`"{name}"`).
//!
//! The parser keeps no lines, so that each of these names gets its line as a suffix before a file
//! is parsed.

use std::fmt::Write;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use regex::{Captures, Regex};
use syn::visit::{self, Visit};

use super::pieces::{self, Kind};

/// Words that are not the whole name of anything that lives longer than [`MAX_LINES`].
const WORDS: &str = "of|at|one|other";

/// The separator of a word and its line.
const MARK: &str = "_in_line_";

/// The number of lines over which a local name may be used, whatever it is called.
const MAX_LINES: usize = 3;

/// A name that says nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Vague {
    pub(crate) line: usize,
    pub(crate) name: String,
    /// What is called so.
    pub(crate) what: &'static str,
}

/// Returns the names of a Rust file that say nothing.
pub(crate) fn vague(source: &str) -> Vec<Vague> {
    let file = syn::parse_file(&marked(source)).unwrap_or_else(|error| panic!("{error}: {source}"));
    let mut names = Names::default();
    names.visit_file(&file);
    names.found.sort_by_key(|name| name.line);
    names.found
}

/// Returns the file with the line added to each of [`WORDS`].
fn marked(source: &str) -> String {
    let word = Regex::new(&format!("^(?:{WORDS})$")).unwrap();
    let captured = Regex::new(&format!(r"\{{({WORDS})([}}:])")).unwrap();
    let mut out = String::new();
    let mut end = 0;
    for piece in pieces::rust(source) {
        out.push_str(&source[end..piece.start]);
        end = piece.start + piece.text.len();
        match piece.kind {
            Kind::Identifier if word.is_match(&piece.text) => {
                write!(out, "{}{MARK}{}", piece.text, piece.line).unwrap();
            }
            Kind::String => {
                let mark = |found: &Captures<'_>| format!("{{{}{MARK}{}{}", &found[1], piece.line, &found[2]);
                out.push_str(&captured.replace_all(&piece.text, mark));
            }
            _ => out.push_str(&piece.text),
        }
    }
    out + &source[end..]
}

/// Returns the word and the line of a marked name.
fn parts(name: &str) -> Option<(String, usize)> {
    let (word, line) = name.split_once(MARK)?;
    Some((word.to_owned(), line.parse().ok()?))
}

#[derive(Default)]
struct Names {
    found: Vec<Vague>,
    /// The type of the current `impl`, as the file writes it.
    own_type: String,
    /// Local names of the current function, where they are defined.
    locals: Vec<(String, usize)>,
    /// The uses of local names.
    uses: Vec<(String, usize)>,
}

impl Names {
    fn add(&mut self, ident: &syn::Ident, what: &'static str) {
        self.found.extend(parts(&ident.to_string()).map(|(name, line)| Vague { line, name, what }));
    }

    /// Visits a function. Its local names are not used outside of it.
    fn function(&mut self, signature: &syn::Signature, block: Option<&syn::Block>) {
        self.add(&signature.ident, "function");
        for (index, input) in signature.inputs.iter().enumerate() {
            let syn::FnArg::Typed(typed) = input else { continue };
            let mut inner = Names::default();
            inner.visit_pat(&typed.pat);
            // The standard library calls a second value of the same type `other`.
            let is_second = index == 1 && matches!(signature.inputs[0], syn::FnArg::Receiver(_));
            let is_usual = |name: &str| name == "other" && is_second && self.is_own_type(&typed.ty);
            let vague = inner.locals.into_iter().filter(|(name, _)| !is_usual(name));
            let vague: Vec<_> = vague.map(|(name, line)| Vague { line, name, what: "parameter" }).collect();
            self.found.extend(vague);
        }
        let mut inner = Names { own_type: self.own_type.clone(), ..Names::default() };
        block.into_iter().for_each(|block| inner.visit_block(block));
        self.found.append(&mut inner.found);
        self.found.extend(inner.long_lived());
    }

    /// Returns `true` for the type of the current `impl`, and for references to it.
    fn is_own_type(&self, ty: &syn::Type) -> bool {
        match ty {
            syn::Type::Reference(reference) => self.is_own_type(&reference.elem),
            ty => spelled(ty) == "Self" || spelled(ty) == self.own_type,
        }
    }

    /// Returns the local names that are used over more than [`MAX_LINES`].
    fn long_lived(&self) -> Vec<Vague> {
        let last = |name: &str, start: usize| {
            let next = self.locals.iter().filter(|(other, line)| other == name && *line > start);
            let end = next.map(|(_, line)| *line).min().unwrap_or(usize::MAX);
            let uses = self.uses.iter().filter(|(used, line)| used == name && (start..end).contains(line));
            uses.map(|(_, line)| *line).max().unwrap_or(start)
        };
        let long = self.locals.iter().filter(|(name, line)| last(name, *line) - line >= MAX_LINES);
        long.map(|(name, line)| Vague { line: *line, name: name.clone(), what: "local name" }).collect()
    }

    /// Collects names in the arguments of a macro, which are not parsed.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut before = String::new();
        for token in tokens {
            let text = token.to_string();
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                // A parameter of a closure.
                TokenTree::Ident(_) if before == "|" && parts(&text).is_some() => self.locals.extend(parts(&text)),
                TokenTree::Ident(_) if before != "." && before != ":" && before != "fn" => {
                    self.uses.extend(parts(&text));
                }
                TokenTree::Literal(_) => {
                    let names = text.split(['{', '}', ':']).filter_map(parts);
                    self.uses.extend(names);
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
            before = text;
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_field(&mut self, field: &'ast syn::Field) {
        field.ident.iter().for_each(|ident| self.add(ident, "field"));
        visit::visit_field(self, field);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let outer = std::mem::replace(&mut self.own_type, spelled(&item.self_ty));
        visit::visit_item_impl(self, item);
        self.own_type = outer;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, Some(&item.block));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, Some(&item.block));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.function(&item.sig, item.default.as_ref());
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.locals.extend(parts(&pattern.ident.to_string()));
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.uses.extend(path.path.get_ident().and_then(|ident| parts(&ident.to_string())));
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        self.tokens(found.tokens.clone());
    }
}

fn spelled(ty: &syn::Type) -> String {
    ty.to_token_stream().to_string()
}
