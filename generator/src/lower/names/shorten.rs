//! The length of composed names: words in the middle are dropped until a name fits. Must not know
//! which names are taken.

use super::ids::is_verb;
use super::words;

/// Returns a name in snake case of at most `longest` characters.
pub(crate) fn snake(name: &str, longest: usize) -> String {
    fitted(name, longest, words::snake, |words| words.join("_"))
}

/// Returns a name in camel case of at most `longest` characters.
pub(crate) fn camel(name: &str, longest: usize) -> String {
    fitted(name, longest, words::camel, |words| words::camel(&words.join("_")))
}

/// Returns a name that was composed of others, shortened by [`snake`] or [`camel`] if it is too
/// long.
pub(crate) fn composed(name: String, longest: usize, cut: fn(&str, usize) -> String) -> String {
    if name.chars().count() > longest { cut(&name, longest) } else { name }
}

/// The number of words at the end that are never dropped, because they are the most important ones.
const END: usize = 2;

/// The words that are dropped first.
const LINKS: [&str; 13] = ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"];

fn fitted(name: &str, longest: usize, whole: fn(&str) -> String, joined: fn(&[String]) -> String) -> String {
    let spelled = whole(name);
    if spelled.chars().count() <= longest {
        return spelled;
    }
    let mut words = words::words(&spelled);
    if words.len() > longest + END {
        words.drain(longest..words.len() - END);
    }
    let mut short = spelled;
    while let Some(position) = words.iter().rposition(|word| LINKS.contains(&word.as_str())) {
        if short.chars().count() <= longest {
            return short;
        }
        words.remove(position);
        short = joined(&words);
    }
    while short.chars().count() > longest && words.len() > END {
        words.remove(least(&words));
        short = joined(&words);
    }
    short.chars().take(longest).collect::<String>().trim_end_matches('_').to_owned()
}

/// Returns the index of the least important word: the last one before the end that is not a verb, a
/// number or the first word.
fn least(words: &[String]) -> usize {
    let last = words.len() - END - 1;
    let says_little = |word: &String| {
        let is_number = word.chars().any(|c| c.is_ascii_digit());
        !is_number && !is_verb(word) && !matches!(word.as_str(), "and" | "not" | "or" | "without")
    };
    let front = words.get(1..=last).unwrap_or_default();
    front.iter().rposition(says_little).map_or(last, |at| at + 1)
}
