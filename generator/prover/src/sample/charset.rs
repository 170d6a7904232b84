//! Strings in charsets other than UTF-8 and their bytes (RFC 9110, section 8.3.2). The bytes are
//! written by hand, so that no decoder has to be trusted. Must not know schemas.

use crate::case::EncodedText;
use crate::media_type::{essence, is_json};

/// A charset, a string, and the string's bytes in the charset.
type Row = (&'static str, &'static str, &'static [u8]);

const ROWS: [Row; 7] = [
    ("ISO-8859-1", "caf\u{e9} \u{fc}ber", b"caf\xe9 \xfcber"),
    ("iso-8859-15", "5 \u{20ac}", b"5 \xa4"),
    ("windows-1252", "\u{201c}5 \u{20ac}\u{201d}", b"\x935 \x80\x94"),
    ("KOI8-R", "\u{434}\u{430}", b"\xc4\xc1"),
    ("Shift_JIS", "\u{3042}", b"\x82\xa0"),
    ("utf-16le", "a\u{e9}", b"a\0\xe9\0"),
    ("\"UTF-8\"", "caf\u{e9}", b"caf\xc3\xa9"),
];

/// Returns `true` for text types of any charset. Event streams are always UTF-8.
pub(super) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    let is_stream = essence == "text/event-stream";
    essence.starts_with("text/") && !is_stream && !essence.contains('*') && !is_json(&essence)
}

/// Returns the charset of a media type in lower case.
fn charset(media_type: &str) -> Option<String> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.trim().split_once('='));
    let named = parameters.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named.map(|(_, value)| value.trim().trim_matches('"').to_ascii_lowercase())
}

/// Returns a string and its bytes for a media type with a charset other than UTF-8. For an unknown
/// charset, the string is ASCII.
pub(super) fn declared(media_type: &str) -> Option<(String, Option<EncodedText>)> {
    let named = charset(media_type).filter(|charset| !matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii"))?;
    let row = ROWS.iter().find(|(charset, _, _)| charset.eq_ignore_ascii_case(&named));
    let encoded = |bytes: &[u8]| EncodedText { media_type: media_type.to_owned(), bytes: bytes.to_vec() };
    Some(row.map_or(("text".to_owned(), None), |(_, text, bytes)| ((*text).to_owned(), Some(encoded(bytes)))))
}

/// Returns strings in all known charsets for a text type without a charset.
pub(super) fn samples(media_type: &str) -> Vec<(String, EncodedText)> {
    if !is_text(media_type) || charset(media_type).is_some() {
        return Vec::new();
    }
    let encoded = |(charset, text, bytes): &Row| {
        let media_type = format!("{media_type}; charset={charset}");
        ((*text).to_owned(), EncodedText { media_type, bytes: bytes.to_vec() })
    };
    ROWS.iter().map(encoded).collect()
}
