//! Combines the keywords of several schemas that apply together and are not objects: the types and
//! values that all of them allow, the strictest limits, and the items of all. Must not know how
//! contradictions are handled.

use super::category::{Category, own_category};
use super::graph::{get, parts};
use super::integers::{is_integer, is_unsigned, width};
use super::limits::{Limits, tighten};
use crate::parse::Node;
use crate::report::SourceLocation;
use crate::resolve::resolved::{Annotations, JsonType, Schema, SchemaId, Schemas, Width};

/// The combined keywords of several schemas.
#[derive(Debug, Default)]
pub(super) struct Intersection {
    types: Vec<JsonType>,
    format: Option<String>,
    /// `enum` and `const`, without null.
    values: Option<Vec<Node>>,
    constant: bool,
    /// `prefixItems` and `items` of each part that is an array.
    arrays: Vec<(Vec<SchemaId>, Option<SchemaId>)>,
    limits: Limits,
    value_names: Vec<(String, String)>,
    value_docs: Vec<(String, String)>,
    /// The other keywords; those of the last part take precedence.
    annotations: Annotations,
}

impl Intersection {
    /// Combines a schema, the targets of its references and its `allOf`. Returns `None` if no value
    /// matches all of them, or if a part is an object or a union.
    pub(super) fn of_schema(schemas: &Schemas, id: SchemaId) -> Option<Intersection> {
        Intersection::of_parts(schemas, parts(schemas, id))
    }

    /// Combines two schemas; `None` as for [`Intersection::of_schema`].
    pub(super) fn of_both(schemas: &Schemas, left: SchemaId, right: SchemaId) -> Option<Intersection> {
        let mut all = parts(schemas, left);
        all.extend(parts(schemas, right));
        Intersection::of_parts(schemas, all)
    }

    fn of_parts(schemas: &Schemas, parts: Vec<SchemaId>) -> Option<Intersection> {
        let mut whole = Intersection::default();
        for part in parts {
            let part = get(schemas, part)?;
            if !part.one_of.is_empty() || !part.any_of.is_empty() || own_category(part) == Category::Object {
                return None;
            }
            whole.add(part)?;
        }
        Some(whole)
    }

    fn add(&mut self, part: &Schema) -> Option<()> {
        if part.boolean == Some(false) {
            return None;
        }
        self.types = common_types(&self.types, &part.types)?;
        self.add_values(part);
        self.keep_values_of_types()?;
        // Formats cannot be compared, so the later one is used.
        self.format = part.format.clone().or(self.format.take());
        if part.items.is_some() || !part.prefix_items.is_empty() {
            self.arrays.push((part.prefix_items.clone(), part.items));
        }
        tighten(&mut self.limits, &part.annotations.limits);
        self.value_names.splice(0..0, part.value_names.iter().cloned());
        self.value_docs.splice(0..0, part.value_docs.iter().cloned());
        self.add_annotations(&part.annotations);
        Some(())
    }

    fn add_values(&mut self, part: &Schema) {
        let listed = part.enumeration.as_ref().map(|all| all.iter().filter(|value| **value != Node::Null));
        let listed = listed.map(|all| all.cloned().collect::<Vec<_>>());
        for values in listed.into_iter().chain(part.constant.clone().map(|value| vec![value])) {
            self.values = Some(match self.values.take() {
                Some(known) => values.into_iter().filter(|value| known.contains(value)).collect(),
                None => values,
            });
        }
        self.constant |= part.constant.is_some();
    }

    /// Drops values of other types. Returns `None` if no value is left.
    fn keep_values_of_types(&mut self) -> Option<()> {
        let Some(values) = &mut self.values else { return Some(()) };
        if !self.types.is_empty() {
            values.retain(|value| self.types.iter().any(|of| is_of_type(value, *of)));
        }
        (!values.is_empty()).then_some(())
    }

    fn add_annotations(&mut self, part: &Annotations) {
        let words = &mut self.annotations;
        words.description = part.description.clone().or(words.description.take());
        words.title = part.title.clone().or(words.title.take());
        words.default = part.default.clone().or(words.default.take());
        words.example = part.example.clone().or(words.example.take());
        words.read_only |= part.read_only;
        words.write_only |= part.write_only;
        words.unread.extend(part.unread.iter().cloned());
    }

    /// Returns `true` if this part has all keywords of the whole.
    pub(super) fn says_all_of(&self, whole: &Intersection) -> bool {
        let values = self.values.is_some() && self.values == whole.values;
        let types = self.types == whole.types || values;
        let integers = whole.types == [JsonType::Integer];
        let format = if integers { self.width() == whole.width() } else { self.format == whole.format };
        types && (format || values) && self.values == whole.values && self.distinct_items() == whole.distinct_items()
    }

    /// Returns whether a part makes it read-only, and whether one makes it write-only.
    pub(super) fn directions(&self) -> (bool, bool) {
        (self.annotations.read_only, self.annotations.write_only)
    }

