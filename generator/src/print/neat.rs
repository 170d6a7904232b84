//! Prints tokens as prettyplease would, in a fraction of the time. Most emitted lines are short, so
//! that printing them only takes spaces and line ends. Longer lines and unknown forms are parsed
//! and printed by prettyplease, piece by piece: a method, a field, a statement. Must not know the
//! model.
//!
//! Text printed here, without prettyplease, is not parsed. The fixtures compile every form that the
//! emitter uses.

mod keyword;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use keyword::Keyword;

use super::group::opened;
use super::line::line;

/// The maximum width of a line in prettyplease.
const WIDE: usize = 89;

/// Prints items. Paths from the client's root begin with `root`.
///
/// # Errors
/// Fails if the tokens do not parse.
pub(super) fn items(tokens: TokenStream, root: &str) -> Result<String, syn::Error> {
    let mut printer = Printer { text: String::new(), root, open: Vec::new(), depth: 0, sure: true, error: None };
    printer.items(tokens);
    match printer.error {
        None => Ok(printer.text),
        Some(error) => Err(error),
    }
}

struct Printer<'a> {
    text: String,
    /// The path to the client's root.
    root: &'a str,
    /// The blocks around the pieces.
    open: Vec<Keyword>,
    /// The indentation of a block, in spaces.
    depth: usize,
    /// `true` if everything that was printed since the flag was last set looks as prettyplease
    /// prints it. The tokens are the same in any case.
    sure: bool,
    error: Option<syn::Error>,
}

/// The tokens of a piece that is printed on its own, without its attributes.
type Piece = std::iter::Peekable<std::vec::IntoIter<TokenTree>>;

