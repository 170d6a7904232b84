//! [`Sampler`]: makes a value of a schema. The same seed makes the same value. Must not know operations.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::coverage::SubschemaCoverage;
use super::mode::{Direction, Mode};
use super::string::{self, Target};
use super::{integer, number};
use crate::rng::Rng;
use crate::source::{Description, FlatSchema, Node, Version, flatten};

/// Optional properties are made up to this depth.
const MAX_OPTIONAL_DEPTH: usize = 6;
/// Optional properties are made until a sample has this number of values.
const MAX_VALUES: usize = 250;
/// The maximum depth of a value.
pub(super) const MAX_DEPTH: usize = 24;

/// Makes values of schemas.
pub(super) struct Sampler<'a> {
    pub(super) description: &'a Description,
    pub(super) direction: Direction,
    pub(super) mode: Mode,
    pub(super) rng: Rng,
    pub(super) round: usize,
    pub(super) depth: usize,
    values: usize,
    /// The addresses of the schemas that the current value is part of. Recursion ends at the first
    /// optional part.
    pub(super) path: Vec<String>,
    /// Location and style of the parameter that the value is for.
    pub(super) parameter: Option<(String, String)>,
    /// The parameter has `allowReserved`.
    pub(super) reserved: bool,
    /// The value is the body of a form.
    pub(super) form: bool,
    /// The value is the body of a multipart form, which may contain files.
    pub(super) multipart: bool,
    /// The contents of the files that were made.
    pub(super) files: BTreeSet<String>,
    /// Property names that match a pattern and are not declared.
    pub(super) pattern_names: BTreeSet<String>,
    /// Discriminators that their variants do not declare.
    pub(super) undeclared_discriminators: BTreeSet<String>,
    /// The first contradiction that was found. It makes every value invalid.
    pub(super) contradiction: Option<String>,
    /// The subschemas that were sampled.
    pub(super) coverage: SubschemaCoverage,
}

