//! Suggestions for misspelled names. Must not know what is named.

/// Returns the candidate with the fewest edits from `wanted`, if they are few enough for a typo.
/// The comparison is case-insensitive.
#[must_use]
pub fn nearest<'a>(wanted: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let max_edits = (wanted.chars().count() / 3).max(2);
    let lowercase = wanted.to_lowercase();
    let scored = candidates.filter_map(|candidate| {
        // The length alone excludes most candidates.
        let is_close = candidate.len().abs_diff(wanted.len()) <= max_edits;
        is_close.then(|| (strsim::levenshtein(&lowercase, &candidate.to_lowercase()), candidate))
    });
    scored.filter(|(edits, _)| *edits <= max_edits).min().map(|(_, candidate)| candidate)
}