impl Printer<'_> {
    fn items(&mut self, tokens: TokenStream) {
        for mut item in pieces(tokens) {
            let start = self.attributes(&mut item);
            self.piece(start, |printer| printer.item(item));
        }
    }

    /// Prints tokens with `print`, or else lets prettyplease print them together with the text
    /// after `start`.
    fn piece(&mut self, start: usize, print: impl FnOnce(&mut Self)) {
        let sure = std::mem::replace(&mut self.sure, start == self.text.len());
        print(self);
        if !self.sure {
            let text = self.text.split_off(start);
            self.pretty(&text);
        }
        self.sure = sure;
    }

    /// Prints `/// …` and `#[…]`, each on a line. Returns the position from which the item has to
    /// be printed again.
    fn attributes(&mut self, item: &mut Piece) -> usize {
        let (start, sure) = (self.text.len(), std::mem::replace(&mut self.sure, true));
        while item.next_if(|token| is(token, '#')).is_some() {
            self.indent();
            match item.next() {
                Some(TokenTree::Group(group)) => {
                    let (_, tokens) = opened(group);
                    self.attribute(tokens.into_iter().collect());
                }
                // `#![…]` is an attribute of the file.
                Some(_) => self.finish("#!", item.next(), ""),
                None => self.sure = false,
            }
            self.text.push('\n');
        }
        if std::mem::replace(&mut self.sure, sure) { self.text.len() } else { start }
    }

    fn attribute(&mut self, tokens: Vec<TokenTree>) {
        match documentation(&tokens) {
            Some(text) => {
                self.text.push_str("///");
                self.text.push_str(&text);
            }
            None => self.finish("#[", tokens, "]"),
        }
    }

    fn item(&mut self, mut item: Piece) {
        let mut head = Vec::new();
        let mut keyword = None;
        while let Some(token) = item.next() {
            keyword = Keyword::classify(&token, keyword);
            match (token, keyword) {
                (TokenTree::Group(group), Some(keyword))
                    if group.delimiter() == Delimiter::Brace && item.peek().is_none() =>
                {
                    return self.block(keyword, head, opened(group).1);
                }
                (other, _) => head.push(other),
            }
        }
        self.indent();
        self.sure &= matches!(keyword, Some(Keyword::Plain | Keyword::Struct | Keyword::Module));
        self.finish("", head, "\n");
    }

    /// Prints an item that ends with braces.
    fn block(&mut self, keyword: Keyword, head: Vec<TokenTree>, tokens: TokenStream) {
        self.indent();
        self.sure &= !head.iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == "where"));
        let end = if tokens.is_empty() { " {}\n" } else { " {\n" };
        if keyword == Keyword::Fn {
            self.signature(head, end)
        } else {
            self.finish("", head, end)
        }
        if tokens.is_empty() {
            return;
        }
        self.open.push(keyword);
        self.depth += 1;
        match keyword {
            Keyword::Impl | Keyword::Trait | Keyword::Module => self.items(tokens),
            Keyword::Struct | Keyword::Enum => self.members(tokens),
            Keyword::Fn => self.statements(tokens),
            Keyword::Plain | Keyword::Const => {
                self.sure = false;
                self.finish("", tokens, "\n");
            }
        }
        self.depth -= 1;
        self.open.pop();
        self.indent();
        self.text.push_str("}\n");
    }

    /// Prints arguments, on separate lines if they do not fit on one.
    fn signature(&mut self, mut head: Vec<TokenTree>, end: &str) {
        let name = head.iter().position(|token| matches!(token, TokenTree::Ident(ident) if ident == "fn"));
        let parameters = name.map_or(head.len(), |name| name + 2);
        if !matches!(head.get(parameters), Some(TokenTree::Group(_))) {
            return self.finish("", head, end);
        }
        let mut response = head.split_off(parameters);
        let arguments = inside(response.remove(0));
        self.finish("", head, "(");
        let mut parts = Vec::new();
        for argument in between_commas(arguments) {
            let mut part = String::new();
            self.sure &= line(&mut part, argument, self.root);
            parts.push(part);
        }
        let mut after = String::from(")");
        self.sure &= line(&mut after, response, self.root);
        after.push_str(end);
        self.arguments(&parts, &after);
    }

    /// Prints the arguments of a function. `after` begins with their closing parenthesis.
    fn arguments(&mut self, parts: &[String], after: &str) {
        let start = self.text.rfind('\n').map_or(0, |end| end + 1);
        let before = self.text[start..].chars().count();
        let width = before + parts.iter().map(|part| part.chars().count() + 2).sum::<usize>().saturating_sub(2);
        if width + after.trim_end().chars().count() <= WIDE {
            self.text.push_str(&parts.join(", "));
            return self.text.push_str(after);
        }
        // If generics in the result make the line too long, prettyplease breaks them instead.
        let unbroken = after.find(['<', '(', '[']).map_or(after.trim_end(), |at| &after[..=at]);
        self.sure &= width + unbroken.chars().count() > WIDE;
        self.text.push('\n');
        self.depth += 1;
        for part in parts {
            self.indent();
            self.text.push_str(part);
            self.text.push_str(",\n");
            self.sure &= 4 * self.depth + part.chars().count() < WIDE;
        }
        self.depth -= 1;
        self.indent();
        self.text.push_str(after);
        self.sure &= 4 * self.depth + after.trim_end().chars().count() <= WIDE;
    }

    /// Prints the fields of a struct or the variants of an enum.
    fn members(&mut self, tokens: TokenStream) {
        for member in between_commas(tokens) {
            let mut member = member.into_iter().peekable();
            let start = self.attributes(&mut member);
            self.piece(start, |printer| {
                printer.indent();
                printer.finish("", member, ",\n");
            });
        }
    }

    /// Prints the statements of a function.
    fn statements(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while tokens.peek().is_some() {
            let mut ended = false;
            let statement = tokens.by_ref().take_while(|token| {
                ended = is(token, ';');
                !ended
            });
            let statement: Vec<TokenTree> = statement.collect();
            self.piece(self.text.len(), |printer| printer.statement(statement, ended));
        }
    }

    fn statement(&mut self, mut statement: Vec<TokenTree>, ended: bool) {
        self.indent();
        let first = |name: &str| matches!(statement.first(), Some(TokenTree::Ident(ident)) if ident == name);
        self.sure &= !(statement.is_empty() || first("return") || first("break"));
        if first("match") && !ended {
            let arms = statement.pop().map(inside).unwrap_or_default();
            return self.arms(statement, arms);
        }
        self.finish("", statement, if ended { ";\n" } else { "\n" });
    }

    /// Prints a `match` with arms that fit on a line.
    fn arms(&mut self, head: Vec<TokenTree>, arms: TokenStream) {
        self.finish("", head, " {\n");
        self.depth += 1;
        for arm in between_commas(arms) {
            self.indent();
            self.finish("", arm, ",\n");
            self.sure &= !self.text.ends_with("=> (),\n");
        }
        self.depth -= 1;
        self.indent();
        self.text.push_str("}\n");
    }

    /// Prints tokens at the end of the current line, which must not become too long.
    fn finish(&mut self, before: &str, tokens: impl IntoIterator<Item = TokenTree>, after: &str) {
        let start = self.text.len();
        self.text.push_str(before);
        let sure = line(&mut self.text, tokens, self.root);
        self.text.push_str(after);
        let width = 4 * self.depth + self.text[start..].trim_end().chars().count();
        self.sure &= sure && width <= WIDE;
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    /// Lets prettyplease print a piece, within blocks like the current ones.
    fn pretty(&mut self, text: &str) {
        let (mut open, mut close) = (String::new(), String::new());
        for (depth, keyword) in self.open.iter().enumerate() {
            let indent = "    ".repeat(depth);
            open.push_str(&format!("{indent}{} {{\n", keyword.example()));
            close.insert_str(0, &format!("{indent}}}\n"));
        }
        match syn::parse_str::<syn::File>(&format!("{open}{text}{close}")) {
            Ok(file) => {
                let printed = prettyplease::unparse(&file);
                let piece = printed.strip_prefix(&open).and_then(|rest| rest.strip_suffix(&close));
                self.text.push_str(piece.unwrap_or(text));
            }
            Err(error) => {
                self.text.push_str(text);
                self.error.get_or_insert(error);
            }
        }
    }
}

