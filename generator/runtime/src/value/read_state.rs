//! The state of a reader: whether the input is JSON text, the nesting depth, and the path of a failure. The path is built
//! from the inside out and only on failure, so that successful reads do not pay for it.
//! Must not know values.

use std::fmt;

/// The maximum nesting depth of described values, as in serde_json. Deeper values are errors.
const MAX_DEPTH: u32 = 128;

/// The state of one read.
#[derive(Debug, Default)]
pub(super) struct ReadState {
    /// The path of the value that cannot be read, innermost step first.
    path: Vec<Step>,
    /// `true` if the input is JSON text: any part of it can be taken unchanged.
    pub(super) is_text: bool,
    /// The number of nested objects and arrays that are being read.
    depth: u32,
}

#[derive(Debug)]
enum Step {
    Property(String),
    Item(usize),
}

impl ReadState {
    /// Creates the state for reading JSON text.
    pub(super) fn of_json() -> ReadState {
        ReadState { is_text: true, ..ReadState::default() }
    }

    /// Records that the value which cannot be read is the property `name`.
    #[cold]
    pub(super) fn failed_in_property(&mut self, name: &str) {
        self.path.push(Step::Property(name.to_owned()));
    }

    /// Records that the value which cannot be read is item `index`.
    #[cold]
    pub(super) fn failed_in_item(&mut self, index: usize) {
        self.path.push(Step::Item(index));
    }

    /// Enters an object or array. Returns `false` if the nesting is too deep. serde_json counts as well, but starts again
    /// for each part of a text.
    #[inline]
    pub(super) fn enter(&mut self) -> bool {
        self.depth += 1;
        self.depth <= MAX_DEPTH
    }

    /// Leaves an object or array.
    #[inline]
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Returns `true` if the path of a failure is known.
    pub(super) fn has_path(&self) -> bool {
        !self.path.is_empty()
    }
}

impl fmt::Display for ReadState {
    /// Writes the path: `upload.parts[2].url`, with `["a b"]` for a name that is not a plain word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.path.iter().rev().enumerate() {
            match step {
                Step::Item(index) => write!(f, "[{index}]")?,
                Step::Property(name) if is_word(name) && depth > 0 => write!(f, ".{name}")?,
                Step::Property(name) if is_word(name) => f.write_str(name)?,
                Step::Property(name) => write!(f, "[{name:?}]")?,
            }
        }
        Ok(())
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}
