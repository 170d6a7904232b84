//! The objects of unions with the discriminator values that they do not hold themselves (OpenAPI 3.1.1, Discriminator Object:
//! the property is in the payload, whether the variant declares it or not). The union writes such a value, and takes
//! it out of what it reads, so that a variant is the same alone and within its union. Must not know where values go.

use serde_json::Value;

use super::containers::Map;
use super::extra::visit_extra;
use super::field::{Field, Record, Shape, Slot, View, name_of};
use super::read::find;
use super::union::{Union, UnionShape};
use super::write::Writer;

/// The object that a union holds, with discriminator values beside its own members.
pub struct Tagged<'a> {
    object: Object<'a>,
    /// Properties that the object does not have.
    added: Vec<(&'static str, String)>,
    /// Properties that have another value, by their number.
    replaced: Vec<(usize, String)>,
}

#[derive(Clone, Copy)]
enum Object<'a> {
    Record(&'static Shape, &'a dyn Record),
    Map(&'a dyn Map),
}

/// The action for a discriminator property.
enum Step {
    Keep,
    Add,
    Replace(usize),
}

impl<'a> Tagged<'a> {
    /// The object of a union; `None` where it holds everything that is sent.
    #[must_use]
    pub fn of(shape: &'static UnionShape, union: &'a dyn Union) -> Option<Tagged<'a>> {
        let (mut unions, mut view) = (Vec::new(), View::Union(shape, union));
        while let View::Union(shape, union) = view {
            let (variant, inner) = union.inner();
            unions.extend(shape.sent(variant).map(|tag| (shape, variant, tag)));
            view = inner.view();
        }
        let object = match view {
            View::Record(shape, record) => Object::Record(shape, record),
            View::Map(map) => Object::Map(map),
            _ => return None,
        };
        let mut tagged = Tagged { object, added: Vec::new(), replaced: Vec::new() };
        // The innermost union knows its variants best.
        for (shape, variant, tag) in unions.into_iter().rev() {
            match object.step(shape, variant, tag) {
                Step::Add if !tagged.added.iter().any(|(name, _)| *name == shape.tag) => {
                    tagged.added.push((shape.tag, tag.to_owned()));
                }
                Step::Replace(index) if !tagged.replaced.iter().any(|(of, _)| *of == index) => {
                    tagged.replaced.push((index, tag.to_owned()));
                }
                Step::Keep | Step::Add | Step::Replace(_) => {}
            }
        }
        (!tagged.added.is_empty() || !tagged.replaced.is_empty()).then_some(tagged)
    }

    /// Calls `visit` with every member, and whether it is required; optional members may be absent.
    pub fn each(&self, visit: &mut dyn FnMut(&str, &dyn Field, bool)) {
        self.added.iter().for_each(|(name, tag)| visit(name, tag, true));
        match self.object {
            Object::Record(shape, record) => {
                for (index, key) in shape.keys.iter().enumerate() {
                    visit(&name_of(key), self.member(record, index), shape.is_required(index));
                }
                visit_extra(shape, record, &mut |name, value| visit(name, value, true));
            }
            Object::Map(map) => map.each(&mut |name, value| visit(name, value, true)),
        }
    }

    /// The discriminator value of a property that the object does not hold itself.
    #[must_use]
    pub fn value(&self, property: &str) -> Option<String> {
        let added = self.added.iter().find(|(name, _)| *name == property).map(|(_, tag)| tag);
        let index = match self.object {
            Object::Record(shape, _) => find(shape.keys, 0, property),
            Object::Map(_) => None,
        };
        let replaced = || self.replaced.iter().find(|(of, _)| Some(*of) == index).map(|(_, tag)| tag);
        added.or_else(replaced).cloned()
    }

    /// Writes `key` and the object.
    pub(super) fn put(&self, to: &mut Writer, key: &'static str) {
        to.open(key, b'{');
        for (name, tag) in &self.added {
            to.name(name);
            to.text(tag);
        }
        match self.object {
            Object::Record(shape, record) => {
                for (index, name) in shape.keys.iter().enumerate() {
                    self.member(record, index).put(to, name, shape.is_required(index));
                }
                to.rest(record.at(shape.keys.len()));
            }
            Object::Map(map) => to.entries(map),
        }
        to.close(b'}');
    }

    fn member<'t>(&'t self, record: &'t dyn Record, index: usize) -> &'t dyn Field {
        let replaced = self.replaced.iter().find(|(of, _)| *of == index);
        replaced.map_or_else(|| record.at(index) as &dyn Field, |(_, tag)| tag)
    }
}

impl Object<'_> {
    /// Returns the action after which the object has the discriminator value of its variant.
    fn step(self, shape: &'static UnionShape, variant: usize, tag: &str) -> Step {
        let declared = match self {
            Object::Record(of, _) => find(of.keys, 0, shape.tag),
            Object::Map(_) => None,
        };
        match (self, declared) {
            (Object::Record(_, record), Some(index)) => {
                if is_other(record.at(index).view(), shape, variant, tag) {
                    Step::Replace(index)
                } else {
                    Step::Keep
                }
            }
            (Object::Record(of, record), None) => {
                let mut there = false;
                visit_extra(of, record, &mut |name, _| there |= name == shape.tag);
                if there { Step::Keep } else { Step::Add }
            }
            (Object::Map(map), _) if map.get(shape.tag).is_some() => Step::Keep,
            (Object::Map(_), _) => Step::Add,
        }
    }
}

/// Returns `true` if a declared property is absent or stands for another variant, and can have the value.
fn is_other(view: View<'_>, shape: &'static UnionShape, variant: usize, tag: &str) -> bool {
    let is_wrong = |text: &str| shape.default != Some(variant) && !shape.stands_for(text, variant);
    match view {
        View::Absent => true,
        View::Text(text) => is_wrong(text),
        View::Open(open) => is_wrong(open.text()) && open.shape().variant(tag).is_some(),
        View::Some(inner) => is_other(inner.view(), shape, variant, tag),
        _ => false,
    }
}

/// The discriminator properties that a value has and the slot it is read into has no property for.
pub(super) fn taken<'t>(
    tags: &'t [(&'static str, &'static str)],
    slot: &'t Slot<'_>,
    value: &'t Value,
) -> impl Iterator<Item = &'static str> + 't {
    tags.iter().filter(|(name, tag)| is_taken(name, tag, slot, value)).map(|(name, _)| *name)
}

fn is_taken(name: &str, tag: &str, slot: &Slot<'_>, value: &Value) -> bool {
    let typed = match slot {
        Slot::Record(shape, _) if find(shape.keys, 0, name).is_some() => return false,
        Slot::Record(shape, record) => matches!(record.at(shape.keys.len()).view(), View::Map(_)),
        Slot::Map(_) => true,
        _ => return false,
    };
    let text = value.get(name).and_then(Value::as_str);
    // Another value says more than the variant does; only what has a type of its own may have no room for it.
    text == Some(tag) || text.is_some() && typed
}
