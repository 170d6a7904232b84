//! Quotes bytes as words of a POSIX shell. Must not know what the words are for.

/// Quotes bytes as a word. They must not contain NUL.
pub(super) fn word(bytes: &[u8]) -> String {
    match plain(bytes) {
        Some(text) if !text.is_empty() && bytes.iter().all(u8::is_ascii_alphanumeric) => text.to_owned(),
        Some(text) => quoted(text),
        None => format!("\"$({})\"", printed(bytes)),
    }
}

/// Returns bytes as a string, if it can be pasted without escapes.
pub(super) fn plain(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    (!text.chars().any(|c| c.is_control() && c != '\n')).then_some(text)
}

/// Quotes a string with single quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Returns a command that prints exactly these bytes.
pub(super) fn printed(bytes: &[u8]) -> String {
    let mut text = String::from("printf '");
    // A leading minus sign would start an option.
    let (first, rest) = bytes.split_at(usize::from(bytes.starts_with(b"-")));
    first.iter().for_each(|byte| octal(*byte, &mut text));
    for chunk in rest.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '%' => text.push_str("%%"),
                '\\' => text.push_str("\\\\"),
                '\'' => text.push_str("'\\''"),
                '\r' => text.push_str("\\r"),
                '\n' => text.push_str("\\n"),
                c if c.is_control() => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| octal(byte, &mut text)),
                c => text.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| octal(*byte, &mut text));
    }
    text.push('\'');
    text
}

fn octal(byte: u8, text: &mut String) {
    text.push_str(&format!("\\{byte:03o}"));
}