    /// Returns `true` if it is a subset of the values of an enum of integers with names.
    pub(super) fn is_named_number(&self) -> bool {
        let numbers = |all: &Vec<Node>| all.iter().all(is_integer);
        !self.value_names.is_empty() && self.values.as_ref().is_some_and(numbers)
    }

    fn width(&self) -> Width {
        width(&self.integer())
    }

    /// Returns `true` if the limits of all parts allow no negative integer.
    pub(super) fn is_unsigned(&self) -> bool {
        is_unsigned(&self.integer())
    }

    /// Returns the keywords that limit an integer.
    fn integer(&self) -> Schema {
        let Intersection { types, format, values, limits, .. } = self;
        let (types, format, limits) = (types.clone(), format.clone(), limits.clone());
        let annotations = Annotations { limits, ..Annotations::default() };
        Schema { types, format, annotations, enumeration: values.clone(), ..Schema::default() }
    }

    /// The distinct items of all parts.
    fn distinct_items(&self) -> Vec<&(Vec<SchemaId>, Option<SchemaId>)> {
        let mut distinct: Vec<&(Vec<SchemaId>, Option<SchemaId>)> = Vec::new();
        for items in &self.arrays {
            if !distinct.contains(&items) {
                distinct.push(items);
            }
        }
        distinct
    }

    /// Returns the schema with these keywords, in place of one with an `allOf`.
    pub(super) fn into_schema(self, schemas: &mut Schemas, schema: Schema) -> Schema {
        let (prefix_items, items) = self.items(schemas, &schema.span);
        let constant =
            if self.constant { self.values.as_ref().and_then(|values| values.first().cloned()) } else { None };
        let array = items.is_some() || !prefix_items.is_empty();
        let own = schema.annotations;
        let annotations = Annotations {
            limits: self.limits,
            description: own.description.or(self.annotations.description),
            title: own.title.or(self.annotations.title),
            default: own.default.or(self.annotations.default),
            example: own.example.or(self.annotations.example),
            read_only: self.annotations.read_only,
            write_only: self.annotations.write_only,
            ..own
        };
        let types = if self.types.is_empty() && array { vec![JsonType::Array] } else { self.types };
        Schema {
            types,
            format: self.format,
            enumeration: self.values,
            constant,
            items,
            prefix_items,
            all_of: Vec::new(),
            value_names: self.value_names,
            value_docs: self.value_docs,
            annotations,
            ..schema
        }
    }

    /// Combines `prefixItems` and `items` of all parts: the items of a part apply after its own
    /// `prefixItems`.
    fn items(&self, schemas: &mut Schemas, span: &SourceLocation) -> (Vec<SchemaId>, Option<SchemaId>) {
        let count = self.arrays.iter().map(|(prefix, _)| prefix.len()).max().unwrap_or_default();
        let items_at = |index: usize| {
            let one = |(prefix, items): &(Vec<SchemaId>, Option<SchemaId>)| prefix.get(index).copied().or(*items);
            self.arrays.iter().filter_map(one).collect::<Vec<_>>()
        };
        let mut prefix = Vec::new();
        for index in 0..count {
            prefix.extend(all_of(schemas, items_at(index), span.child("prefixItems").child(&index.to_string())));
        }
        let items = self.arrays.iter().filter_map(|(_, items)| *items).collect();
        (prefix, all_of(schemas, items, span.child("items")))
    }
}

/// Combines schemas in one that matches all of them. Returns `None` if there are none.
fn all_of(schemas: &mut Schemas, mut all: Vec<SchemaId>, span: SourceLocation) -> Option<SchemaId> {
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|id| seen.insert(*id));
    match all.as_slice() {
        [] => None,
        [one] => Some(*one),
        [_, ..] => Some(schemas.push(Schema { span, all_of: all, ..Schema::default() })),
    }
}

/// Returns the types of both, or `None` if they have none in common.
fn common_types(left: &[JsonType], right: &[JsonType]) -> Option<Vec<JsonType>> {
    if left.is_empty() || right.is_empty() {
        return Some(if left.is_empty() { right } else { left }.to_vec());
    }
    // Every integer is a number.
    let in_all = |json_type: &JsonType, all: &[JsonType]| {
        all.contains(json_type) || *json_type == JsonType::Integer && all.contains(&JsonType::Number)
    };
    let mut common: Vec<JsonType> = left.iter().copied().filter(|json_type| in_all(json_type, right)).collect();
    common.extend(right.iter().filter(|json_type| in_all(json_type, left) && !left.contains(json_type)));
    (!common.is_empty()).then_some(common)
}

fn is_of_type(value: &Node, json_type: JsonType) -> bool {
    match value {
        Node::Null => false,
        Node::Bool(_) => json_type == JsonType::Boolean,
        Node::Number(_) => json_type == JsonType::Number || json_type == JsonType::Integer && is_integer(value),
        Node::String(_) => json_type == JsonType::String,
        Node::Sequence(_) => json_type == JsonType::Array,
        Node::Mapping(_) => json_type == JsonType::Object,
    }
}
