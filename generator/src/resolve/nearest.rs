//! The name that somebody probably meant.

/// The candidate with the fewest edits from `wanted`, where these are few enough to be a slip.
#[must_use]
pub fn nearest<'a>(wanted: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (wanted.chars().count() / 3).max(2);
    let scored = candidates.filter_map(|candidate| {
        // A long difference in length needs no table.
        let close = candidate.len().abs_diff(wanted.len()) <= most;
        close.then(|| (distance(wanted, candidate), candidate))
    });
    scored.filter(|(edits, _)| *edits <= most).min().map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, upper and lower case alike.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.to_lowercase().chars().enumerate() {
        let mut left = i + 1;
        let mut diagonal = i;
        for (cell, b) in row.iter_mut().zip(std::iter::once(None).chain(other.iter().map(Some))) {
            let Some(b) = b else {
                *cell = left;
                continue;
            };
            let best = (diagonal + usize::from(a != *b)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or_default()
}
