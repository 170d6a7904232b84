//! The only place where names are claimed: two items never get the same name, and every item keeps
//! its name.
//!
//! A name is claimed before anything depends on it. Names of an earlier run ([`Lock`]) come first;
//! a new item takes a free name. Must not know the rules by which names are made, nor change wire
//! names.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashSet;

use super::lock::{Lock, clean};
use super::reserved::{Use, aside};
use super::shorten;
use super::words;

/// The names of one scope whose items are all kept in the lock: types, resources, operations of a
/// resource.
#[derive(Debug)]
pub(crate) struct Scope {
    kind: &'static str,
    /// The items of the earlier run by name.
    kept: BTreeMap<String, String>,
    /// The names of the earlier run by item.
    names: BTreeMap<String, String>,
    used: BTreeSet<String>,
    /// The maximum length of a name with a number, unless it is longer without one.
    longest: usize,
    /// The last number of each wanted name: lower ones are taken.
    numbers: BTreeMap<String, u32>,
}

impl Scope {
    /// Creates a scope for the entries of `kind`. `name_of` returns the name within an entry's
    /// value, or `None` for other scopes.
    pub(crate) fn new(kind: &'static str, earlier: &Lock, name_of: impl Fn(&str) -> Option<String>) -> Scope {
        let pairs = || earlier.entries(kind).filter_map(|(item, value)| Some((name_of(value)?, item.to_owned())));
        let names = pairs().map(|(name, item)| (item, name)).collect();
        let longest = earlier.edition().longest();
        Scope { kind, kept: pairs().collect(), names, used: BTreeSet::new(), longest, numbers: BTreeMap::new() }
    }

    /// Claims `wanted` for `item`, with a number if the name is taken. An item of an earlier run
    /// keeps its name.
    pub(crate) fn claim(&mut self, item: &str, wanted: String) -> String {
        let item = &*clean(item);
        let earlier = self.names.get(item).filter(|name| !self.used.contains(*name));
        let name = earlier.cloned().unwrap_or_else(|| self.free(item, wanted));
        self.used.insert(name.clone());
        name
    }

    /// Claims the first free name of several, or the first one with a number if none is free.
    pub(crate) fn claim_first(&mut self, item: &str, wanted: &[String]) -> String {
        let free =
            wanted.iter().find(|name| self.is_free(name) || self.kept.get(*name).is_some_and(|owner| owner == item));
        let name = free.or(wanted.first()).cloned().unwrap_or_default();
        self.claim(item, name)
    }

    /// Claims a name that a person chose. Others make room for it.
    pub(crate) fn reserve(&mut self, name: String) {
        self.used.insert(name);
    }

    /// Returns `true` if no item has this name, now or in the earlier run.
    #[must_use]
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.used.contains(name) && !self.kept.contains_key(name)
    }

    /// Returns the kind of the lock's entries.
    #[must_use]
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    fn free(&mut self, item: &str, wanted: String) -> String {
        let open = |(_, name): &(u32, String)| {
            !self.used.contains(name) && self.kept.get(name).is_none_or(|owner| owner == item)
        };
        let from = self.numbers.get(&wanted).copied().unwrap_or(1);
        let is_short = wanted.chars().count() <= self.longest;
        let fitting = |(number, name): (u32, String)| match is_short && name.chars().count() > self.longest {
            true => (number, cut_before_number(&name, number, self.longest)),
            false => (number, name),
        };
        let (number, name) = numbered(&wanted, from).map(fitting).find(open).unwrap_or_default();
        // A name that an item of the earlier run keeps is free for that item only, so that numbers
        // cannot be skipped.
        if self.kept.is_empty() {
            self.numbers.insert(wanted, number);
        }
        name
    }
}

/// Returns `name`, `name2`, `name3` … in Rust's spelling: `name_2` for names in lower case,
/// `type_2` for `type_`.
fn numbered(name: &str, from: u32) -> impl Iterator<Item = (u32, String)> + '_ {
    let separator = if name.starts_with(char::is_lowercase) && !name.ends_with('_') { "_" } else { "" };
    let spelled = move |number| if number == 1 { name.to_owned() } else { format!("{name}{separator}{number}") };
    (from..).map(move |number| (number, spelled(number)))
}

/// Shortens a name before its number.
fn cut_before_number(name: &str, number: u32, longest: usize) -> String {
    let number = number.to_string();
    let separator = if name.starts_with(char::is_lowercase) { "_" } else { "" };
    let stem: String = name.chars().take(longest.saturating_sub(number.len() + separator.len())).collect();
    format!("{}{separator}{number}", stem.trim_end_matches('_'))
}

/// An item of a small scope: properties of a record, values of an enum, setters of a request.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The key, different for each item: its wire name, with its location if that is not unique.
    pub key: String,
    /// The name that it would have if no other item wanted it.
    pub name: String,
}

