//! Finds samples: an example of the description if it is valid, otherwise a value that is made from
//! the keywords of its schema. Must not know how samples are written as code.

use super::limits::{at_least, at_most, limit};
use super::valid::Valid;
use super::{numbers, texts};
use crate::lower::model::Sample;
use crate::lower::schemas::analysis::Analysis;
use crate::lower::schemas::classify::Kind;
use crate::parse::Node;
use crate::resolve::{Additional, Schema, SchemaId};

/// The maximum size of a value that is shown: nodes, and bytes of a string.
const NODES: usize = 24;
const LONG: usize = 80;
/// The maximum number of items or entries.
const MANY: usize = 64;
/// The maximum nesting depth of arrays and maps.
const DEEP: usize = 16;

/// Returns a sample of a schema. `examples` are its values in the `example` of a parameter, of a
/// media type, or of the object whose property it is.
pub(crate) fn sample(analysis: &Analysis<'_>, id: SchemaId, examples: &[&Node]) -> Sample {
    Sampler::new(analysis).sample(id, examples, 0, DEEP)
}

/// Returns `true` if a schema allows a value.
pub(crate) fn is_valid(analysis: &Analysis<'_>, id: SchemaId, node: &Node) -> bool {
    Sampler::new(analysis).valid.fits(id, node)
}

/// The minimum number of properties of an object (`minProperties`).
pub(crate) fn least_members(analysis: &Analysis<'_>, id: SchemaId) -> usize {
    at_least(&chain(analysis, id), "minProperties").min(MANY)
}

struct Sampler<'t> {
    analysis: &'t Analysis<'t>,
    valid: Valid<'t>,
}

