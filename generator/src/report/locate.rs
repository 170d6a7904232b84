//! Finds the positions of source locations, in a second pass over a text that is only made for
//! diagnostics. Must not know diagnostics.
//!
//! Both readers give a [`Tree`] of positions. A pointer is looked up as far as possible, so that a
//! missing value has the position of its nearest ancestor.

mod json;
mod yaml;

use std::borrow::Cow;

use super::{Part, SourceLocation};

/// Line and column, both from 1, columns in characters.
pub(super) type Position = (usize, usize);

/// The positions of one file.
#[derive(Debug)]
pub(super) struct Locator<'a> {
    tree: Option<Tree<'a>>,
}

impl<'a> Locator<'a> {
    /// Searches a text for some locations, as YAML or JSON like its reader. The result may lack
    /// other locations.
    #[must_use]
    pub(super) fn new<'p>(name: &str, text: &'a str, spans: impl Iterator<Item = &'p SourceLocation>) -> Locator<'a> {
        match Locator::of_yaml(name, text) {
            Some(whole) => whole,
            None => Locator { tree: json::tree(without_mark(text), &json::Wanted::new(spans)) },
        }
    }

    /// Searches a text for all locations, if it is YAML.
    #[must_use]
    pub(super) fn of_yaml(name: &str, text: &str) -> Option<Locator<'a>> {
        let text = without_mark(text);
        (!crate::sources::is_json(name, text)).then(|| Locator { tree: yaml::tree(text) })
    }

    /// Returns the position of a location, or of its nearest ancestor.
    #[must_use]
    pub(super) fn find(&self, span: &SourceLocation) -> Position {
        if let Part::Position { line, column } = span.part {
            return (line.max(1), column.max(1));
        }
        self.tree.as_ref().map_or((1, 1), |tree| tree.find(span))
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Converts the segments of a pointer of OpenAPI 3.0 to Swagger 2.0.
pub(crate) fn as_swagger(segments: Vec<String>) -> Vec<String> {
    let components = segments.first().is_some_and(|first| first == "components");
    let moved = match segments.get(1).map(String::as_str).filter(|_| components) {
        Some("schemas") => "definitions",
        Some("securitySchemes") => "securityDefinitions",
        Some(same @ ("parameters" | "responses")) => same,
        Some(_) | None => return without_content(segments),
    };
    without_content([moved.to_owned()].into_iter().chain(segments.into_iter().skip(2)).collect())
}

/// Removes the media type of a response, which has a single schema in Swagger 2.0.
fn without_content(mut segments: Vec<String>) -> Vec<String> {
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    let at = match words.as_slice() {
        ["paths", _, _, "responses", _, "content", _, ..] => 5,
        ["responses", _, "content", _, ..] => 2,
        _ => return segments,
    };
    segments.drain(at..at + 2);
    segments
}

/// The positions of a text: nodes in one list, referring to each other by index.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    nodes: Vec<Spot<'a>>,
    root: usize,
}

/// The position of a value, and its content.
#[derive(Debug, Default)]
struct Spot<'a> {
    at: Position,
    holds: Holds<'a>,
}

#[derive(Debug, Default)]
enum Holds<'a> {
    #[default]
    Nothing,
    Items(Vec<usize>),
    Members(Vec<(Cow<'a, str>, Position, usize)>),
}

impl<'a> Tree<'a> {
    fn push(&mut self, spot: Spot<'a>) -> usize {
        self.nodes.push(spot);
        self.nodes.len() - 1
    }

    fn find(&self, span: &SourceLocation) -> Position {
        let mut node = self.root;
        let mut position = self.nodes.get(node).map_or((1, 1), |spot| spot.at);
        let segments = self.as_written(span.pointer.segments().collect());
        for (depth, segment) in segments.iter().enumerate() {
            let last = depth + 1 == segments.len();
            let Some((key, value)) = self.step(node, segment, if last { span.part } else { Part::Value }) else {
                break;
            };
            let at = self.nodes.get(value).map_or(position, |spot| spot.at);
            position = match span.part {
                Part::Key | Part::Occurrence(_) if last => key,
                Part::Value | Part::Key | Part::Occurrence(_) | Part::Position { .. } => at,
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
                Some((self.nodes.get(value)?.at, value))
            }
            Holds::Members(members) => {
                let mut named = members.iter().filter(|(key, _, _)| key == segment);
                let found = match part {
                    Part::Occurrence(number) => named.nth(number as usize),
                    Part::Value | Part::Key | Part::Position { .. } => named.next_back(),
                };
                match found {
                    Some((_, at, value)) => Some((*at, *value)),
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
