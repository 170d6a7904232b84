//! The mirror: how a value shows what it holds ([`View`]) and where to put what is read ([`Slot`]).
//!
//! Emitted types are fields by their form ([`super::Model`]) and, where they have members, a [`Record`]; every algorithm
//! (reading, writing, Debug, equality, copying) is written once over these traits and compiled once,
//! not once a type. This module must not know JSON text, serde or HTTP.

use std::borrow::Cow;

use bytes::Bytes;

use super::containers::{List, Map, Optional};
use super::extra::Extra;
use super::file::File;
use super::leaves::{LeafItems, Leaves};
use super::number::Number;
use super::open::Open;
use super::read::unescaped;
use super::union::{Union, UnionShape, Whole};
use super::write::Writer;

/// What is known of an object type beside its fields: one `static` a type. Likewise of an array of fixed places, whose keys
/// are their positions and not written.
#[derive(Debug)]
pub struct Shape {
    /// The Rust name, for Debug and messages.
    pub name: &'static str,
    /// For each property, in the description's order, its JSON key as it stands between the
    /// members of an object: `,"wireName":`, escaped. See [`bare`].
    pub keys: &'static [&'static str],
    /// The Rust names that are not the names on the wire, each with the number of its property, for Debug.
    pub renamed: &'static [(usize, &'static str)],
    /// Bit `i % 64` of word `i / 64` says that property `i` is required.
    pub required: &'static [u64],
}

impl Shape {
    /// Whether the description requires property `index`.
    #[must_use]
    pub fn is_required(&self, index: usize) -> bool {
        self.required.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// The Rust name of property `index`.
    #[must_use]
    pub fn field(&self, index: usize) -> &'static str {
        let renamed = self.renamed.iter().find(|(of, _)| *of == index).map(|(_, name)| *name);
        renamed.or_else(|| self.keys.get(index).map(|key| bare(key))).unwrap_or_default()
    }
}

