//! Hints: responses that look like pages, with the `x-pagination` that may be meant. Similar
//! operations share a message. Must not know how a client follows pages.

use super::response::{fields, is_integer, is_text, items, list, one_of};
use super::shapes::{CURSORS, may_be_address, may_be_next};
use crate::lower::model::{Api, Operation, ParameterLocation, Type};
use crate::report::{Code, Diagnostic, Level, Pointer, Report, SourceLocation};

const NUMBERS: [&str; 7] = ["page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage", "pageid"];
const OFFSETS: [&str; 6] = ["offset", "pageoffset", "skip", "start", "startindex", "startat"];

/// The hints so far, each with its first operation and the number of others.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    list: Vec<(String, SourceLocation, usize)>,
}

impl Hints {
    /// Adds a hint for an operation that has no pages and no `x-pagination`.
    pub(crate) fn look(&mut self, api: &Api, operation: &Operation) {
        let Some(hint) = hint(api, operation) else { return };
        match self.list.iter_mut().find(|(known, ..)| *known == hint) {
            Some((_, _, others)) => *others += 1,
            None => self.list.push((hint, operation.span.clone(), 0)),
        }
    }

    /// Reports them.
    pub(crate) fn report(self, report: &mut Report) {
        for (hint, span, others) in self.list {
            let others = match others {
                0 => String::new(),
                1 => ", as does 1 other operation".to_owned(),
                others => format!(", as do {others} other operations"),
            };
            report.add(Diagnostic {
                level: Level::Ignored,
                code: Code::Unpaged,
                span,
                related: Vec::new(),
                message: format!("this looks like pages{others}, and it is not certain how one leads to the next"),
                help: format!("add `x-pagination: {hint}`, or `x-pagination: false` where there are none"),
            });
        }
    }
}

/// Returns the `x-pagination` that may be meant.
fn hint(api: &Api, operation: &Operation) -> Option<String> {
    if operation.method != "GET" {
        return None;
    }
    // One of several arrays has to be named; a page has at least one.
    let which = match items(api, operation, None) {
        Some(_) => String::new(),
        None => {
            let mut arrays = fields(api, &operation.output).iter().filter(|field| list(api, &field.ty).is_some());
            format!(", items: {}", pointer(vec![arrays.next()?.wire.clone()]))
        }
    };
    let named = |names: &[&str], text: bool| {
        let fits =
            |ty: &Type| if text { is_text(api, ty) } else { is_integer(ty) || matches!(ty, Type::Number | Type::F64) };
        let mut all = operation.parameters.iter().filter(|of| of.location == ParameterLocation::Query && !of.required);
        all.find(|of| one_of(names, &of.wire) && fits(&of.ty)).map(|of| of.wire.as_str())
    };
    if let Some((name, next)) = named(&CURSORS, true).zip(may_be_next(api, &operation.output)) {
        return Some(format!("{{ by: cursor, parameter: {}, next: {}{which} }}", plain(name), pointer(next)));
    }
    if let Some(next) = may_be_address(api, &operation.output) {
        return Some(format!("{{ by: next-link, next: {}{which} }}", pointer(next)));
    }
    let mut headers = operation.headers.iter().filter_map(|index| api.headers.get(*index));
    if headers.any(|header| header.wire.eq_ignore_ascii_case("link")) {
        return Some(format!("{{ by: link{which} }}"));
    }
    if let Some(name) = named(&NUMBERS, false) {
        return Some(format!("{{ by: number, parameter: {}{which} }}", plain(name)));
    }
    named(&OFFSETS, false).map(|name| format!("{{ by: offset, parameter: {}{which} }}", plain(name)))
}

fn pointer(keys: Vec<String>) -> String {
    plain(&keys.iter().fold(Pointer::default(), |at, key| at.child(key)).to_string())
}

/// Returns a string as YAML within braces.
fn plain(text: &str) -> String {
    let is_plain =
        text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./~".contains(c)) && !text.starts_with(['-', '.', '~']);
    if is_plain && !text.is_empty() { text.to_owned() } else { format!("{text:?}") }
}
