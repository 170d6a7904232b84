//! Names of additional properties, as far as `propertyNames` and `patternProperties` allow them.
//! Must not choose the values of properties.

use serde_json::{Map, Value};

use super::mode::Mode;
use super::sampler::Sampler;
use crate::pattern;
use crate::source::{FlatSchema, Node, flatten};

impl<'a> Sampler<'a> {
    /// Makes a property of `additionalProperties`, if there is a name that no other keyword covers
    /// and none forbids.
    pub(super) fn additional(
        &mut self,
        flat: &FlatSchema<'a>,
        members: &Map<String, Value>,
    ) -> Option<(String, Value)> {
        let schema = flat.additional.as_ref().filter(|_| !flat.closed)?;
        let names = match flat.names.as_slice() {
            [] => ["additional1", "additional.2", "additional Z", "additional_q"].map(str::to_owned).to_vec(),
            nodes => self.allowed_names(nodes),
        };
        let undeclared = |name: &&String| flat.property(name).is_none();
        let unmatched = |name: &&String| !flat.patterns.iter().any(|(pattern, _)| pattern::matches(pattern, name));
        let name = names.iter().filter(undeclared).filter(unmatched).find(|name| !members.contains_key(*name))?;
        if !name.starts_with("additional") {
            self.pattern_names.insert(name.clone());
        }
        Some((name.clone(), self.value(std::slice::from_ref(schema))?))
    }

    /// Makes names that `propertyNames` allows: strings of its schema.
    fn allowed_names(&mut self, nodes: &[Node<'a>]) -> Vec<String> {
        let (mode, round) = (self.mode, self.round);
        self.mode = Mode::Full;
        let string = |value: Value| value.as_str().map(str::to_owned);
        let names = (0..4).filter_map(|step| {
            self.round = round + step;
            let flat = flatten(self.description, nodes);
            match &flat.values {
                Some(values) => values.get(step % values.len().max(1)).and_then(|value| string((*value).clone())),
                None => self.string(&flat).and_then(string),
            }
        });
        let names = names.collect();
        (self.mode, self.round) = (mode, round);
        names
    }

    /// Returns `true` if `propertyNames` allows a name.
    pub(super) fn allows_name(&self, flat: &FlatSchema<'a>, name: &str) -> bool {
        flat.names.iter().all(|node| {
            let schema = flatten(self.description, std::slice::from_ref(node));
            let length = name.chars().count() as f64;
            let within = schema.number("minLength").is_none_or(|least| least <= length)
                && schema.number("maxLength").is_none_or(|most| length <= most);
            let listed = |all: &Vec<&Value>| all.iter().any(|value| value.as_str() == Some(name));
            within
                && schema.values.as_ref().is_none_or(listed)
                && schema.text("pattern").is_none_or(|pattern| pattern::matches(pattern, name))
        })
    }
}
