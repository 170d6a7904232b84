//! `--only`: the selected operations. Others are not emitted, and neither are types that only they use. Names are those of the whole
//! API. Must not know what is emitted for operations.

use crate::report::{Code, Diagnostic, Level, Pointer, Report, SourceLocation};
use crate::resolve::{Operation, Resolved, nearest};

/// The word that selects webhooks.
const WEBHOOKS: &str = "webhooks";

/// Returns `true` for each operation that `only` selects: by tag, operationId, or path (with `*` for any characters). If `only` is
/// empty, all are selected. Reports selectors that match nothing.
pub(crate) fn operations(resolved: &Resolved, only: &[String], report: &mut Report) -> Vec<bool> {
    for selector in only {
        let known = resolved.operations.iter().any(|of| asks(selector, of))
            || selector == WEBHOOKS && !resolved.webhooks.is_empty();
        if !known {
            report.add(unknown(resolved, selector));
        }
    }
    wanted(resolved, only)
}

/// Returns the same as [`operations`] without reporting.
pub(crate) fn wanted(resolved: &Resolved, only: &[String]) -> Vec<bool> {
    let wanted = |of: &Operation| only.is_empty() || only.iter().any(|selector| asks(selector, of));
    resolved.operations.iter().map(wanted).collect()
}

/// Returns `true` if operations of a path may be selected although their tags and ids are not known.
pub(crate) fn may_ask_for_path(only: &[String], path: &str) -> bool {
    let may = |selector: &String| if selector.starts_with('/') { fits(selector, path) } else { selector != WEBHOOKS };
    only.is_empty() || only.iter().any(may)
}

/// Returns `true` if webhooks are selected.
pub(crate) fn webhooks(only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|selector| selector == WEBHOOKS)
}

fn asks(selector: &str, operation: &Operation) -> bool {
    if selector.starts_with('/') {
        return fits(selector, &operation.path);
    }
    operation.id.as_deref() == Some(selector) || operation.tags.iter().any(|tag| tag == selector)
}

/// Returns `true` if a path matches a pattern, in which each `*` matches any characters or none.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

fn unknown(resolved: &Resolved, selector: &str) -> Diagnostic {
    let file = resolved.operations.first().map_or(SourceLocation::default().file, |of| of.span.file);
    Diagnostic {
        level: Level::Error,
        code: Code::Only,
        span: SourceLocation::value(file, Pointer::default()),
        related: Vec::new(),
        message: format!("`--only {selector}` selects no operation of the description"),
        help: match near(resolved, selector) {
            Some((message, name)) => format!("did you mean the {message} `{name}`?"),
            None if selector == WEBHOOKS => "the description has no webhooks".to_owned(),
            None => {
                "use a tag, an operationId, `webhooks`, or a path with `*` for any characters: `/pets/*`".to_owned()
            }
        },
    }
}

/// Returns a path without the names of its parameters.
fn unnamed(path: &str) -> String {
    let segment = |of: &str| if of.starts_with('{') { "{}".to_owned() } else { of.to_owned() };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// Returns the kind and name of a similar selector: a path without its slash, a similar name, else a name that begins with the selector or is
/// part of it.
fn near(resolved: &Resolved, selector: &str) -> Option<(&'static str, String)> {
    let all = || resolved.operations.iter();
    let tags = || all().flat_map(|of| of.tags.iter().map(String::as_str));
    let (ids, paths) = (|| all().filter_map(|of| of.id.as_deref()), || all().map(|of| of.path.as_str()));
    let is_tag = |name: &str| tags().any(|tag| tag == name);
    if selector.is_empty() || selector == WEBHOOKS {
        return None;
    }
    let kind = |name: &str| (if is_tag(name) { "tag" } else { "operationId" }, name.to_owned());
    // `GET /pets` is one of the operations of `/pets`.
    let path = selector.split_once(' ').map_or(selector, |(_, path)| path);
    if path.starts_with('/') {
        let alike = paths().find(|of| unnamed(of) == unnamed(path));
        return alike.or_else(|| nearest(path, paths())).map(|path| ("path", path.to_owned()));
    }
    let same = |name: &&str| name.eq_ignore_ascii_case(selector);
    if let Some(name) = tags().find(same).or_else(|| ids().find(same)) {
        return Some(kind(name));
    }
    let slashed = format!("/{selector}");
    if paths().any(|path| fits(&slashed, path)) {
        return Some(("path", slashed));
    }
    let small = selector.to_lowercase();
    let like = |name: &&str| name.to_lowercase().starts_with(&small) || small.contains(&name.to_lowercase());
    nearest(selector, tags().chain(ids())).or_else(|| tags().find(like)).or_else(|| ids().find(like)).map(kind)
}
