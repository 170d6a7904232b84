//! The words with which operationIds repeat their resource. Must not know paths.

use super::ids::is_verb;
use super::paths::{flat, is_version, singular};
use super::words;

/// The forms of a resource's name, in words.
#[derive(Debug, Clone)]
pub(super) struct Forms {
    /// The name as it is, in the singular and in the plural, with and without words that add no
    /// meaning.
    pub all: Vec<Vec<String>>,
    /// The ends of a name of several words: `token` of `access tokens`.
    pub ends: Vec<Vec<String>>,
}

/// Words at the end of a tag that only say that it is a group of operations.
const KINDS: [&str; 8] = ["api", "apis", "controller", "endpoint", "endpoints", "service", "resource", "operations"];

/// Returns a tag without the class that Java frameworks add: `pet-controller` → `pet`.
pub(crate) fn without_class(tag: &str) -> Option<String> {
    let all = words::words(tag);
    let left = all.strip_suffix(&["controller".to_owned()])?;
    let left = left.strip_suffix(&["rest".to_owned()]).unwrap_or(left);
    (!left.is_empty()).then(|| left.join("_"))
}

impl Forms {
    /// Returns the forms of a resource's wire name.
    pub(super) fn new(wire: &str) -> Forms {
        let whole = words::words(wire);
        let mut stems = vec![whole.clone()];
        stems.extend(without_kinds(&whole));
        // `conversations_v1_message` is about messages.
        let versioned = whole.iter().rposition(|word| is_version(word) || is_dated(word));
        stems.extend(versioned.and_then(|at| whole.get(at + 1..)).filter(|of| !of.is_empty()).map(<[String]>::to_vec));
        let ends = stems.iter().flat_map(|stem| (1..stem.len()).filter_map(|from| stem.get(from..)));
        let ends = ends.filter(|end| end.iter().any(|word| word.len() > 2)).flat_map(numbers).collect();
        Forms { all: stems.iter().flat_map(|stem| numbers(stem)).collect(), ends }
    }

    /// Returns the words of the resource without those that add no meaning, for names of types.
    pub(super) fn noun(&self) -> Vec<String> {
        let whole = self.all.first().cloned().unwrap_or_default();
        let last = whole.last().map(String::as_str).unwrap_or_default();
        let is_kind = matches!(last, "api" | "apis" | "controller" | "endpoint" | "endpoints");
        without_kinds(&whole).filter(|_| is_kind).unwrap_or(whole)
    }

    /// Returns the words after the resource's name at the start, however the name is split into
    /// words.
    pub(super) fn after<'w>(&self, all: &'w [String]) -> Option<&'w [String]> {
        let is = |at: &usize| all.get(..*at).is_some_and(|front| self.is(front));
        all.get((1..all.len()).rev().find(is)?..)
    }

    /// Returns the words after an end of the resource's name: `get` of `registries get` in
    /// `container registries`.
    pub(super) fn after_end<'w>(&self, all: &'w [String]) -> Option<&'w [String]> {
        self.ends.iter().find_map(|end| {
            all.strip_prefix(end.as_slice()).filter(|left| left.first().is_some_and(|first| is_verb(first)))
        })
    }

    /// Returns `true` for the resource's name.
    pub(super) fn is(&self, words: &[String]) -> bool {
        let words = flat(words);
        self.all.iter().any(|form| flat(form) == words)
    }
}

/// Returns `true` for a version that is a date: `api20100401`.
fn is_dated(word: &str) -> bool {
    word.strip_prefix("api").is_some_and(|rest| rest.len() > 3 && rest.bytes().all(|b| b.is_ascii_digit()))
}

fn without_kinds(all: &[String]) -> Option<Vec<String>> {
    let end = all.iter().rposition(|word| !KINDS.contains(&word.as_str()))? + 1;
    let left = all.get(..end).filter(|left| left.len() < all.len())?;
    Some(left.strip_suffix(&["rest".to_owned()]).filter(|of| !of.is_empty()).unwrap_or(left).to_vec())
}

/// Returns words as they are, in the singular and in the plural.
fn numbers(words: &[String]) -> Vec<Vec<String>> {
    let mut forms = vec![words.to_vec()];
    let Some((last, front)) = words.split_last() else { return forms };
    forms.extend(singular(words));
    let mut plurals = vec![format!("{last}s"), format!("{last}es")];
    plurals.extend(last.strip_suffix('y').map(|stem| format!("{stem}ies")));
    forms.extend(plurals.into_iter().map(|last| [front, &[last]].concat()));
    forms
}

/// Returns `true` if words are a plural.
pub(super) fn is_plural(words: &[String]) -> bool {
    singular(words).is_some()
}
