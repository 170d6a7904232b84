//! Path segments that would change the path. URI parsers remove dot segments, encoded or not (RFC
//! 3986, sections 5.2.4 and 6.2.2.2), and many servers remove empty ones: `DELETE /boxes/..` would
//! reach `/`. The whole segment counts, whatever parameters and constant text it consists of. Must
//! not know how parameters are serialized.

/// Returns `true` if a segment with this part might be empty or a dot segment. The first byte
/// decides most cases.
#[inline]
pub(super) fn may_vanish(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'.' | b'%' | b'2' | b'e' | b'E'))
}

/// Checks the segments of a path that have parameters. `parameters` has for each, in their order:
/// the text before it, its name, and its serialized value.
///
/// # Errors
/// Fails with the first parameter whose segment is empty, `.` or `..`.
#[cold]
pub(super) fn check_segments<'a>(
    path: &str,
    parameters: impl Iterator<Item = (&'static str, &'static str, &'a str)>,
) -> Result<(), String> {
    let mut position = 0;
    for (before, name, text) in parameters {
        position += before.len();
        let (left, right) = path.split_at_checked(position).unwrap_or((path, ""));
        let left = left.rsplit('/').next().unwrap_or_default();
        let right = right.split(['/', '?', '#']).next().unwrap_or_default();
        let problem = match with_dots(&format!("{left}{right}")).as_str() {
            "" => "empty",
            "." | ".." => "`.` or `..`",
            _ => {
                position += text.len();
                continue;
            }
        };
        let subject = if left.is_empty() && right == text { "it" } else { "its path segment" };
        return Err(format!(
            "the parameter `{name}` cannot be sent: {subject} is {problem}, which would change the path"
        ));
    }
    Ok(())
}

/// Returns a segment with its encoded dots decoded.
#[cold]
fn with_dots(segment: &str) -> String {
    segment.replace("%2e", ".").replace("%2E", ".")
}

/// Returns `true` if a path has a dot segment.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|segment| matches!(with_dots(segment).as_str(), "." | ".."))
}
