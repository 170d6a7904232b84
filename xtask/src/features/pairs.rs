//! Combinations in which each pair of features is on together, off together, and either alone. Must not know what features are.

/// The first features of a combination are the lowest bits.
pub(super) type Combination = u64;

/// Few combinations of `count` features in which each pair occurs in all four ways: always the same ones.
pub(super) fn pairs(count: usize) -> Vec<Combination> {
    let everything = (0..count).fold(0, |all, at| all | 1 << at);
    let mut chosen = vec![0, everything];
    let mut open: Vec<Pair> = all_pairs(count).filter(|pair| !chosen.iter().any(|of| pair.is_in(*of))).collect();
    while let Some(first) = open.first().copied() {
        let next = grown(first, count, &open);
        open.retain(|pair| !pair.is_in(next));
        chosen.push(next);
    }
    chosen
}

/// All combinations of `count` features.
pub(super) fn powerset(count: usize) -> impl Iterator<Item = Combination> {
    0..1 << count
}

/// Two features, and whether each is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    one: (usize, bool),
    other: (usize, bool),
}

impl Pair {
    fn is_in(self, of: Combination) -> bool {
        [self.one, self.other].into_iter().all(|(at, on)| (of >> at & 1 == 1) == on)
    }
}

fn all_pairs(count: usize) -> impl Iterator<Item = Pair> {
    let ways = [(true, true), (true, false), (false, true), (false, false)];
    let both = (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)));
    both.flat_map(move |(one, other)| ways.map(|(a, b)| Pair { one: (one, a), other: (other, b) }))
}

/// A combination with `first` in it: each further feature is on or off, whichever covers more of what is open.
fn grown(first: Pair, count: usize, open: &[Pair]) -> Combination {
    let mut decided: Vec<(usize, bool)> = vec![first.one, first.other];
    for at in (0..count).filter(|at| ![first.one.0, first.other.0].contains(at)) {
        let gain = |on: bool| {
            let with = |a: (usize, bool), b: (usize, bool)| a == (at, on) && decided.contains(&b);
            let now = open.iter().filter(|pair| with(pair.one, pair.other) || with(pair.other, pair.one)).count();
            // Where nothing is gained yet, what is open most.
            (now, open.iter().filter(|pair| [pair.one, pair.other].contains(&(at, on))).count())
        };
        decided.push((at, gain(true) > gain(false)));
    }
    decided.into_iter().filter(|(_, on)| *on).fold(0, |all, (at, _)| all | 1 << at)
}

#[cfg(test)]
mod tests {
    use super::{all_pairs, pairs, powerset};

    #[test]
    fn each_pair_is_met_in_all_four_ways() {
        for count in [2, 3, 7, 17] {
            let chosen = pairs(count);
            assert!(all_pairs(count).all(|pair| chosen.iter().any(|of| pair.is_in(*of))), "{count}: {chosen:?}");
        }
        assert!(pairs(17).len() <= 16, "{}", pairs(17).len());
        assert_eq!(powerset(7).count(), 128);
    }
}
