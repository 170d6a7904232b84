//! Text, booleans, numbers, any JSON and nothing as [`Field`]s.

use serde_json::Value;

use super::field::{Field, Slot, View};
use super::leaves::{LeafItems, Leaves};
use super::write::Writer;

macro_rules! leaf {
    ($type:ty, $blank:expr, |$value:ident| $view:expr, $slot:ident, |$it:ident, $to:ident| $put:expr $(, $leaves:ident $(, $items:ident)?)?) => {
        impl Field for $type {
            fn blank() -> Self {
                $blank
            }
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
            fn put(&self, $to: &mut Writer, key: &'static str, _: bool) {
                $to.key(key);
                let $it = self;
                $put
            }
            $(fn leaves(list: &mut Vec<Self>) -> Leaves<'_> {
                Leaves::$leaves(list)
            }
            $(fn leaf_items(list: &[Self]) -> LeafItems<'_> {
                LeafItems::$items(list)
            })?)?
        }
    };
}

leaf!(String, String::new(), |v| View::Text(v), Text, |v, to| to.text(v), Texts, Texts);
leaf!(bool, false, |v| View::Bool(*v), Bool, |v, to| to.bool(*v), Bools, Bools);
leaf!(i32, 0, |v| View::Integer(i64::from(*v)), I32, |v, to| to.integer(*v));
leaf!(i64, 0, |v| View::Integer(*v), I64, |v, to| to.integer(*v), Integers, Integers);
leaf!(u32, 0, |v| View::Unsigned(u64::from(*v)), U32, |v, to| to.integer(*v));
leaf!(u64, 0, |v| View::Unsigned(*v), U64, |v, to| to.integer(*v));
leaf!(f32, 0.0, |v| View::Single(*v), F32, |v, to| to.single(*v));
leaf!(f64, 0.0, |v| View::Double(*v), F64, |v, to| to.double(*v), Doubles);

impl Field for Value {
    fn blank() -> Self {
        Value::Null
    }
    /// Of any JSON, null is a value like others: it is not the same as nothing at all.
    fn null() -> Option<Self> {
        Some(Value::Null)
    }
    fn view(&self) -> View<'_> {
        View::Any(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Any(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        to.any(self);
    }
}

impl Field for () {
    fn blank() -> Self {}
    fn view(&self) -> View<'_> {
        View::Absent
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Nothing
    }
    fn put(&self, to: &mut Writer, key: &'static str, required: bool) {
        if required {
            to.null(key);
        }
    }
}
