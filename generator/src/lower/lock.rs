//! [`Lock`]: the names and choices that depend on more than the item itself, kept so that they never
//! move. Data in, data out: whoever calls the generator keeps it in a file.

use std::collections::BTreeMap;

/// The edition of the naming rules that this generator knows.
const EDITION: &str = "1";

/// Names and choices of an earlier run, by kind and item. Its text is sorted, one line an entry:
/// `kind<TAB>item<TAB>value`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    entries: BTreeMap<(String, String), String>,
}

impl Lock {
    /// Reads the text of a lock.
    ///
    /// # Errors
    /// A line that is no entry, or an edition that this generator does not know.
    pub fn parse(text: &str) -> Result<Lock, String> {
        let mut lock = Lock::default();
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut parts = line.splitn(3, '\t');
            let (Some(kind), Some(item), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(format!("line {} is no entry: {line}", number + 1));
            };
            if kind == "edition" {
                if value != EDITION {
                    return Err(format!("it has edition {value} of the naming rules, this generator knows {EDITION}"));
                }
                continue;
            }
            lock.entries.insert((kind.to_owned(), item.to_owned()), value.to_owned());
        }
        Ok(lock)
    }

    /// The text, the same for the same entries.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text =
            String::from("# Names and choices that must not move; written by clientwright, to be committed.\n");
        text.push_str(&format!("edition\t-\t{EDITION}\n"));
        for ((kind, item), value) in &self.entries {
            text.push_str(&format!("{kind}\t{item}\t{value}\n"));
        }
        text
    }

    /// What was decided for an item.
    #[must_use]
    pub fn get(&self, kind: &str, item: &str) -> Option<&str> {
        // A pair of borrowed keys is no key of the map; the lock is small and asked seldom.
        self.entries.get(&(kind.to_owned(), clean(item))).map(String::as_str)
    }

    /// All that was decided of a kind: item and value, sorted by item.
    pub fn entries<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let of_kind = self.entries.iter().filter(move |((of, _), _)| of == kind);
        of_kind.map(|((_, item), value)| (item.as_str(), value.as_str()))
    }

    /// Takes over all entries of another.
    pub fn extend(&mut self, other: Lock) {
        self.entries.extend(other.entries);
    }

    /// Keeps what is decided for an item. Tabs and line ends cannot be part of it.
    pub fn set(&mut self, kind: &str, item: &str, value: &str) {
        self.entries.insert((clean(kind), clean(item)), clean(value));
    }
}

/// An item as the lock calls it: on one line, in one column.
pub(super) fn clean(item: &str) -> String {
    item.replace(['\t', '\n', '\r'], " ")
}
