//! The names that a method could have, shortest first, each with a weight: how far it is from the
//! operationId. Must not know other operations.

use super::forms::{Forms, is_plural};
use super::full_name::{before, whole_name};
use super::ids::{Own, is_verb};
use super::routes::Route;
use super::shorten;
use super::words;
use crate::resolve::Operation;

/// A name that an operation could have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The name.
    pub name: String,
    /// The weight. The operation with the lowest weight gets the name.
    pub weight: u8,
}

/// The words of the id.
const OWN: u8 = 0;
/// Without the resource's name in the singular.
const ONE: u8 = 1;
/// Without the resource's name in the plural, a part of it, or a parameter's.
const PART: u8 = 2;
/// Named after method and path.
const SHAPE: u8 = 3;
/// Named after method and path, if the same method on one item takes precedence.
const BULK: u8 = 4;
/// Named after the method and every segment of the path.
const SPELLED: u8 = 5;
/// Added if a number was dropped.
const NUMBERED: u8 = 6;

/// Returns the candidates. The last one is the whole id, or method and path.
pub(super) fn candidates(
    operation: &Operation,
    own: &Own,
    route: &Route,
    forms: &Forms,
    longest: usize,
) -> Vec<Candidate> {
    let mut found = Found::default();
    if says_nothing(own, route, forms) {
        by_shape(route, &mut found);
    } else {
        readable(own, route, forms, &mut found);
    }
    found.add(OWN, &own.whole);
    let more = if own.numbered { NUMBERED } else { 0 };
    let fitting = |words: &[String]| shorten::snake(&unrepeated(words, own, forms, longest).join("_"), longest);
    let spelled = |(weight, words): (u8, Vec<String>)| Candidate { name: fitting(&words), weight: weight + more };
    let mut list: Vec<Candidate> = found.list.into_iter().map(spelled).collect();
    list.push(Candidate { name: fitting(&words::words(&whole_name(operation))), weight: OWN });
    list
}

/// Returns `true` if an id adds nothing to method and path.
fn says_nothing(own: &Own, route: &Route, forms: &Forms) -> bool {
    let is_resource = || forms.is(&own.words) && (own.is_cut || route.is_of_things(&own.words));
    own.words.is_empty() || is_resource()
}

/// The candidates so far, in order.
#[derive(Debug, Default)]
struct Found {
    list: Vec<(u8, Vec<String>)>,
}

impl Found {
    fn add(&mut self, weight: u8, words: &[String]) {
        if !words.is_empty() {
            self.list.push((weight, words.to_vec()));
        }
    }
}

/// Adds names from method and path.
fn by_shape(route: &Route, found: &mut Found) {
    let shape = route.shape();
    let weight = if shape.bulk { BULK } else { SHAPE };
    found.add(weight, &shape.short);
    found.add(weight, &shape.long);
    found.add(weight, &route.with_method().unwrap_or_default());
    found.add(weight, &route.full(true));
    found.add(SPELLED, &route.full(false));
}

/// Adds names from words that a person chose.
fn readable(chosen: &Own, route: &Route, forms: &Forms, found: &mut Found) {
    let own = without_group_anywhere(&chosen.words, forms);
    let front = after_group(&own, &chosen.service, route, forms);
    let left = front.unwrap_or(&own);
    for Shorter { weight, words, of_one } in shorter(left, front.is_some(), route, forms) {
        if of_one {
            found.add(weight, &words);
        } else {
            add_left(weight, &words, route, found);
        }
    }
    if front.is_some() {
        add_left(OWN, left, route, found);
    } else if let Some(left) = forms.after_end(&own) {
        add_left(PART, left, route, found);
    }
    found.add(OWN, &own);
}

/// Shortens a long name: removes the words at its start that the name of the resource starts with
/// too, such as `radar` of `radar_attacks`. A dotted id has the narrower resources and the verb at
/// its end.
fn unrepeated(words: &[String], own: &Own, forms: &Forms, longest: usize) -> Vec<String> {
    let fits = |words: &[String]| words.iter().map(|word| word.chars().count() + 1).sum::<usize>() <= longest + 1;
    if fits(words) {
        return words.to_vec();
    }
    if !own.service.is_empty() {
        return (0..words.len()).filter_map(|from| words.get(from..)).find(|of| fits(of)).unwrap_or_default().to_vec();
    }
    let resource = forms.all.first().map(Vec::as_slice).unwrap_or_default();
    let same = words.iter().zip(resource).take_while(|(one, other)| one == other).count();
    words.get(same..).filter(|left| !left.is_empty()).unwrap_or(words).to_vec()
}

/// Adds the rest of an id. A bare `post`, or `get` for many items, is less precise than method and
/// path.
fn add_left(mut weight: u8, words: &[String], route: &Route, found: &mut Found) {
    if let [verb] = words {
        let plain = matches!(verb.as_str(), "post" | "put" | "patch") && *verb == route.method.to_lowercase();
        if plain || verb == "get" && route.verb() == "list" {
            found.add(if route.is_collection() { BULK } else { SHAPE }, &[route.verb()]);
            weight = weight.max(SHAPE);
        }
    }
    found.add(weight, words);
}

