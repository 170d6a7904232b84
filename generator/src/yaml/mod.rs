//! The events of a YAML text, for the reader of trees and for the positions of messages: both must accept the same texts.
//! Must not know what either makes of them.
//!
//! The parser is stricter than descriptions in use in one point, and stricter than YAML 1.2 in another. Both are mended by
//! [`Input`], which reads by character and is only used where a text needs it.

mod input;

use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScanError, Span, StrInput};

use input::{Input, Text};

/// The parser's result for each event. Lines begin at 1, columns at 0.
pub(crate) type Next<'t> = Result<(Event<'t>, Span), ScanError>;

/// Events between two states of the parser that are kept, to go back to.
const INTERVAL: usize = 16;
/// Events that are read a second time in all. Only a text that was made to cost time needs more.
const REPEATED: usize = 2_000_000;

/// The events of a text, up to the first error.
pub(crate) fn events(text: &str) -> Events<'_> {
    let plain = memchr::memmem::find(text.as_bytes(), b":\t").is_none();
    let reader = match plain {
        true => Reader::Fast(Box::new(Parser::new_from_str(text))),
        false => Reader::Mended(Box::new(Mended::new(text))),
    };
    Events { text, reader, given: 0, ended: false }
}

/// The events of a text.
pub(crate) struct Events<'t> {
    text: &'t str,
    reader: Reader<'t>,
    /// Events so far.
    given: usize,
    ended: bool,
}

enum Reader<'t> {
    Fast(Box<Parser<'t, StrInput<'t>>>),
    Mended(Box<Mended<'t>>),
}

impl<'t> Iterator for Events<'t> {
    type Item = Next<'t>;

    fn next(&mut self) -> Option<Next<'t>> {
        if self.ended {
            return None;
        }
        let next = match &mut self.reader {
            Reader::Fast(parser) => parser.next_event(),
            Reader::Mended(mended) => mended.next(),
        };
        let next = match (next, &self.reader) {
            (Some(Err(error)), Reader::Fast(_)) => self.mended(error),
            (next, _) => next,
        };
        self.given += 1;
        self.ended = matches!(next, None | Some(Err(_)));
        next
    }
}

impl<'t> Events<'t> {
    /// Goes on with a text in which a closing bracket or quote is to be moved, if that is what the error is about.
    fn mended(&mut self, error: ScanError) -> Option<Next<'t>> {
        let mut mended = Mended::new(self.text);
        if !mended.text.mend(&error) {
            return Some(Err(error));
        }
        for _ in 0..self.given {
            mended.next()?.ok();
        }
        let next = mended.next();
        self.reader = Reader::Mended(Box::new(mended));
        next
    }
}

/// A parser that goes back when a line must be mended.
struct Mended<'t> {
    text: Rc<Text>,
    parser: Parser<'t, Input>,
    /// Earlier states, each with the number of events since. The parser may be some tokens ahead of its events, so that
    /// the older one is gone back to.
    older: (Parser<'t, Input>, usize),
    newer: (Parser<'t, Input>, usize),
    /// The states have all anchors in them: with many, there are fewer of them.
    anchors: usize,
    repeated: usize,
}

impl<'t> Mended<'t> {
    fn new(text: &str) -> Mended<'t> {
        let text = Rc::new(Text::new(text));
        let parser = Parser::new(Input::new(&text));
        let state = || (parser.clone(), 0);
        Mended { older: state(), newer: state(), text, parser, anchors: 0, repeated: 0 }
    }

    fn next(&mut self) -> Option<Next<'t>> {
        loop {
            match self.parser.next_event()? {
                Ok((event, span)) => {
                    self.keep(&event);
                    return Some(Ok((event, self.text.span(span))));
                }
                Err(error) if self.repeated < REPEATED && self.text.mend(&error) => self.back()?,
                Err(error) => return Some(Err(self.text.error(&error))),
            }
        }
    }

    fn keep(&mut self, event: &Event<'_>) {
        if let Event::Scalar(_, _, 1.., _) | Event::SequenceStart(1.., _) | Event::MappingStart(1.., _) = event {
            self.anchors += 1;
        }
        self.older.1 += 1;
        self.newer.1 += 1;
        if self.newer.1 >= INTERVAL + self.anchors {
            self.older = std::mem::replace(&mut self.newer, (self.parser.clone(), 0));
        }
    }

    /// Back to an earlier state, and past the events that were given since.
    fn back(&mut self) -> Option<()> {
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
