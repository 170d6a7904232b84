//! Texts in other charsets than UTF-8, and their bytes (RFC 9110, section 8.3.2): written by hand, so that no decoder is trusted.

use serde::{Deserialize, Serialize};

/// What is sent in place of the plain bytes of an answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sent {
    /// With its charset.
    pub media_type: String,
    /// In the charset.
    pub bytes: Vec<u8>,
}

/// A charset, a text, and the text's bytes in it.
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

/// Whether a media type is one of text that may be in any charset: event streams are UTF-8, whatever they say.
pub(super) fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.starts_with("text/")
        && essence != "text/event-stream"
        && !essence.contains('*')
        && !super::is_json(&essence)
}

/// The charset that a media type names.
fn charset(media_type: &str) -> Option<String> {
    let parameters = media_type.split(';').skip(1).filter_map(|of| of.trim().split_once('='));
    let named = parameters.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named.map(|(_, value)| value.trim().trim_matches('"').to_ascii_lowercase())
}

/// A text of a media type that names another charset than UTF-8, with its bytes; plain ASCII for a charset that has no row.
pub(super) fn declared(media_type: &str) -> Option<(String, Option<Sent>)> {
    let named = charset(media_type).filter(|of| !matches!(of.as_str(), "utf-8" | "utf8" | "us-ascii"))?;
    let row = ROWS.iter().find(|(charset, _, _)| charset.eq_ignore_ascii_case(&named));
    let sent = |bytes: &[u8]| Sent { media_type: media_type.to_owned(), bytes: bytes.to_vec() };
    Some(row.map_or(("text".to_owned(), None), |(_, text, bytes)| ((*text).to_owned(), Some(sent(bytes)))))
}

/// The texts in all charsets, for a media type that names none.
pub(super) fn all(media_type: &str) -> Vec<(String, Sent)> {
    if !is_text(media_type) || charset(media_type).is_some() {
        return Vec::new();
    }
    let sent = |(charset, text, bytes): &Row| {
        let media_type = format!("{media_type}; charset={charset}");
        ((*text).to_owned(), Sent { media_type, bytes: bytes.to_vec() })
    };
    ROWS.iter().map(sent).collect()
}
