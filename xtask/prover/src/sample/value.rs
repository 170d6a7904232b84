//! Values of schemas.

use serde_json::{Map, Value, json};

use super::choice::Branches;
use super::scalar::{self, Target};
use crate::chance::Chance;
use crate::source::{Description, Flat, Node, flat};

/// What a sample is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only what is required.
    Minimal,
    /// Everything.
    Full,
    /// Everything, with texts that are hard to carry.
    Hostile,
    /// Everything, at the bounds.
    Boundary,
    /// Null wherever it is allowed.
    Null,
    /// Everything, and more: members, values and variants that a newer server has and the description has not.
    Foreign,
}

/// Who sends it: what is only read is not sent, and the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The client.
    Request,
    /// The server.
    Answer,
}

/// A member of a request that no description names; the driver knows such names by how they begin.
const UNNAMED: &str = "additional member";
/// So deep what is not required is still there.
const DEEP: usize = 6;
/// So many values at most: what is not required is left out then.
const MANY: usize = 250;
/// So deep a value may be at all.
pub(super) const DEEPEST: usize = 24;

/// Makes values.
pub struct Sampler<'a> {
    pub(super) of: &'a Description,
    direction: Direction,
    pub(super) mode: Mode,
    chance: Chance,
    pub(super) turn: usize,
    pub(super) depth: usize,
    made: usize,
    /// The places that are being made: what is within itself ends where it may.
    pub(super) within: Vec<String>,
    /// Place and style, where it is a parameter.
    pub parameter: Option<(String, String)>,
    /// It is a parameter with `allowReserved`.
    pub reserved: bool,
    /// It is a form.
    pub form: bool,
    /// Parts that hold at once were met that contradict each other.
    pub contradicted: bool,
    /// The branches of the choices that were met.
    pub branches: Branches,
}

