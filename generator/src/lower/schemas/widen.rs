//! Schemas without a type of their own: they are widened to any JSON, or an array of it, which goes
//! over the wire unchanged. That is reported if such a schema is used. Must not know Rust names or
//! types.

use super::classify::{Class, Kind};
use crate::report::{Code, Diagnostic, Level};
use crate::resolve::{Resolved, SchemaId};

/// The reasons why schemas were widened, by their indices.
#[derive(Debug, Default)]
pub(crate) struct Widened(Vec<Option<(Code, &'static str)>>);

impl Widened {
    /// Returns the diagnostic for a schema that is used.
    #[must_use]
    pub(crate) fn diagnostic(&self, resolved: &Resolved, id: SchemaId) -> Option<Diagnostic> {
        let (code, message) = self.0.get(id.index()).copied().flatten()?;
        Some(Diagnostic {
            level: Level::Widened,
            code,
            span: resolved.schema(id).span.clone(),
            related: Vec::new(),
            message: message.to_owned(),
            help: help(code),
        })
    }
}

fn help(code: Code) -> String {
    if code == Code::TypedRest {
        return "move the properties of each schema into an object of their own".to_owned();
    }
    "it is sent and read unchanged; use serde_json to read its parts".to_owned()
}

/// Widens all schemas without a type of their own.
pub(crate) fn widen(resolved: &Resolved, classes: &mut [Class]) -> Widened {
    let mut widened = Widened(vec![None; classes.len()]);
    for index in 0..classes.len() {
        let id = SchemaId::new(index);
        let Some(kind) = classes.get(index).map(|class| class.kind.clone()) else { continue };
        let (kind, why) = match kind {
            Kind::Merge => merge(resolved, classes, id),
            Kind::Tuple => tuple(resolved, classes, id),
            Kind::Union(branches) if resolved.schema(id).by_name => (Kind::Union(branches), Some(BY_NAME)),
            other => (other, None),
        };
        set(classes, &mut widened, index, kind, why);
    }
    for index in endless(classes) {
        let why =
            (Code::EndlessType, "an array, map or reference that contains nothing but itself is taken as any JSON");
        set(classes, &mut widened, index, Kind::Any, Some(why));
    }
    widened
}

/// Patterns are not matched, as every client would need a library for regular expressions.
const BY_NAME: (Code, &str) = (
    Code::TypedRest,
    "the client does not match names of properties against patterns: a property has the first type that fits",
);

fn set(classes: &mut [Class], widened: &mut Widened, index: usize, kind: Kind, why: Option<(Code, &'static str)>) {
    if let (Some(class), Some(slot)) = (classes.get_mut(index), widened.0.get_mut(index)) {
        class.kind = kind;
        *slot = why;
    }
}

/// A kind, with the reason if it was widened.
type Reasoned = (Kind, Option<(Code, &'static str)>);

/// Returns the kind of an `allOf` of schemas that are not objects: an alias of the most
/// precise part, or any JSON.
fn merge(resolved: &Resolved, classes: &[Class], id: SchemaId) -> Reasoned {
    let schema = resolved.schema(id);
    let members: Vec<SchemaId> = schema.reference.iter().chain(&schema.all_of).copied().collect();
    let kind = |id: &SchemaId| {
        let mut current = *id;
        for _ in 0..classes.len() {
            match classes.get(current.index()).map(|class| &class.kind) {
                Some(Kind::Same(target)) => current = *target,
                Some(kind) => return kind.clone(),
                None => break,
            }
        }
        Kind::Any
    };
    let said: Vec<SchemaId> =
        members.iter().copied().filter(|id| !matches!(kind(id), Kind::Any | Kind::Null | Kind::Merge)).collect();
    let rank = |id: &SchemaId| match kind(id) {
        Kind::Values(_) => 0,
        Kind::Record => 1,
        Kind::String | Kind::Integer | Kind::Boolean | Kind::Array(Some(_)) | Kind::Map(Some(_)) => 2,
        Kind::Number | Kind::Array(None) | Kind::Map(None) | Kind::Tuple | Kind::Union(_) => 3,
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Merge => 4,
    };
    let best = said.iter().copied().min_by_key(rank);
    let same_kind = best.is_some_and(|best| said.iter().all(|id| same_sort(&kind(&best), &kind(id))));
    let own = by_own_type(schema).0;
    let own_fits = best.is_none_or(|best| matches!(own, Kind::Any | Kind::Map(None)) || same_sort(&kind(&best), &own));
    // Resolve combined parts with common values, except numbers with names.
    let scalars = best.is_some_and(|best| matches!(kind(&best), Kind::String | Kind::Values(_) | Kind::Boolean));
    match best {
        Some(best) if same_kind && own_fits && !(scalars && said.len() > 1) => (Kind::Same(best), None),
        Some(_) => {
            (Kind::Any, Some((Code::Merge, "an `allOf` of schemas without a common value is taken as any JSON")))
        }
        None => by_own_type(schema),
    }
}

/// Returns the kind by the type next to a `$ref` to a schema without one.
fn by_own_type(schema: &crate::resolve::Schema) -> Reasoned {
    use crate::resolve::JsonType;
    let kind = match schema.types.as_slice() {
        [JsonType::String] => Kind::String,
        [JsonType::Integer] => Kind::Integer,
        [JsonType::Number] => Kind::Number,
        [JsonType::Boolean] => Kind::Boolean,
        [JsonType::Array] => Kind::Array(schema.items),
        [JsonType::Object] => Kind::Map(None),
        [] | [_, ..] => Kind::Any,
    };
    (kind, None)
}

/// Returns `true` if one of two kinds can stand for both.
fn same_sort(left: &Kind, right: &Kind) -> bool {
    let sort = |kind: &Kind| match kind {
        Kind::String | Kind::Values(_) => 1,
        Kind::Integer | Kind::Number => 2,
        Kind::Boolean => 3,
        Kind::Array(_) | Kind::Tuple => 4,
        Kind::Record | Kind::Map(_) => 5,
        Kind::Union(_) => 6,
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Merge => 0,
    };
    sort(left) == sort(right) && (sort(left) != 6 || left == right)
}

/// Returns the kind of a tuple: an array if all items, further ones included, have the same plain
/// schema.
fn tuple(resolved: &Resolved, classes: &[Class], id: SchemaId) -> Reasoned {
    let schema = resolved.schema(id);
    let kind = |id: &SchemaId| classes.get(id.index());
    // `items: false` excludes further items.
    let more = schema.items.iter().filter(|id| kind(id).is_some_and(|class| class.kind != Kind::Never));
    let all: Vec<SchemaId> = schema.prefix_items.iter().chain(more).copied().collect();
    let plain = |class: &Class| matches!(class.kind, Kind::String | Kind::Integer | Kind::Number | Kind::Boolean);
    let first = all.first().and_then(kind);
    // Different formats have different types.
    let looks = |id: &SchemaId| (&resolved.schema(*id).format, resolved.schema(*id).width);
    let alike = all.windows(2).all(|two| two.first().map(looks) == two.last().map(looks));
    let agree = alike && first.is_some_and(|first| all.iter().all(|id| kind(id) == Some(first)) && plain(first));
    let same = all.windows(2).all(|two| match two {
        [one, other] => resolved.schema(*one).reference.is_some_and(|of| resolved.schema(*other).reference == Some(of)),
        _ => false,
    });
    if agree || same && all.len() > 1 {
        return (Kind::Array(all.first().copied()), None);
    }
    (Kind::Tuple, None)
}

/// Returns schemas that lead back to themselves through aliases, arrays and maps only: Rust has no
/// `type A = Vec<A>`.
fn endless(classes: &[Class]) -> Vec<usize> {
    // Each of these kinds has at most one inner schema, so a walk that returns is a cycle.
    let next = |index: usize| match classes.get(index).map(|class| &class.kind) {
        Some(Kind::Same(target)) => Some(target.index()),
        Some(Kind::Array(Some(item)) | Kind::Map(Some(item))) => Some(item.index()),
        Some(_) | None => None,
    };
    let mut state = vec![0_usize; classes.len()];
    let mut endless = Vec::new();
    for start in 0..classes.len() {
        let walk = start + 1;
        let mut current = Some(start);
        while let Some(index) = current.filter(|&index| state.get(index) == Some(&0)) {
            if let Some(mark) = state.get_mut(index) {
                *mark = walk;
            }
            current = next(index);
        }
        // The walk returned to one of its own schemas, which breaks the cycle.
        endless.extend(current.filter(|&index| state.get(index) == Some(&walk)));
    }
    endless
}
