//! Discriminator values of samples, and the children of discriminated parents (Discriminator
//! Object). Must not know how the subschemas of a union are chosen.

use serde_json::{Map, Value};

use super::sampler::Sampler;
use crate::case::NO_VARIANT;
use crate::source::{FlatSchema, Node, flatten, own_discriminator_value};

/// The maximum depth to which subschemas are searched for a property.
const MAX_SEARCH_DEPTH: usize = 4;

impl<'a> Sampler<'a> {
    /// Returns a discriminator value that no description has. It is [`NO_VARIANT`] if a value with
    /// it matches no variant: each subschema has a discriminator value, at least by its name, and
    /// none is the default.
    pub(super) fn unknown_discriminator_value(&self, flat: &FlatSchema<'a>) -> &'static str {
        let named = flat.unions.iter().flatten().all(|subschema| subschema.text("$ref").is_some());
        let default = flat.discriminator.as_ref().is_some_and(|of| of.get("defaultMapping").is_some());
        if named && !default { NO_VARIANT } else { "a variant of some day" }
    }

    /// Makes a child of a parent that maps its children, because a value of the parent alone has no
    /// discriminator value. The outer `None` means that the schema is not such a parent, or that it
    /// is part of one of the children.
    pub(super) fn child(&mut self, flat: &FlatSchema<'a>) -> Option<Option<Value>> {
        let mapping = flat.discriminator.as_ref()?.get("mapping")?;
        let name = flat.discriminator.as_ref()?.text("propertyName")?;
        let target = |node: &Node<'a>| self.description.target(node, node.value.as_str()?);
        let members = mapping.members();
        if members.iter().filter_map(|(_, node)| target(node)).any(|child| flat.addresses.contains(&child.address())) {
            // It is a child already.
            return None;
        }
        let addresses: Vec<String> = members.iter().map(|(_, node)| node.address()).collect();
        let index = self.coverage.next(&addresses, self.round + self.depth) % members.len().max(1);
        let (value, node) = members.get(index)?;
        let child = target(node)?;
        // A child includes its parent. A union with the same mapping is not included by its
        // subschemas.
        let included = flatten(self.description, std::slice::from_ref(&child)).addresses;
        let parent = mapping.pointer.trim_end_matches("/mapping").trim_end_matches("/discriminator");
        if !included.contains(&format!("{}#{parent}", mapping.file)) || self.path.contains(&child.address()) {
            return None;
        }
        self.coverage.offer(addresses);
        self.coverage.try_subschema(node.address());
        if !self.allows_discriminator_value(&child, name, value) {
            return Some(None);
        }
        let mut sample = self.value(&[child]);
        if let Some(Value::Object(members)) = &mut sample {
            self.coverage.take(node.address());
            if !self.has_deeper_child(&mapping, name, members, &included) {
                members.insert(name.to_owned(), Value::String((*value).to_owned()));
            }
        }
        Some(sample)
    }

    /// Returns `true` if a value is a descendant of the child, and has the discriminator value for
    /// it.
    fn has_deeper_child(
        &self,
        mapping: &Node<'a>,
        name: &str,
        members: &Map<String, Value>,
        included: &[String],
    ) -> bool {
        members.get(name).and_then(Value::as_str).is_some_and(|value| {
            let target = mapping.get(value).and_then(|node| self.description.target(&node, node.value.as_str()?));
            target.is_none_or(|target| !included.contains(&target.address()))
        })
    }

    /// Sets the discriminator value of a union's subschema, whether the subschema declares the
    /// property or not. Returns `None` if its schema excludes all values that select it.
    pub(super) fn with_discriminator(
        &mut self,
        flat: &FlatSchema<'a>,
        subschema: &Node<'a>,
        mut value: Value,
    ) -> Option<Value> {
        let Some(discriminator) = flat.discriminator.clone() else { return Some(value) };
        let Some(name) = discriminator.text("propertyName") else { return Some(value) };
        let Some(reference) = subschema.text("$ref") else { return Some(value) };
        let component = reference.rsplit('/').next().unwrap_or_default();
        let mapping = discriminator.get("mapping").map(|of| of.members()).unwrap_or_default();
        let selects = |node: &Node<'a>| {
            node.value.as_str().is_some_and(|to| to == reference || to.rsplit('/').next() == Some(component))
        };
        let mapped: Vec<&str> = mapping.iter().filter(|(_, node)| selects(node)).map(|(value, _)| *value).collect();
        let by_itself = mapped.is_empty() && self.lists_own_values(subschema, name, 0);
        let (Some(members), false) = (value.as_object_mut(), by_itself) else { return Some(value) };
        let values = if mapped.is_empty() { vec![component] } else { mapped };
        let selected = values.into_iter().find(|value| self.allows_discriminator_value(subschema, name, value))?;
        if flat.property(name).is_none() && !self.declares(subschema, name, 0) {
            self.undeclared_discriminators.insert(name.to_owned());
        }
        members.insert(name.to_owned(), Value::String(selected.to_owned()));
        Some(value)
    }

