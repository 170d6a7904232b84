//! `--only`: the operations that somebody asked for. All others are as if nobody needed them; the types that only they
//! reach go with them. Names stay as they are in the whole API.

use crate::report::{Code, Diagnostic, Level, Pointer, Report, SourceLocation};
use crate::resolve::{Operation, Resolved, nearest};

/// What chooses the webhooks.
const WEBHOOKS: &str = "webhooks";

/// For each operation whether one of `only` asks for it: by tag, operationId or, with a slash in front, path, in which `*`
/// stands for anything. Without any, all are asked for.
pub(crate) fn operations(resolved: &Resolved, only: &[String], report: &mut Report) -> Vec<bool> {
    for wish in only {
        let known =
            resolved.operations.iter().any(|of| asks(wish, of)) || wish == WEBHOOKS && !resolved.webhooks.is_empty();
        if !known {
            report.add(unknown(resolved, wish));
        }
    }
    wanted(resolved, only)
}

/// As [`operations`], without a word on wishes that ask for nothing.
pub(crate) fn wanted(resolved: &Resolved, only: &[String]) -> Vec<bool> {
    let wanted = |of: &Operation| only.is_empty() || only.iter().any(|wish| asks(wish, of));
    resolved.operations.iter().map(wanted).collect()
}

/// Returns `true` if operations of a path may be asked for of which neither tags nor ids are known.
pub(crate) fn may_ask_for_path(only: &[String], path: &str) -> bool {
    let may = |wish: &String| if wish.starts_with('/') { fits(wish, path) } else { wish != WEBHOOKS };
    only.is_empty() || only.iter().any(may)
}

/// Whether webhooks are asked for.
pub(crate) fn webhooks(only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|wish| wish == WEBHOOKS)
}

fn asks(wish: &str, of: &Operation) -> bool {
    if wish.starts_with('/') {
        return fits(wish, &of.path);
    }
    of.id.as_deref() == Some(wish) || of.tags.iter().any(|tag| tag == wish)
}

/// Whether a text is what a pattern says: each `*` stands for any text, an empty one too.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

fn unknown(resolved: &Resolved, wish: &str) -> Diagnostic {
    let file = resolved.operations.first().map_or(SourceLocation::default().file, |of| of.span.file);
    Diagnostic {
        level: Level::Error,
        code: Code::Only,
        span: SourceLocation::value(file, Pointer::default()),
        related: Vec::new(),
        message: format!("`--only {wish}` asks for no operation of the description"),
        help: match near(resolved, wish) {
            Some((message, name)) => format!("did you mean the {message} `{name}`?"),
            None if wish == WEBHOOKS => "the description has no webhooks".to_owned(),
            None => "give a tag, an operationId, `webhooks`, or a path with `*` for anything: `/pets/*`".to_owned(),
        },
    }
}

/// A path without the names of its parameters.
fn unnamed(path: &str) -> String {
    let segment = |of: &str| if of.starts_with('{') { "{}".to_owned() } else { of.to_owned() };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// What was probably meant, and its kind: a path without its slash, a name with few other letters, else one that begins with the wish or is within it.
fn near(resolved: &Resolved, wish: &str) -> Option<(&'static str, String)> {
    let all = || resolved.operations.iter();
    let tags = || all().flat_map(|of| of.tags.iter().map(String::as_str));
    let (ids, paths) = (|| all().filter_map(|of| of.id.as_deref()), || all().map(|of| of.path.as_str()));
    let is_tag = |name: &str| tags().any(|tag| tag == name);
    if wish.is_empty() || wish == WEBHOOKS {
        return None;
    }
    let kind = |name: &str| (if is_tag(name) { "tag" } else { "operationId" }, name.to_owned());
    // `GET /pets` is one of the operations of `/pets`.
    let path = wish.split_once(' ').map_or(wish, |(_, path)| path);
    if path.starts_with('/') {
        let alike = paths().find(|of| unnamed(of) == unnamed(path));
        return alike.or_else(|| nearest(path, paths())).map(|path| ("path", path.to_owned()));
    }
    let same = |name: &&str| name.eq_ignore_ascii_case(wish);
    if let Some(name) = tags().find(same).or_else(|| ids().find(same)) {
        return Some(kind(name));
    }
    let slashed = format!("/{wish}");
    if paths().any(|path| fits(&slashed, path)) {
        return Some(("path", slashed));
    }
    let small = wish.to_lowercase();
    let like = |name: &&str| name.to_lowercase().starts_with(&small) || small.contains(&name.to_lowercase());
    nearest(wish, tags().chain(ids())).or_else(|| tags().find(like)).or_else(|| ids().find(like)).map(kind)
}
