//! Mistakes between the parts of a description: paths and their parameters, statuses, names that stand twice, requirements.

use serde_json::{Value, json};

use super::draw::Mistake;
use super::edit::{Change, child};
use super::random::Random;
use super::sites::{Kind, Site};

/// Draws one of them, if the one that is tried first has a place.
pub(super) fn draw(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    match random.below(6) {
        0 => slash_lost(sites, random),
        1 => template_renamed(sites, random),
        2 => parameter_lost(sites, random),
        3 => parameter_twice(sites, random),
        4 => id_twice(sites, random),
        _ => key_of_operation(sites, random),
    }
}

fn of<'s, 'a>(sites: &'s [Site<'a>], may: impl Fn(&Site<'a>) -> bool) -> Vec<&'s Site<'a>> {
    sites.iter().filter(|site| may(site)).collect()
}

/// The path of a path item.
fn path(site: &Site<'_>) -> Option<String> {
    let text = site.at.strip_prefix("/paths/")?.replace("~1", "/").replace("~0", "~");
    (site.kind == Kind::PathItem).then_some(text)
}

/// An item, its operations, and the parameters of all: where a path may be told to fit no more.
fn around(item: &Site<'_>, at: &str) -> Vec<String> {
    let mut good = vec![at.to_owned()];
    let mut parameters = |of: &str, map: &serde_json::Map<String, Value>| {
        let count = map.get("parameters").and_then(Value::as_array).map_or(0, Vec::len);
        good.extend((0..count).map(|index| format!("{of}/parameters/{index}")));
    };
    parameters(at, item.map);
    for (key, value) in item.map {
        if let Some(operation) = value.as_object().filter(|operation| operation.contains_key("responses")) {
            parameters(&child(at, key), operation);
        }
    }
    let operations = item.map.keys().filter(|key| *key != "parameters").map(|key| child(at, key)).collect();
    [good, operations].concat()
}

fn slash_lost(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let items = of(sites, |site| path(site).is_some());
    let item = random.of(&items)?;
    let path = path(item)?;
    let lost = path.strip_prefix('/')?.to_owned();
    Some(Mistake::new("/paths", &path, Change::Rename(lost), Vec::new()))
}

fn template_renamed(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let items = of(sites, |site| path(site).is_some_and(|path| path.contains('{')));
    let item = random.of(&items)?;
    let path = path(item)?;
    let renamed = path.replacen('}', "x}", 1);
    let good = around(item, &child("/paths", &renamed));
    Some(Mistake::new("/paths", &path, Change::Rename(renamed), good))
}

/// The list that a parameter is in, and its number there.
fn listed<'s>(site: &'s Site<'_>) -> Option<(&'s str, usize)> {
    let (list, index) = site.at.rsplit_once('/').filter(|(list, _)| list.ends_with("/parameters"))?;
    index.parse().ok().filter(|_| list.starts_with("/paths/")).map(|index| (list, index))
}

fn parameter_lost(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let is_of_path = |site: &Site<'_>| site.kind == Kind::Parameter && site.text("in") == Some("path");
    let all = of(sites, |site| is_of_path(site) && listed(site).is_some());
    let (list, index) = listed(random.of(&all)?)?;
    let item = sites.iter().find(|site| site.kind == Kind::PathItem && is_in(list, &site.at))?;
    Some(Mistake::new(list, &index.to_string(), Change::Drop, around(item, &item.at)))
}

fn is_in(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

fn parameter_twice(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let all = of(sites, |site| site.kind == Kind::Parameter && listed(site).is_some());
    let (list, index) = listed(random.of(&all)?)?;
    let count = all.iter().filter(|site| listed(site).is_some_and(|(of, _)| of == list)).count();
    let copy = format!("{list}/{count}");
    Some(Mistake::new(list, &index.to_string(), Change::Twice, vec![copy]))
}

fn id_twice(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let all = of(sites, |site| site.kind == Kind::Operation && site.text("operationId").is_some());
    let (one, other) = (random.of(&all)?, random.of(&all)?);
    let id = other.text("operationId").filter(|id| one.text("operationId") != Some(id))?;
    let others = vec![child(&other.at, "operationId"), one.at.clone(), other.at.clone()];
    Some(Mistake::new(&one.at, "operationId", Change::Put(json!(id)), others))
}

/// A status that is none, or a scheme that is not there.
fn key_of_operation(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let all = of(sites, |site| site.kind == Kind::Operation);
    let operation = random.of(&all)?;
    let (at, map) = match random.below(2) {
        0 => (child(&operation.at, "responses"), operation.map.get("responses")?.as_object()?),
        _ => (format!("{}/security/0", operation.at), operation.map.get("security")?.get(0)?.as_object()?),
    };
    let keys: Vec<&String> = map.keys().filter(|key| !key.starts_with("x-")).collect();
    let key = random.of(&keys)?;
    Some(Mistake::keyword(&at, key, Change::Rename(format!("{key}x"))))
}
