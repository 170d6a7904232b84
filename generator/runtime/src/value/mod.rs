//! Values: the traits through which emitted types expose their content, and the algorithms over
//! them: reading, writing, `Debug`, equality, cloning. Knows JSON and serde; must not know HTTP.
//!
//! Imports run one way: types that know no traits (`number`, `file`, `extra`, `unknown`, the writer, the shapes), then the
//! traits (`field`), then their implementations (`primitives`, `collections`, `maybe`, `formats`, `mirror`), then the
//! algorithms, and last the readers and the entry points (`json`, `serde_impls`).

// Types that know no traits.
mod base64;
mod decimal;
mod error;
mod extra;
mod file;
mod file_content;
mod float;
mod key;
mod number;
mod original;
mod own_value;
mod primitive_array;
mod repair;
mod shape;
mod token;
mod unknown;
mod write;

// The traits and their implementations.
#[cfg(feature = "own-types")]
mod codec;
mod collections;
mod deferred;
mod discriminated;
mod drafted;
mod field;
mod format_conversions;
pub mod formats;
mod into_items;
mod into_nullable;
mod maybe;
mod mirror;
#[cfg(feature = "own-types")]
mod needs;
mod output_type;
#[cfg(feature = "own-types")]
mod own_type;
mod primitives;
mod tuple;
#[cfg(feature = "own-types")]
mod via;
#[cfg(feature = "own-types")]
mod via_collections;
mod write_object;

// The algorithms.
mod choose_variant;
mod clone;
mod debug;
mod equal;
mod fit;
pub mod json;
#[cfg(feature = "pages")]
mod lookup;
mod read;
mod read_key;
mod read_number;
mod read_primitive_array;
mod read_state;
mod read_tuple;
mod read_union;
mod reset;
mod serde_impls;

pub use clone::clone;
#[cfg(feature = "own-types")]
pub use codec::{BySerde, Codec};
pub use debug::debug;
pub use deferred::{Deferred, Pending, Read, Receiver};
pub use discriminated::{DiscriminatedObject, discriminator_of};
pub use drafted::{Drafted, DraftedObjectForm, DraftedTupleForm, no_field};
pub use equal::equal;
pub use error::{DecodeError, EncodeError, ParseNumberError};
pub use extra::Extra;
pub use field::{Array, Blank, BlankRecord, Field, Map, Optional, Record, StringEnum, Union, View, ViewMut};
pub use file::File;
#[cfg(feature = "async")]
pub(crate) use file_content::ByteStream;
#[cfg(feature = "client")]
pub(crate) use file_content::{ByteSource, FileContent};
pub use into_items::{ByCollection, ByItems, ByIterator, FromItem, IntoItems, IntoMaybeItems, IntoOptionItems};
pub use into_nullable::{ByMaybe, ByOption, ByValue, IntoMaybe, IntoOption};
pub use key::escaped_name;
#[cfg(feature = "client")]
pub(crate) use key::property_name;
#[cfg(all(feature = "pages", any(feature = "async", feature = "blocking")))]
pub(crate) use lookup::{lookup, to_string};
pub use maybe::Maybe;
pub use mirror::{AsStr, BlankForm, EnumForm, Form, HasShape, Mirror, ObjectForm, TupleForm, UnionForm};
#[cfg(feature = "own-types")]
pub use needs::needs;
pub use number::Number;
pub use output_type::OutputType;
#[cfg(feature = "own-types")]
pub use own_type::OwnType;
#[cfg(feature = "client")]
pub(crate) use own_value::{NOT_JSON, own_json};
pub use own_value::{OwnSlot, OwnValue};
pub use primitive_array::{PrimitiveArray, PrimitiveArrayMut};
pub use serde_impls::{deserialize, serialize};
pub use shape::{EnumShape, Shape, UnionShape};
pub use tuple::tuple_items;
pub use unknown::{UnknownJson, UnknownString};
#[cfg(feature = "own-types")]
pub use via::{As, FieldVia, MadeVariant, Own, Via, variant_slot, via, via_mut};
#[cfg(feature = "own-types")]
pub use via_collections::{InBox, InMap, InMaybe, InOption, InVec};
pub use write::Writer;
pub use write_object::visit_extra;
