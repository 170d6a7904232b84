//! The statuses that a declared response is tested with. Must not know bodies.

use crate::source::{DeclaredResponse, Operation};

/// Returns the statuses for a declared response. For a range and for `default`, it is one that no
/// other response declares.
pub(super) fn statuses(operation: &Operation<'_>, response: &DeclaredResponse<'_>) -> Vec<u16> {
    let has_range = |hundred: u16| {
        operation.responses.iter().any(|known| known.status.eq_ignore_ascii_case(&format!("{hundred}XX")))
    };
    match response.status.as_str() {
        // The specification does not say that `default` is a success too. It certainly is a
        // failure.
        "default" => {
            let hundred = [5u16, 4].into_iter().find(|hundred| !has_range(*hundred));
            hundred.and_then(|hundred| undeclared(operation, hundred * 100)).into_iter().collect()
        }
        range if range.to_ascii_uppercase().ends_with("XX") => {
            let hundred = range.get(..1).and_then(|digit| digit.parse::<u16>().ok()).unwrap_or(5);
            undeclared(operation, hundred * 100).into_iter().collect()
        }
        code => code.parse().ok().filter(|code| !is_special(*code)).into_iter().collect(),
    }
}

/// Returns an undeclared status. It does not end in `00`, because a client might treat such a
/// status as the whole range.
fn undeclared(operation: &Operation<'_>, first: u16) -> Option<u16> {
    let declared = |status: u16| operation.responses.iter().any(|known| known.status == status.to_string());
    let mut all = (first + 50..first + 100).chain(first..first + 50);
    all.find(|status| !declared(*status) && !is_special(*status))
}

/// Returns `true` for statuses that do not end a call: interim ones, and redirects, which are
/// followed.
fn is_special(status: u16) -> bool {
    !(200..600).contains(&status) || matches!(status, 300..=399)
}
