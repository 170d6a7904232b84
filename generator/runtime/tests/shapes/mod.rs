//! Two types in the form that the generator emits, written by hand.
// Each test file uses some of them.
#![allow(dead_code, unreachable_pub, missing_docs)]

use std::collections::BTreeMap;
use std::fmt;

use clientwright_runtime::value::{
    self, AsStr, Blank, BlankRecord, EnumForm, EnumShape, Extra, Field, Maybe, Mirror, Number, ObjectForm, Record,
    Shape, UnknownString,
};

#[non_exhaustive]
pub struct Thing {
    pub id: String,
    pub count: i64,
    pub small: Option<i32>,
    pub size: Option<Number>,
    pub note: Option<String>,
    pub erased: Maybe<String>,
    pub parent: Option<Box<Thing>>,
    pub kind: Kind,
    pub kinds: Vec<Kind>,
    pub by_name: BTreeMap<String, Vec<f64>>,
    pub any: Option<serde_json::Value>,
    pub quoted: Option<bool>,
    pub extra: Extra,
}

impl Thing {
    pub fn new(id: impl Into<String>, count: i64, kind: Kind) -> Thing {
        let mut new = <Thing as Blank>::blank();
        new.id = id.into();
        new.count = count;
        new.kind = kind;
        new
    }
}

static THING: Shape = Shape {
    name: "Thing",
    keys: &[
        ",\"id\":",
        ",\"count\":",
        ",\"small\":",
        ",\"size\":",
        ",\"note\":",
        ",\"erased\":",
        ",\"parent\":",
        ",\"kind\":",
        ",\"kinds\":",
        ",\"byName\":",
        ",\"any\":",
        ",\"a\\\"b\":",
    ],
    renamed: &[(9, "by_name"), (11, "quoted")],
    // id, count, note (nullable), kind, kinds, by_name
    required: &[0b0011_1001_0011],
};

impl Mirror for Thing {
    type Form = ObjectForm;
    const SHAPE: &'static Shape = &THING;
}

impl BlankRecord for Thing {
    #[inline]
    fn blank() -> Self {
        Thing {
            id: Blank::blank(),
            count: Blank::blank(),
            small: None,
            size: None,
            note: None,
            erased: Maybe::Absent,
            parent: None,
            kind: Blank::blank(),
            kinds: Vec::new(),
            by_name: BTreeMap::new(),
            any: None,
            quoted: None,
            extra: Extra::blank(),
        }
    }
}

impl Record for Thing {
    #[inline]
    fn at(&self, index: usize) -> &(dyn Field + 'static) {
        match index {
            0 => &self.id,
            1 => &self.count,
            2 => &self.small,
            3 => &self.size,
            4 => &self.note,
            5 => &self.erased,
            6 => &self.parent,
            7 => &self.kind,
            8 => &self.kinds,
            9 => &self.by_name,
            10 => &self.any,
            11 => &self.quoted,
            _ => &self.extra,
        }
    }
    #[inline]
    fn at_mut(&mut self, index: usize) -> &mut (dyn Field + 'static) {
        match index {
            0 => &mut self.id,
            1 => &mut self.count,
            2 => &mut self.small,
            3 => &mut self.size,
            4 => &mut self.note,
            5 => &mut self.erased,
            6 => &mut self.parent,
            7 => &mut self.kind,
            8 => &mut self.kinds,
            9 => &mut self.by_name,
            10 => &mut self.any,
            11 => &mut self.quoted,
            _ => &mut self.extra,
        }
    }
}

impl fmt::Debug for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        value::debug(self, f)
    }
}
impl PartialEq for Thing {
    fn eq(&self, other: &Self) -> bool {
        value::equal(self, other)
    }
}
impl Clone for Thing {
    fn clone(&self) -> Self {
        value::clone(self)
    }
}
impl serde::Serialize for Thing {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        value::serialize(self, to)
    }
}
impl<'de> serde::Deserialize<'de> for Thing {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        value::deserialize(from)
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    ThreeD,
    Image,
    #[doc(hidden)]
    __Unknown(UnknownString),
}

impl Kind {
    pub fn as_str(&self) -> &str {
        match self {
            Kind::ThreeD => "3d",
            Kind::Image => "image",
            Kind::__Unknown(unknown) => unknown.as_str(),
        }
    }
    pub fn is_known(&self) -> bool {
        !matches!(self, Kind::__Unknown(_))
    }
}

impl From<&str> for Kind {
    fn from(text: &str) -> Kind {
        match text {
            "3d" => Kind::ThreeD,
            "image" => Kind::Image,
            other => Kind::__Unknown(UnknownString::new(other)),
        }
    }
}

impl Mirror for Kind {
    type Form = EnumForm;
    const SHAPE: &'static EnumShape = &EnumShape { values: &[("3d", "ThreeD"), ("image", "Image")] };
}

impl AsStr for Kind {
    fn as_str(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        value::debug(self, f)
    }
}