    /// Sets the discriminator value of a child, on any level of inheritance: the value that selects
    /// the child itself, by the mapping of any of its parents or by its name.
    pub(super) fn set_own_discriminator(&mut self, flat: &FlatSchema<'a>, members: &mut Map<String, Value>) {
        for discriminator in &flat.discriminators {
            let Some(name) = discriminator.text("propertyName") else { continue };
            let Some(value) = own_discriminator_value(self.description, flat, discriminator) else { continue };
            let values = flat.property(name).and_then(|nodes| flatten(self.description, nodes).values);
            let value = Value::String(value);
            if members.contains_key(name) && values.is_none_or(|values| values.contains(&&value)) {
                members.insert(name.to_owned(), value);
                return;
            }
        }
    }

    /// Returns `true` if the property of a subschema, if it is declared, allows a discriminator
    /// value.
    fn allows_discriminator_value(&self, subschema: &Node<'a>, name: &str, value: &str) -> bool {
        let flat = flatten(self.description, std::slice::from_ref(subschema));
        let Some(nodes) = flat.property(name) else { return true };
        let values = flatten(self.description, nodes).values;
        values.is_none_or(|values| values.iter().any(|listed| listed.as_str() == Some(value)))
    }

    /// Returns `true` if a subschema, or all of its own subschemas, declares a property.
    fn declares(&self, subschema: &Node<'a>, name: &str, depth: usize) -> bool {
        let flat = flatten(self.description, std::slice::from_ref(subschema));
        let inner = |union: &Vec<Node<'a>>| union.iter().all(|inner| self.declares(inner, name, depth + 1));
        flat.property(name).is_some() || depth < MAX_SEARCH_DEPTH && flat.unions.iter().any(inner)
    }

    /// Returns `true` if a subschema lists its discriminator values itself: by `enum` or `const`,
    /// or because it is a union with the same discriminator, or a union of such subschemas.
    fn lists_own_values(&self, subschema: &Node<'a>, name: &str, depth: usize) -> bool {
        let flat = flatten(self.description, std::slice::from_ref(subschema));
        let lists = |nodes: &[Node<'a>]| {
            let property = flatten(self.description, nodes);
            let listed = |node: &Node<'a>| flatten(self.description, std::slice::from_ref(node)).values.is_some();
            property.values.is_some() || property.unions.iter().flatten().any(listed)
        };
        let same = flat.discriminator.as_ref().and_then(|of| of.text("propertyName")) == Some(name);
        let inner = |union: &Vec<Node<'a>>| union.iter().all(|inner| self.lists_own_values(inner, name, depth + 1));
        flat.property(name).is_some_and(|nodes| lists(nodes))
            || !flat.unions.is_empty() && same
            || depth < MAX_SEARCH_DEPTH && flat.unions.iter().any(inner)
    }
}
