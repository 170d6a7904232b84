//! Declares a module in the root of a crate: `mod NAME;` on a line of its own. Must not change any
//! other line: if that is not certain, the user adds the declaration.

use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::Item;
use toml_edit::DocumentMut;

use crate::client::read_existing;
use crate::error::Error;

/// The place of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declaration {
    /// It is added to a file, which then has this text.
    Added {
        /// The file.
        path: PathBuf,
        /// The new text.
        text: String,
    },
    /// The file has it already.
    Exists(PathBuf),
    /// The user has to add it: to this file, if the crate has one root.
    ByHand(Option<PathBuf>),
}

/// Finds the root of the crate, and declares a module there.
pub(super) fn declaration(dir: &Path, manifest: &str, name: &str) -> Result<Declaration, Error> {
    let Some(path) = root(dir, manifest) else { return Ok(Declaration::ByHand(None)) };
    let Some(text) = read_existing(&path)? else { return Ok(Declaration::ByHand(None)) };
    Ok(match with_declaration(&text, name) {
        Some(new) if new == text => Declaration::Exists(path),
        Some(text) => Declaration::Added { path, text },
        None => Declaration::ByHand(Some(path)),
    })
}

/// Returns the root of the library, or else of the only program.
fn root(dir: &Path, manifest: &str) -> Option<PathBuf> {
    let document: DocumentMut = manifest.parse().ok()?;
    let named = document.get("lib").and_then(|lib| lib.get("path")?.as_str());
    let candidates = named.into_iter().chain(["src/lib.rs", "src/main.rs"]).map(|path| dir.join(path));
    candidates.into_iter().find(|path| path.is_file())
}

/// Returns the text with a declaration, or `None` if it is not certain how to add it. The result is
/// parsed: it must have the same items as before, and the declaration.
fn with_declaration(text: &str, name: &str) -> Option<String> {
    let before = syn::parse_file(text).ok()?;
    let is_declared = |item: &Item| matches!(item, Item::Mod(module) if module.ident == name);
    if before.items.iter().any(is_declared) {
        return Some(text.to_owned());
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let candidates = [after_modules(text, name, end), before_items(text, name, end)];
    candidates.into_iter().flatten().find(|new| {
        let Ok(mut after) = syn::parse_file(new) else { return false };
        let Some(at) = after.items.iter().position(is_declared) else { return false };
        let Item::Mod(module) = after.items.remove(at) else { return false };
        module.attrs.is_empty() && module.content.is_none() && same(&before, &after)
    })
}

fn same(left: &syn::File, right: &syn::File) -> bool {
    left.to_token_stream().to_string() == right.to_token_stream().to_string()
}

/// Inserts the declaration after the last declaration of a module.
fn after_modules(text: &str, name: &str, end: &str) -> Option<String> {
    let mut position = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        start += line.len();
        let code = line.split("//").next().unwrap_or_default().trim_end();
        let code = code.strip_prefix("pub ").or(code.strip_prefix("pub(crate) ")).unwrap_or(code);
        if code.starts_with("mod ") && code.ends_with(';') {
            position = Some(start);
        }
    }
    let (before, after) = text.split_at_checked(position?)?;
    let before = if before.ends_with('\n') { before.to_owned() } else { format!("{before}{end}") };
    Some(format!("{before}mod {name};{end}{after}"))
}

/// Inserts the declaration before the first item: after comments and attributes of the file.
fn before_items(text: &str, name: &str, end: &str) -> Option<String> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.trim();
        let is_head = code.is_empty() || code.starts_with("//!") || code.starts_with("#![");
        if !is_head {
            break;
        }
        start += line.len();
    }
    let (before, after) = text.split_at_checked(start)?;
    let before = if before.is_empty() || before.ends_with('\n') { before.to_owned() } else { format!("{before}{end}") };
    let space = if after.is_empty() { "" } else { end };
    Some(format!("{before}mod {name};{end}{space}{after}"))
}

#[cfg(test)]
mod tests {
    use super::with_declaration;

    #[test]
    fn the_declaration_follows_the_last_module() {
        let text = "//! Docs.\n\npub mod a; // first\nmod b;\n\nuse a::A;\n\nmod tests {\n    mod inner;\n}\n";
        let expected = text.replace("mod b;\n", "mod b;\nmod api;\n");
        assert_eq!(with_declaration(text, "api"), Some(expected.clone()));
        assert_eq!(with_declaration(&expected, "api"), Some(expected));
        assert_eq!(with_declaration("mod a;", "api").as_deref(), Some("mod a;\nmod api;\n"));
        assert_eq!(
            with_declaration("mod a;\r\nfn b() {}\r\n", "api").as_deref(),
            Some("mod a;\r\nmod api;\r\nfn b() {}\r\n")
        );
    }

    #[test]
    fn otherwise_it_precedes_the_first_item() {
        assert_eq!(with_declaration("fn main() {}\n", "api").as_deref(), Some("mod api;\n\nfn main() {}\n"));
        let text = "//! Docs.\n#![allow(dead_code)]\n\n/// Main.\nfn main() {}\n";
        let expected = text.replace("/// Main", "mod api;\n\n/// Main");
        assert_eq!(with_declaration(text, "api"), Some(expected));
        assert_eq!(with_declaration("", "api").as_deref(), Some("mod api;\n"));
    }

    #[test]
    fn nothing_is_added_in_doubt() {
        let doubts = [
            // The file does not parse.
            "fn main( {}\n",
            // An attribute that ends on another line.
            "#![allow(\n    dead_code\n)]\nfn main() {}\n",
            // The only declaration is within a comment, and the start of the file is unusual.
            "/*\nmod a;\n*/\n#![allow(\n    dead_code\n)]\nfn main() {}\n",
            // The declaration is within a string.
            "#![doc = \"\nmod a;\n\"]\nfn main() {}\n",
        ];
        for text in doubts {
            assert_eq!(with_declaration(text, "api"), None, "{text}");
        }
        let inner = "mod a {\nmod b;\n}\nfn main() {}\n";
        assert_eq!(with_declaration(inner, "api"), Some(format!("mod api;\n\n{inner}")));
    }
}
