//! Unions: one of several types, told apart by a tag or by which one fits; what fits none is kept whole.

use std::any::TypeId;
use std::fmt;

use serde_json::Value;

use super::field::{Field, Slot, View};
use super::kept::{self, Kept};
use super::read_union::{READER, UnionReader};
use super::tagged::Tagged;
use super::write::Writer;

/// What is known of a union beside its variants: one `static` a union.
#[derive(Debug)]
pub struct UnionShape {
    /// The Rust names of the variants, in the description's order.
    pub variants: &'static [&'static str],
    /// The member that tells the variants apart (Discriminator Object); empty where there is none.
    pub tag: &'static str,
    /// The values of the tag, each with the number of its variant.
    pub tags: &'static [(&'static str, usize)],
    /// Discriminator values that variants do not hold themselves, each with the number of its variant: the union writes them.
    pub sent: &'static [(usize, &'static str)],
    /// The variant that a value is whose tag is absent or not known (`defaultMapping`).
    pub default: Option<usize>,
    /// Members that only have certain values other than texts: variant, key, and the values as a JSON array.
    pub constants: &'static [(usize, &'static str, &'static str)],
}

impl UnionShape {
    /// The discriminator value that is written with a variant which may lack it.
    #[must_use]
    pub fn sent(&self, variant: usize) -> Option<&'static str> {
        self.sent.iter().find(|(of, _)| *of == variant).map(|(_, tag)| *tag)
    }

    /// Returns `true` if a discriminator value stands for a variant.
    #[must_use]
    pub fn stands_for(&self, tag: &str, variant: usize) -> bool {
        self.tags.iter().any(|(of, number)| *of == tag && *number == variant)
    }
}

/// An emitted union.
pub trait Union: Send + Sync + 'static {
    /// Which of all unions it is.
    fn id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
    /// The unknown variant.
    fn whole(value: Whole) -> Self
    where
        Self: Sized;
    /// The number of the variant in [`UnionShape::variants`], and what it holds; one further is the unknown one.
    fn inner(&self) -> (usize, &dyn Field);
    /// Returns the functions that read the union.
    #[doc(hidden)]
    fn reader(&self) -> &'static UnionReader {
        &READER
    }
    /// Becomes variant `index`, blank, to be filled; beyond the known ones the unknown one.
    fn choose(&mut self, index: usize) -> &mut dyn Field;
}

/// A value that fits none of a union's variants, kept as it came. There is no public way to look inside other than as
/// JSON: a newer version of this crate may have a variant for it.
#[derive(Clone, Default)]
pub struct Whole(Box<(Value, Option<Kept>)>);

impl Whole {
    /// Keeps `value`.
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: Value) -> Whole {
        Whole(Box::new((value, None)))
    }

    /// Keeps a JSON text.
    pub(super) fn of_json(text: &str) -> Whole {
        Whole(Box::new(kept::read(text)))
    }

    fn json(&self) -> Option<&str> {
        self.0.1.as_ref()?.text_of(&self.0.0)
    }
}

impl PartialEq for Whole {
    fn eq(&self, other: &Whole) -> bool {
        kept::same((&self.0.0, self.0.1.as_ref()), (&other.0.0, other.0.1.as_ref()))
    }
}

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.json() {
            Some(text) => f.write_str(text),
            None => fmt::Debug::fmt(&self.0.0, f),
        }
    }
}

impl Field for Whole {
    fn blank() -> Self {
        Whole::default()
    }
    fn view(&self) -> View<'_> {
        View::Any(&self.0.0)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Whole(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        match self.json() {
            Some(text) => to.as_it_is(text),
            None => to.any(&self.0.0),
        }
    }
    fn whole(&self) -> Option<&Whole> {
        Some(self)
    }
}

/// `tag()` of an emitted union: the value of the member that tells its variants apart.
#[must_use]
pub fn tag_of(shape: &'static UnionShape, union: &dyn Union) -> Option<String> {
    if let Some(tag) = Tagged::of(shape, union).and_then(|tagged| tagged.value(shape.tag)) {
        return Some(tag);
    }
    let (index, inner) = union.inner();
    let own = || shape.tags.iter().find(|(_, variant)| *variant == index).map(|(tag, _)| (*tag).to_owned());
    member(inner.view(), shape.tag).or_else(own)
}

/// The text of a member, if it is one; of a variant that is a choice itself the member of what was chosen.
fn member(of: View<'_>, name: &'static str) -> Option<String> {
    match of {
        View::Record(shape, record) => {
            let known = shape.keys.iter().position(|key| super::read::is(key, name));
            known.and_then(|index| text(record.at(index).view()))
        }
        View::Union(_, union) => member(union.inner().1.view(), name),
        View::Any(Value::Object(members)) => members.get(name).and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

fn text(view: View<'_>) -> Option<String> {
    match view {
        View::Text(text) => Some(text.to_owned()),
        View::Open(open) => Some(open.text().to_owned()),
        View::Some(value) => text(value.view()),
        _ => None,
    }
}
