//! Numbers that look random and are the same on every machine (splitmix64). Must not know what is drawn.

#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// One of several.
    pub(super) fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// A word with a slip in it: a letter twice, lost, or changed for its neighbour.
    pub(super) fn slip(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        // Not the first: what begins with another letter is another word.
        let at = 1 + self.below(letters.len().saturating_sub(2));
        let Some(letter) = letters.get(at).copied() else { return format!("{word}x") };
        match self.below(3) {
            0 => letters.insert(at, letter),
            1 if letters.len() > 3 => drop(letters.remove(at)),
            _ if letters.get(at + 1).is_some_and(|next| *next != letter) => letters.swap(at, at + 1),
            _ => letters.insert(at, letter),
        }
        letters.into_iter().collect()
    }
}
