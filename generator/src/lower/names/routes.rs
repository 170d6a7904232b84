//! Names by method and path, for operations whose ids say nothing else: `list`, `get`, `create`,
//! `update`, `replace` and `delete`, with the segments after the resource, or the last fixed
//! segment of an action. Must not know operationIds.

use super::ids::is_verb;
use super::paths::{Segment, flat, singular};
use super::responses::ResponseForm;

/// The method, path and response of an operation.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// The method in capitals.
    pub method: String,
    /// The path.
    pub path: Vec<Segment>,
    /// The number of segments at the start that every API has.
    pub common: usize,
    /// The index after the resource's segments.
    pub base: usize,
    /// `true` if these segments have the name of the resource.
    pub is_named: bool,
    /// The methods of the same path.
    pub methods: Vec<String>,
    /// The form of a successful response.
    pub response: ResponseForm,
}

/// A name by method and path, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    /// The shortest name: `list payments`, `cancel`.
    pub short: Vec<String>,
    /// The name with all fixed segments after the resource: `list refund payments`.
    pub long: Vec<String>,
    /// `true` if it acts on a whole collection: the same action on one item takes precedence.
    pub bulk: bool,
    /// `true` if it returns many items of the resource itself.
    pub many: bool,
    /// `true` if it begins with a verb, and not with a noun that names an action.
    pub is_verb: bool,
}

/// Words that name an action if they are a whole segment, and may be nouns elsewhere.
const ACTIONS: &str = "abort ack archive authorise batch block broadcast bulk cancelled check checkout clear clone compare \
    copy count deploy diff download duplicate echo evaluate exchange export forget forgot import invite invoke lock login logout \
    lookup ping preview probe rank release render rerun reverse reverify review rollback scan signin signout signup \
    sort split stats transition upload vote";

impl Route {
    /// Returns the fixed segments after the resource, each with `true` if a parameter follows it.
    fn tail(&self) -> Vec<(&[String], bool)> {
        let tail = self.path.get(self.base..).unwrap_or_default();
        let parameter = |index: usize| tail.get(index + 1).is_some_and(|of| of.fixed().is_none());
        tail.iter().enumerate().filter_map(|(index, of)| Some((of.fixed()?, parameter(index)))).collect()
    }

    fn is_item(&self) -> bool {
        self.path.last().is_some_and(|segment| segment.fixed().is_none())
    }

    /// Returns the last fixed segment.
    fn last_fixed(&self) -> Option<&[String]> {
        self.path.iter().rev().find_map(Segment::fixed)
    }

    /// Returns `true` if a request for the path without parameter at the end returns many items.
    pub(super) fn is_list(&self) -> bool {
        let plural = self.last_fixed().and_then(things).is_some();
        match self.response {
            ResponseForm::Array => true,
            ResponseForm::Holder | ResponseForm::Unknown => plural && !self.is_item(),
            ResponseForm::One => false,
        }
    }

    /// Returns the name by method and path.
    pub(super) fn shape(&self) -> Shape {
        let tail = self.tail();
        let Some(((last, _), parents)) = tail.split_last() else { return self.of_resource() };
        let parents: Vec<String> = parents.iter().flat_map(|(of, item)| words_of(of, *item)).collect();
        if self.is_action(last) {
            // An action on an item of something other than the resource: `approve_authorization`.
            let is_verb = last.len() == 1 && (is_listed(last) || last.first().is_some_and(|first| is_verb(first)));
            let on = tail.iter().rev().nth(1).filter(|(of, item)| is_verb && (*item || things(of).is_some()));
            let on = on.map(|(of, item)| words_of(of, *item)).unwrap_or_default();
            let (short, long) = ([last, on.as_slice()].concat(), [last, parents.as_slice()].concat());
            let is_verb = last.first().is_some_and(|first| is_action_word(first) && !is_session(first));
            return Shape { short, long, bulk: self.method != "GET", many: false, is_verb };
        }
        let list = self.method == "GET" && self.is_list();
        let target = words_of(last, !list && (self.is_item() || self.method == "POST"));
        let verb = vec![self.verb()];
        let (short, long) = ([verb.clone(), target.clone()].concat(), [verb, parents, target].concat());
        Shape { short, long, bulk: self.is_collection(), many: false, is_verb: true }
    }

    /// The name of an operation on the resource itself or an item of it.
    fn of_resource(&self) -> Shape {
        let last = self.path.last().and_then(Segment::fixed).filter(|_| self.method == "POST");
        let action = last.filter(|last| last.first().is_some_and(|first| is_verb(first) || is_session(first)));
        let short = action.map_or_else(|| vec![self.verb()], <[String]>::to_vec);
        let many = self.method == "GET" && self.is_list();
        Shape { long: short.clone(), short, bulk: self.is_collection(), many, is_verb: true }
    }

    /// Names a change or removal of several items, such as `DELETE /pets`.
    pub(super) fn is_collection(&self) -> bool {
        let plural = self.last_fixed().and_then(things).is_some();
        matches!(self.method.as_str(), "PUT" | "PATCH" | "DELETE") && plural && !self.is_item()
    }

