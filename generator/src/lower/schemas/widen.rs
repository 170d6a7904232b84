//! Schemas that have no type of their own here: they are taken as any JSON, or an array of it, which goes over the wire as
//! it is; and that is told where such a schema is used.

use super::classify::{Class, Kind};
use crate::report::{Code, Diagnostic, Level};
use crate::resolve::{Resolved, SchemaId};

/// Why a schema was widened, by its position.
#[derive(Debug, Default)]
pub(crate) struct Widened(Vec<Option<(Code, &'static str)>>);

impl Widened {
    /// What to tell of a schema that is used.
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
        return "give the members of one schema an object of their own".to_owned();
    }
    "it is sent and read as it is; use serde_json for what is inside".to_owned()
}

/// Takes what cannot be carried out as any JSON.
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
        let why = (Code::EndlessType, "an array, map or reference that holds nothing but itself is taken as any JSON");
        set(classes, &mut widened, index, Kind::Any, Some(why));
    }
    widened
}

/// Patterns are not matched: that would need a library for regular expressions in every client.
const BY_NAME: (Code, &str) =
    (Code::TypedRest, "names decide which schema holds, and are not matched against patterns: a member is what fits");

fn set(classes: &mut [Class], widened: &mut Widened, index: usize, kind: Kind, why: Option<(Code, &'static str)>) {
    if let (Some(class), Some(slot)) = (classes.get_mut(index), widened.0.get_mut(index)) {
        class.kind = kind;
        *slot = why;
    }
}

type Told = (Kind, Option<(Code, &'static str)>);

/// Schemas that hold at once and are no objects: one that says more than the others, or any JSON.
fn merge(resolved: &Resolved, classes: &[Class], id: SchemaId) -> Told {
    let schema = resolved.schema(id);
    let members: Vec<SchemaId> = schema.reference.iter().chain(&schema.all_of).copied().collect();
    let kind = |id: &SchemaId| {
        let mut at = *id;
        for _ in 0..classes.len() {
            match classes.get(at.index()).map(|class| &class.kind) {
                Some(Kind::Same(target)) => at = *target,
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
        Kind::Text | Kind::Integer | Kind::Boolean | Kind::List(Some(_)) | Kind::Map(Some(_)) => 2,
        Kind::Number | Kind::List(None) | Kind::Map(None) | Kind::Tuple | Kind::Union(_) => 3,
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Merge => 4,
    };
    let best = said.iter().copied().min_by_key(rank);
    let alike = best.is_some_and(|best| said.iter().all(|id| same_sort(&kind(&best), &kind(id))));
    let own = by_own_words(schema).0;
    let own_fits = best.is_none_or(|best| matches!(own, Kind::Any | Kind::Map(None)) || same_sort(&kind(&best), &own));
    // What has a common value was put together by resolve, but for numbers with names.
    let scalars = best.is_some_and(|best| matches!(kind(&best), Kind::Text | Kind::Values(_) | Kind::Boolean));
    match best {
        Some(best) if alike && own_fits && !(scalars && said.len() > 1) => (Kind::Same(best), None),
        Some(_) => {
            (Kind::Any, Some((Code::Merge, "schemas without a common value that hold at once are taken as any JSON")))
        }
        None => by_own_words(schema),
    }
}

/// A `$ref` to something without a type, with a type beside it.
fn by_own_words(schema: &crate::resolve::Schema) -> Told {
    use crate::resolve::JsonType;
    let kind = match schema.types.as_slice() {
        [JsonType::String] => Kind::Text,
        [JsonType::Integer] => Kind::Integer,
        [JsonType::Number] => Kind::Number,
        [JsonType::Boolean] => Kind::Boolean,
        [JsonType::Array] => Kind::List(schema.items),
        [JsonType::Object] => Kind::Map(None),
        [] | [_, ..] => Kind::Any,
    };
    (kind, None)
}

/// Whether one of two kinds can stand for both.
fn same_sort(one: &Kind, other: &Kind) -> bool {
    let sort = |kind: &Kind| match kind {
        Kind::Text | Kind::Values(_) => 1,
        Kind::Integer | Kind::Number => 2,
        Kind::Boolean => 3,
        Kind::List(_) | Kind::Tuple => 4,
        Kind::Record | Kind::Map(_) => 5,
        Kind::Union(_) => 6,
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Merge => 0,
    };
    sort(one) == sort(other) && (sort(one) != 6 || one == other)
}

/// An array of fixed places: an array of one schema where all agree, what follows them included.
fn tuple(resolved: &Resolved, classes: &[Class], id: SchemaId) -> Told {
    let schema = resolved.schema(id);
    let kind = |id: &SchemaId| classes.get(id.index());
    // `items: false` says that there are no more.
    let more = schema.items.iter().filter(|id| kind(id).is_some_and(|class| class.kind != Kind::Never));
    let all: Vec<SchemaId> = schema.prefix_items.iter().chain(more).copied().collect();
    let plain = |class: &Class| matches!(class.kind, Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean);
    let first = all.first().and_then(kind);
    // The format, and with it the type, may differ.
    let looks = |id: &SchemaId| (&resolved.schema(*id).format, resolved.schema(*id).width);
    let alike = all.windows(2).all(|two| two.first().map(looks) == two.last().map(looks));
    let agree = alike && first.is_some_and(|first| all.iter().all(|id| kind(id) == Some(first)) && plain(first));
    let same = all.windows(2).all(|two| match two {
        [one, other] => resolved.schema(*one).reference.is_some_and(|of| resolved.schema(*other).reference == Some(of)),
        _ => false,
    });
    if agree || same && all.len() > 1 {
        return (Kind::List(all.first().copied()), None);
    }
    (Kind::Tuple, None)
}

/// Schemas that come back to themselves through nothing but aliases, arrays and maps: Rust has no
/// `type A = Vec<A>`.
fn endless(classes: &[Class]) -> Vec<usize> {
    // Each of these kinds has at most one child, so a walk that comes back is a cycle.
    let next = |index: usize| match classes.get(index).map(|class| &class.kind) {
        Some(Kind::Same(target)) => Some(target.index()),
        Some(Kind::List(Some(item)) | Kind::Map(Some(item))) => Some(item.index()),
        Some(_) | None => None,
    };
    let mut state = vec![0_usize; classes.len()];
    let mut endless = Vec::new();
    for start in 0..classes.len() {
        let walk = start + 1;
        let mut at = Some(start);
        while let Some(index) = at.filter(|&index| state.get(index) == Some(&0)) {
            if let Some(mark) = state.get_mut(index) {
                *mark = walk;
            }
            at = next(index);
        }
        // Came back to a schema of this very walk: one of the circle is enough to break it.
        endless.extend(at.filter(|&index| state.get(index) == Some(&walk)));
    }
    endless
}
