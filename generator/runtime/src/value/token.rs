//! Lengths of the tokens of a JSON text, for passes that look for single numbers or strings. Must not know values; the text
//! has been read before, or the reader reports what is wrong with it.

/// Returns the length of the number at the start of a JSON text.
pub(super) fn number_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')).count()
}

/// Returns the length of the string at the start of a JSON text, quotes included.
pub(super) fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut index = 1;
    while let Some(byte) = bytes.get(index) {
        match byte {
            b'"' => return index + 1,
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
    text.len()
}

/// Iterates over the numbers of a JSON text.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit())?;
            let from = rest.get(start..).unwrap_or_default();
            let is_string = from.starts_with('"');
            let length = if is_string { string_length(from) } else { number_length(from) };
            let token = from.get(..length);
            rest = from.get(length..).unwrap_or_default();
            if !is_string {
                return token;
            }
        }
    })
}

/// Removes the white space between the tokens of a JSON text.
pub(super) fn without_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' { string_length(rest) } else { first.len_utf8() };
        if !first.is_ascii_whitespace() {
            out.push_str(rest.get(..length).unwrap_or_default());
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}