impl Wanted {
    /// Creates an item with the name that follows from `wire`, or from `rust_name` (`x-rust-name`).
    #[must_use]
    pub(crate) fn new(wire: &str, rust_name: Option<&str>, used_as: Use) -> Wanted {
        let spelled = match used_as {
            Use::Field | Use::Setter | Use::Method | Use::Resource | Use::Feature => {
                words::snake(rust_name.unwrap_or(wire))
            }
            Use::Type | Use::Variant => words::camel(rust_name.unwrap_or(wire)),
            Use::Constant => words::snake(rust_name.unwrap_or(wire)).to_uppercase(),
        };
        Wanted { key: wire.to_owned(), name: aside(spelled, used_as) }
    }

    /// Shortens the name of a type or variant to at most `longest` characters.
    #[must_use]
    pub(crate) fn fitted(self, longest: usize) -> Wanted {
        Wanted { name: shorten::composed(self.name, longest, shorten::camel), ..self }
    }
}

/// Claims names for the items of a small scope, in their order. Most scopes have no clash. The lock
/// then only holds a fingerprint of each item, so that a new item never takes the name of an older
/// one.
pub(crate) fn claim_members(scope: &str, wanted: &[Wanted], earlier: &Lock, new: &mut Lock) -> Vec<String> {
    let apart = if distinct(wanted, |item| &item.key) { None } else { Some(apart(wanted)) };
    let wanted = apart.as_deref().unwrap_or(wanted);
    let marks: Vec<String> = wanted.iter().map(|item| fingerprint(&item.key)).collect();
    if !wanted.is_empty() {
        new.set("members", scope, &marks.concat());
    }
    if !earlier.has("member", &format!("{scope}/")) && distinct(wanted, |item| &item.name) {
        return wanted.iter().map(|item| item.name.clone()).collect();
    }
    let known = earlier.get("members", scope).unwrap_or_default();
    let is_old = |index: usize| marks.get(index).is_some_and(|mark| chunks(known).any(|chunk| chunk == mark));
    let locked =
        |index: usize| wanted.get(index).and_then(|item| earlier.get("member", &format!("{scope}/{}", item.key)));
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&index| (locked(index).is_none(), !is_old(index), !is_plain(wanted, index), index));
    let mut used = BTreeSet::new();
    // Lower numbers of a name are taken.
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut names = vec![String::new(); wanted.len()];
    for index in order {
        let (Some(item), Some(slot)) = (wanted.get(index), names.get_mut(index)) else { continue };
        let first = locked(index).unwrap_or(&item.name);
        let from = numbers.entry(first).or_insert(1);
        let (number, name) = numbered(first, *from).find(|(_, name)| !used.contains(name)).unwrap_or_default();
        *from = number;
        if name != item.name {
            new.set("member", &format!("{scope}/{}", item.key), &name);
        }
        used.insert(name.clone());
        *slot = name;
    }
    keep_winners(scope, wanted, &names, new);
    names
}

/// Returns `true` if an earlier run had an item in a small scope.
pub(crate) fn is_known(earlier: &Lock, scope: &str, key: &str) -> bool {
    let mark = fingerprint(key);
    earlier.get("members", scope).is_some_and(|known| chunks(known).any(|chunk| chunk == mark))
}

/// Returns `true` if no two items have the same string.
fn distinct<'a>(wanted: &'a [Wanted], name_of: impl Fn(&'a Wanted) -> &'a String) -> bool {
    let mut met = HashSet::with_capacity_and_hasher(wanted.len(), Default::default());
    wanted.iter().all(|item| met.insert(name_of(item).as_str()))
}

/// Returns the items with distinct keys, by adding numbers: a union may list a schema twice.
fn apart(wanted: &[Wanted]) -> Vec<Wanted> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let numbered = wanted.iter().map(|item| {
        let times = times.entry(&item.key).or_default();
        *times += 1;
        let key = if *times == 1 { item.key.clone() } else { format!("{} {times}", item.key) };
        Wanted { key, name: item.name.clone() }
    });
    numbered.collect()
}

/// Stores the names that several items wanted in the lock, so that each item keeps its name in
/// later runs.
fn keep_winners(scope: &str, wanted: &[Wanted], names: &[String], new: &mut Lock) {
    let mut rivals: BTreeMap<&str, usize> = BTreeMap::new();
    for item in wanted {
        *rivals.entry(&item.name).or_default() += 1;
    }
    for (item, name) in wanted.iter().zip(names) {
        if rivals.get(item.name.as_str()).is_some_and(|&count| count > 1) {
            new.set("member", &format!("{scope}/{}", item.key), name);
        }
    }
}

fn is_plain(wanted: &[Wanted], index: usize) -> bool {
    wanted.get(index).is_some_and(|item| item.key == item.name)
}

/// Returns two characters for an item: enough to tell old items from new ones in the rare case of a
/// clash.
fn fingerprint(key: &str) -> String {
    const ALPHABET: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    // FNV-1a is the same on every machine.
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    let pick = |shift: u32| ALPHABET.get((hash >> shift & 63) as usize).copied().map_or('0', char::from);
    [pick(20), pick(40)].iter().collect()
}

fn chunks(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len() / 2).filter_map(|index| text.get(index * 2..index * 2 + 2))
}
