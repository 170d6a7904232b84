//! Values: the traits that emitted types mirror themselves with, and every algorithm over them.
//! Knows JSON and serde; must not know HTTP.

mod blank;
mod containers;
mod convert;
mod copy;
mod debug;
mod decimal;
mod extra;
mod field;
mod file;
mod fit;
pub mod formats;
mod items;
pub mod json;
mod kept;
mod leaf;
mod leaves;
mod maybe;
mod mend;
mod model;
mod nullable;
mod number;
mod open;
mod places;
mod raw;
mod read;
mod read_number;
mod read_union;
mod same;
mod shim;
mod tagged;
mod trail;
mod union;
#[cfg(feature = "pages")]
mod walk;
mod write;

pub use containers::{List, Map, Optional};
pub use copy::copy;
pub use debug::debug;
pub use extra::{Extra, visit_extra};
#[cfg(feature = "client")]
pub(crate) use field::name_of;
pub use field::{Field, Record, Shape, Slot, View, bare};
pub use file::File;
#[cfg(feature = "async")]
pub(crate) use file::Streamed;
#[cfg(feature = "client")]
pub(crate) use file::{Content, Live};
pub use items::{ByCollection, ByItems, ByIterator, FromItem, IntoItems, IntoMaybeItems, IntoOptionItems};
pub use leaves::{LeafItems, Leaves};
pub use maybe::Maybe;
pub use model::{Form, Kind, Members, Model, Values, Variants};
pub use nullable::{ByMaybe, ByOption, ByValue, IntoMaybe, IntoOption};
pub use number::{NotANumber, Number};
pub use open::{Open, OpenShape, Text, Unknown, debug_open};
pub use places::{Places, places};
pub use same::same;
pub use shim::{deserialize, serialize};
pub use tagged::Tagged;
pub use trail::DecodeError;
pub use union::{Union, UnionShape, Whole, tag_of};
#[cfg(all(feature = "pages", any(feature = "async", feature = "blocking")))]
pub(crate) use walk::{as_text, walk};
pub use write::Writer;
