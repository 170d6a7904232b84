//! Names of header fields and cookies: which of them HTTP allows. Must not know what is done about others.

/// Returns `true` for a name that a header field can have (RFC 9110, section 5.1: a token of section 5.6.2).
#[must_use]
pub fn is_field_name(name: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(token)
}

/// Returns `true` for a name that a cookie can have. RFC 6265, section 4.1.1, has a token; brackets, colons and the like are in use beyond it, and
/// servers read them. What ends or parts cookies is not.
#[must_use]
pub fn is_cookie_name(name: &str) -> bool {
    let parts = |c: char| !c.is_ascii_graphic() || ";,=\"\\".contains(c);
    !name.is_empty() && !name.contains(parts)
}
