//! Paths for names: fixed segments and parameters, in words. Must not know operationIds.

use super::forms::Forms;
use super::words;

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    /// A fixed segment, in words.
    Fixed(Vec<String>),
    /// A parameter, by the words of its name.
    Parameter(Vec<String>),
}

impl Segment {
    /// Returns the words of the segment or of the parameter's name.
    pub(super) fn words(&self) -> &[String] {
        match self {
            Segment::Fixed(words) | Segment::Parameter(words) => words,
        }
    }

    /// Returns the words of a fixed segment.
    pub(super) fn fixed(&self) -> Option<&[String]> {
        match self {
            Segment::Fixed(words) => Some(words),
            Segment::Parameter(_) => None,
        }
    }

    /// Returns `true` for segments that every API has: `api`, `rest`, versions.
    fn is_common(&self) -> bool {
        self.fixed().is_some_and(|words| words.iter().all(|word| is_common(word)))
    }
}

/// Returns `true` for words that say nothing about a resource: `api`, `v1`, `2`.
pub(super) fn is_common(word: &str) -> bool {
    matches!(word, "api" | "apis" | "rest" | "beta") || is_version(word)
}

/// Returns `true` for `v1`, `v1beta2`, `n2`.
pub(super) fn is_version(word: &str) -> bool {
    let Some(rest) = word.strip_prefix(['v', 'n']) else { return word.bytes().all(|b| b.is_ascii_digit()) };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let suffix = rest.get(digits..).unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    digits > 0 && matches!(suffix, "" | "alpha" | "beta")
}

/// Returns the segments of a path without its query. `/{name}:cancel` is two segments.
pub(super) fn segments(path: &str) -> Vec<Segment> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut all = Vec::new();
    for text in path.split('/').filter(|text| !text.is_empty()) {
        let text = [".json", ".xml"].iter().find_map(|ending| text.strip_suffix(ending)).unwrap_or(text);
        match text.rsplit_once("}:") {
            Some((name, verb)) if !verb.contains('{') => {
                all.push(Segment::Parameter(words::words(&name.replace('{', " "))));
                all.push(Segment::Fixed(words::words(verb)));
            }
            Some(_) | None if text.contains('{') => {
                all.push(Segment::Parameter(words::words(&text.replace(['{', '}'], " "))));
            }
            // `/feeds.getFeed`, but not `/v1.2`.
            Some(_) | None if !text.contains(|c: char| c.is_ascii_digit()) => {
                all.extend(text.split('.').filter(|of| !of.is_empty()).map(|of| Segment::Fixed(words::words(of))));
            }
            Some(_) | None => all.push(Segment::Fixed(words::words(text))),
        }
    }
    all
}

/// Counts the segments at the start that every API has: `/api/v1`.
pub(super) fn common(segments: &[Segment]) -> usize {
    segments.iter().take_while(|segment| segment.is_common()).count()
}

/// Joins words without separators, so that `colortypes` equals `color_types`.
pub(super) fn flat(words: &[String]) -> String {
    words.concat()
}

/// Words whose singular ends in `s`.
const SINGULAR: &str = "alias atlas aws bias canvas cors dns ecs eks gas gps has ios kms kubernetes lens macos mms pos rds saas sms \
    sns species sqs tls vps was";

/// Returns the words with the last one in the singular, or `None` if it is not a plural.
pub(super) fn singular(words: &[String]) -> Option<Vec<String>> {
    let (last, front) = words.split_last()?;
    if SINGULAR.split_whitespace().any(|word| word == last) {
        return None;
    }
    let one = words::singular(last)?;
    Some(front.iter().cloned().chain([one]).collect())
}