/// Splits tokens into items with their attributes.
fn pieces(tokens: TokenStream) -> impl Iterator<Item = Piece> {
    let mut tokens = tokens.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut piece = Vec::new();
        let mut keyword = None;
        for token in tokens.by_ref() {
            keyword = Keyword::classify(&token, keyword);
            let brace = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            let ends = is(&token, ';') || brace && keyword != Some(Keyword::Plain);
            piece.push(token);
            if ends {
                break;
            }
        }
        (!piece.is_empty()).then(|| piece.into_iter().peekable())
    })
}

/// Returns the tokens of a group. Empty for other tokens.
fn inside(token: TokenTree) -> TokenStream {
    match token {
        TokenTree::Group(group) => opened(group).1,
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => TokenStream::new(),
    }
}

fn is(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(one) if one.as_char() == punct)
}

/// Returns the text of `doc = "…"` if `///` can hold it.
fn documentation(attribute: &[TokenTree]) -> Option<String> {
    let [TokenTree::Ident(doc), TokenTree::Punct(_), TokenTree::Literal(literal)] = attribute else { return None };
    if doc != "doc" {
        return None;
    }
    let mut text = literal.to_string();
    if text.contains('\\') || !text.starts_with('"') {
        text = syn::parse_str::<syn::LitStr>(&text).ok()?.value();
    } else {
        text.pop();
        text.remove(0);
    }
    text.truncate(text.trim_end_matches(' ').len());
    (!text.contains(['\n', '\r']) && !text.starts_with('/')).then_some(text)
}

/// Splits tokens at commas, with or without one at the end. Commas within generics do not count.
fn between_commas(tokens: TokenStream) -> impl Iterator<Item = Vec<TokenTree>> {
    let mut tokens = tokens.into_iter().peekable();
    std::iter::from_fn(move || {
        tokens.peek()?;
        let (mut part, mut angles, mut arrow) = (Vec::new(), 0_usize, false);
        for token in tokens.by_ref() {
            if angles == 0 && is(&token, ',') {
                break;
            }
            if is(&token, '<') {
                angles += 1;
            } else if is(&token, '>') && !arrow {
                angles = angles.saturating_sub(1);
            }
            arrow = is(&token, '-');
            part.push(token);
        }
        Some(part)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::{TokenStream, items};

    /// Compares with prettyplease: forms that fit on a line, and forms that are broken.
    #[test]
    fn all_is_as_prettyplease_prints_it() {
        let forms = [
            "/// Words.\n#[doc = r\" raw \\\"]\n#[derive(Clone, Debug)]\npub struct A { /// One.\n pub a: Option<Vec<String>>, b: &'static [u8], }",
            "pub struct Unit; pub struct Pair(pub(crate) Request<()>, u8); impl Empty for Unit {}",
            "pub enum B<'a> { /// One.\n One, Two(Box<A>), Named { a: u8 } }",
            "impl<T: Into<String>> From<T> for A { fn from(value: T) -> Self { Self::One(Box::new(value)) } }",
            "impl A { pub const fn new() -> Self { Self } pub fn set(mut self, a_rather_long_name: impl Into<Maybe<Something>>) -> Self { self.a = a.into(); self } }",
            "impl A { fn is(&self) -> bool { !matches!(self, Self::Unknown(_)) } fn text(&self) -> &str { match self { Self::A => \"a\", Self::B(..) => b.text(), _ => () } } }",
            "impl A { fn long(&self) { let a = self.first_of_many().second_of_many().third_of_many().fourth_of_many().fifth(); if a < -1 { return 1 } a.map(|a| a + 1 - 2)? } }",
            "impl A { pub fn each(&self) -> crate::Items<Vec<crate::types::SomethingLong>, crate::types::SomethingLong> { self.0.each() } }",
            "use crate::runtime::{Client, Request}; use a::{b}; pub(crate) static A: Table<'static, u8> = Table { a: 1, b: &[1, 2] };",
            "mod inner { fn inner(a: fn(u8) -> u8, b: &mut dyn Fn(u8) -> u8) -> [u8; 3] { [1, 2, 3] } }",
            "mod a { mod b { impl A { fn a(&self) { if self.a { b() } else { c() } } } struct B { a: u8, b: Option<std::collections::BTreeMap<String, crate::types::SomethingThatIsLong>> } } }",
            "trait C where Self: Sized { type D = u8; fn e() -> u8; }",
        ];
        for form in forms {
            let tokens: TokenStream = form.parse().unwrap();
            let file = syn::parse2(tokens.clone()).unwrap();
            assert_eq!(items(tokens, "crate").unwrap(), prettyplease::unparse(&file), "{form}");
        }
    }

    #[test]
    fn what_is_unknown_and_no_rust_is_an_error() {
        for wrong in ["nothing", "fn a() { @ }", "pub struct A { a: u8 - 1 }"] {
            assert!(items(wrong.parse().unwrap(), "crate").is_err(), "{wrong}");
        }
    }
}
