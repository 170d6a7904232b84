//! Mistakes that concern several parts of a description: paths and their parameters, statuses,
//! duplicate names, and security requirements. Must not know mistakes within one object.

use serde_json::{Value, json};

use super::draw::Mistake;
use super::edit::{Change, child};
use super::random::Random;
use super::sites::{Kind, Site};

/// Makes one of these mistakes, if its kind is possible.
pub(super) fn draw(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    match random.below(6) {
        0 => remove_slash(sites, random),
        1 => rename_template(sites, random),
        2 => remove_parameter(sites, random),
        3 => duplicate_parameter(sites, random),
        4 => duplicate_id(sites, random),
        _ => rename_key(sites, random),
    }
}

fn select<'s, 'a>(sites: &'s [Site<'a>], may: impl Fn(&Site<'a>) -> bool) -> Vec<&'s Site<'a>> {
    sites.iter().filter(|site| may(site)).collect()
}

/// Returns the path of a path item.
fn path(site: &Site<'_>) -> Option<String> {
    let text = site.pointer.strip_prefix("/paths/")?.replace("~1", "/").replace("~0", "~");
    (site.kind == Kind::PathItem).then_some(text)
}

/// Returns a path item, its operations and all their parameters: the good locations for a path that
/// no longer fits.
fn around(item: &Site<'_>, pointer: &str) -> Vec<String> {
    let mut good = vec![pointer.to_owned()];
    let mut parameters = |pointer: &str, map: &serde_json::Map<String, Value>| {
        let count = map.get("parameters").and_then(Value::as_array).map_or(0, Vec::len);
        good.extend((0..count).map(|index| format!("{pointer}/parameters/{index}")));
    };
    parameters(pointer, item.map);
    for (key, value) in item.map {
        if let Some(operation) = value.as_object().filter(|operation| operation.contains_key("responses")) {
            parameters(&child(pointer, key), operation);
        }
    }
    let operations = item.map.keys().filter(|key| *key != "parameters").map(|key| child(pointer, key)).collect();
    [good, operations].concat()
}

fn remove_slash(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let items = select(sites, |site| path(site).is_some());
    let item = random.choose(&items)?;
    let path = path(item)?;
    let renamed = path.strip_prefix('/')?.to_owned();
    Some(Mistake::new("/paths", &path, Change::Rename(renamed), Vec::new()))
}

fn rename_template(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let items = select(sites, |site| path(site).is_some_and(|path| path.contains('{')));
    let item = random.choose(&items)?;
    let path = path(item)?;
    let renamed = path.replacen('}', "x}", 1);
    let good = around(item, &child("/paths", &renamed));
    Some(Mistake::new("/paths", &path, Change::Rename(renamed), good))
}

/// Returns the pointer of the array that contains a parameter, and its index.
fn listed<'s>(site: &'s Site<'_>) -> Option<(&'s str, usize)> {
    let (list, index) = site.pointer.rsplit_once('/').filter(|(list, _)| list.ends_with("/parameters"))?;
    index.parse().ok().filter(|_| list.starts_with("/paths/")).map(|index| (list, index))
}

fn remove_parameter(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let is_of_path = |site: &Site<'_>| site.kind == Kind::Parameter && site.text("in") == Some("path");
    let all = select(sites, |site| is_of_path(site) && listed(site).is_some());
    let (list, index) = listed(random.choose(&all)?)?;
    let item = sites.iter().find(|site| site.kind == Kind::PathItem && is_within(list, &site.pointer))?;
    Some(Mistake::new(list, &index.to_string(), Change::Drop, around(item, &item.pointer)))
}

fn is_within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

fn duplicate_parameter(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let all = select(sites, |site| site.kind == Kind::Parameter && listed(site).is_some());
    let (list, index) = listed(random.choose(&all)?)?;
    let count = all.iter().filter(|site| listed(site).is_some_and(|(known, _)| known == list)).count();
    let copy = format!("{list}/{count}");
    Some(Mistake::new(list, &index.to_string(), Change::Twice, vec![copy]))
}

fn duplicate_id(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let all = select(sites, |site| site.kind == Kind::Operation && site.text("operationId").is_some());
    let (first, second) = (random.choose(&all)?, random.choose(&all)?);
    let id = second.text("operationId").filter(|id| first.text("operationId") != Some(id))?;
    let others = vec![child(&second.pointer, "operationId"), first.pointer.clone(), second.pointer.clone()];
    Some(Mistake::new(&first.pointer, "operationId", Change::Put(json!(id)), others))
}

/// Makes an invalid status, or a reference to a security scheme that does not exist.
fn rename_key(sites: &[Site<'_>], random: &mut Random) -> Option<Mistake> {
    let all = select(sites, |site| site.kind == Kind::Operation);
    let operation = random.choose(&all)?;
    let (pointer, map) = match random.below(2) {
        0 => (child(&operation.pointer, "responses"), operation.map.get("responses")?.as_object()?),
        _ => (format!("{}/security/0", operation.pointer), operation.map.get("security")?.get(0)?.as_object()?),
    };
    let keys: Vec<&String> = map.keys().filter(|key| !key.starts_with("x-")).collect();
    let key = random.choose(&keys)?;
    Some(Mistake::keyword(&pointer, key, Change::Rename(format!("{key}x"))))
}
