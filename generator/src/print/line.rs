//! Tokens on one line, with blanks where prettyplease sets them. Must not know which line it is.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::group::opened;

/// The kind of text before the next token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The beginning of the line or of a group.
    Open,
    Word,
    /// A word with a space after it, before a group or a reference: `mut`, `dyn`, `in`.
    Keyword,
    /// `'a`, with a space before a type.
    Lifetime,
    /// The end of a group, `?`, or the `>` of generics.
    Close,
    /// `&`, `*`, `!`, `<`, `.`, `::`: what follows belongs to it.
    Tight,
    /// `=`, `=>`, `->`, `:`, `+`, `,`, `;`: a blank follows.
    Loose,
}

/// The words with a space before a group, a reference or a path.
const KEYWORDS: [&str; 14] =
    ["as", "const", "dyn", "for", "if", "impl", "in", "let", "match", "mut", "ref", "return", "static", "where"];

/// Appends these tokens to the text. Returns `true` if they are printed as prettyplease prints a line that is short enough; the tokens
/// are the same in any case. Paths from the client's root begin with `root`.
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
    /// The last token was `crate`.
    at_root: bool,
}

/// Puts the path to the client's root in the place of a `crate` that begins a path.
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
                    // A minus, which may belong to what follows or stand between two.
                    self.sure &= punct.as_char() != '-' || goes_on.is_some();
                    joint = goes_on;
                }
            }
        }
    }

    /// `before` is the one that it belongs to, if any.
    fn punct(&mut self, punct: char, before: Option<char>) {
        let last = self.last;
        match (before, punct) {
            (Some('='), '>' | '=') | (Some('-'), '>') | (Some('!'), '=') => self.set(false, punct, Last::Loose),
            (Some(':'), ':') => self.set(false, punct, Last::Tight),
            (None | Some('>'), '>') => {
                // A comma at the end would go.
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
                // Else something is multiplied, or another macro is called.
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
                // Else one of two.
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
            // Of an import, where braces around one name would go.
            Delimiter::Brace => path && inside.contains(',') && !inside.contains('{') && self.last != Last::Loose,
            Delimiter::Parenthesis | Delimiter::Bracket | Delimiter::None => self.last != Last::Loose,
        };
        self.set(false, close, Last::Close);
    }

    /// Tokens in a group without delimiters.
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
