//! Recognizes the content of a file or response by its first bytes: a description, or something that people confuse with one.
//! Must not parse.

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// YAML, JSON, or something that is reported when it is parsed.
    Text,
    /// An HTML page.
    Html,
    /// An HTML page with a field for a password.
    Login,
    /// A ZIP archive.
    Zip,
    /// A file compressed by gzip.
    Gzip,
    /// A PDF document.
    Pdf,
}

/// The number of bytes of a page that are searched for a password field.
const SEARCHED: usize = 64 * 1024;

/// Determines the kind of content by its first bytes.
#[must_use]
pub fn content(bytes: &[u8]) -> Content {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"PK\x03\x04") {
        return Content::Zip;
    }
    if start.starts_with(b"\x1F\x8B") {
        return Content::Gzip;
    }
    if start.starts_with(b"%PDF-") {
        return Content::Pdf;
    }
    let head = start.get(..SEARCHED).unwrap_or(start).to_ascii_lowercase();
    if !(head.starts_with(b"<!doctype html") || head.starts_with(b"<html")) {
        return Content::Text;
    }
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if has(b"type=\"password\"") || has(b"type='password'") || has(b"type=password") {
        return Content::Login;
    }
    Content::Html
}

impl Content {
    /// Returns a message about the content, and the help. Returns `None` for text.
    #[must_use]
    pub fn problem(self) -> Option<(&'static str, &'static str)> {
        match self {
            Content::Text => None,
            Content::Html => Some((
                "an HTML page, not an OpenAPI description",
                "look on the page for a link to `openapi.json` or `openapi.yaml`, and use that URL",
            )),
            Content::Login => Some((
                "a login page, not an OpenAPI description",
                "send credentials with `--header 'authorization: $TOKEN'`, or download the description in a browser",
            )),
            Content::Zip => Some(("a ZIP archive", "unpack it and name the description in it")),
            Content::Gzip => Some(("compressed by gzip", "unpack it with `gunzip`")),
            Content::Pdf => Some(("a PDF document", "ask the vendor for the OpenAPI description")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, content};

    #[test]
    fn pages_and_archives_are_recognized() {
        let cases: [(&[u8], Content); 7] = [
            (b"openapi: 3.1.0\n", Content::Text),
            (b"{\"openapi\": \"3.1.0\", \"info\": {\"description\": \"<html>\"}}", Content::Text),
            (b"\xEF\xBB\xBF \n<!DOCTYPE html><p>", Content::Html),
            (b"<HTML><form><input name=p type='password'>", Content::Login),
            (b"PK\x03\x04rest", Content::Zip),
            (b"\x1F\x8B\x08", Content::Gzip),
            (b"%PDF-1.7", Content::Pdf),
        ];
        for (bytes, expected) in cases {
            assert_eq!(content(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
