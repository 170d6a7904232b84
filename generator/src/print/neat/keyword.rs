//! The kinds of items, by their keywords. Must not know how an item is printed.

use proc_macro2::TokenTree;

/// The kind of an item that determines its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Impl,
    Trait,
    Module,
    Struct,
    Enum,
    Fn,
    /// An item that ends with a semicolon.
    Plain,
    /// A constant or a function.
    Const,
}

impl Keyword {
    /// Classifies a token by the tokens before it.
    pub(super) fn classify(token: &TokenTree, before: Option<Keyword>) -> Option<Keyword> {
        let TokenTree::Ident(ident) = token else { return before.map(Keyword::settled) };
        if before.is_some_and(|before| before != Keyword::Const) {
            return before;
        }
        let all = [
            ("impl", Keyword::Impl),
            ("trait", Keyword::Trait),
            ("mod", Keyword::Module),
            ("struct", Keyword::Struct),
            ("enum", Keyword::Enum),
            ("fn", Keyword::Fn),
            ("use", Keyword::Plain),
            ("static", Keyword::Plain),
            ("const", Keyword::Const),
            ("type", Keyword::Plain),
        ];
        let is = all.iter().find(|(name, _)| ident == name).map(|(_, keyword)| *keyword);
        is.or(before.map(Keyword::settled))
    }

    /// Returns the start of an example of this kind of item, for the parser.
    pub(super) fn example(self) -> &'static str {
        match self {
            Keyword::Impl => "impl A",
            Keyword::Trait => "trait A",
            Keyword::Module => "mod a",
            Keyword::Struct => "struct A",
            Keyword::Enum => "enum A",
            Keyword::Fn => "fn a()",
            Keyword::Plain | Keyword::Const => "const A: u8 =",
        }
    }

    /// Returns the kind of a constant that is not a function.
    fn settled(self) -> Keyword {
        match self {
            Keyword::Const => Keyword::Plain,
            Keyword::Impl
            | Keyword::Trait
            | Keyword::Module
            | Keyword::Struct
            | Keyword::Enum
            | Keyword::Fn
            | Keyword::Plain => self,
        }
    }
}
