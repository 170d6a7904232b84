//! Combinations that enable each pair of features in all four ways: both, none, and either alone.
//! Must not know what features are.

/// A combination: the first feature is the lowest bit.
pub(super) type Combination = u64;

/// Returns few combinations of `count` features in which each pair occurs in all four ways. They
/// are always the same.
pub(super) fn pairs(count: usize) -> Vec<Combination> {
    let everything = (0..count).fold(0, |all, index| all | 1 << index);
    let mut chosen = vec![0, everything];
    let mut open: Vec<Pair> =
        all_pairs(count).filter(|pair| !chosen.iter().any(|combination| pair.is_in(*combination))).collect();
    while let Some(first) = open.first().copied() {
        let next = extend(first, count, &open);
        open.retain(|pair| !pair.is_in(next));
        chosen.push(next);
    }
    chosen
}

/// Returns all combinations of `count` features.
pub(super) fn powerset(count: usize) -> impl Iterator<Item = Combination> {
    0..1 << count
}

/// A pair of features, each with `true` if it is enabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    first: (usize, bool),
    second: (usize, bool),
}

impl Pair {
    fn is_in(self, combination: Combination) -> bool {
        [self.first, self.second].into_iter().all(|(index, on)| (combination >> index & 1 == 1) == on)
    }
}

fn all_pairs(count: usize) -> impl Iterator<Item = Pair> {
    let ways = [(true, true), (true, false), (false, true), (false, false)];
    let both = (0..count).flat_map(move |first| (first + 1..count).map(move |second| (first, second)));
    both.flat_map(move |(first, second)| ways.map(|(a, b)| Pair { first: (first, a), second: (second, b) }))
}

/// Extends a pair to a combination. Each further feature is enabled or disabled, whichever covers
/// more open pairs.
fn extend(pair: Pair, count: usize, open: &[Pair]) -> Combination {
    let mut decided: Vec<(usize, bool)> = vec![pair.first, pair.second];
    for index in (0..count).filter(|index| ![pair.first.0, pair.second.0].contains(index)) {
        let gain = |on: bool| {
            let with = |a: (usize, bool), b: (usize, bool)| a == (index, on) && decided.contains(&b);
            let now = open.iter().filter(|pair| with(pair.first, pair.second) || with(pair.second, pair.first)).count();
            // If no pair is covered yet, the number of open pairs decides.
            (now, open.iter().filter(|pair| [pair.first, pair.second].contains(&(index, on))).count())
        };
        decided.push((index, gain(true) > gain(false)));
    }
    decided.into_iter().filter(|(_, on)| *on).fold(0, |all, (index, _)| all | 1 << index)
}

#[cfg(test)]
mod tests {
    use super::{all_pairs, pairs, powerset};

    #[test]
    fn each_pair_occurs_in_all_four_ways() {
        for count in [2, 3, 7, 17] {
            let chosen = pairs(count);
            assert!(
                all_pairs(count).all(|pair| chosen.iter().any(|combination| pair.is_in(*combination))),
                "{count}: {chosen:?}"
            );
        }
        assert!(pairs(17).len() <= 16, "{}", pairs(17).len());
        assert_eq!(powerset(7).count(), 128);
    }
}