impl<'t> Sampler<'t> {
    fn new(analysis: &'t Analysis<'_>) -> Sampler<'t> {
        Sampler { analysis, valid: Valid::new(analysis.schemas.resolved, &analysis.patterns) }
    }

    /// Returns the `number`th sample of a schema. Samples differ if possible.
    fn sample(&self, id: SchemaId, examples: &[&Node], number: usize, deep: usize) -> Sample {
        let Some((kind, at)) = self.analysis.kind(id) else { return Sample::Usual };
        if deep == 0 || self.analysis.is_file(at) {
            return Sample::Usual;
        }
        let chain = chain(self.analysis, id);
        if examples.is_empty() && !chain.iter().any(|schema| says_something(schema)) && !is_container(kind) {
            return self.plain(kind, number);
        }
        let own = self.own(id, kind, &chain, examples).filter(|_| number == 0);
        own.unwrap_or_else(|| self.made(id, kind, &chain, (number, deep)))
    }

    /// Returns the sample of a schema without limits.
    fn plain(&self, kind: &Kind, number: usize) -> Sample {
        match (kind, number) {
            (Kind::String, 1..) => Sample::Text(format!("text-{number}")),
            (Kind::Integer | Kind::Number, 1..) => Sample::Number((number + 1).to_string()),
            (Kind::Boolean, 1..) => Sample::Boolean(false),
            (Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean, _) => Sample::Usual,
            (Kind::Integer | Kind::Number | Kind::Values(_) | Kind::Array(_) | Kind::Tuple, _) => Sample::Usual,
            (Kind::Record | Kind::Map(_) | Kind::Union(_) | Kind::Merge, _) => Sample::Usual,
        }
    }

    /// Returns a valid value that the description declares.
    fn own(&self, id: SchemaId, kind: &Kind, chain: &[&Schema], examples: &[&Node]) -> Option<Sample> {
        if matches!(kind, Kind::Union(_) | Kind::Never | Kind::Null) {
            return None;
        }
        let constants = chain.iter().filter_map(|schema| schema.constant.as_ref());
        let own_examples = chain.iter().filter_map(|schema| schema.annotations.example.as_ref());
        let defaults = chain.iter().filter_map(|schema| schema.annotations.default.as_ref());
        let all = constants.chain(examples.iter().copied()).chain(own_examples).chain(defaults);
        let all: Vec<&Node> = all.filter(|node| **node != Node::Null && is_short(node)).collect();
        let whole = all.iter().find(|node| self.valid.fits(id, node)).map(|node| self.typed(id, node, DEEP));
        whole.or_else(|| all.first().and_then(|node| self.in_part(id, node)))
    }

    /// Returns the valid properties of an object that is invalid as a whole.
    fn in_part(&self, id: SchemaId, node: &Node) -> Option<Sample> {
        let (Kind::Record, at) = self.analysis.kind(id)? else { return None };
        let members = self.analysis.schemas.properties(at)?;
        let valid = members.properties.iter().filter_map(|(name, id)| {
            let value = node.as_mapping()?.get(name).filter(|of| **of != Node::Null && self.valid.fits(*id, of))?;
            Some((name.clone(), self.typed(*id, value, DEEP)))
        });
        Some(Sample::Properties(valid.collect()))
    }

    /// Converts a value of the description to a sample of a schema. Unions have no samples.
    fn typed(&self, id: SchemaId, node: &Node, deep: usize) -> Sample {
        let Some((kind, at)) = self.analysis.kind(id).filter(|_| deep > 0) else { return Sample::Usual };
        let property = |name: &str| {
            let members = self.analysis.schemas.properties(at)?;
            members.properties.iter().find(|(of, _)| of == name).map(|(_, id)| *id)
        };
        match (kind, node) {
            (Kind::Union(_), _) => Sample::Usual,
            (Kind::Array(Some(item)), Node::Sequence(items)) => {
                Sample::Items(items.iter().map(|of| self.typed(*item, of, deep - 1)).collect())
            }
            (Kind::Map(Some(each)), Node::Mapping(all)) => Sample::Properties(
                all.iter().map(|(key, of)| (key.to_owned(), self.typed(*each, of, deep - 1))).collect(),
            ),
            (Kind::Record, Node::Mapping(all)) => {
                let known = all.iter().filter_map(|(key, of)| Some((key, property(key)?, of)));
                Sample::Properties(known.map(|(key, id, of)| (key.to_owned(), self.typed(id, of, deep - 1))).collect())
            }
            (_, node) => of_node(node),
        }
    }

    fn made(&self, id: SchemaId, kind: &Kind, chain: &[&Schema], (number, deep): (usize, usize)) -> Sample {
        let listed = || {
            let all = chain.iter().find_map(|schema| schema.enumeration.as_deref()).unwrap_or_default();
            let fits = all.iter().filter(|node| **node != Node::Null && self.valid.fits(id, node));
            fits.take(number + 1).last().map(of_node)
        };
        match kind {
            Kind::Values(values) => listed().or_else(|| values.first().cloned().map(Sample::Text)).unwrap_or_default(),
            Kind::String => listed().unwrap_or_else(|| texts::text(chain, &self.analysis.patterns, number)),
            Kind::Integer => listed().unwrap_or_else(|| numbers::number(chain, true, number)),
            Kind::Number => listed().unwrap_or_else(|| numbers::number(chain, false, number)),
            Kind::Boolean => listed().unwrap_or_else(|| self.plain(kind, number)),
            Kind::Array(item) => self.items(*item, chain, deep),
            Kind::Map(each) => self.entries(*each, chain, deep),
            Kind::Any | Kind::Merge | Kind::Same(_) => listed().unwrap_or_else(|| self.any(id)),
            Kind::Tuple | Kind::Record | Kind::Union(_) | Kind::Never | Kind::Null => Sample::Usual,
        }
    }

    /// Returns a value that fits a schema without a type of its own.
    fn any(&self, id: SchemaId) -> Sample {
        let candidates = [
            Node::Mapping(crate::parse::Mapping::default()),
            Node::String("text".to_owned()),
            Node::Number("1".into()),
            Node::Bool(true),
            Node::Sequence(Vec::new()),
            Node::Null,
        ];
        // An empty object is the default.
        let fit = candidates.iter().position(|node| self.valid.fits(id, node));
        fit.filter(|at| *at > 0).and_then(|at| candidates.get(at)).map_or(Sample::Usual, of_node)
    }

    fn items(&self, item: Option<SchemaId>, chain: &[&Schema], deep: usize) -> Sample {
        let most = at_most(chain, "maxItems");
        let count = at_least(chain, "minItems").max(1).min(most).min(MANY);
        let unique = chain.iter().any(|schema| limit(schema, "uniqueItems") == Some(&Node::Bool(true)));
        let Some(item) = item else {
            // Each is any JSON.
            let number = |at: usize| Sample::Number(at.to_string());
            return if count == 1 { Sample::Usual } else { Sample::Items((1..=count).map(number).collect()) };
        };
        let all: Vec<Sample> =
            (0..count).map(|at| self.sample(item, &[], if unique { at } else { 0 }, deep - 1)).collect();
        if all == [Sample::Usual] { Sample::Usual } else { Sample::Items(all) }
    }

    /// Returns the entries of a map, as few as allowed.
    fn entries(&self, each: Option<SchemaId>, chain: &[&Schema], deep: usize) -> Sample {
        let count = at_least(chain, "minProperties").min(MANY);
        if count == 0 {
            return Sample::Usual;
        }
        let sample =
            |at: usize| each.map_or(Sample::Text(format!("value-{at}")), |id| self.sample(id, &[], at, deep - 1));
        let names: Vec<String> = (0..count).filter_map(|at| self.key(chain, at)).collect();
        Sample::Properties(names.into_iter().enumerate().map(|(at, name)| (name, sample(at))).collect())
    }

    /// Returns the name of an entry: one that `propertyNames` lists or allows, or that matches
    /// `patternProperties`.
    fn key(&self, chain: &[&Schema], number: usize) -> Option<String> {
        let listed = chain.iter().find_map(|schema| limit(schema, "propertyNames")?.as_sequence());
        if let Some(names) = listed {
            return names.get(number).and_then(Node::as_str).map(str::to_owned);
        }
        let text = |sample| if let Sample::Text(text) = sample { text } else { format!("key-{number}") };
        if let Some(id) = chain.iter().find_map(|schema| schema.property_names) {
            let names = self::chain(self.analysis, id);
            return Some(text(texts::text(&names, &self.analysis.patterns, number)));
        }
        let only = |schema: &&&Schema| matches!(schema.additional, Additional::Never | Additional::Unsaid);
        let pattern = chain.iter().filter(only).find_map(|schema| schema.pattern_properties.first());
        match pattern {
            Some((pattern, _)) => self.analysis.patterns.text(pattern, (0, usize::MAX), number),
            None => Some(format!("key-{number}")),
        }
    }
}

