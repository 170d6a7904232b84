//! Prints tokens on one line, with the spaces that prettyplease would print. Must not know the rest
//! of the line.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::group::opened;

/// The kind of the token before the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The start of the line or of a group.
    Open,
    Word,
    /// A word with a space after it, before a group or a reference: `mut`, `dyn`, `in`.
    Keyword,
    /// `'a`, with a space before a type.
    Lifetime,
    /// The end of a group, `?`, or the `>` of generics.
    Close,
    /// `&`, `*`, `!`, `<`, `.`, `::`: no space follows.
    Tight,
    /// `=`, `=>`, `->`, `:`, `+`, `,`, `;`: a space follows.
    Loose,
}

/// The words with a space before a group, a reference or a path.
const KEYWORDS: [&str; 14] =
    ["as", "const", "dyn", "for", "if", "impl", "in", "let", "match", "mut", "ref", "return", "static", "where"];

/// Appends tokens to the text. Returns `true` if the result is what prettyplease prints for a short
/// line; the tokens are the same in any case. Paths from the client's root begin with `root`.
pub(super) fn line(text: &mut String, tokens: impl IntoIterator<Item = TokenTree>, root: &str) -> bool {
    let mut line = Line { text, root, last: Last::Open, sure: true, closure: false, at_root: false };
    line.tokens(tokens);
    line.sure
}

struct Line<'a> {
    text: &'a mut String,
    root: &'a str,
    last: Last,
    sure: bool,
    /// `true` within the parameters of a closure.
    closure: bool,
    /// `true` if the last token was `crate`.
    at_root: bool,
}

/// Replaces a `crate` at the start of a path by the path to the client's root.
pub(super) fn to_root(text: &mut String, root: &str) {
    text.truncate(text.len() - "crate".len());
    text.push_str(root);
}

impl Line<'_> {
    fn tokens(&mut self, tokens: impl IntoIterator<Item = TokenTree>) {
        let mut joint = None;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let lifetime = joint == Some('\'');
                    self.blank(!lifetime && !matches!(self.last, Last::Open | Last::Tight));
                    let start = self.text.len();
                    self.text.push_str(&ident.to_string());
                    self.at_root = ident == "crate";
                    self.last = match lifetime {
                        true => Last::Lifetime,
                        false if KEYWORDS.contains(&&self.text[start..]) => Last::Keyword,
                        false => Last::Word,
                    };
                    joint = None;
                }
                TokenTree::Literal(literal) => {
                    self.blank(!matches!(self.last, Last::Open | Last::Tight));
                    self.text.push_str(&literal.to_string());
                    self.last = Last::Word;
                    joint = None;
                }
                TokenTree::Group(group) => {
                    let (delimiter, tokens) = opened(group);
                    self.group(delimiter, tokens);
                    joint = None;
                }
                TokenTree::Punct(punct) => {
                    let goes_on = (punct.spacing() == Spacing::Joint).then(|| punct.as_char());
                    if std::mem::take(&mut self.at_root) && goes_on == Some(':') {
                        to_root(self.text, self.root);
                    }
                    self.punct(punct.as_char(), joint);
                    // A minus can be a sign or an operator.
                    self.sure &= punct.as_char() != '-' || goes_on.is_some();
                    joint = goes_on;
                }
            }
        }
    }

    /// Prints a punctuation character. `before` is the previous character of the same operator, if
    /// any.
    fn punct(&mut self, punct: char, before: Option<char>) {
        let last = self.last;
        match (before, punct) {
            (Some('='), '>' | '=') | (Some('-'), '>') | (Some('!'), '=') => self.set(false, punct, Last::Loose),
            (Some(':'), ':') => self.set(false, punct, Last::Tight),
            (None | Some('>'), '>') => {
                // prettyplease removes a trailing comma.
                self.sure &= last != Last::Loose;
                self.set(false, punct, Last::Close);
            }
            (None, ',' | ':' | ';') => self.set(false, punct, Last::Loose),
            (None, '=' | '+') => self.set(true, punct, Last::Loose),
            (None, '-') => self.set(true, punct, Last::Tight),
            (None, '<' | '.') => {
                self.sure &= last != Last::Keyword || self.text.ends_with("impl");
                self.set(last == Last::Loose, punct, Last::Tight);
            }
            (None, '!') if self.text.ends_with("matches") => self.set(false, punct, Last::Tight),
            (None, '&' | '*' | '!' | '\'') => {
                // Otherwise, it is a multiplication or another macro.
                self.sure &= matches!(last, Last::Open | Last::Tight | Last::Loose | Last::Keyword | Last::Lifetime);
                self.set(!matches!(last, Last::Open | Last::Tight), punct, Last::Tight);
            }
            (Some('.'), '.') => {
                self.sure &= self.text.ends_with("(.");
                self.set(false, punct, Last::Tight);
            }
            (None, '|') if self.closure => {
                self.closure = false;
                self.set(false, punct, Last::Loose);
            }
            (None, '|') => {
                // Otherwise, it is an operator of two characters.
                self.sure &= matches!(last, Last::Open | Last::Loose);
                self.closure = true;
                self.set(last != Last::Open, punct, Last::Tight);
            }
            (None, '?') => {
                self.sure &= matches!(last, Last::Word | Last::Close);
                self.set(false, punct, Last::Close);
            }
            (Some(_), _) => {
                self.sure = false;
                self.set(false, punct, Last::Loose);
            }
            (None, _) => {
                self.sure = false;
                self.set(true, punct, Last::Loose);
            }
        }
    }

    fn set(&mut self, blank: bool, punct: char, last: Last) {
        self.blank(blank);
        self.text.push(punct);
        self.last = last;
    }

    fn group(&mut self, delimiter: Delimiter, tokens: TokenStream) {
        let path = self.text.ends_with("::");
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::Brace => ('{', '}'),
            Delimiter::None => return self.odd(tokens),
        };
        let apart = matches!(self.last, Last::Loose | Last::Keyword | Last::Lifetime);
        self.set(apart, open, Last::Open);
        let start = self.text.len();
        self.tokens(tokens);
        let inside = &self.text[start..];
        self.sure &= match delimiter {
            // prettyplease removes braces around a single name of an import.
            Delimiter::Brace => path && inside.contains(',') && !inside.contains('{') && self.last != Last::Loose,
            Delimiter::Parenthesis | Delimiter::Bracket | Delimiter::None => self.last != Last::Loose,
        };
        self.set(false, close, Last::Close);
    }

    /// Prints the tokens of a group without delimiters.
    fn odd(&mut self, tokens: TokenStream) {
        self.sure = false;
        self.tokens(tokens);
    }

    fn blank(&mut self, is: bool) {
        if is {
            self.text.push(' ');
        }
    }
}
