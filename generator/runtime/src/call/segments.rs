//! Path segments that would make another path. URI parsers remove dot segments, encoded or not (RFC 3986, sections 5.2.4 and 6.2.2.2), and many
//! servers remove empty ones: `DELETE /boxes/..` would reach `/`. What counts is the whole segment, of however many parameters and
//! texts it is made.

/// Returns `true` if a segment with this part might be empty or a dot segment. Most texts are done with their first byte.
#[inline]
pub(super) fn may_vanish(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'.' | b'%' | b'2' | b'e' | b'E'))
}

/// Checks the segments of a path that hold parameters. `placed` has them in order: the text in front, the name, the value as it is spelled.
///
/// # Errors
/// The first parameter whose segment is empty, `.` or `..`.
#[cold]
pub(super) fn whole_segments<'a>(
    path: &str,
    placed: impl Iterator<Item = (&'static str, &'static str, &'a str)>,
) -> Result<(), String> {
    let mut at = 0;
    for (before, name, text) in placed {
        at += before.len();
        let (left, right) = path.split_at_checked(at).unwrap_or((path, ""));
        let left = left.rsplit('/').next().unwrap_or_default();
        let right = right.split(['/', '?', '#']).next().unwrap_or_default();
        let segment = with_dots(&format!("{left}{right}"));
        let what = match segment.as_str() {
            "" => "empty",
            "." | ".." => "`.` or `..`",
            _ => {
                at += text.len();
                continue;
            }
        };
        let subject = if left.is_empty() && right == text { "it" } else { "its path segment" };
        return Err(format!(
            "the parameter `{name}` cannot be sent: {subject} is {what}, and the path would be another one"
        ));
    }
    Ok(())
}

/// Returns a segment with its encoded dots decoded.
#[cold]
fn with_dots(segment: &str) -> String {
    segment.replace("%2e", ".").replace("%2E", ".")
}

/// Returns `true` if a path holds a dot segment.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|of| matches!(with_dots(of).as_str(), "." | ".."))
}
