//! What is looked for in a YAML text before it is read, as its reader could not bear it: brackets within each other, for
//! which it needs time that grows with the square of their depth, and collections of many thousand entries, all events of
//! which it holds until the tree is made (some 50 bytes for each byte of the text). A text of common size with few
//! brackets is not looked through. Must not know what the text means.

use saphyr_parser::{Event, Parser};

use super::bounds::{MOST, is_free};
use super::yaml_error::At;

/// The readers' own limit.
const DEEPEST: usize = 128;
/// So many brackets within each other cost the reader 0.2 s. The largest public descriptions in YAML have 5,200, in each other or not.
const CHEAP: usize = 6_000;
/// With so many ends of lines, commas and brackets a text can be counted in its tree: it takes 150 MB at most while it is read. The largest
/// public descriptions in YAML have 120,000.
const FEW: usize = 200_000;

/// What is more than it may be.
pub(super) enum Beyond {
    /// The levels.
    Depth,
    /// The entries of one list or mapping.
    Entries,
}

/// A collection that is not yet at its end.
struct Open {
    at: At,
    mapping: bool,
    /// Entries, and in a mapping keys too.
    nodes: usize,
    /// It may have any number of entries: it is no part of the API's form.
    free: bool,
    /// So may what stands behind the last key.
    free_key: bool,
}

/// Where a text goes beyond what is read, if it has so many brackets or entries that this has to be known before.
pub(super) fn beyond(text: &str) -> Option<(At, Beyond)> {
    let many_brackets = opened(text) >= CHEAP;
    if !many_brackets && text.bytes().filter(|byte| b"\n,{[".contains(byte)).count() < FEW {
        return None;
    }
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            // This parser has a limit of its own. What else is broken, the reader tells, if it can be given the text.
            Err(why) => {
                let deep = many_brackets && (why.info().contains("recursion limit") || nested(text) > CHEAP);
                return deep.then(|| ((why.marker().line(), why.marker().col() + 1), Beyond::Depth));
            }
        };
        let at = (span.start.line(), span.start.col() + 1);
        match event {
            Event::SequenceStart(..) => begin(&mut open, at, false),
            Event::MappingStart(..) => begin(&mut open, at, true),
            Event::SequenceEnd | Event::MappingEnd => drop(open.pop()),
            Event::Scalar(text, ..) => node(&mut open, &text),
            Event::Alias(_) => node(&mut open, ""),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
        if open.len() > DEEPEST {
            return Some((at, Beyond::Depth));
        }
        let many = |of: &Open| !of.free && of.nodes / (1 + usize::from(of.mapping)) > MOST;
        if let Some(of) = open.last().filter(|of| many(of)) {
            return Some((of.at, Beyond::Entries));
        }
    }
    None
}

fn begin(open: &mut Vec<Open>, at: At, mapping: bool) {
    node(open, "");
    let free = open.last().is_some_and(|of| of.free || of.free_key);
    open.push(Open { at, mapping, nodes: 0, free, free_key: false });
}

/// Something stands in the innermost collection: a key, where that is a mapping and no key waits for its value.
fn node(open: &mut [Open], text: &str) {
    let Some(of) = open.last_mut() else { return };
    if of.mapping && of.nodes % 2 == 0 {
        of.free_key = is_free(text);
    }
    of.nodes += 1;
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
