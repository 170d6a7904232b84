//! Choices out of bytes. Must not know what is chosen.

/// Makes choices; when the bytes are used up, always the first.
#[derive(Debug)]
pub struct Dice<'b> {
    bytes: &'b [u8],
}

impl<'b> Dice<'b> {
    /// Over these bytes.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Dice<'b> {
        Dice { bytes }
    }

    /// Whether there are bytes left.
    #[must_use]
    pub fn has_more(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// A number below `count`; 0 where there is none.
    pub fn below(&mut self, count: usize) -> usize {
        let (taken, rest) = self.bytes.split_at(self.bytes.len().min(if count > 256 { 3 } else { 1 }));
        self.bytes = rest;
        let number = taken.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
        number.checked_rem(count).unwrap_or_default()
    }

    /// One of several.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// What is left.
    #[must_use]
    pub fn rest(&self) -> &'b [u8] {
        self.bytes
    }
}

/// So many bytes, the same for a seed on every machine (SplitMix64).
#[must_use]
pub fn bytes_of(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed;
    let mut word = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    };
    let mut bytes: Vec<u8> = (0..count.div_ceil(8)).flat_map(|_| word().to_le_bytes()).collect();
    bytes.truncate(count);
    bytes
}
