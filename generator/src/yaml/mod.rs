//! The events of a YAML text, for the reader of trees and for the positions of diagnostics: both
//! must accept the same texts. Must not know how either uses them.
//!
//! The parser is stricter than descriptions in use in one point, and stricter than YAML 1.2 in
//! another. [`Input`] corrects both. It reads by character, so it is only used for texts that need
//! a correction.

mod input;

use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScanError, Span, StrInput};

use input::{Input, Text};

/// The parser's result for each event. Lines begin at 1, columns at 0.
pub(crate) type Next<'t> = Result<(Event<'t>, Span), ScanError>;

/// The number of events between two saved states of the parser.
const INTERVAL: usize = 16;
/// The maximum number of events that are read twice. Only a hostile text needs more.
const MAX_REPEATED: usize = 2_000_000;

/// Returns the events of a text, up to the first error.
pub(crate) fn events(text: &str) -> Events<'_> {
    let plain = memchr::memmem::find(text.as_bytes(), b":\t").is_none();
    let reader = match plain {
        true => Reader::Fast(Box::new(Parser::new_from_str(text))),
        false => Reader::Corrected(Box::new(Corrected::new(text))),
    };
    Events { text, reader, count: 0, ended: false }
}

/// The events of a text.
pub(crate) struct Events<'t> {
    text: &'t str,
    reader: Reader<'t>,
    /// The number of events so far.
    count: usize,
    ended: bool,
}

enum Reader<'t> {
    Fast(Box<Parser<'t, StrInput<'t>>>),
    Corrected(Box<Corrected<'t>>),
}

impl<'t> Iterator for Events<'t> {
    type Item = Next<'t>;

    fn next(&mut self) -> Option<Next<'t>> {
        if self.ended {
            return None;
        }
        let next = match &mut self.reader {
            Reader::Fast(parser) => parser.next_event(),
            Reader::Corrected(corrected) => corrected.next(),
        };
        let next = match (next, &self.reader) {
            (Some(Err(error)), Reader::Fast(_)) => self.corrected(error),
            (next, _) => next,
        };
        self.count += 1;
        self.ended = matches!(next, None | Some(Err(_)));
        next
    }
}

impl<'t> Events<'t> {
    /// Continues with a corrected text, if the error is about the indentation of a closing bracket
    /// or quote.
    fn corrected(&mut self, error: ScanError) -> Option<Next<'t>> {
        let mut corrected = Corrected::new(self.text);
        if !corrected.text.correct(&error) {
            return Some(Err(error));
        }
        for _ in 0..self.count {
            corrected.next()?.ok();
        }
        let next = corrected.next();
        self.reader = Reader::Corrected(Box::new(corrected));
        next
    }
}

/// A parser that goes back when a line must be corrected.
struct Corrected<'t> {
    text: Rc<Text>,
    parser: Parser<'t, Input>,
    /// Earlier states, each with the number of events since. The parser may be some tokens ahead of
    /// its events, so it goes back to the older one.
    older: (Parser<'t, Input>, usize),
    newer: (Parser<'t, Input>, usize),
    /// The number of anchors. Each state holds all of them, so states are saved less often with
    /// many.
    anchors: usize,
    repeated: usize,
}

impl<'t> Corrected<'t> {
    fn new(text: &str) -> Corrected<'t> {
        let text = Rc::new(Text::new(text));
        let parser = Parser::new(Input::new(&text));
        let state = || (parser.clone(), 0);
        Corrected { older: state(), newer: state(), text, parser, anchors: 0, repeated: 0 }
    }

    fn next(&mut self) -> Option<Next<'t>> {
        loop {
            match self.parser.next_event()? {
                Ok((event, span)) => {
                    self.save(&event);
                    return Some(Ok((event, self.text.span(span))));
                }
                Err(error) if self.repeated < MAX_REPEATED && self.text.correct(&error) => self.go_back()?,
                Err(error) => return Some(Err(self.text.error(&error))),
            }
        }
    }

    fn save(&mut self, event: &Event<'_>) {
        if let Event::Scalar(_, _, 1.., _) | Event::SequenceStart(1.., _) | Event::MappingStart(1.., _) = event {
            self.anchors += 1;
        }
        self.older.1 += 1;
        self.newer.1 += 1;
        if self.newer.1 >= INTERVAL + self.anchors {
            self.older = std::mem::replace(&mut self.newer, (self.parser.clone(), 0));
        }
    }

    /// Goes back to an earlier state, and skips the events since.
    fn go_back(&mut self) -> Option<()> {
        let (parser, since) = &self.older;
        self.parser = parser.clone();
        self.newer = (parser.clone(), *since);
        self.repeated += since + 1;
        for _ in 0..*since {
            self.parser.next_event()?.ok();
        }
        Some(())
    }
}
