//! Brackets of YAML within each other: its reader needs time that grows with the square of their depth, so that a text
//! with very many brackets is looked through before it is read. Must not know what the text means.

use saphyr_parser::{Event, Parser};

use super::yaml_error::At;

/// The readers' own limit.
pub(super) const DEEPEST: usize = 128;
/// So many brackets within each other cost the reader nothing to speak of.
const CHEAP: usize = 4_000;

/// Where a text goes deeper than it may, if it has so many brackets that this matters.
pub(super) fn too_deep(text: &str) -> Option<At> {
    if opened(text) < CHEAP {
        return None;
    }
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            // This parser has a limit of its own. What else is broken, the reader tells, if it can be given the text.
            Err(why) => {
                let deep = why.info().contains("recursion limit") || nested(text) > CHEAP;
                return deep.then(|| (why.marker().line(), why.marker().col() + 1));
            }
        };
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
            Event::DocumentEnd | Event::Alias(_) | Event::Scalar(..) => {}
        }
        if depth > DEEPEST {
            return Some((span.start.line(), span.start.col() + 1));
        }
    }
    None
}

/// How many brackets may begin a collection: those in the middle of a word (`/pets/{id}`) do not.
fn opened(text: &str) -> usize {
    let mut before = b' ';
    let begins = |byte: &u8| {
        let is = matches!(byte, b'[' | b'{') && (before.is_ascii_whitespace() || b"[{,:?-\"'".contains(&before));
        before = *byte;
        is
    };
    text.as_bytes().iter().copied().filter(begins).count()
}

/// How deep brackets lie in each other, whatever they stand in.
fn nested(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