/// Returns the index after a resource's segments in a path: the first one or two that have its
/// name, or the end of its name (`tokens` of `access tokens`).
pub(super) fn base(path: &[Segment], forms: &Forms) -> Option<usize> {
    let is = |words: &[String], forms: &[Vec<String>]| forms.iter().any(|form| flat(form) == flat(words));
    let named = |segment: &Segment| segment.fixed().is_some_and(|of| is(of, &forms.all));
    let ends = |segment: &Segment| segment.fixed().is_some_and(|of| is(of, &forms.ends));
    let together = |at: &usize| match path.get(*at..at + 2) {
        Some([Segment::Fixed(one), Segment::Fixed(other)]) => is(&[one.as_slice(), other].concat(), &forms.all),
        Some(_) | None => false,
    };
    let alone = path.iter().position(named).map(|at| at + 1);
    let alone = alone.or_else(|| (0..path.len()).find(together).map(|at| at + 2));
    alone.or_else(|| path.iter().position(ends).map(|at| at + 1))
}

/// Returns the index after the last fixed segment in the part of a path that others share.
pub(super) fn last_fixed(path: &[Segment], shared: usize) -> usize {
    let front = path.get(..shared).unwrap_or(path);
    front.iter().rposition(|segment| segment.fixed().is_some()).map_or(0, |at| at + 1)
}

/// Counts the segments at the start that all paths share, whatever the names of their parameters.
pub(super) fn shared(paths: &[Vec<Segment>]) -> usize {
    let Some((first, rest)) = paths.split_first() else { return 0 };
    let same = |(one, other): &(&Segment, &Segment)| match (one, other) {
        (Segment::Fixed(one), Segment::Fixed(other)) => one == other,
        (Segment::Parameter(_), Segment::Parameter(_)) => true,
        (Segment::Fixed(_), Segment::Parameter(_)) | (Segment::Parameter(_), Segment::Fixed(_)) => false,
    };
    let counts = rest.iter().map(|other| first.iter().zip(other).take_while(same).count());
    counts.min().unwrap_or(first.len())
}

/// The maximum lengths of an operationId and a path that are compared: the comparison takes the
/// product of both.
const LONGEST: (usize, usize) = (300, 40);

/// Returns `true` if words without separators are the path, with or without the segments that every
/// API has. Parameters may be shortened to their last words, follow `by`, or have the name of the
/// segment before them in the singular. Unless `strict`, they may be missing.
pub(super) fn spells(text: &str, path: &[Segment], strict: bool) -> bool {
    if text.is_empty() || text.len() > LONGEST.0 || path.len() > LONGEST.1 {
        return false;
    }
    (0..=common(path)).any(|skipped| path.get(skipped..).is_some_and(|path| spells_all(text, path, strict)))
}

fn spells_all(text: &str, path: &[Segment], strict: bool) -> bool {
    let mut ends = vec![0];
    for (index, segment) in path.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|at| path.get(at));
        let mut spellings = spellings(segment, before, path.get(index + 1));
        if segment.fixed().is_none() && !strict {
            spellings.push(String::new());
        }
        let mut next: Vec<usize> = Vec::new();
        for end in ends {
            let rest = text.get(end..).unwrap_or_default();
            next.extend(spellings.iter().filter(|of| rest.starts_with(of.as_str())).map(|of| end + of.len()));
        }
        next.sort_unstable();
        next.dedup();
        ends = next;
    }
    ends.contains(&text.len())
}

/// Returns the spellings of a segment between its neighbours.
fn spellings(segment: &Segment, before: Option<&Segment>, after: Option<&Segment>) -> Vec<String> {
    let own = segment.words();
    let mut all = vec![flat(own)];
    match segment {
        Segment::Fixed(_) if matches!(after, Some(Segment::Parameter(_))) => {
            all.extend(singular(own).map(|of| flat(&of)))
        }
        Segment::Fixed(_) => {}
        Segment::Parameter(_) => {
            all.extend((1..own.len()).filter_map(|from| own.get(from..)).map(flat));
            all.extend(before.and_then(Segment::fixed).and_then(singular).map(|of| flat(&of)));
            let linked: Vec<String> = all.iter().map(|name| format!("by{name}")).collect();
            all.extend(linked);
        }
    }
    all
}
