//! The syntax of `multipart/form-data` (RFC 2046, section 5.1; RFC 7578). Must not know what a part
//! has to contain.

use super::mismatch::Mismatch;
use crate::media_type::essence;

/// A part of a form.
pub(super) struct Part {
    pub(super) name: String,
    /// The media type. `text/plain` if the part has none (RFC 7578, section 4.4).
    pub(super) media_type: String,
    /// The name of the file.
    pub(super) file: Option<String>,
    /// Other headers than `Content-Disposition`, `Content-Type` and `Content-Length`.
    pub(super) headers: Vec<(String, String)>,
    pub(super) text: String,
}

impl Part {
    /// Returns the media type without parameters.
    pub(super) fn essence(&self) -> String {
        essence(&self.media_type)
    }
}

/// Parses the parts of a form.
pub(super) fn parts(bytes: &[u8], media_type: &str) -> Result<Vec<Part>, Mismatch> {
    let boundary = media_type.split("boundary=").nth(1).map(|text| text.trim_matches('"')).ok_or("no boundary")?;
    let text = String::from_utf8_lossy(bytes);
    let line = format!("--{boundary}");
    let (_, mut rest) = text.split_once(&line).ok_or("no part starts")?;
    let mut all = Vec::new();
    while !rest.starts_with("--") {
        let (part, after) = rest.split_once(&format!("\r\n{line}")).ok_or("the last part does not end")?;
        let part = part.strip_prefix("\r\n").ok_or("no line end after the boundary")?;
        let (head, body) = match part.strip_prefix("\r\n") {
            Some(body) => ("", body),
            None => part.split_once("\r\n\r\n").ok_or("a part without a body")?,
        };
        all.push(parse_part(head, body)?);
        rest = after;
    }
    Ok(all)
}

fn parse_part(head: &str, body: &str) -> Result<Part, Mismatch> {
    let lines = || head.split("\r\n").filter_map(|line| line.split_once(':'));
    let header = |name: &str| lines().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, text)| text.trim());
    let disposition = header("content-disposition").ok_or("a part without Content-Disposition")?;
    let name = parameter(disposition, "name")?;
    let name = name.ok_or_else(|| Mismatch::new(format!("no name in {disposition}")))?;
    let own = ["content-disposition", "content-type", "content-length"];
    let others = lines().filter(|(name, _)| !own.contains(&name.to_ascii_lowercase().as_str()));
    Ok(Part {
        name,
        headers: others.map(|(name, text)| (name.to_owned(), text.trim().to_owned())).collect(),
        file: parameter(disposition, "filename")?,
        media_type: header("content-type").unwrap_or("text/plain").to_owned(),
        text: body.to_owned(),
    })
}

/// Returns a parameter of `Content-Disposition`.
fn parameter(disposition: &str, key: &str) -> Result<Option<String>, Mismatch> {
    let quoted = |part: &'_ str| -> Option<String> {
        Some(part.strip_prefix(key)?.strip_prefix("=\"")?.strip_suffix('"')?.to_owned())
    };
    let unescaped = |text: String| {
        unescape(&text).ok_or_else(|| Mismatch::new(format!("an unescaped quote ends the {key} in {disposition}")))
    };
    disposition.split("; ").find_map(quoted).map(unescaped).transpose()
}

/// Unescapes a quoted string (WHATWG HTML, "multipart/form-data encoding algorithm"; RFC 2183 uses
/// backslashes). Returns `None` if a quote in it would end it.
fn unescape(text: &str) -> Option<String> {
    let text = text.replace("\\\"", "%22");
    let plain = || text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    (!text.contains('"')).then(plain)
}