/// Returns a schema, the targets of its references, and the parts of its `allOf`.
fn chain<'r>(analysis: &Analysis<'r>, id: SchemaId) -> Vec<&'r Schema> {
    const MOST: usize = 64;
    let (mut all, mut seen, mut waiting) = (Vec::new(), Vec::new(), vec![id]);
    while let Some(id) = waiting.pop().filter(|_| seen.len() < MOST) {
        if !seen.contains(&id) {
            seen.push(id);
            let schema = analysis.schema(id);
            all.push(schema);
            waiting.extend(schema.all_of.iter().rev().chain(&schema.reference));
        }
    }
    all
}

/// Returns `true` if a schema limits or lists its values.
fn says_something(schema: &Schema) -> bool {
    let values = schema.constant.is_some() || schema.enumeration.is_some();
    let has_examples = schema.annotations.example.is_some() || schema.annotations.default.is_some();
    values || has_examples || !schema.annotations.limits.is_empty() || schema.format.is_some() || schema.not.is_some()
}

fn is_container(kind: &Kind) -> bool {
    match kind {
        Kind::Array(_) | Kind::Map(_) => true,
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::String | Kind::Boolean | Kind::Integer => false,
        Kind::Number | Kind::Values(_) | Kind::Tuple | Kind::Record | Kind::Union(_) | Kind::Merge => false,
    }
}

/// Converts a value of the description without a schema.
fn of_node(node: &Node) -> Sample {
    match node {
        Node::Null => Sample::Null,
        Node::Bool(value) => Sample::Boolean(*value),
        Node::Number(text) => Sample::Number(text.to_string()),
        Node::String(text) => Sample::Text(text.clone()),
        Node::Sequence(items) => Sample::Items(items.iter().map(of_node).collect()),
        Node::Mapping(all) => Sample::Properties(all.iter().map(|(key, of)| (key.to_owned(), of_node(of))).collect()),
    }
}

/// Returns `true` if a value is short enough for a line of an example.
fn is_short(node: &Node) -> bool {
    fn count(node: &Node) -> usize {
        match node {
            Node::Null | Node::Bool(_) | Node::Number(_) => 1,
            Node::String(text) if text.len() > LONG || text.contains(char::is_control) => NODES + 1,
            Node::String(_) => 1,
            Node::Sequence(items) => items.iter().map(count).fold(1, usize::saturating_add),
            Node::Mapping(all) => all.iter().map(|(_, node)| count(node)).fold(1, usize::saturating_add),
        }
    }
    count(node) <= NODES
}