/// The key inside `,"key":`, still escaped as JSON.
#[must_use]
#[inline]
pub fn bare(key: &'static str) -> &'static str {
    key.get(2..key.len().saturating_sub(2)).unwrap_or_default()
}

/// The name inside `,"key":`, as it is outside of JSON.
pub(crate) fn name_of(key: &'static str) -> Cow<'static, str> {
    let key = bare(key);
    if key.contains('\\') { Cow::Owned(unescaped(key)) } else { Cow::Borrowed(key) }
}

/// What a value holds, borrowed.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing: an optional property that is not there, or the body of an answer without one.
    Absent,
    /// An explicit null.
    Null,
    /// An optional value that is there.
    Some(&'a dyn Field),
    /// A boolean.
    Bool(bool),
    /// An integer that fits.
    Integer(i64),
    /// An integer above `i64::MAX` or of an unsigned type.
    Unsigned(u64),
    /// A floating-point number of 32 bits, kept apart so that 0.1 prints as 0.1.
    Single(f32),
    /// A floating-point number of 64 bits.
    Double(f64),
    /// A JSON number of any kind.
    Number(&'a Number),
    /// Text.
    Text(&'a str),
    /// An enum that may hold a value newer than this crate.
    Open(&'a dyn Open),
    /// An array.
    List(&'a dyn List),
    /// An object used as a map.
    Map(&'a dyn Map),
    /// An object with known members.
    Record(&'static Shape, &'a dyn Record),
    /// An array of fixed places.
    Places(&'static Shape, &'a dyn Record),
    /// One of several types.
    Union(&'static UnionShape, &'a dyn Union),
    /// Bytes as they are.
    Raw(&'a Bytes),
    /// A file of a form.
    File(&'a File),
    /// Any JSON.
    Any(&'a serde_json::Value),
    /// The unknown members of a record; never on its own.
    Extra(&'a Extra),
}

/// Where to put what is read.
pub enum Slot<'a> {
    /// Nowhere: whatever is there is passed over.
    Nothing,
    /// A boolean.
    Bool(&'a mut bool),
    /// `format: int32`.
    I32(&'a mut i32),
    /// An integer, `format: int64`.
    I64(&'a mut i64),
    /// `format: uint32`.
    U32(&'a mut u32),
    /// `format: uint64`.
    U64(&'a mut u64),
    /// `format: float`.
    F32(&'a mut f32),
    /// `format: double`.
    F64(&'a mut f64),
    /// A JSON number of any kind.
    Number(&'a mut Number),
    /// Text.
    Text(&'a mut String),
    /// An enum that may hold a value newer than this crate.
    Open(&'a mut dyn Open),
    /// An `Option` or a [`super::Maybe`].
    Optional(&'a mut dyn Optional),
    /// An array.
    List(&'a mut dyn List),
    /// An object used as a map.
    Map(&'a mut dyn Map),
    /// An object with known members.
    Record(&'static Shape, &'a mut dyn Record),
    /// An array of fixed places.
    Places(&'static Shape, &'a mut dyn Record),
    /// One of several types.
    Union(&'static UnionShape, &'a mut dyn Union),
    /// Bytes as they are.
    Raw(&'a mut Bytes),
    /// A file of a form.
    File(&'a mut File),
    /// Any JSON.
    Any(&'a mut serde_json::Value),
    /// A value that fits none of a union's variants.
    Whole(&'a mut Whole),
    /// The unknown members of a record; never on its own.
    Extra(&'a mut Extra),
}

impl Slot<'_> {
    /// The same slot, to be filled once more.
    pub(super) fn again(&mut self) -> Slot<'_> {
        match self {
            Slot::Nothing => Slot::Nothing,
            Slot::Bool(to) => Slot::Bool(to),
            Slot::I32(to) => Slot::I32(to),
            Slot::I64(to) => Slot::I64(to),
            Slot::U32(to) => Slot::U32(to),
            Slot::U64(to) => Slot::U64(to),
            Slot::F32(to) => Slot::F32(to),
            Slot::F64(to) => Slot::F64(to),
            Slot::Number(to) => Slot::Number(to),
            Slot::Text(to) => Slot::Text(to),
            Slot::Open(to) => Slot::Open(&mut **to),
            Slot::Optional(to) => Slot::Optional(&mut **to),
            Slot::List(to) => Slot::List(&mut **to),
            Slot::Map(to) => Slot::Map(&mut **to),
            Slot::Record(shape, to) => Slot::Record(shape, &mut **to),
            Slot::Places(shape, to) => Slot::Places(shape, &mut **to),
            Slot::Union(shape, to) => Slot::Union(shape, &mut **to),
            Slot::Raw(to) => Slot::Raw(to),
            Slot::File(to) => Slot::File(to),
            Slot::Any(to) => Slot::Any(to),
            Slot::Whole(to) => Slot::Whole(to),
            Slot::Extra(to) => Slot::Extra(to),
        }
    }
}

/// A value of the API: a leaf, a container or an emitted type.
pub trait Field: Send + Sync + 'static {
    /// A value to be filled: empty text, 0, false, no items, `None`.
    fn blank() -> Self
    where
        Self: Sized;
    /// What null is where a value may be missing; mostly the same as missing.
    fn null() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
    /// What it holds.
    fn view(&self) -> View<'_>;
    /// Where to put what is read.
    fn slot(&mut self) -> Slot<'_>;
    /// Writes `key` (as in [`Shape::keys`], empty for an item of an array) and the value. An absent
    /// value writes nothing, unless `required`: then null.
    fn put(&self, to: &mut Writer, key: &'static str, required: bool);
    /// A value that fits none of a union's variants, which says more than its view.
    #[doc(hidden)]
    fn whole(&self) -> Option<&Whole> {
        None
    }
    /// An array of such values, where they are plain.
    fn leaves(_: &mut Vec<Self>) -> Leaves<'_>
    where
        Self: Sized,
    {
        Leaves::Other
    }
    /// As [`Field::leaves`], borrowed.
    fn leaf_items(_: &[Self]) -> LeafItems<'_>
    where
        Self: Sized,
    {
        LeafItems::Other
    }
}

/// An object with known members. What is lent is said to be `'static` inside because the compiler checks that a fifth faster.
pub trait Record: Send + Sync + 'static {
    /// A value to be filled, each of its fields blank.
    fn blank() -> Self
    where
        Self: Sized;
    /// Property `index` in the order of [`Shape::keys`]; beyond them the other members, an [`Extra`] or a map; the
    /// other items of an array, a list.
    fn at(&self, index: usize) -> &(dyn Field + 'static);
    /// As [`Record::at`], to be filled.
    fn at_mut(&mut self, index: usize) -> &mut (dyn Field + 'static);
}
