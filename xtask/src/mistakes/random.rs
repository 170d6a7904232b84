//! Random choices, and slips in words. Must not know OpenAPI.

use clientwright_prover::rng::Rng;

#[derive(Debug)]
pub(super) struct Random(Rng);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(Rng::new(seed))
    }

    /// Returns a number below `bound`, or 0 if `bound` is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound)
    }

    /// Chooses an item.
    pub(super) fn choose<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// Returns a word with a slip: a doubled letter, a missing letter, or two swapped letters.
    pub(super) fn slip(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        // The first letter is kept: a change of it could result in another word.
        let position = 1 + self.below(letters.len().saturating_sub(2));
        let Some(letter) = letters.get(position).copied() else { return format!("{word}x") };
        match self.below(3) {
            0 => letters.insert(position, letter),
            1 if letters.len() > 3 => drop(letters.remove(position)),
            _ if letters.get(position + 1).is_some_and(|next| *next != letter) => letters.swap(position, position + 1),
            _ => letters.insert(position, letter),
        }
        letters.into_iter().collect()
    }
}
