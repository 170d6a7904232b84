//! Checks names of header fields and cookies against HTTP. Must not know how invalid ones are
//! handled.

/// Returns `true` for a name that a header field can have (RFC 9110, section 5.1: a token of
/// section 5.6.2).
#[must_use]
pub fn is_field_name(name: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(token)
}

/// Returns `true` for a name that a cookie can have. RFC 6265, section 4.1.1, requires a token, but
/// brackets, colons and similar characters are common, and servers accept them. Characters that end
/// or separate cookies are not valid.
#[must_use]
pub fn is_cookie_name(name: &str) -> bool {
    let parts = |c: char| !c.is_ascii_graphic() || ";,=\"\\".contains(c);
    !name.is_empty() && !name.contains(parts)
}
