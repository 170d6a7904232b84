//! What is drawn of a text and of a list. Must not know which.

use clientwright_prover::rng::Rng;

#[derive(Debug)]
pub(super) struct Random(Rng);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(Rng::new(seed))
    }

    /// Below a bound; 0 where there is none.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound)
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