/// Removes the resource's name from words.
struct Shorter {
    weight: u8,
    words: Vec<String>,
    /// `true` if the id names one item, so that `get` does not mean many.
    of_one: bool,
}

/// Returns the words without the resource's name or the parameter's, unless nothing would be left.
fn shorter(left: &[String], again: bool, route: &Route, forms: &Forms) -> Vec<Shorter> {
    let mut all = Vec::new();
    let whole = std::iter::once(left).chain(without_parameter(left, route));
    for (index, words) in whole.enumerate() {
        let less = if index > 0 { 2 } else { 0 };
        let cut = |of: &[Vec<String>]| of.iter().find_map(|form| Some((before(words, form, again)?, is_plural(form))));
        if let Some((kept, plural)) = cut(&forms.all) {
            let of_many =
                matches!(kept, [verb] if ["find", "index", "list", "query", "search"].contains(&verb.as_str()));
            let weight = less + if plural && !of_many { PART } else { ONE };
            all.push(Shorter { weight, words: kept.to_vec(), of_one: !plural && kept == ["get"] });
        } else if let Some((kept, plural)) =
            cut(&forms.ends).filter(|(kept, _)| kept.first().is_some_and(|of| is_verb(of)))
        {
            all.push(Shorter { weight: less + PART, words: kept.to_vec(), of_one: !plural && kept == ["get"] });
        }
        if index > 0 && words.len() == 1 && again {
            all.push(Shorter { weight: less + PART, words: words.to_vec(), of_one: true });
        }
    }
    let middle = without_middle(left, route, forms);
    all.extend(middle.map(|words| Shorter { weight: PART, words, of_one: false }));
    // Callers pass the parameter in any case, so the shorter name comes first.
    all.sort_by_key(|of| of.words.len());
    all
}

/// Removes the parameter at the end of the path: `get pet by id` → `get pet`.
fn without_parameter<'w>(words: &'w [String], route: &Route) -> Option<&'w [String]> {
    let at = words.iter().rposition(|word| word == "by").filter(|at| *at > 0)?;
    route.repeats_parameter(words.get(at + 1..)?).then(|| words.get(..at))?
}

/// Removes the resource's name after the verb: `find pets by status` → `find by status`, and `get
/// user avatar` → `get avatar` if the path has `avatar` after the users.
fn without_middle(words: &[String], route: &Route, forms: &Forms) -> Option<Vec<String>> {
    const LINKS: [&str; 7] = ["by", "for", "in", "from", "to", "with", "at"];
    let (verb, rest) = words.split_first().filter(|(verb, _)| is_verb(verb))?;
    let after = forms.after(rest)?;
    let linked = after.first().is_some_and(|word| LINKS.contains(&word.as_str())) && after.len() > 1;
    (linked || route.is_next(after)).then(|| std::iter::once(verb).chain(after).cloned().collect())
}

/// Removes a group with a version, which is not a noun: `list core v1 node` of `core_v1` → `list
/// node`.
fn without_group_anywhere(own: &[String], forms: &Forms) -> Vec<String> {
    let Some(group) =
        forms.all.first().filter(|of| of.len() > 1 && of.iter().any(|word| super::paths::is_version(word)))
    else {
        return own.to_vec();
    };
    let at = own.windows(group.len()).position(|window| window == group);
    let rest =
        |at: usize| [own.get(..at).unwrap_or_default(), own.get(at + group.len()..).unwrap_or_default()].concat();
    at.filter(|at| *at > 0).map(rest).filter(|of| of.len() > 1).unwrap_or_else(|| own.to_vec())
}

/// Returns the words after the resource's name at the start, and after the path, version or service
/// before it.
fn after_group<'w>(own: &'w [String], service: &[String], route: &Route, forms: &Forms) -> Option<&'w [String]> {
    if let Some(left) = forms.after(own) {
        return Some(left);
    }
    (1..own.len()).find_map(|at| {
        let (front, rest) = (own.get(..at)?, own.get(at..)?);
        let left = forms.after(rest)?;
        let is_known = front == service || front.iter().all(|word| super::paths::is_version(word));
        (is_known || route.begins_with(front)).then_some(left)
    })
}

/// Returns the words that the inline types of an operation are named by.
pub(super) fn for_types(own: &Own, route: &Route, forms: &Forms) -> String {
    if !says_nothing(own, route, forms) {
        return own.whole.join(" ");
    }
    let shape = route.shape();
    let noun = forms.noun();
    let noun = if shape.many { noun } else { super::paths::singular(&noun).unwrap_or(noun) };
    let (verb, target) = shape.short.split_first().map_or((None, [].as_slice()), |(verb, rest)| (Some(verb), rest));
    let words: Vec<String> = match shape.is_verb {
        true => verb.into_iter().chain(&noun).chain(target).cloned().collect(),
        false => noun.iter().chain(&shape.short).cloned().collect(),
    };
    words.join(" ")
}
