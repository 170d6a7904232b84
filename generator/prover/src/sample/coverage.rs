//! [`SubschemaCoverage`]: which subschemas of unions have been sampled. Must not know how values are
//! made.

use std::collections::BTreeSet;

/// The maximum number of additional samples for uncovered subschemas.
const MAX_ADDITIONAL: usize = 64;
/// The number of samples without a new subschema after which the rest is given up.
const MAX_FRUITLESS: usize = 12;

/// The subschemas of unions, by their addresses.
#[derive(Debug, Default)]
pub(super) struct SubschemaCoverage {
    offered: BTreeSet<String>,
    taken: BTreeSet<String>,
    /// The subschemas tried for the current sample. One that failed is not tried first again
    /// further down.
    tried: BTreeSet<String>,
}

impl SubschemaCoverage {
    /// Returns the position of the first uncovered subschema, starting from `round` and wrapping
    /// around. Returns `round` if all are covered.
    pub(super) fn next(&self, all: &[String], round: usize) -> usize {
        let mut around = (round..round + all.len()).map(|index| index % all.len());
        let is_new = |index: &usize| {
            all.get(*index).is_some_and(|address| !self.taken.contains(address) && !self.tried.contains(address))
        };
        around.find(is_new).unwrap_or(round)
    }

    /// Adds the subschemas of a union that was reached.
    pub(super) fn offer(&mut self, addresses: Vec<String>) {
        self.offered.extend(addresses);
    }

    /// Notes that a subschema is tried for the current sample.
    pub(super) fn try_subschema(&mut self, address: String) {
        self.tried.insert(address);
    }

    /// Notes that a sample has a value of a subschema.
    pub(super) fn take(&mut self, address: String) {
        self.taken.insert(address);
    }

    /// Makes additional samples from round `first` on and returns those that cover another
    /// subschema.
    pub(super) fn additional<T>(
        &mut self,
        first: usize,
        mut make: impl FnMut(usize, &mut SubschemaCoverage) -> Option<T>,
    ) -> Vec<T> {
        let (mut all, mut fruitless) = (Vec::new(), 0);
        for round in first..first + MAX_ADDITIONAL {
            if self.taken.len() == self.offered.len() || fruitless == MAX_FRUITLESS {
                break;
            }
            let before = self.taken.len();
            self.tried.clear();
            let sample = make(round, self);
            if self.taken.len() == before {
                fruitless += 1;
            } else {
                fruitless = 0;
                all.extend(sample);
            }
        }
        all
    }
}
