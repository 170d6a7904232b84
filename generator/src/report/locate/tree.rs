//! The positions of a text as a tree. Must not know how a text is read.

use std::borrow::Cow;

use crate::report::swagger_pointer::as_swagger;
use crate::report::{Part, SourceLocation};

/// Line and column, both from 1, columns in characters.
pub(crate) type Position = (usize, usize);

/// The positions of a text: nodes in one list, referring to each other by index.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Spot<'a>>,
    pub(super) root: usize,
}

/// The position of a value, and its content.
#[derive(Debug, Default)]
pub(super) struct Spot<'a> {
    pub(super) position: Position,
    pub(super) holds: Holds<'a>,
}

/// The content of a value.
#[derive(Debug, Default)]
pub(super) enum Holds<'a> {
    #[default]
    Nothing,
    Items(Vec<usize>),
    Members(Vec<(Cow<'a, str>, Position, usize)>),
}

impl<'a> Tree<'a> {
    /// Adds a node and returns its index.
    pub(super) fn push(&mut self, spot: Spot<'a>) -> usize {
        self.nodes.push(spot);
        self.nodes.len() - 1
    }

    /// Returns the position of a location, or of its nearest ancestor.
    pub(super) fn find(&self, span: &SourceLocation) -> Position {
        let mut node = self.root;
        let mut position = self.nodes.get(node).map_or((1, 1), |spot| spot.position);
        let segments = self.as_written(span.pointer.segments().collect());
        for (depth, segment) in segments.iter().enumerate() {
            let last = depth + 1 == segments.len();
            let Some((key, value)) = self.step(node, segment, if last { span.part } else { Part::Value }) else {
                break;
            };
            let own = self.nodes.get(value).map_or(position, |spot| spot.position);
            position = match span.part {
                Part::Key | Part::Occurrence(_) if last => key,
                Part::Value | Part::Key | Part::Occurrence(_) | Part::Position { .. } => own,
            };
            node = value;
        }
        position
    }

    /// Converts segments to those of the text: Swagger 2.0 is read as OpenAPI 3.0.
    fn as_written(&self, segments: Vec<String>) -> Vec<String> {
        match self.step(self.root, "swagger", Part::Value) {
            Some(_) => as_swagger(segments),
            None => segments,
        }
    }

    /// Returns the position of the key and the index of the value of a property or item.
    fn step(&self, node: usize, segment: &str, part: Part) -> Option<(Position, usize)> {
        match &self.nodes.get(node)?.holds {
            Holds::Nothing => None,
            Holds::Items(items) => {
                let value = *items.get(segment.parse::<usize>().ok()?)?;
                Some((self.nodes.get(value)?.position, value))
            }
            Holds::Members(members) => {
                let mut named = members.iter().filter(|(key, _, _)| key == segment);
                let found = match part {
                    Part::Occurrence(number) => named.nth(number as usize),
                    Part::Value | Part::Key | Part::Position { .. } => named.next_back(),
                };
                match found {
                    Some((_, position, value)) => Some((*position, *value)),
                    None => self.merged(members, segment),
                }
            }
        }
    }

    /// Returns a property of a YAML merge key.
    fn merged(&self, members: &[(Cow<'_, str>, Position, usize)], segment: &str) -> Option<(Position, usize)> {
        let sources = members.iter().filter(|(key, _, _)| key == "<<").map(|(_, _, value)| *value);
        for source in sources {
            let found = match self.nodes.get(source).map(|spot| &spot.holds) {
                Some(Holds::Items(items)) => items.iter().find_map(|item| self.step(*item, segment, Part::Value)),
                Some(Holds::Members(_)) => self.step(source, segment, Part::Value),
                Some(Holds::Nothing) | None => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}
