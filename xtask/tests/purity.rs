//! The generator is pure: text in, files out. Its sources use no part of the standard library that
//! reads or changes anything outside of the process, and print nothing.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::root;
use proc_macro2::{TokenStream, TokenTree};
use syn::UseTree;
use syn::visit::{self, Visit};

/// The modules of `std` that reach outside of the process. `core::net` and `core::time` have types
/// only.
const OUTSIDE: [&str; 7] = ["env", "fs", "io", "net", "os", "process", "time"];

/// The macros that print.
const PRINTING: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// The macros whose tokens are emitted, and not compiled as part of the generator.
const QUOTING: [&str; 4] = ["parse_quote", "parse_quote_spanned", "quote", "quote_spanned"];

#[test]
fn the_generator_does_no_io() {
    let mut found = Vec::new();
    let mut count = 0;
    visit_files(&root().join("generator/src"), &mut |path, text| {
        count += 1;
        let impure = impurities(text).into_iter().map(|used| format!("{}: `{used}`", path.display()));
        found.extend(impure);
    });
    assert!(count > 150, "{count} files");
    assert!(found.is_empty(), "the generator must not reach outside of the process:\n{}", found.join("\n"));
}

#[test]
fn every_way_to_do_io_is_found() {
    let cases = [
        ("use std::fs;", "std::fs"),
        ("use std::{borrow::Cow, fs::{self, File}};", "std::fs"),
        ("use std::{fmt, env as outside};", "std::env"),
        ("pub(crate) use ::std::process::Command;", "std::process"),
        ("fn f() { use std::net::*; }", "std::net"),
        ("mod inner { fn f() { std::fs::read(\"a\").unwrap(); } }", "std::fs"),
        ("fn f(at: ::std::time::Instant) {}", "std::time"),
        ("struct S { at: Vec<std::time::SystemTime> }", "std::time"),
        ("impl std::io::Write for S {}", "std::io"),
        ("fn f() { format!(\"{}\", std::env::var(\"A\").is_ok()); }", "std::env"),
        ("fn f() { assert!(matches!(std::fs::read(\"a\"), Ok(_))); }", "std::fs"),
        ("macro_rules! m { () => { std::process::exit(1) } }", "std::process"),
        ("use std::*;", "std"),
        ("use std as standard;", "std"),
        ("use ::std;", "std"),
        ("use std::{self as standard};", "std"),
        ("extern crate std as standard;", "std"),
        ("fn f() { println!(\"a\"); }", "println!"),
        ("fn f() -> u8 { std::dbg!(1) }", "dbg!"),
        ("fn f() { vec![eprintln!(\"a\")]; }", "eprintln!"),
    ];
    for (text, used) in cases {
        assert_eq!(impurities(text), BTreeSet::from([used.to_owned()]), "{text}");
    }
}

#[test]
fn everything_else_is_allowed() {
    let allowed = "
        use std::collections::{BTreeMap, btree_map};
        use core::net::Ipv4Addr;
        use crate::fs::time;
        /// See `std::fs`.
        fn f(env: &str) -> String {
            let emitted = quote::quote! { use std::time::Duration; println!(\"a\"); };
            let text = \"use std::fs;\";
            std::iter::once(env).chain([text]).collect()
        }
    ";
    assert_eq!(impurities(allowed), BTreeSet::new());
}

fn visit_files(dir: &Path, visit: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit_files(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

/// Returns the paths and macros of a file that reach outside of the process.
fn impurities(text: &str) -> BTreeSet<String> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let mut visitor = Uses::default();
    visitor.visit_file(&file);
    visitor.found
}

#[derive(Default)]
struct Uses {
    found: BTreeSet<String>,
}

impl Uses {
    /// Adds a path if it starts with `std` and one of the modules.
    fn path(&mut self, names: &[String]) {
        if let [first, second, ..] = names
            && first == "std"
            && OUTSIDE.contains(&second.as_str())
        {
            self.found.insert(format!("std::{second}"));
        }
    }

    /// Adds the paths of a `use` tree. A new name for `std`, or a glob of it, hides its modules.
    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
            UseTree::Name(name) if name.ident == "self" => self.whole(before),
            UseTree::Rename(name) if name.ident == "self" => self.whole(before),
            UseTree::Name(name) => self.whole(&with(&name.ident)),
            UseTree::Rename(name) => self.whole(&with(&name.ident)),
            UseTree::Glob(_) => self.whole(before),
        }
    }

    fn whole(&mut self, names: &[String]) {
        match names {
            [only] if only == "std" => drop(self.found.insert("std".to_owned())),
            names => self.path(names),
        }
    }

    /// Adds the paths and macros in tokens that are not parsed.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            if let TokenTree::Group(group) = token {
                self.tokens(group.stream());
            }
            let is =
                |offset: usize, text: &str| tokens.get(index + offset).is_some_and(|next| next.to_string() == text);
            if is(0, "std") && is(1, ":") && is(2, ":") {
                self.path(&["std".to_owned(), tokens.get(index + 3).map(ToString::to_string).unwrap_or_default()]);
            }
            if is(1, "!") && PRINTING.contains(&token.to_string().as_str()) {
                self.found.insert(format!("{token}!"));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.path(&names);
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        self.whole(&[item.ident.to_string()]);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if PRINTING.contains(&name.as_str()) {
            self.found.insert(format!("{name}!"));
        }
        if !QUOTING.contains(&name.as_str()) {
            self.tokens(called.tokens.clone());
        }
        visit::visit_macro(self, called);
    }
}