    /// Returns `true` if the last segment is an action and not an object.
    fn is_action(&self, last: &[String]) -> bool {
        if self.is_item() || self.method == "DELETE" {
            return false;
        }
        let Some(first) = last.first() else { return false };
        let verb = is_verb(first) || is_listed(last);
        // A path that is also read or deleted is an object: `POST /users/{id}/avatar`.
        let alone = || !self.methods.iter().any(|of| matches!(of.as_str(), "GET" | "PUT" | "PATCH" | "DELETE"));
        let after_item = self.path.len() > self.base && things(last).is_none();
        verb || self.method == "POST" && after_item && alone()
    }

    /// Returns the verb for the method.
    pub(super) fn verb(&self) -> String {
        let verb = match self.method.as_str() {
            "GET" if self.is_list() => "list",
            "GET" => "get",
            "POST" if self.is_item() => "update",
            "POST" => "create",
            "PUT" => "replace",
            "PATCH" => "update",
            "DELETE" => "delete",
            other => return other.to_lowercase(),
        };
        verb.to_owned()
    }

    /// Returns `true` if an id that is the resource's name can only be a noun: `GET /teams`, `POST
    /// /verifications`.
    pub(super) fn is_of_things(&self, id: &[String]) -> bool {
        let is_action = id.len() > 1 && id.first().is_some_and(|first| is_action_word(first));
        !is_action && self.is_thing() && self.tail().is_empty()
    }

    fn is_thing(&self) -> bool {
        self.method == "GET" || self.last_fixed().and_then(things).is_some()
    }

    /// Returns all fixed segments, as a last resort: `list_file_comments`, `get_file_comment`. With
    /// `last_too`, the last segment may be in the singular too.
    pub(super) fn full(&self, last_too: bool) -> Vec<String> {
        let last = self.path.iter().rposition(|segment| segment.fixed().is_some()).filter(|_| !last_too);
        let is_item = |at: usize| Some(at) != last && self.path.get(at + 1).is_some_and(|of| of.fixed().is_none());
        let fixed = self.path.iter().enumerate().skip(self.common);
        let fixed = fixed.filter_map(|(at, segment)| Some(words_of(segment.fixed()?, is_item(at)))).flatten();
        let action = self.last_fixed().is_some_and(|last| self.is_action(last));
        let verb = if action { self.method.to_lowercase() } else { self.verb() };
        std::iter::once(verb).chain(fixed).collect()
    }

    /// Returns the method with the action, for several methods of a path: `post_search`.
    pub(super) fn with_method(&self) -> Option<Vec<String>> {
        let last = self.last_fixed().filter(|last| self.is_action(last))?;
        Some(std::iter::once(self.method.to_lowercase()).chain(last.iter().cloned()).collect())
    }

    /// Returns `true` if words are the first fixed segment after the resource, or the name of an
    /// item of it.
    pub(super) fn is_next(&self, words: &[String]) -> bool {
        let words = flat(words);
        let one = |of: &[String]| singular(of).map(|of| flat(&of)) == Some(words.clone());
        let is = |of: &[String]| flat(of) == words || flat(of) == format!("{words}s") || one(of);
        self.is_named && self.tail().first().is_some_and(|(of, _)| is(of))
    }

    /// Returns `true` if words are the fixed segments before the resource: `api v1` of
    /// `/api/v1/pets`.
    pub(super) fn begins_with(&self, words: &[String]) -> bool {
        let front: Vec<String> =
            self.path.iter().take(self.base.saturating_sub(1)).filter_map(Segment::fixed).map(flat).collect();
        (0..front.len()).any(|from| front.get(from..).is_some_and(|front| front.concat() == flat(words)))
    }

    /// Returns `true` if words are the parameter at the end of the path, which ids repeat after
    /// `by`.
    pub(super) fn repeats_parameter(&self, words: &[String]) -> bool {
        let last = self.path.last().filter(|of| of.fixed().is_none() && self.tail().is_empty());
        last.is_some_and(|of| flat(of.words()) == flat(words) || of.words().ends_with(words) && words == ["id"])
    }
}

/// Returns the singular of a plural, or `None` for one object whose name is a plural.
fn things(segment: &[String]) -> Option<Vec<String>> {
    const WHOLES: [&str; 8] =
        ["details", "information", "news", "options", "preferences", "settings", "statistics", "stats"];
    singular(segment).filter(|_| segment.last().is_none_or(|last| !WHOLES.contains(&last.as_str())))
}

fn is_listed(segment: &[String]) -> bool {
    segment.len() == 1 && segment.first().is_some_and(|first| ACTIONS.split_whitespace().any(|action| action == first))
}

/// Returns `true` for a word that names an action, a noun elsewhere or not.
pub(super) fn is_action_word(word: &str) -> bool {
    is_verb(word) || ACTIONS.split_whitespace().any(|action| action == word)
}

fn is_session(word: &str) -> bool {
    matches!(word, "login" | "logout" | "signin" | "signout" | "signup")
}

/// Returns the words of a segment, in the singular if it names one item.
fn words_of(segment: &[String], item: bool) -> Vec<String> {
    let many = segment.iter().any(|word| matches!(word.as_str(), "all" | "many" | "multiple"));
    let singular = if item && !many { things(segment) } else { None };
    singular.unwrap_or_else(|| segment.to_vec())
}
