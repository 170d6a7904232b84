//! Names of packages. Must not know descriptions.

use clientwright::emit::is_taken;

/// The maximum length of a name that registries accept, in bytes.
const LONGEST_VALID: usize = 64;

/// Returns `true` if a client can have this name: cargo accepts it, and neither Rust nor a dependency of clients uses it.
#[must_use]
pub fn is_valid(name: &str) -> bool {
    problem(name).is_none()
}

/// Returns what is wrong with a name, as the end of a sentence about it.
pub(super) fn problem(name: &str) -> Option<&'static str> {
    let known = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if !known || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Some("names have lower-case letters, digits, `-` and `_`, and start with a letter");
    }
    if name.len() > LONGEST_VALID {
        return Some("names have at most 64 characters");
    }
    is_taken(name).then_some("Rust or a dependency of the client uses it")
}

/// The maximum length of a name that is made from a title, in bytes.
const LONGEST: usize = 40;

/// Returns the first words of a name, so that it is not too long.
fn shortened(name: &str) -> &str {
    let ends = name.match_indices('-').map(|(end, _)| end).chain([name.len()]);
    let end = ends.take_while(|end| *end <= LONGEST).last();
    // One long word is cut.
    end.map_or_else(|| name.get(..LONGEST).unwrap_or(name), |end| name.get(..end).unwrap_or(name))
}

/// Returns a valid name for a client of an API with this title: "Museum API" is `museum-api`.
#[must_use]
pub fn from_title(title: &str) -> String {
    let mut name = String::new();
    for c in title.to_lowercase().chars() {
        match c {
            c if c.is_ascii_lowercase() || c.is_ascii_digit() => name.push(c),
            // "Pet's" is one word.
            '\'' | '’' => {}
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = shortened(name.trim_matches('-'));
    let name = match name.chars().next() {
        None => "api-client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("api-{name}"),
        Some(_) => name.to_owned(),
    };
    if is_valid(&name) { name } else { format!("{name}-client") }
}
