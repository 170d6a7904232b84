//! Implements [`Field`] for values without nested values: strings, booleans, numbers, bytes, files,
//! any JSON and no value. Must not know collections or records.

use bytes::Bytes;
use serde_json::Value;

use super::base64::base64;
use super::extra::Extra;
use super::field::{Blank, Field, View, ViewMut};
use super::file::File;
use super::number::Number;
use super::primitive_array::{PrimitiveArray, PrimitiveArrayMut};
use super::unknown::UnknownJson;
use super::write::Writer;

macro_rules! primitive {
    ($type:ty, $blank:expr, |$value:ident| $view:expr, $view_mut:ident, |$it:ident, $to:ident| $write:expr $(, $array_mut:ident $(, $array:ident)?)?) => {
        impl Blank for $type {
            #[inline]
            fn blank() -> Self {
                $blank
            }
        }

        impl Field for $type {
            #[inline]
            fn try_blank() -> Option<Self> {
                Some($blank)
            }
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
            fn view_mut(&mut self) -> ViewMut<'_> {
                ViewMut::$view_mut(self)
            }
            fn write(&self, $to: &mut Writer, key: &'static str, _: bool) {
                $to.key(key);
                let $it = self;
                $write
            }
            $(fn primitive_array_mut(items: &mut Vec<Self>) -> PrimitiveArrayMut<'_> {
                PrimitiveArrayMut::$array_mut(items)
            }
            $(fn primitive_array(items: &[Self]) -> PrimitiveArray<'_> {
                PrimitiveArray::$array(items)
            })?)?
        }
    };
}

primitive!(String, String::new(), |v| View::String(v), String, |v, to| to.string(v), Strings, Strings);
primitive!(bool, false, |v| View::Bool(*v), Bool, |v, to| to.bool(*v), Bools, Bools);
primitive!(i32, 0, |v| View::Integer(i64::from(*v)), I32, |v, to| to.integer(*v));
primitive!(i64, 0, |v| View::Integer(*v), I64, |v, to| to.integer(*v), Integers, Integers);
primitive!(u32, 0, |v| View::Unsigned(u64::from(*v)), U32, |v, to| to.integer(*v));
primitive!(u64, 0, |v| View::Unsigned(*v), U64, |v, to| to.integer(*v));
primitive!(f32, 0.0, |v| View::F32(*v), F32, |v, to| to.single(*v));
primitive!(f64, 0.0, |v| View::F64(*v), F64, |v, to| to.double(*v), Floats);
primitive!(Number, Number::from(0_i64), |v| View::Number(v), Number, |v, to| v.write_to(to));
primitive!(Bytes, Bytes::new(), |v| View::Bytes(v), Bytes, |v, to| to.string(&base64(v)));

impl Blank for File {
    fn blank() -> Self {
        File::default()
    }
}

impl Field for File {
    fn try_blank() -> Option<Self> {
        Some(Blank::blank())
    }
    fn view(&self) -> View<'_> {
        View::File(self)
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::File(self)
    }
    fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        match self.bytes() {
            Some(bytes) => to.string(&base64(bytes)),
            None => to.fail("JSON cannot contain a file that is not in memory"),
        }
    }
}

impl Blank for Extra {
    fn blank() -> Self {
        Extra::default()
    }
}

impl Field for Extra {
    fn try_blank() -> Option<Self> {
        Some(Blank::blank())
    }
    fn view(&self) -> View<'_> {
        View::Extra(self)
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Extra(self)
    }
    fn write(&self, to: &mut Writer, _: &'static str, _: bool) {
        self.write_to(to);
    }
}

impl Blank for UnknownJson {
    fn blank() -> Self {
        UnknownJson::default()
    }
}

impl Field for UnknownJson {
    fn try_blank() -> Option<Self> {
        Some(Blank::blank())
    }
    fn view(&self) -> View<'_> {
        View::Json(self.value())
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Unknown(self)
    }
    fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        match self.json() {
            Some(text) => to.raw(text),
            None => to.json(self.value()),
        }
    }
    fn unknown(&self) -> Option<&UnknownJson> {
        Some(self)
    }
}

impl Blank for Value {
    fn blank() -> Self {
        Value::Null
    }
}

impl Field for Value {
    fn try_blank() -> Option<Self> {
        Some(Blank::blank())
    }
    /// Returns `null` itself: where any JSON is allowed, it is a value, and differs from an absent one.
    fn null() -> Option<Self> {
        Some(Value::Null)
    }
    fn view(&self) -> View<'_> {
        View::Json(self)
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Json(self)
    }
    fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        to.json(self);
    }
}

impl Blank for () {
    fn blank() -> Self {}
}

impl Field for () {
    fn try_blank() -> Option<Self> {
        Some(())
    }
    fn view(&self) -> View<'_> {
        View::Absent
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Ignored
    }
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        if required {
            to.null(key);
        }
    }
}
