//! Prints tokens without parsing them, for files that are not meant to be read. They are half of a
//! client and would take most of the time. Line breaks and indentation only depend on the braces.
//! Must not know the syntax of items.
//!
//! Tokens are not checked, so rustc would be the first to find an error here. A description cannot
//! cause one, because it only provides names and literals, and the fixtures compile every form that
//! the emitter uses.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::group::opened;
use super::line::to_root;

/// The length of a line after which a list continues on the next line.
const WIDE: usize = 100;

/// Prints items. Paths from the client's root begin with `root`.
pub(super) fn plain(tokens: TokenStream, root: &str) -> String {
    let mut printer =
        Printer { text: String::new(), root, line: 0, depth: 0, angles: 0, last: Last::Open, at_root: false };
    printer.tokens(tokens, Inside::Braces);
    printer.text.truncate(printer.text.trim_end().len());
    printer.text.push('\n');
    printer.text
}

/// The kind of the token before the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The start of a line or of a group.
    Open,
    Word,
    Close,
    /// `&`, `<`, `.`, `::`, `!`, `#`, `'`: no space follows.
    Tight,
    /// `=`, `=>`, `->`, `:`, `,`, `|`: a space follows.
    Loose,
    /// `>` of generics.
    Angle,
}

/// The groups around the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Braces,
    /// Parentheses, brackets, and the braces of a `use`.
    List,
}

struct Printer<'a> {
    text: String,
    root: &'a str,
    /// The start of the line, in bytes.
    line: usize,
    depth: usize,
    /// The number of open `<`.
    angles: usize,
    last: Last,
    /// `true` if the last token was `crate`.
    at_root: bool,
}

impl Printer<'_> {
    fn tokens(&mut self, tokens: TokenStream, inside: Inside) {
        let mut tokens = tokens.into_iter().peekable();
        let mut joint = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    let attribute = self.text.ends_with('#') || self.text.ends_with("#!");
                    let (delimiter, within) = opened(group);
                    self.group(delimiter, within, inside);
                    let ends = match tokens.peek() {
                        Some(TokenTree::Punct(next)) => next.as_char() == '#',
                        Some(TokenTree::Ident(_)) => true,
                        Some(TokenTree::Group(_) | TokenTree::Literal(_)) | None => false,
                    };
                    let block = delimiter == Delimiter::Brace && self.text.ends_with('}');
                    if inside == Inside::Braces && (attribute || block && ends) {
                        self.end(block);
                    }
                    joint = false;
                }
                TokenTree::Ident(ident) => {
                    self.blank(matches!(self.last, Last::Word | Last::Close | Last::Loose | Last::Angle));
                    self.push(&ident.to_string(), Last::Word);
                    self.at_root = ident == "crate";
                    joint = false;
                }
                TokenTree::Literal(literal) => {
                    self.blank(matches!(self.last, Last::Word | Last::Close | Last::Loose | Last::Angle));
                    self.push(&literal.to_string(), Last::Word);
                    joint = false;
                }
                TokenTree::Punct(punct) => {
                    let goes_on = punct.spacing() == Spacing::Joint;
                    if std::mem::take(&mut self.at_root) && goes_on && punct.as_char() == ':' {
                        to_root(&mut self.text, self.root);
                    }
                    self.punct(punct.as_char(), joint, inside);
                    joint = goes_on;
                }
            }
        }
    }

    fn punct(&mut self, punct: char, joint: bool, inside: Inside) {
        let before = self.last;
        match punct {
            '>' if joint && self.text.ends_with(['=', '-']) => self.push(">", Last::Loose),
            '=' if joint => self.push("=", Last::Loose),
            '=' | '-' | '|' | '+' if !joint => {
                self.blank(before != Last::Open && before != Last::Tight);
                self.push(&punct.to_string(), Last::Loose);
            }
            '<' => {
                self.angles += 1;
                self.push("<", Last::Tight);
            }
            '>' => {
                self.angles = self.angles.saturating_sub(1);
                self.push(">", Last::Angle);
            }
            ':' if joint => self.push(":", Last::Tight),
            ':' => self.push(":", Last::Loose),
            ',' => {
                self.push(",", Last::Loose);
                let item = inside == Inside::Braces && self.angles == 0 || self.text.ends_with(" },");
                if item || self.text.len() - self.line > WIDE {
                    self.end(false);
                }
            }
            ';' => {
                self.push(";", Last::Loose);
                if inside == Inside::Braces {
                    self.end(false);
                }
            }
            '&' | '*' | '\'' | '!' => {
                let apart = matches!(before, Last::Loose | Last::Angle) || before == Last::Word && punct != '!';
                self.blank(apart);
                self.push(&punct.to_string(), Last::Tight);
            }
            other => self.push(&other.to_string(), if other == '?' { Last::Close } else { Last::Tight }),
        }
    }

    fn group(&mut self, delimiter: Delimiter, tokens: TokenStream, inside: Inside) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace if self.text.ends_with("::") => ("{", "}"),
            Delimiter::Brace if inside == Inside::List && !tokens.is_empty() => ("{ ", " }"),
            Delimiter::Brace => return self.block(tokens),
            Delimiter::None => ("", ""),
        };
        self.blank(self.last == Last::Loose || open == "{ " && self.last != Last::Open);
        self.push(open, Last::Open);
        self.depth += 1;
        self.tokens(tokens, Inside::List);
        self.depth -= 1;
        self.push(close, Last::Close);
    }

    fn block(&mut self, tokens: TokenStream) {
        self.blank(self.last != Last::Open);
        if tokens.is_empty() {
            return self.push("{}", Last::Close);
        }
        self.push("{", Last::Open);
        self.depth += 1;
        self.end(false);
        self.tokens(tokens, Inside::Braces);
        self.depth -= 1;
        if self.last != Last::Open {
            self.end(false);
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text.push_str(&"    ".repeat(self.depth));
        self.push("}", Last::Close);
    }

    fn blank(&mut self, is: bool) {
        if is {
            self.text.push(' ');
        }
    }

    fn push(&mut self, text: &str, last: Last) {
        self.text.push_str(text);
        self.last = last;
    }

    /// Ends a line. After an item, an empty line follows.
    fn end(&mut self, block: bool) {
        self.text.push('\n');
        if block && self.depth == 0 {
            self.text.push('\n');
        }
        self.line = self.text.len();
        self.text.push_str(&"    ".repeat(self.depth));
        self.last = Last::Open;
    }
}
