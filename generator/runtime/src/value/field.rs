//! The traits of values: how a value shows its content ([`View`]) and where content is put when it is read ([`ViewMut`]).
//!
//! Emitted types are a [`Field`] through their form ([`super::Mirror`]) and, if they have properties, a [`Record`]. All
//! algorithms (reading, writing, `Debug`, equality, cloning) are written once over these traits, and compiled once instead of
//! once for each type. This module must not know the algorithms, serde or HTTP.

use std::any::TypeId;

use bytes::Bytes;

use super::deferred::{Deferred, Read};
use super::extra::Extra;
use super::file::File;
use super::number::Number;
use super::own_value::{OwnSlot, OwnValue};
use super::primitive_array::{PrimitiveArray, PrimitiveArrayMut};
use super::read_state::ReadState;
use super::shape::{EnumShape, Shape, UnionShape};
use super::unknown::UnknownJson;
use super::write::Writer;

/// The content of a value, borrowed.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value: an optional property that is absent, or the body of a response without one.
    Absent,
    /// An explicit `null`.
    Null,
    /// An optional value that is present.
    Some(&'a dyn Field),
    /// A boolean.
    Bool(bool),
    /// A signed integer.
    Integer(i64),
    /// An unsigned integer.
    Unsigned(u64),
    /// A floating-point number of 32 bits. It is separate from [`F64`](View::F64) so that 0.1 is printed as 0.1.
    F32(f32),
    /// A floating-point number of 64 bits.
    F64(f64),
    /// A JSON number of any kind.
    Number(&'a Number),
    /// A string.
    String(&'a str),
    /// An enum of strings.
    Enum(&'a dyn StringEnum),
    /// An array.
    Array(&'a dyn Array),
    /// An object with arbitrary property names.
    Map(&'a dyn Map),
    /// An object with named properties.
    Record(&'static Shape, &'a dyn Record),
    /// A tuple: an array whose items have types of their own.
    Tuple(&'static Shape, &'a dyn Record),
    /// A union.
    Union(&'static UnionShape, &'a dyn Union),
    /// Bytes.
    Bytes(&'a Bytes),
    /// A file.
    File(&'a File),
    /// Any JSON.
    Json(&'a serde_json::Value),
    /// The properties of a record that the description does not define. It only occurs within a record.
    Extra(&'a Extra),
    /// A value of a type that the user chose, see [`own`](super::own).
    Own(&'a dyn OwnValue),
}

/// The content of a value, to be filled by a reader.
pub enum ViewMut<'a> {
    /// No content: the input is ignored.
    Ignored,
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
    /// A string.
    String(&'a mut String),
    /// An enum of strings.
    Enum(&'a mut dyn StringEnum),
    /// An `Option` or a [`super::Maybe`].
    Optional(&'a mut dyn Optional),
    /// An array.
    Array(&'a mut dyn Array),
    /// An object with arbitrary property names.
    Map(&'a mut dyn Map),
    /// An object with named properties.
    Record(&'static Shape, &'a mut dyn Record),
    /// A tuple: an array whose items have types of their own.
    Tuple(&'static Shape, &'a mut dyn Record),
    /// A union.
    Union(&'static UnionShape, &'a mut dyn Union, &'static UnionReader),
    /// Bytes.
    Bytes(&'a mut Bytes),
    /// A file.
    File(&'a mut File),
    /// Any JSON.
    Json(&'a mut serde_json::Value),
    /// A value that matches no variant of a union.
    Unknown(&'a mut UnknownJson),
    /// The properties of a record that the description does not define. It only occurs within a record.
    Extra(&'a mut Extra),
    /// A value of a type that the user chose, see [`own`](super::own).
    Own(&'a mut dyn OwnSlot),
    /// A place for a value that does not exist before it was read.
    Deferred(Deferred<'a>),
}

impl ViewMut<'_> {
    /// Borrows the content again, to fill it once more.
    pub(super) fn reborrow(&mut self) -> ViewMut<'_> {
        match self {
            ViewMut::Ignored => ViewMut::Ignored,
            ViewMut::Bool(to) => ViewMut::Bool(to),
            ViewMut::I32(to) => ViewMut::I32(to),
            ViewMut::I64(to) => ViewMut::I64(to),
            ViewMut::U32(to) => ViewMut::U32(to),
            ViewMut::U64(to) => ViewMut::U64(to),
            ViewMut::F32(to) => ViewMut::F32(to),
            ViewMut::F64(to) => ViewMut::F64(to),
            ViewMut::Number(to) => ViewMut::Number(to),
            ViewMut::String(to) => ViewMut::String(to),
            ViewMut::Enum(to) => ViewMut::Enum(&mut **to),
            ViewMut::Optional(to) => ViewMut::Optional(&mut **to),
            ViewMut::Array(to) => ViewMut::Array(&mut **to),
            ViewMut::Map(to) => ViewMut::Map(&mut **to),
            ViewMut::Record(shape, to) => ViewMut::Record(shape, &mut **to),
            ViewMut::Tuple(shape, to) => ViewMut::Tuple(shape, &mut **to),
            ViewMut::Union(shape, to, reader) => ViewMut::Union(shape, &mut **to, reader),
            ViewMut::Bytes(to) => ViewMut::Bytes(to),
            ViewMut::File(to) => ViewMut::File(to),
            ViewMut::Json(to) => ViewMut::Json(to),
            ViewMut::Unknown(to) => ViewMut::Unknown(to),
            ViewMut::Extra(to) => ViewMut::Extra(to),
            ViewMut::Own(to) => ViewMut::Own(&mut **to),
            ViewMut::Deferred(to) => ViewMut::Deferred(to.reborrow()),
        }
    }
}

/// A value of a description: a primitive, a collection or an emitted type.
pub trait Field: Send + Sync + 'static {
    /// Creates a blank value, see [`Blank::blank`]. `None`: a value of this type only exists after it was read.
    fn try_blank() -> Option<Self>
    where
        Self: Sized;
    /// Creates a value by reading into it. Returns `None` if `read` fails or reads nothing.
    fn make(read: Read<'_>) -> Option<Self>
    where
        Self: Sized,
    {
        let mut value = Self::try_blank()?;
        read(value.view_mut()).then_some(value)
    }
    /// Creates the value that an `Option` of this type holds for `null`. `None`: `null` is the same as absent.
    fn null() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
    /// Returns the content.
    fn view(&self) -> View<'_>;
    /// Returns the content, to be filled.
    fn view_mut(&mut self) -> ViewMut<'_>;
    /// Writes `key` (as in [`Shape::keys`], empty for an item of an array) and the value. For an absent value it writes
    /// `null` if it is `required`, otherwise nothing.
    fn write(&self, to: &mut Writer, key: &'static str, required: bool);
    /// Returns a value that matches no variant of a union. It knows more than its view: its original text.
    #[doc(hidden)]
    fn unknown(&self) -> Option<&UnknownJson> {
        None
    }
    /// Returns an array of such values, to be filled, if they are primitives.
    fn primitive_array_mut(_: &mut Vec<Self>) -> PrimitiveArrayMut<'_>
    where
        Self: Sized,
    {
        PrimitiveArrayMut::Other
    }
    /// Returns an array of such values if they are primitives.
    fn primitive_array(_: &[Self]) -> PrimitiveArray<'_>
    where
        Self: Sized,
    {
        PrimitiveArray::Other
    }
}

/// A type that has a value without content. Types that a user chose have none, nor do records that require one of these.
pub trait Blank: Field + Sized {
    /// Creates a value to be filled: an empty string, 0, `false`, no items, `None`.
    fn blank() -> Self;
}

/// An object with named properties, or a tuple.
///
/// The returned references are `'static` inside because the compiler checks that a fifth faster.
pub trait Record: Send + Sync + 'static {
    /// Returns property `index` in the order of [`Shape::keys`]. After them come all other properties, as an [`Extra`] or a
    /// map; for a tuple its further items, as an array.
    fn at(&self, index: usize) -> &(dyn Field + 'static);
    /// Returns property `index` like [`Record::at`], to be filled.
    fn at_mut(&mut self, index: usize) -> &mut (dyn Field + 'static);
}

/// A record all of whose fields are [`Blank`].
pub trait BlankRecord: Record + Sized {
    /// Creates a value to be filled: each of its fields is blank.
    fn blank() -> Self;
}

/// An array whose items have one type.
pub trait Array {
    /// Returns the number of items.
    fn count(&self) -> usize;
    /// Returns item `index`.
    fn item(&self, index: usize) -> Option<&dyn Field>;
    /// Appends a blank item and returns it, to be filled.
    fn push(&mut self) -> ViewMut<'_>;
    /// Removes all items.
    fn clear(&mut self);
    /// Returns the whole array, to be filled, if its items are primitives.
    fn primitive_array_mut(&mut self) -> PrimitiveArrayMut<'_>;
    /// Returns the whole array if its items are primitives.
    fn primitive_array(&self) -> PrimitiveArray<'_>;
}

/// An object with arbitrary property names, whose values have one type.
pub trait Map {
    /// Calls `visit` with every entry, in the order of the keys.
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Field));
    /// Returns the number of entries.
    fn count(&self) -> usize;
    /// Returns the value of a key.
    fn get(&self, key: &str) -> Option<&dyn Field>;
    /// Inserts or replaces the value of a key and returns it, to be filled.
    fn insert<'a>(&'a mut self, key: &'a str) -> ViewMut<'a>;
    /// Removes all entries.
    fn clear(&mut self);
}

/// A value that may be absent.
pub trait Optional {
    /// Becomes absent.
    fn set_absent(&mut self);
    /// Becomes `null`.
    fn set_null(&mut self);
    /// Becomes a blank value and returns it, to be filled.
    fn fill(&mut self) -> ViewMut<'_>;
}

/// An emitted enum of strings. A value that the description does not list is preserved.
pub trait StringEnum: Send + Sync {
    /// Returns the value on the wire.
    fn as_str(&self) -> &str;
    /// Sets a value from the wire, listed or not.
    fn set(&mut self, value: &str);
    /// Returns the values that the description lists. A type with a single one is recognized by it.
    fn shape(&self) -> &'static EnumShape;
}

/// The functions that read unions. They are reached through [`ViewMut::Union`] only, so that a program without unions
/// does not contain them.
#[derive(Debug)]
pub struct UnionReader {
    /// Reads a union from a value.
    pub(super) from_value:
        fn(&'static UnionShape, &mut dyn Union, serde_json::Value, &mut ReadState) -> Result<(), String>,
    /// Reads a union from its JSON text. The chosen variant is read from the text again if a [`serde_json::Value`] does not represent
    /// all of it.
    pub(super) from_text:
        for<'t> fn(&'static UnionShape, &mut dyn Union, &'t str, &mut ReadState) -> Result<(), String>,
}

/// An emitted union.
pub trait Union: Send + Sync + 'static {
    /// Returns the identity of the union's type.
    fn id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
    /// Creates the variant for values that match no other.
    fn from_unknown(value: UnknownJson) -> Self
    where
        Self: Sized;
    /// Returns the index of the variant in [`UnionShape::variants`], and its value. The unknown variant follows the others.
    fn variant(&self) -> (usize, &dyn Field);
    /// Becomes variant `index` with a blank value, and returns it, to be filled. Further indices are the unknown variant.
    fn set_variant(&mut self, index: usize) -> &mut dyn Field;
}
