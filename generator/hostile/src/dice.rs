//! Decisions that depend on the bytes of a fuzzer. Must not know what is decided.

/// Takes decisions from bytes. When they are used up, each decision is the first alternative.
#[derive(Debug)]
pub struct Dice<'b> {
    bytes: &'b [u8],
}

impl<'b> Dice<'b> {
    /// Creates a source of decisions from bytes.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Dice<'b> {
        Dice { bytes }
    }

    /// Returns `true` if there are bytes left.
    #[must_use]
    pub fn has_more(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// Returns a number below `count`, or 0 if `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        let (taken, rest) = self.bytes.split_at(self.bytes.len().min(if count > 256 { 3 } else { 1 }));
        self.bytes = rest;
        let number = taken.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
        number.checked_rem(count).unwrap_or_default()
    }

    /// Returns one of the items.
    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    /// Returns the bytes that are left.
    #[must_use]
    pub fn rest(&self) -> &'b [u8] {
        self.bytes
    }
}

/// Returns `count` random bytes, which depend on nothing but the seed.
#[must_use]
pub fn bytes_of(seed: u64, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    fastrand::Rng::with_seed(seed).fill(&mut bytes);
    bytes
}
