//! [`Lock`]: the names and decisions that depend on more than the item itself, kept so that they never change.
//! Must not know files, which the caller reads and writes, nor the effect of the entries.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The naming rules that a lock was made by. A lock keeps its edition, so that neither the names
/// that it lists nor those that depend on the item alone change with a newer generator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// Methods are operationIds without the resource's name.
    First,
    /// Additions of frameworks to operationIds are dropped too, and composed names have a limit.
    #[default]
    Second,
}

impl Edition {
    /// Returns the edition of a number in a lock.
    fn from_number(number: &str) -> Option<Edition> {
        match number {
            "1" => Some(Edition::First),
            "2" => Some(Edition::Second),
            _ => None,
        }
    }

    fn number(self) -> &'static str {
        match self {
            Edition::First => "1",
            Edition::Second => "2",
        }
    }

    /// Returns the maximum length of a composed name, in characters.
    #[must_use]
    pub(crate) fn longest(self) -> usize {
        match self {
            Edition::First => usize::MAX,
            Edition::Second => 60,
        }
    }
}

/// The names and decisions of an earlier run, by kind and item. The text has one sorted line for
/// each entry: `kind<TAB>item<TAB>value`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// The rules for names that no entry decides.
    edition: Edition,
    /// The entries by kind, then by item.
    entries: BTreeMap<String, BTreeMap<String, String>>,
}

/// A name that would be different without the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<'l> {
    /// The kind of the entry: `type`, `operation` …
    pub kind: &'l str,
    /// The item: a location in the description.
    pub item: &'l str,
    /// Its name.
    pub name: &'l str,
    /// The name that it would have without the lock, as part of a sentence.
    pub otherwise: String,
}

/// The kinds of entries whose values are names.
const NAMES: [&str; 6] = ["resource", "operation", "type", "webhook", "errors", "member"];

impl Lock {
    /// Creates a lock without entries, for names by the rules of an edition.
    #[must_use]
    pub fn of_edition(edition: Edition) -> Lock {
        Lock { edition, entries: BTreeMap::new() }
    }

    /// Returns the edition of the naming rules that apply with this lock.
    #[must_use]
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// Returns the names that are different in `fresh`, a lock that was made without an earlier
    /// one.
    #[must_use]
    pub fn kept<'l>(&'l self, fresh: &Lock) -> Vec<Kept<'l>> {
        let of_kind = |kind: &'static str| {
            let differs = move |(_, name, other): &(&str, &str, Option<&str>)| match other {
                Some(other) => name != other,
                // An item of a small scope only has an entry if its name is not its own.
                None => kind == "member",
            };
            let entries = self.entries(kind).map(move |(item, name)| (item, name, fresh.get(kind, item)));
            entries.filter(differs).map(move |(item, name, other)| {
                let otherwise = other.map_or_else(|| "its own name".to_owned(), |other| format!("`{other}`"));
                Kept { kind, item, name, otherwise }
            })
        };
        NAMES.into_iter().flat_map(of_kind).collect()
    }

    /// Parses the text of a lock.
    ///
    /// # Errors
    ///
    /// Fails on a line that is not an entry, and on an edition that this generator does not know.
    pub fn parse(text: &str) -> Result<Lock, String> {
        let mut lock = Lock::default();
        let mut edition = None;
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut parts = line.splitn(3, '\t');
            let (Some(kind), Some(item), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(format!("line {} is not an entry: {line}", number + 1));
            };
            if kind == "edition" {
                let newest = Edition::default().number();
                let unknown =
                    || format!("edition {value} of the naming rules is not known; this generator knows 1 to {newest}");
                edition = Some(Edition::from_number(value).ok_or_else(unknown)?);
                continue;
            }
            lock.entries.entry(kind.to_owned()).or_default().insert(item.to_owned(), value.to_owned());
        }
        // Locks without an edition are older than editions.
        let implied = if lock.entries.is_empty() { Edition::default() } else { Edition::First };
        lock.edition = edition.unwrap_or(implied);
        Ok(lock)
    }

    /// Returns the text. The same entries always give the same text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text =
            String::from("# Names and decisions that must stay the same; written by clientwright, to be committed.\n");
        text.push_str(&format!("edition\t-\t{}\n", self.edition.number()));
        for (kind, items) in &self.entries {
            for (item, value) in items {
                text.push_str(&format!("{kind}\t{item}\t{value}\n"));
            }
        }
        text
    }

    /// Returns the value of an entry.
    #[must_use]
    pub fn get(&self, kind: &str, item: &str) -> Option<&str> {
        self.entries.get(kind)?.get(clean(item).as_ref()).map(String::as_str)
    }

    /// Returns all entries of a kind: item and value, sorted by item.
    pub fn entries<'a>(&'a self, kind: &str) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let of_kind = self.entries.get(kind).into_iter().flatten();
        of_kind.map(|(item, value)| (item.as_str(), value.as_str()))
    }

    /// Returns `true` if a kind has an entry whose item begins with `beginning`.
    #[must_use]
    pub fn has(&self, kind: &str, beginning: &str) -> bool {
        let beginning = clean(beginning);
        let first = |items: &BTreeMap<String, String>| {
            items.range(beginning.clone().into_owned()..).next().is_some_and(|(item, _)| item.starts_with(&*beginning))
        };
        self.entries.get(kind).is_some_and(first)
    }

    /// Returns the lock with renamed files in its items.
    #[must_use]
    pub(crate) fn with_renamed_files(&self, files: &[(String, String)]) -> Cow<'_, Lock> {
        if files.is_empty() {
            return Cow::Borrowed(self);
        }
        let renamed = |item: &str| {
            let (file, rest) = item.split_once('#')?;
            let (_, name) = files.iter().find(|(earlier, _)| earlier == file)?;
            Some(format!("{name}#{rest}"))
        };
        let mut lock = self.clone();
        for items in lock.entries.values_mut() {
            *items = std::mem::take(items)
                .into_iter()
                .map(|(item, value)| (renamed(&item).unwrap_or(item), value))
                .collect();
        }
        Cow::Owned(lock)
    }

    /// Adds all entries of another lock.
    pub fn extend(&mut self, other: Lock) {
        for (kind, items) in other.entries {
            self.entries.entry(kind).or_default().extend(items);
        }
    }

    /// Sets the value of an entry. Tabs and line ends become spaces.
    pub fn set(&mut self, kind: &str, item: &str, value: &str) {
        let items = match self.entries.get_mut(kind) {
            Some(items) => items,
            None => self.entries.entry(clean(kind).into_owned()).or_default(),
        };
        items.insert(clean(item).into_owned(), clean(value).into_owned());
    }
}

/// Returns an item as it is written in the lock: on one line, in one column.
pub(crate) fn clean(item: &str) -> Cow<'_, str> {
    const BREAKS: [char; 3] = ['\t', '\n', '\r'];
    if item.contains(BREAKS) { Cow::Owned(item.replace(BREAKS, " ")) } else { Cow::Borrowed(item) }
}
