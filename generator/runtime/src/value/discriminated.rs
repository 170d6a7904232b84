//! The objects of unions with the discriminator values that they do not hold themselves (OpenAPI 3.1.1, Discriminator
//! Object: the property is in the payload, whether the variant declares it or not). The union writes such a value and removes
//! it from what it reads, so that a variant is the same alone and within its union. Must not know where values are sent.

use serde_json::Value;

use super::field::{Field, Map, Record, Union, View};
use super::key::{find, has_name, property_name};
use super::shape::{Shape, UnionShape};
use super::write::Writer;
use super::write_object::{visit_extra, write_entries, write_extra};

/// The object in a union, with discriminator values added to its own properties.
pub struct DiscriminatedObject<'a> {
    object: Object<'a>,
    /// The discriminator values of properties that the object does not have.
    added: Vec<(&'static str, String)>,
    /// The discriminator values of properties that have another value, by index.
    replaced: Vec<(usize, String)>,
}

#[derive(Clone, Copy)]
enum Object<'a> {
    Record(&'static Shape, &'a dyn Record),
    Map(&'a dyn Map),
}

/// The action for a discriminator property.
enum Action {
    Keep,
    Add,
    Replace(usize),
}

impl<'a> DiscriminatedObject<'a> {
    /// Returns the object of a union, or `None` if it holds everything that is sent.
    #[must_use]
    pub fn from_union(shape: &'static UnionShape, union: &'a dyn Union) -> Option<DiscriminatedObject<'a>> {
        let (mut unions, mut view) = (Vec::new(), View::Union(shape, union));
        while let View::Union(shape, union) = view {
            let (variant, inner) = union.variant();
            unions.extend(shape.added_value(variant).map(|value| (shape, variant, value)));
            view = inner.view();
        }
        let object = match view {
            View::Record(shape, record) => Object::Record(shape, record),
            View::Map(map) => Object::Map(map),
            _ => return None,
        };
        let mut result = DiscriminatedObject { object, added: Vec::new(), replaced: Vec::new() };
        // The innermost union is the most specific one.
        for (shape, variant, value) in unions.into_iter().rev() {
            result.apply(object.action(shape, variant, value), shape.discriminator, value);
        }
        (!result.added.is_empty() || !result.replaced.is_empty()).then_some(result)
    }

    /// Adds or replaces a discriminator value. The first value of a property counts.
    fn apply(&mut self, action: Action, property: &'static str, value: &str) {
        match action {
            Action::Add if !self.added.iter().any(|(name, _)| *name == property) => {
                self.added.push((property, value.to_owned()));
            }
            Action::Replace(index) if !self.replaced.iter().any(|(known, _)| *known == index) => {
                self.replaced.push((index, value.to_owned()));
            }
            Action::Keep | Action::Add | Action::Replace(_) => {}
        }
    }

    /// Calls `visit` with the name and value of every property, and `true` if it is required. Optional properties may be absent.
    pub fn each(&self, visit: &mut dyn FnMut(&str, &dyn Field, bool)) {
        self.added.iter().for_each(|(name, value)| visit(name, value, true));
        match self.object {
            Object::Record(shape, record) => {
                for (index, key) in shape.keys.iter().enumerate() {
                    visit(&property_name(key), self.property(record, index), shape.is_required(index));
                }
                visit_extra(shape, record, &mut |name, value| visit(name, value, true));
            }
            Object::Map(map) => map.each(&mut |name, value| visit(name, value, true)),
        }
    }

    /// Returns the discriminator value of a property that the object does not hold itself.
    #[must_use]
    pub fn value(&self, property: &str) -> Option<String> {
        let added = self.added.iter().find(|(name, _)| *name == property).map(|(_, value)| value);
        let index = match self.object {
            Object::Record(shape, _) => find(shape.keys, 0, property),
            Object::Map(_) => None,
        };
        let replaced = || self.replaced.iter().find(|(known, _)| Some(*known) == index).map(|(_, value)| value);
        added.or_else(replaced).cloned()
    }

    fn write(&self, to: &mut Writer, key: &'static str) {
        to.open(key, b'{');
        for (name, value) in &self.added {
            to.name(name);
            to.string(value);
        }
        match self.object {
            Object::Record(shape, record) => {
                for (index, name) in shape.keys.iter().enumerate() {
                    self.property(record, index).write(to, name, shape.is_required(index));
                }
                write_extra(to, record.at(shape.keys.len()));
            }
            Object::Map(map) => write_entries(to, map),
        }
        to.close(b'}');
    }

    fn property<'t>(&'t self, record: &'t dyn Record, index: usize) -> &'t dyn Field {
        let replaced = self.replaced.iter().find(|(known, _)| *known == index);
        replaced.map_or_else(|| record.at(index) as &dyn Field, |(_, value)| value)
    }
}

