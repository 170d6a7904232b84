//! Names of types in prose, and the grammar of sentences with them. Must not know where a sentence
//! is used.

use crate::emit::docs::markdown::in_one_line;
use crate::emit::tokens::types::format_name;
use crate::lower::model::{Api, Type};

/// Returns the name of a type in prose, with a link to its page, for the modules of resources.
pub(crate) fn words(api: &Api, ty: &Type) -> String {
    words_with(api, ty, &|name| format!("[`{name}`](super::types::{name})"))
}

/// Returns the name of a type in prose, for the module of types.
pub(crate) fn local_words(api: &Api, ty: &Type) -> String {
    words_with(api, ty, &|name| quoted(name))
}

fn words_with(api: &Api, ty: &Type, link: &dyn Fn(&str) -> String) -> String {
    let inside = |inner: &Type| words_with(api, inner, link);
    match ty {
        Type::Nothing => "nothing".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Boolean => "`bool`".to_owned(),
        Type::I32 => "`i32`".to_owned(),
        Type::I64 => "`i64`".to_owned(),
        Type::U32 => "`u32`".to_owned(),
        Type::U64 => "`u64`".to_owned(),
        Type::F32 => "`f32`".to_owned(),
        Type::F64 => "`f64`".to_owned(),
        Type::Number => "[`Number`](super::Number)".to_owned(),
        Type::Any => "any JSON value".to_owned(),
        Type::Bytes | Type::File => "bytes".to_owned(),
        Type::Formatted(format) => {
            let name = format_name(*format);
            format!("[`{name}`](super::formats::{name})")
        }
        Type::Optional(inner) => format!("optional {}", inside(inner)),
        Type::Array(inner) => format!("array of {}", inside(inner)),
        Type::Map(inner) => format!("map of {}", inside(inner)),
        Type::Named(id) => {
            let name = &api.type_def(*id).name;
            link(name)
        }
        Type::Own(id) => quoted(&api.own_type(*id).path),
    }
}

/// Returns words with their indefinite article, by pronunciation.
pub(crate) fn with_article(words: &str) -> String {
    if ["any ", "bytes", "nothing"].iter().any(|start| words.starts_with(start)) {
        return words.to_owned();
    }
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let starts = |all: &[&str]| all.iter().any(|start| bare.starts_with(start));
    let vowel = starts(&["a", "e", "i", "o", "u", "8", "http", "html", "mfa", "ssh", "sms", "xml"]);
    let consonant = starts(&["eu", "once", "one", "u16", "u32", "u64", "uni", "uri", "url", "us", "ut", "uu"]);
    format!("{} {words}", if vowel && !consonant { "an" } else { "a" })
}

/// Returns words with a capital first letter.
pub(crate) fn sentence_start(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns words as a sentence.
pub(crate) fn sentence(words: &str) -> String {
    format!("{}.", sentence_start(words))
}

/// Returns a name of the description for a code span, on one line.
pub(crate) fn code(name: &str) -> String {
    in_one_line(&format!("`{}`", name.replace('`', "'")))
}

/// Returns a name of the description in backticks.
pub(crate) fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}
