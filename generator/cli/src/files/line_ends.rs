//! Line ends of files that are edited. Must not know what the files contain.

/// Returns the text with the line ends of the old one, because the editor of TOML writes `\n` only.
pub(crate) fn with_line_ends_of(old: &str, text: String) -> String {
    let lines = old.matches('\n').count();
    let is_windows = lines > 0 && old.matches("\r\n").count() == lines;
    if is_windows && !text.contains('\r') { text.replace('\n', "\r\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::with_line_ends_of;

    #[test]
    fn line_ends_are_kept() {
        assert_eq!(with_line_ends_of("a\r\nb\r\n", "a\nc\n".to_owned()), "a\r\nc\r\n");
        assert_eq!(with_line_ends_of("a\nb\r\n", "a\nc\n".to_owned()), "a\nc\n");
        assert_eq!(with_line_ends_of("", "a\n".to_owned()), "a\n");
    }
}
