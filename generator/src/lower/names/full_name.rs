//! The name of an operation apart from its resource, in words. Must not know which names are taken.

use crate::resolve::Operation;

/// Returns the name of an operation in words: its id, else method and path.
#[must_use]
pub(crate) fn whole_name(operation: &Operation) -> String {
    match &operation.id {
        Some(id) if id.contains(char::is_alphanumeric) => id.clone(),
        Some(_) | None => {
            let path = named_once(&operation.path).replace(['{', '}', '/'], " ");
            format!("{} {path}", operation.method.to_lowercase())
        }
    }
}

/// Returns a path with `city` for `city={city}` in its query.
fn named_once(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let name = |pair: &str| match pair.split_once('=') {
        Some((name, value)) if value.trim_matches(['{', '}']) == name => name.to_owned(),
        Some(_) | None => pair.to_owned(),
    };
    format!("{path} {}", query.split('&').map(name).collect::<Vec<_>>().join(" "))
}

/// Returns the words before the resource's name, if the name is the object of the action: `create
/// payment` leaves `create`, `assign user to group` leaves `assign user`; `booking payment` leaves
/// nothing, because it is a kind of payment. `again` is `true` if the name was at the start too.
pub(crate) fn before<'w>(whole: &'w [String], form: &[String], again: bool) -> Option<&'w [String]> {
    const LINKS: &str = "a an the this for from of to in by with";
    const KINDS: &str = "all any batch beta bulk current fully many multiple my new one own partial partially single";
    let kind = |word: &String| KINDS.split(' ').any(|kind| kind == word);
    let link = |word: &String| LINKS.split(' ').any(|link| link == word);
    let left = whole.strip_suffix(form)?;
    let last = left.iter().rposition(|word| !link(word))?;
    let kept = left.get(..=last)?;
    let linked = kept.len() < left.len();
    // `list followers for user` of `users` is not shortened to `list followers`, because the id was
    // written in full.
    if linked && again {
        return None;
    }
    let one = kept.iter().filter(|word| !kind(word)).count() < 2;
    (one || linked && !kept.iter().any(link)).then_some(kept)
}
