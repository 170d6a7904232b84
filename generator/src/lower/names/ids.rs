//! operationIds without the additions of frameworks. One function for each pattern;
//! guide/decisions/names.md lists them. Must not know resources, nor the names in use.

use super::paths::{Segment, common, flat, is_common, is_version, spells};
use super::words;

/// An operationId without the additions of a framework.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// The words that a person chose; empty if the id only repeats method and path.
    pub words: Vec<String>,
    /// The same words after the class, for names that are used outside of the resource.
    pub whole: Vec<String>,
    /// The first part of a dotted id: `sql` of `sql.instances.get`.
    pub service: Vec<String>,
    /// `true` if a framework added something, so that the rest may be the resource's name alone.
    pub is_cut: bool,
    /// `true` if a number was dropped that distinguishes it from an operation of the same name.
    pub numbered: bool,
}

/// Facts that only follow from all ids of a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Context {
    /// `true` if another operation has the same id, apart from a number.
    pub repeated: bool,
    /// `true` if most ids are method and path.
    pub routes: bool,
}

/// Returns an id without the number at its end, by which [`Context::repeated`] is found.
pub(super) fn stem(id: &str) -> &str {
    without_count(id).0
}

/// Reads the id of an operation.
pub(super) fn own(id: &str, method: &str, path: &[Segment], context: Context) -> Own {
    let (plain, counted) = without_count(id);
    let indexed = plain != id && (counted || controller(&words::words(plain)).is_some());
    let numbered = !indexed && plain != id && is_counter(plain, id, path) && context.repeated;
    let all = words::words(if indexed || numbered { plain } else { id });
    let method = method.to_lowercase();
    let all = without_method(&all, &method);
    // ASP.NET's `Information_Get` has a method too, and not a path.
    let is_class = id.rsplit_once('_').is_some_and(|(_, last)| last.starts_with(char::is_uppercase));
    let is_word = id.chars().all(|c| c.is_alphanumeric() || c == '_');
    let function =
        function(all, &method, path).filter(|of| is_word && !is_class && !of.iter().all(|word| is_common(word)));
    let (whole, left) = match (function, controller(all)) {
        (Some(function), _) => (function.to_vec(), function),
        (None, Some((class, function))) => ([class, function].concat(), function),
        (None, None) => (all.to_vec(), all),
    };
    let is_cut = whole.len() < all.len() || all.len() > left.len();
    let is_alone = is_route(left, &method, path, true) && path.iter().any(|segment| segment.fixed().is_none());
    let nothing = is_alone || context.routes && is_route(left, &method, path, false);
    let words = if nothing { Vec::new() } else { left.to_vec() };
    let service =
        if id.matches('.').count() > 1 { words::words(id.split('.').next().unwrap_or_default()) } else { Vec::new() };
    Own { words, whole, service, is_cut, numbered }
}

/// Splits the number off an id, and returns `true` if it is an index and not a counter:
/// `getUsers_1` → `getUsers`, `list[0]` → `list` (`true`).
fn without_count(id: &str) -> (&str, bool) {
    let digits = |text: &str| !text.is_empty() && text.len() < 4 && text.bytes().all(|b| b.is_ascii_digit());
    if let Some((plain, _)) = id.strip_suffix(']').and_then(|id| id.rsplit_once('[')).filter(|(_, of)| digits(of)) {
        return (plain, true);
    }
    match id.rsplit_once('_') {
        Some((plain, count)) if digits(count) && plain.contains(char::is_alphabetic) => (plain, false),
        Some(_) | None => (id, false),
    }
}

/// Returns `true` for the number by which springdoc distinguishes Java methods of the same name: it
/// follows a name in camel case, and is not in the path.
fn is_counter(plain: &str, id: &str, path: &[Segment]) -> bool {
    let count = id.strip_prefix(plain).unwrap_or_default().trim_start_matches('_');
    let in_path = path.iter().flat_map(Segment::words).any(|word| word.ends_with(count));
    !plain.contains(['_', '-', '/', '.']) && !in_path
}

/// Removes what springfox adds: `getUserUsingGET` → `get user`.
fn without_method<'w>(all: &'w [String], method: &str) -> &'w [String] {
    match all {
        [left @ .., using, last] if using == "using" && last == method && !left.is_empty() => left,
        all => all,
    }
}

/// Returns the function of an id by FastAPI: `create_item_items_post` is the function, the path and
/// the method. Returns `None` if the whole id is path and method.
fn function<'w>(all: &'w [String], method: &str, path: &[Segment]) -> Option<&'w [String]> {
    let (_, front) = all.split_last().filter(|(last, _)| *last == method)?;
    (0..=common(path)).find_map(|skipped| {
        let route: String = path.get(skipped..)?.iter().map(|segment| flat(segment.words())).collect();
        let named = |at: &usize| !route.is_empty() && front.get(*at..).is_some_and(|rest| flat(rest) == route);
        front.get(..(1..front.len()).find(named)?)
    })
}

/// Returns class and function of an id by NestJS and others: `CatsController_findAll` → `cats`,
/// `find all`.
fn controller(all: &[String]) -> Option<(&[String], &[String])> {
    let at = all.iter().position(|word| word == "controller")?;
    let (class, function) = (all.get(..at)?, all.get(at + 1..)?);
    // `get_controller_status` is about a controller: the name of a class does not begin with a
    // verb.
    let [first, ..] = class else { return None };
    let numbers = function.iter().all(|word| is_version(word));
    (!numbers && !is_verb(first) && !matches!(first.as_str(), "the" | "a" | "by" | "for" | "of"))
        .then_some((class, function))
}

/// Returns `true` if the words are only method and path, in either order: `get_bookings`,
/// `bookings-id-get`, `PostUsersUserUnlock`.
fn is_route(all: &[String], method: &str, path: &[Segment], strict: bool) -> bool {
    let front = all.split_first().filter(|(first, _)| *first == method).map(|(_, rest)| rest);
    let back = all.split_last().filter(|(last, _)| *last == method).map(|(_, rest)| rest);
    [front, back].into_iter().flatten().any(|rest| spells(&flat(rest), path, strict))
}

/// Returns `true` if an id is method and path, with all parameters.
pub(super) fn is_strict_route(id: &str, method: &str, path: &[Segment]) -> bool {
    is_route(&words::words(id), &method.to_lowercase(), path, true)
}

/// Verbs at the start of operationIds and action segments that are not nouns too.
const VERBS: &str = "accept activate add advance analyze apply approve assign attach authenticate authorize begin \
    calculate cancel capture close complete compute confirm connect convert create deactivate decline decode decrypt delete deny \
    deregister describe destroy detach disable disconnect dismiss edit enable encode encrypt enroll execute expire fetch finalize find \
    finish follow generate get insert instantiate invalidate is join leave list mark merge modify move mute notify parse patch pause \
    perform pin post process promote publish purge put query read reactivate reboot rebuild reconnect recover refresh refuse \
    regenerate register reject remove rename render renew reopen reorder replace resend reset resize resolve restart restore \
    resume retrieve retry revert revoke rotate run save search send set shutdown sign simulate solve start stop submit \
    subscribe suspend swap sync synchronize terminate toggle transfer transform translate trigger unarchive unassign unblock undelete \
    undo unfollow unlink unlock unmute unpin unpublish unregister unset unsubscribe unsuspend update upgrade upsert validate verify void watch";

/// Returns `true` for a word that is always a verb at the start of a name.
pub(super) fn is_verb(word: &str) -> bool {
    VERBS.split_whitespace().any(|verb| verb == word)
}