impl Object<'_> {
    /// Returns the action after which the object has the discriminator value of its variant.
    fn action(self, shape: &'static UnionShape, variant: usize, value: &str) -> Action {
        let declared = match self {
            Object::Record(record_shape, _) => find(record_shape.keys, 0, shape.discriminator),
            Object::Map(_) => None,
        };
        match (self, declared) {
            (Object::Record(_, record), Some(index)) => {
                if needs_value(record.at(index).view(), shape, variant, value) {
                    Action::Replace(index)
                } else {
                    Action::Keep
                }
            }
            (Object::Record(record_shape, record), None) => {
                let mut is_present = false;
                visit_extra(record_shape, record, &mut |name, _| is_present |= name == shape.discriminator);
                if is_present { Action::Keep } else { Action::Add }
            }
            (Object::Map(map), _) if map.get(shape.discriminator).is_some() => Action::Keep,
            (Object::Map(_), _) => Action::Add,
        }
    }
}

/// Returns `true` if a declared property is absent or stands for another variant, and can have the discriminator value.
fn needs_value(view: View<'_>, shape: &'static UnionShape, variant: usize, value: &str) -> bool {
    let is_wrong = |current: &str| shape.default != Some(variant) && !shape.stands_for(current, variant);
    match view {
        View::Absent => true,
        View::String(current) => is_wrong(current),
        View::Enum(current) => is_wrong(current.as_str()) && current.shape().variant(value).is_some(),
        View::Some(inner) => needs_value(inner.view(), shape, variant, value),
        View::Own(own) => own.to_json().is_some_and(|json| json.as_str().is_some_and(is_wrong)),
        _ => false,
    }
}

/// Writes a key and a union.
#[inline]
pub(super) fn write_union(
    to: &mut Writer,
    key: &'static str,
    required: bool,
    shape: &'static UnionShape,
    union: &dyn Union,
) {
    // Most unions add no discriminator values, and neither do the unions within them.
    let object = if shape.added.is_empty() { None } else { DiscriminatedObject::from_union(shape, union) };
    match object {
        Some(object) => object.write(to, key),
        None => union.variant().1.write(to, key, required),
    }
}

/// Returns the discriminator value of a union: `discriminator()` of an emitted union.
#[must_use]
pub fn discriminator_of(shape: &'static UnionShape, union: &dyn Union) -> Option<String> {
    let added = DiscriminatedObject::from_union(shape, union).and_then(|object| object.value(shape.discriminator));
    if added.is_some() {
        return added;
    }
    let (index, inner) = union.variant();
    let mapped = || shape.mapping.iter().find(|(_, variant)| *variant == index).map(|(value, _)| (*value).to_owned());
    string_property(inner.view(), shape.discriminator).or_else(mapped)
}

/// Returns the string in a property. For a union it is a property of its variant.
fn string_property(view: View<'_>, name: &'static str) -> Option<String> {
    match view {
        View::Record(shape, record) => {
            let known = shape.keys.iter().position(|key| has_name(key, name));
            known.and_then(|index| string(record.at(index).view()))
        }
        View::Union(_, union) => string_property(union.variant().1.view(), name),
        View::Json(Value::Object(members)) => members.get(name).and_then(Value::as_str).map(str::to_owned),
        View::Own(own) => own.to_json()?.get(name)?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn string(view: View<'_>) -> Option<String> {
    match view {
        View::String(value) => Some(value.to_owned()),
        View::Enum(value) => Some(value.as_str().to_owned()),
        View::Some(value) => string(value.view()),
        View::Own(own) => own.to_json()?.as_str().map(str::to_owned),
        _ => None,
    }
}
