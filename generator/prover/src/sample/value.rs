//! Values of schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::choice::Branches;
use super::scalar::{self, Target};
use super::{integer, pattern};
use crate::chance::Chance;
use crate::source::{Description, Flat, Node, Version, flat};

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
    /// It is a form of parts, which may be files.
    pub multipart: bool,
    /// What was made for files.
    pub files: BTreeSet<String>,
    /// Names of members that a pattern allows, and nothing declares.
    pub free: BTreeSet<String>,
    /// Discriminators that their variants do not declare.
    pub tags: BTreeSet<String>,
    /// Where parts that hold at once contradict each other, once such were met.
    pub contradicted: Option<String>,
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
            multipart: false,
            files: BTreeSet::new(),
            free: BTreeSet::new(),
            tags: BTreeSet::new(),
            contradicted: None,
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
            // Whole, and not an item of a list.
            Some(("header", _)) if self.direction == Direction::Answer && self.within.len() == 1 => Target::Field,
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
            self.contradicts(flat);
            return None;
        }
        // From 3.1 on null has to be valid against a union next to the type too; before, `nullable` is meant for the whole.
        let by_union = || self.of.version != Version::V31 || flat.choices.iter().all(|of| self.may_be_null(of));
        if self.mode == Mode::Null && flat.allows_null() && self.parameter.is_none() && self.depth > 1 && by_union() {
            return Some(Value::Null);
        }
        if let Some(values) = &flat.values {
            if self.mode == Mode::Foreign && values.len() > 1 && values.iter().all(|of| of.is_string()) {
                return Some(Value::String("a value of tomorrow".to_owned()));
            }
            // A segment of a path is neither empty nor made of dots.
            let segment = self.target() == Target::Segment;
            let dots = |of: &Value| segment && matches!(of.as_str(), Some("" | "." | ".."));
            let fits = |of: &&&Value| (!of.is_null() || values.len() == 1) && !dots(of);
            let usable: Vec<_> = values.iter().filter(fits).collect();
            if values.iter().all(|of| of.is_null()) && flat.solid {
                self.contradicts(flat);
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
            "integer" => integer::integer(flat, self.mode, &mut self.chance, self.turn),
            "number" if flat.text("format").is_some_and(|of| of.contains("int")) => {
                integer::integer(flat, self.mode, &mut self.chance, self.turn)
            }
            "number" => scalar::number(flat, self.mode, &mut self.chance, self.turn),
            "boolean" => Some(Value::Bool(self.chance.below(2) == 0)),
            "null" => Some(Value::Null),
            "file" => Some(Value::String(self.file())),
            "" if self.is_untyped_part() => Some(Value::String(self.file())),
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

    pub(super) fn string(&mut self, flat: &Flat<'a>) -> Option<Value> {
        let binary = flat.text("format") == Some("binary") || flat.text("contentEncoding") == Some("binary");
        let text = if binary {
            Some(self.file())
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
            if self.is_hidden(flat, name) {
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
        self.tag(flat, &mut members);
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
        // A closed map has the type of its patterns for all names.
        let closed_map = flat.closed && !flat.patterns.is_empty();
        if self.mode == Mode::Foreign && flat.additional.is_none() && !closed_map {
            members.insert("member of tomorrow".to_owned(), json!({"deep": [1, null, {"x": 2.5}]}));
        }
        if self.mode != Mode::Minimal && self.made < MANY {
            self.patterned(flat, &mut members);
            members.extend(self.further(flat, &members));
        }
        members.extend(self.unnamed(flat).map(|value| (UNNAMED.to_owned(), value)));
        Some(Value::Object(members))
    }

    /// A member for each pattern of `patternProperties`: it holds what all the patterns that its name fits say.
    fn patterned(&mut self, flat: &Flat<'a>, members: &mut Map<String, Value>) {
        for (own, _) in &flat.patterns {
            let name = pattern::text(own, 1, &mut self.chance).filter(|name| pattern::fits(own, name));
            let Some(name) = name.filter(|name| !members.contains_key(name)) else { continue };
            if flat.properties.iter().any(|(of, _)| **of == *name) || !self.allows_name(flat, &name) {
                continue;
            }
            let fits = flat.patterns.iter().filter(|(pattern, _)| pattern::fits(pattern, &name));
            let nodes: Vec<Node<'a>> = fits.map(|(_, node)| node.clone()).collect();
            if nodes.iter().any(|node| node.value == &Value::Bool(false)) {
                continue;
            }
            if let Some(value) = self.value(&nodes) {
                self.free.insert(name.clone());
                members.insert(name, value);
            }
        }
    }

    /// A member that the description does not name and allows all the same. What a parameter says of it is left open; in an answer a newer
    /// server has one.
    fn unnamed(&mut self, flat: &Flat<'a>) -> Option<Value> {
        let patterned = flat.patterns.iter().any(|(pattern, _)| pattern::fits(pattern, UNNAMED));
        let allowed = !patterned && self.allows_name(flat, UNNAMED);
        let open = flat.open && flat.additional.is_none() && !flat.closed && allowed;
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
    fn is_hidden(&self, flat: &Flat<'a>, name: &str) -> bool {
        match self.direction {
            Direction::Request => flat.is_hidden(self.of, name, "readOnly"),
            Direction::Answer => flat.is_hidden(self.of, name, "writeOnly"),
        }
    }

    /// What a file holds. No other text is the same, so that a file can be told from a text of another variant.
    fn file(&mut self) -> String {
        let text = self.text();
        if !self.multipart {
            return text;
        }
        let text = format!("file {}: {text}", self.files.len());
        self.files.insert(text.clone());
        text
    }

    /// A part without a type is a file from 3.1 on (Encoding Object, `contentType`: `application/octet-stream`).
    fn is_untyped_part(&self) -> bool {
        self.multipart && !self.is_whole_form() && self.of.version == Version::V31
    }

    fn contradicts(&mut self, flat: &Flat<'a>) {
        let place = flat.pointers.first().map_or("", String::as_str);
        self.contradicted.get_or_insert_with(|| format!("no value is allowed by {place}"));
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
