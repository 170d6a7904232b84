//! [`Part`]: the syntax of `multipart/form-data` (RFC 2046, section 5.1; RFC 7578). Must not know what a part is to hold.

/// A part: its name, its media type and its content.
pub(super) struct Part {
    pub(super) name: String,
    /// `text/plain` where the part names none (RFC 7578, section 4.4).
    pub(super) media_type: String,
    /// Of a file.
    pub(super) file: Option<String>,
    /// Headers but for `Content-Disposition`, `Content-Type` and `Content-Length`.
    pub(super) headers: Vec<(String, String)>,
    pub(super) text: String,
}

/// The parts of a form.
pub(super) fn parts(text: &str, boundary: &str) -> Result<Vec<Part>, String> {
    let line = format!("--{boundary}");
    let (_, mut rest) = text.split_once(&line).ok_or("no part begins")?;
    let mut all = Vec::new();
    loop {
        if rest.starts_with("--") {
            return Ok(all);
        }
        let (part, behind) = rest.split_once(&format!("\r\n{line}")).ok_or("the last part has no end")?;
        let part = part.strip_prefix("\r\n").ok_or("no line ends behind the boundary")?;
        let (head, body) = match part.strip_prefix("\r\n") {
            Some(body) => ("", body),
            None => part.split_once("\r\n\r\n").ok_or("a part without a body")?,
        };
        all.push(part_of(head, body)?);
        rest = behind;
    }
}

fn part_of(head: &str, body: &str) -> Result<Part, String> {
    let header = |name: &str| {
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.find(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, text)| text.trim())
    };
    let disposition = header("content-disposition").ok_or("a part without Content-Disposition")?;
    let said = |key: &str| {
        let text = disposition.split("; ").find_map(|of| of.strip_prefix(key)?.strip_prefix("=\"")?.strip_suffix('"'));
        text.map(|text| unquoted(text).ok_or_else(|| format!("a bare quote ends the {key} in {disposition}")))
            .transpose()
    };
    let name = said("name")?.ok_or_else(|| format!("no name in {disposition}"))?;
    let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let own = ["content-disposition", "content-type", "content-length"];
    let others = lines.filter(|(name, _)| !own.contains(&name.to_ascii_lowercase().as_str()));
    Ok(Part {
        name,
        headers: others.map(|(name, text)| (name.to_owned(), text.trim().to_owned())).collect(),
        file: said("filename")?,
        media_type: header("content-type").unwrap_or("text/plain").to_owned(),
        text: body.to_owned(),
    })
}

/// What stands between quotes (WHATWG HTML, "multipart/form-data encoding algorithm"; with backslashes RFC 2183 has it); nothing where a quote in it
/// would end it.
fn unquoted(text: &str) -> Option<String> {
    let text = text.replace("\\\"", "%22");
    let plain = || text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    (!text.contains('"')).then(plain)
}
