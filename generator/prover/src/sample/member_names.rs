//! Names of properties that a schema allows and does not list: `propertyNames` says which, and `patternProperties` speaks of some.
//! Must not choose the values of properties.

use serde_json::{Map, Value};

use super::pattern;
use super::value::{Mode, Sampler};
use crate::source::{Flat, Node, flat};

impl<'a> Sampler<'a> {
    /// A property of `additionalProperties`, if there is a name that no other keyword speaks of, and that none forbids.
    pub(super) fn further(&mut self, flat: &Flat<'a>, members: &Map<String, Value>) -> Option<(String, Value)> {
        let more = flat.additional.as_ref().filter(|_| !flat.closed)?;
        let names = match flat.names.as_slice() {
            [] => ["additional1", "additional.2", "additional Z", "additional_q"].map(str::to_owned).to_vec(),
            nodes => self.names(nodes),
        };
        let undeclared = |name: &&String| !flat.properties.iter().any(|(of, _)| of == name);
        let fits = |name: &&String| !flat.patterns.iter().any(|(pattern, _)| pattern::fits(pattern, name));
        let name = names.iter().filter(undeclared).filter(fits).find(|name| !members.contains_key(*name))?;
        if !name.starts_with("additional") {
            self.free.insert(name.clone());
        }
        Some((name.clone(), self.value(std::slice::from_ref(more))?))
    }

    /// Names that `propertyNames` allows: strings of its schema, plain ones.
    fn names(&mut self, nodes: &[Node<'a>]) -> Vec<String> {
        let (mode, turn) = (self.mode, self.turn);
        self.mode = Mode::Full;
        let string = |value: Value| value.as_str().map(str::to_owned);
        let made = (0..4).filter_map(|step| {
            self.turn = turn + step;
            let flat = flat(self.of, nodes);
            match &flat.values {
                Some(values) => values.get(step % values.len().max(1)).and_then(|of| string((*of).clone())),
                None => self.string(&flat).and_then(string),
            }
        });
        let made = made.collect();
        (self.mode, self.turn) = (mode, turn);
        made
    }

    /// Returns `true` if `propertyNames` allows a name.
    pub(super) fn allows_name(&self, flat: &Flat<'a>, name: &str) -> bool {
        flat.names.iter().all(|node| {
            let of = crate::source::flat(self.of, std::slice::from_ref(node));
            let length = name.chars().count() as f64;
            let within = of.number("minLength").is_none_or(|least| least <= length)
                && of.number("maxLength").is_none_or(|most| length <= most);
            let listed = of.values.as_ref().is_none_or(|all| all.iter().any(|of| of.as_str() == Some(name)));
            within && listed && of.text("pattern").is_none_or(|pattern| pattern::fits(pattern, name))
        })
    }
}