impl<'a> Sampler<'a> {
    /// With everything that decides.
    #[must_use]
    pub fn new(of: &'a Description, direction: Direction, mode: Mode, seed: u64, turn: usize) -> Sampler<'a> {
        let chance = Chance::new(seed.wrapping_add(turn as u64));
        let (depth, made, within) = (0, 0, Vec::new());
        Sampler {
            of,
            direction,
            mode,
            chance,
            turn,
            depth,
            made,
            within,
            parameter: None,
            reserved: false,
            form: false,
            contradicted: false,
            branches: Branches::default(),
        }
    }

    /// A text without a schema.
    pub fn text(&mut self) -> String {
        let text = scalar::text(&Flat::default(), self.mode, self.target(), &mut self.chance, self.turn);
        text.filter(|text| !text.is_empty()).unwrap_or_else(|| "text".to_owned())
    }

    fn target(&self) -> Target {
        match self.parameter.as_ref().map(|(place, style)| (place.as_str(), style.as_str())) {
            Some(("header" | "cookie", _)) => Target::Header,
            Some(("path", _)) => Target::Segment,
            Some(("query", _)) if self.reserved => Target::Reserved,
            Some(_) | None => Target::Any,
        }
    }

    /// A value of all these schemas; `None` where none is found.
    pub fn value(&mut self, nodes: &[Node<'a>]) -> Option<Value> {
        let flat = flat(self.of, nodes);
        if self.depth > DEEPEST {
            return None;
        }
        let first = flat.pointers.first().cloned().unwrap_or_default();
        if self.within.iter().filter(|of| **of == first).count() > 1 {
            return None;
        }
        self.made += 1;
        self.depth += 1;
        self.within.push(first);
        let value = self.of_flat(nodes, &flat);
        self.within.pop();
        self.depth -= 1;
        value
    }

    pub(super) fn of_flat(&mut self, nodes: &[Node<'a>], flat: &Flat<'a>) -> Option<Value> {
        if flat.impossible {
            self.contradicted = true;
            return None;
        }
        if self.mode == Mode::Null && flat.nullable && self.parameter.is_none() && self.depth > 1 {
            return Some(Value::Null);
        }
        if let Some(values) = &flat.values {
            if self.mode == Mode::Foreign && values.len() > 1 && values.iter().all(|of| of.is_string()) {
                return Some(Value::String("a value of tomorrow".to_owned()));
            }
            // A segment of a path is not empty.
            let segment = self.target() == Target::Segment;
            let fits = |of: &&&Value| (!of.is_null() || values.len() == 1) && !(segment && of.as_str() == Some(""));
            let usable: Vec<_> = values.iter().filter(fits).collect();
            if values.iter().all(|of| of.is_null()) && flat.solid {
                self.contradicted = true;
                return None;
            }
            return usable.get((self.turn + self.depth) % usable.len().max(1)).map(|of| (**of).clone());
        }
        let tag = flat.discriminator.as_ref().and_then(|of| of.text("propertyName"));
        if let (Mode::Foreign, Some(name), false) = (self.mode, tag, flat.choices.is_empty()) {
            return Some(json!({name: self.strange_tag(flat), "more": {"deep": [1, null, "x"]}}));
        }
        if let Some(choice) = flat.choices.first() {
            return self.chosen(nodes, flat, choice);
        }
        if let Some(value) = self.child(flat) {
            return value;
        }
        match flat.kind() {
            "object" => self.object(flat),
            "array" => self.array(flat),
            "string" => self.string(flat),
            "integer" => scalar::number(flat, true, self.mode, &mut self.chance, self.turn),
            "number" => scalar::number(
                flat,
                flat.text("format").is_some_and(|of| of.contains("int")),
                self.mode,
                &mut self.chance,
                self.turn,
            ),
            "boolean" => Some(Value::Bool(self.chance.below(2) == 0)),
            "null" => Some(Value::Null),
            "file" => Some(Value::String(self.text())),
            // A form is an object, also where its schema allows anything.
            _ if self.is_whole_form() => Some(json!({"any": self.text(), "number": 1})),
            _ if self.parameter.is_some() || self.form => Some(Value::String(self.text())),
            _ => Some(json!({"any": ["thing", 1, 2.5, true, null]})),
        }
    }

    /// What is made is a form, and not something in it.
    pub(super) fn is_whole_form(&self) -> bool {
        self.form && self.within.len() == 1
    }

    fn string(&mut self, flat: &Flat<'a>) -> Option<Value> {
        let binary = flat.text("format") == Some("binary");
        let text = if binary {
            Some(self.text())
        } else {
            let target = self.target();
            scalar::text(flat, self.mode, target, &mut self.chance, self.turn)
        };
        text.map(Value::String)
    }

    fn object(&mut self, flat: &Flat<'a>) -> Option<Value> {
        let mut members = Map::new();
        for (name, nodes) in &flat.properties {
            let required = flat.required.contains(name);
            if self.is_hidden(nodes) {
                continue;
            }
            let wanted = self.mode != Mode::Minimal && self.depth < DEEP && self.made < MANY;
            if !required && !wanted {
                continue;
            }
            match self.value(nodes) {
                Some(value) => drop(members.insert((*name).to_owned(), value)),
                None if required => return None,
                None => {}
            }
        }
        for name in &flat.required {
            if members.contains_key(*name) || flat.properties.iter().any(|(of, _)| of == name) {
                continue;
            }
            let value = match &flat.additional {
                Some(more) => self.value(std::slice::from_ref(more))?,
                None => Value::String("required without a property".to_owned()),
            };
            members.insert((*name).to_owned(), value);
        }
        if self.mode == Mode::Foreign && flat.additional.is_none() {
            members.insert("member of tomorrow".to_owned(), json!({"deep": [1, null, {"x": 2.5}]}));
        }
        let more = flat.additional.as_ref().filter(|_| self.mode != Mode::Minimal && self.made < MANY);
        let more = more.and_then(|more| self.value(std::slice::from_ref(more)));
        members.extend(more.map(|value| ("additional1".to_owned(), value)));
        members.extend(self.unnamed(flat).map(|value| (UNNAMED.to_owned(), value)));
        Some(Value::Object(members))
    }

    /// A member that the description does not name and allows all the same. What a parameter says of it is left open; in an answer a newer
    /// server has one.
    fn unnamed(&mut self, flat: &Flat<'a>) -> Option<Value> {
        let open = flat.open && flat.additional.is_none() && !flat.closed;
        let named = flat.properties.iter().any(|(name, _)| *name == UNNAMED);
        let wanted = self.mode != Mode::Minimal && self.depth < DEEP && self.made < MANY;
        let here = self.direction == Direction::Request && self.parameter.is_none();
        if !open || named || !wanted || !here {
            return None;
        }
        // In a form nothing nested has a spelling.
        Some(if self.form { Value::String(self.text()) } else { json!({"any": [1, "x", null]}) })
    }

    /// What only the other side sends.
    fn is_hidden(&self, nodes: &[Node<'a>]) -> bool {
        let flat = flat(self.of, nodes);
        let said = |key: &str| flat.keyword(key) == Some(&Value::Bool(true));
        match self.direction {
            Direction::Request => said("readOnly"),
            Direction::Answer => said("writeOnly"),
        }
    }

    fn array(&mut self, flat: &Flat<'a>) -> Option<Value> {
        let mut items = Vec::new();
        for place in &flat.places {
            items.push(self.value(std::slice::from_ref(place))?);
        }
        let least = flat.number("minItems").unwrap_or(0.0) as usize;
        let most = flat.number("maxItems").map_or(usize::MAX, |most| most as usize);
        let usual = match self.mode {
            // A list without items has no spelling in a parameter.
            _ if self.parameter.is_some() || self.form => 2,
            Mode::Minimal | Mode::Boundary => 0,
            Mode::Full | Mode::Hostile | Mode::Null | Mode::Foreign if self.made < MANY => 2,
            Mode::Full | Mode::Hostile | Mode::Null | Mode::Foreign => 0,
        };
        let wanted = usual.max(least).min(most).min(64);
        let unique = flat.keyword("uniqueItems") == Some(&Value::Bool(true));
        while items.len() < wanted {
            let value = match flat.items.as_slice() {
                [] if !flat.places.is_empty() => None,
                [] => Some(Value::String(format!("item{}", items.len()))),
                all if unique => self.other(all, &items),
                all => self.value(all),
            };
            let Some(value) = value else { break };
            items.push(value);
        }
        (items.len() >= least.min(64)).then_some(Value::Array(items))
    }

    /// An item that is not there yet: in another turn, and then in another mode, where this one has no more of them (a bound, a
    /// text of one kind).
    fn other(&mut self, nodes: &[Node<'a>], items: &[Value]) -> Option<Value> {
        let (mode, turn) = (self.mode, self.turn);
        let mut found = None;
        for step in 0..=32 {
            self.turn = turn + step;
            self.mode = if step > 8 { Mode::Full } else { mode };
            found = self.value(nodes);
            if found.as_ref().is_none_or(|value| !items.contains(value)) {
                break;
            }
            found = None;
        }
        (self.mode, self.turn) = (mode, turn);
        found
    }
}
