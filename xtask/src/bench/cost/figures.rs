//! Medians, how sure they are, and the rows of the table.

/// The table.
pub(super) struct Row;

impl Row {
    pub(super) const HEAD: &str = "| a call | | by hand | client | client against by hand | pairs of runs: median (95 %) |\n|---|---|---|---|---|---|";
}

/// The one in the middle.
pub(super) fn median<T>(all: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    let all = sorted(all.iter().map(figure));
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// A row of what is the same in each run: by hand, and ours.
pub(super) fn show(call: &str, unit: &str, [hand, ours]: [f64; 2]) {
    println!("| {call} | {unit} | {hand:.1} | {ours:.1} | {:+.1}; {:.3} | |", ours - hand, ours / hand);
}

/// A row of what differs from run to run: runs beside each other are compared with each other, and where their median stands is said too.
pub(super) fn show_pairs<T>(call: &str, unit: &str, [hand, ours]: &[Vec<T>; 2], figure: impl Fn(&T) -> f64) {
    let ratios = sorted(hand.iter().zip(ours).map(|(hand, ours)| figure(ours) / figure(hand)));
    let [low, middle, high] = around_median(&ratios);
    let [hand, ours] = [hand, ours].map(|all| median(all, &figure));
    println!(
        "| {call} | {unit} | {hand:.1} | {ours:.1} | {:+.1}; {:.3} | {middle:.3} ({low:.3} to {high:.3}) |",
        ours - hand,
        ours / hand
    );
}

/// The median, between what it lies in by 95 %: how many of `n` figures are below the true median is binomial, so its standard
/// deviation is √n ⁄ 2.
fn around_median(sorted: &[f64]) -> [f64; 3] {
    let count = sorted.len();
    let apart = (0.98 * (count as f64).sqrt()).ceil() as usize;
    let last = count.saturating_sub(1);
    [(count / 2).saturating_sub(apart), count / 2, (count / 2 + apart).min(last)]
        .map(|at| sorted.get(at).copied().unwrap_or_default())
}

fn sorted(all: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    all
}