impl<'a> Sampler<'a> {
    /// Creates a sampler.
    #[must_use]
    pub(super) fn new(
        description: &'a Description,
        direction: Direction,
        mode: Mode,
        seed: u64,
        round: usize,
    ) -> Sampler<'a> {
        Sampler {
            description,
            direction,
            mode,
            rng: Rng::new(seed.wrapping_add(round as u64)),
            round,
            depth: 0,
            values: 0,
            path: Vec::new(),
            parameter: None,
            reserved: false,
            form: false,
            multipart: false,
            files: BTreeSet::new(),
            pattern_names: BTreeSet::new(),
            undeclared_discriminators: BTreeSet::new(),
            contradiction: None,
            coverage: SubschemaCoverage::default(),
        }
    }

    /// Makes a string without a schema.
    pub(super) fn text(&mut self) -> String {
        let text = string::text(&FlatSchema::default(), self.mode, self.target(), &mut self.rng, self.round);
        text.filter(|text| !text.is_empty()).unwrap_or_else(|| "text".to_owned())
    }

    fn target(&self) -> Target {
        match self.parameter.as_ref().map(|(location, style)| (location.as_str(), style.as_str())) {
            // The whole header, not an item of a list.
            Some(("header", _)) if self.direction == Direction::Response && self.path.len() == 1 => Target::Field,
            Some(("header" | "cookie", _)) => Target::Header,
            Some(("path", _)) => Target::Segment,
            Some(("query", _)) if self.reserved => Target::Reserved,
            Some(_) | None => Target::Any,
        }
    }

    /// Makes a value that is valid against all of the schemas. Returns `None` if none is found.
    pub(super) fn value(&mut self, nodes: &[Node<'a>]) -> Option<Value> {
        let flat = flatten(self.description, nodes);
        if self.depth > MAX_DEPTH {
            return None;
        }
        let first = flat.addresses.first().cloned().unwrap_or_default();
        if self.path.iter().filter(|address| **address == first).count() > 1 {
            return None;
        }
        self.values += 1;
        self.depth += 1;
        self.path.push(first);
        let value = self.flat_value(nodes, &flat);
        self.path.pop();
        self.depth -= 1;
        value
    }

    /// Makes a value of a flat schema, which `nodes` were merged into.
    pub(super) fn flat_value(&mut self, nodes: &[Node<'a>], flat: &FlatSchema<'a>) -> Option<Value> {
        if flat.impossible {
            self.contradicts(flat);
            return None;
        }
        // From 3.1 on, null has to be valid against a union next to the type too. Before,
        // `nullable` is meant for the whole.
        let by_unions =
            || self.description.version != Version::V31 || flat.unions.iter().all(|union| self.may_be_null(union));
        if self.prefers_null() && flat.allows_null() && by_unions() {
            return Some(Value::Null);
        }
        if let Some(values) = &flat.values {
            return self.listed(flat, values);
        }
        let discriminator = flat.discriminator.as_ref().and_then(|of| of.text("propertyName"));
        if let (Mode::NewerServer, Some(name), false) = (self.mode, discriminator, flat.unions.is_empty()) {
            return Some(json!({name: self.unknown_discriminator_value(flat), "more": {"deep": [1, null, "x"]}}));
        }
        if let Some(union) = flat.unions.first() {
            return self.union_value(nodes, flat, union);
        }
        if let Some(value) = self.child(flat) {
            return value;
        }
        self.value_of_kind(flat)
    }

    /// Returns `true` if null is made wherever it is allowed.
    pub(super) fn prefers_null(&self) -> bool {
        self.mode == Mode::Null && self.parameter.is_none() && self.depth > 1
    }

    fn listed(&mut self, flat: &FlatSchema<'a>, values: &[&Value]) -> Option<Value> {
        if self.mode == Mode::NewerServer && values.len() > 1 && values.iter().all(|value| value.is_string()) {
            return Some(Value::String("a value of tomorrow".to_owned()));
        }
        // A path segment is neither empty nor made of dots.
        let segment = self.target() == Target::Segment;
        let dots = |value: &Value| segment && matches!(value.as_str(), Some("" | "." | ".."));
        let fits = |value: &&&Value| (!value.is_null() || values.len() == 1) && !dots(value);
        let usable: Vec<_> = values.iter().filter(fits).collect();
        if values.iter().all(|value| value.is_null()) && flat.solid {
            self.contradicts(flat);
            return None;
        }
        usable.get((self.round + self.depth) % usable.len().max(1)).map(|value| (**value).clone())
    }

    fn value_of_kind(&mut self, flat: &FlatSchema<'a>) -> Option<Value> {
        match flat.kind() {
            "object" => self.object(flat),
            "array" => self.array(flat),
            "string" => self.string(flat),
            "integer" => integer::integer(flat, self.mode, &mut self.rng, self.round),
            "number" if flat.text("format").is_some_and(|format| format.contains("int")) => {
                integer::integer(flat, self.mode, &mut self.rng, self.round)
            }
            "number" => number::number(flat, self.mode, &mut self.rng, self.round),
            "boolean" => Some(Value::Bool(self.rng.below(2) == 0)),
            "null" => Some(Value::Null),
            "file" => Some(Value::String(self.file())),
            "" if self.is_untyped_part() => Some(Value::String(self.file())),
            // A form is an object even if its schema allows everything.
            _ if self.is_whole_form() => Some(json!({"any": self.text(), "number": 1})),
            _ if self.parameter.is_some() || self.form => Some(Value::String(self.text())),
            _ => Some(json!({"any": ["thing", 1, 2.5, true, null]})),
        }
    }

    /// Returns `true` if the current value is the whole form.
    pub(super) fn is_whole_form(&self) -> bool {
        self.form && self.path.len() == 1
    }

    /// Returns `true` if optional properties are made here.
    pub(super) fn wants_optional(&self) -> bool {
        self.mode != Mode::Minimal && self.depth < MAX_OPTIONAL_DEPTH && self.has_room()
    }

    /// Returns `true` until the sample has many values.
    pub(super) fn has_room(&self) -> bool {
        self.values < MAX_VALUES
    }

    /// Makes a string of a schema.
    pub(super) fn string(&mut self, flat: &FlatSchema<'a>) -> Option<Value> {
        let binary = flat.text("format") == Some("binary") || flat.text("contentEncoding") == Some("binary");
        let text = if binary {
            Some(self.file())
        } else {
            let target = self.target();
            string::text(flat, self.mode, target, &mut self.rng, self.round)
        };
        text.map(Value::String)
    }

    /// Makes the content of a file. It differs from every other string, so
    /// that the judge recognizes files.
    fn file(&mut self) -> String {
        let text = self.text();
        if !self.multipart {
            return text;
        }
        let text = format!("file {}: {text}", self.files.len());
        self.files.insert(text.clone());
        text
    }

    /// Returns `true` for a part without a type, which is a file from 3.1 on (Encoding Object,
    /// `contentType`: `application/octet-stream`).
    fn is_untyped_part(&self) -> bool {
        self.multipart && !self.is_whole_form() && self.description.version == Version::V31
    }

    fn contradicts(&mut self, flat: &FlatSchema<'a>) {
        let address = flat.addresses.first().map_or("", String::as_str);
        self.contradiction.get_or_insert_with(|| format!("no value is allowed by {address}"));
    }
}
